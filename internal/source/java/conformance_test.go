package java

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// alike is the part of the files, in 1000, that must be read as the compiler reads them.
const alike = 999

// TestConformance compares the lowered form of each file of a corpus with what the
// compiler's own parser finds: each call, member access and literal at the same place.
//
//	HOSTBOUND_JAVA_CORPUS=folder:... go test ./internal/source/java -run Conformance -v
//
// HOSTBOUND_JAVA names the program that runs Java; it needs version 21 or later.
func TestConformance(t *testing.T) {
	corpus := os.Getenv("HOSTBOUND_JAVA_CORPUS")
	if corpus == "" {
		t.Skip("HOSTBOUND_JAVA_CORPUS names no folders of Java files")
	}
	program := os.Getenv("HOSTBOUND_JAVA")
	if program == "" {
		program = "java"
	}
	paths := javaFiles(t, filepath.SplitList(corpus))
	cmd := exec.Command(program, "testdata/conformance/Events.java")
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(paths, "\n")+"\n"), os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c := &comparison{t: t, skipped: map[string]int{}}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c.line(lines.Text())
	}
	c.end()
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d files alike, %d things compared; the compiler does not read: %v", c.same, c.total, c.things, c.skipped)
	if c.total == 0 || c.same*1000 < c.total*alike {
		t.Errorf("%d of %d files are read as the compiler reads them, wanted %d of 1000", c.same, c.total, alike)
	}
}

func javaFiles(t *testing.T, roots []string) []string {
	t.Helper()
	var paths []string
	for _, root := range roots {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && filepath.Ext(p) == ".java" && d.Name() != "module-info.java" && d.Name() != "package-info.java" {
				paths = append(paths, p)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// comparison takes what the compiler says, a line at a time.
type comparison struct {
	t                   *testing.T
	path                string
	want                []string
	total, same, things int
	skipped             map[string]int
}

func (c *comparison) line(s string) {
	kind, rest, _ := strings.Cut(s, " ")
	switch kind {
	case "file":
		c.end()
		c.path = rest
	case "skip":
		c.end()
		reason, _, _ := strings.Cut(rest, " ")
		c.skipped[reason]++
	default:
		c.want = append(c.want, s)
	}
}

// end compares the file whose lines are there.
func (c *comparison) end() {
	if c.path == "" {
		return
	}
	c.total++
	c.things += len(c.want)
	if diff := differences(c.path, c.want); len(diff) > 0 {
		c.t.Logf("%s: %d differences, such as %s", c.path, len(diff), strings.Join(diff[:min(4, len(diff))], "; "))
	} else {
		c.same++
	}
	c.path, c.want = "", nil
}

func differences(path string, want []string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		return []string{err.Error()}
	}
	m, err := Lower(context.Background(), path, data)
	if err != nil {
		return []string{err.Error()}
	}
	got := map[string]bool{}
	ir.Walk(m.Body, func(x ir.Expr) {
		s := x.Pos()
		switch e := x.(type) {
		case *ir.Call:
			got[fmt.Sprintf("call %d %d", s.Start.Offset, s.End.Offset)] = true
		case *ir.Attr:
			got[fmt.Sprintf("attr %d %s", e.NameAt.End.Offset, latin(e.Name))] = true
		case *ir.String:
			sum := sha256.Sum256([]byte(e.Value))
			got[fmt.Sprintf("text %d %d %s", s.Start.Offset, s.End.Offset, hex.EncodeToString(sum[:8]))] = true
		}
	})
	var out []string
	wanted := map[string]bool{}
	for _, w := range want {
		wanted[w] = true
		if !got[w] {
			out = append(out, "missing "+w)
		}
	}
	for g := range got {
		if strings.HasPrefix(g, "text ") && !wanted[g] {
			out = append(out, "invented "+g)
		}
	}
	return out
}

// latin writes a name as the compiler does, which takes each byte for a character.
func latin(s string) string {
	if utf8.RuneCountInString(s) == len(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}
