package java

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/source/front/fronttest"
	"github.com/hostbound/hostbound/internal/source/ir"
)

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
	paths := fronttest.Files(t, filepath.SplitList(corpus), func(name string) bool {
		return filepath.Ext(name) == ".java" && name != "module-info.java" && name != "package-info.java"
	})
	fronttest.Conformance(t, exec.Command(program, "testdata/conformance/Events.java"), paths, differences)
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
