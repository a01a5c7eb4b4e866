package result

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/hostbound/hostbound/internal/fact"
)

func fileSource(files map[string]string, masks ...fact.Location) LineSource {
	return NewLines(func(p string) ([]byte, error) {
		s, ok := files[p]
		if !ok {
			return nil, errors.New("no such file")
		}
		return []byte(s), nil
	}, masks)
}

func span(path string, l1, c1, l2, c2 int) fact.Location {
	return fact.Location{Path: path, Start: fact.Position{Line: l1, Column: c1}, End: fact.Position{Line: l2, Column: c2}}
}

func TestLine(t *testing.T) {
	files := map[string]string{"a": "one\r\ntwo\n\nfour", "b": "x\n", "empty": ""}
	s := fileSource(files)
	for _, c := range []struct {
		path string
		n    int
		want string
		ok   bool
	}{
		{"a", 1, "one", true}, {"a", 2, "two", true}, {"a", 3, "", true}, {"a", 4, "four", true},
		{"a", 5, "", false}, {"a", 0, "", false}, {"a", -1, "", false},
		{"b", 1, "x", true}, {"b", 2, "", false}, {"empty", 1, "", true}, {"none", 1, "", false},
	} {
		got, ok := s.Line(c.path, c.n)
		if got != c.want || ok != c.ok {
			t.Errorf("Line(%s, %d) = %q, %v; want %q, %v", c.path, c.n, got, ok, c.want, c.ok)
		}
	}
}

func TestMaskKeepsColumns(t *testing.T) {
	files := map[string]string{
		"one.py":   "t = \"secret-token-123\"  # end\n",
		"multi.py": "t = \"\"\"secret\r\ntoken\n123\"\"\" + x\n",
		"wide.py":  "t = 'aé漢😀' + u\n",
		"open.py":  "t = 'secret'\nnext\n",
	}
	s := fileSource(files,
		span("one.py", 1, 6, 1, 22), span("multi.py", 1, 8, 3, 4), span("wide.py", 1, 6, 1, 16),
		fact.Location{Path: "open.py", Start: fact.Position{Line: 1, Column: 6}})
	for _, c := range []struct {
		path string
		n    int
		want string
	}{
		{"one.py", 1, `t = "****************"  # end`},
		{"multi.py", 1, `t = """******`}, {"multi.py", 2, "*****"}, {"multi.py", 3, `***""" + x`},
		{"wide.py", 1, "t = '*·•🔒' + u"},
		{"open.py", 1, "t = '*******"}, {"open.py", 2, "next"},
	} {
		if got, _ := s.Line(c.path, c.n); got != c.want {
			t.Errorf("%s:%d = %q, want %q", c.path, c.n, got, c.want)
		}
	}
	raw := strings.Split(files["wide.py"], "\n")[0]
	masked, _ := s.Line("wide.py", 1)
	if len(masked) != len(raw) || len(utf16.Encode([]rune(masked))) != len(utf16.Encode([]rune(raw))) {
		t.Errorf("the mask %q moves the columns of %q", masked, raw)
	}
}

func TestMaskByOffsetAndOfNothing(t *testing.T) {
	byOffset := fact.Location{Path: "a", Start: fact.Position{Offset: 4}, End: fact.Position{Offset: 10}}
	s := fileSource(map[string]string{"a": "t = secret\nrest", "b": "t = secret"}, byOffset, fact.Location{Path: "b"})
	if got, _ := s.Line("a", 1); got != "t = ******" {
		t.Errorf("masked by offset: %q", got)
	}
	if got, _ := s.Line("a", 2); got != "rest" {
		t.Errorf("the line after a mask: %q", got)
	}
	if got, _ := s.Line("b", 1); got != "**********" {
		t.Errorf("a mask without a range hides the file, not nothing: %q", got)
	}
}

func TestUTF16Column(t *testing.T) {
	long := strings.Repeat("é", 3000) + strings.Repeat("😀", 3000) + "x"
	s := fileSource(map[string]string{"a": "aé漢😀z\nb\xffc\n" + long})
	for _, c := range []struct{ line, column, want int }{
		{1, 1, 1}, {1, 2, 2}, {1, 4, 3}, {1, 7, 4}, {1, 11, 6}, {1, 12, 7}, {1, 99, 7},
		{2, 3, 3}, {2, 4, 4},
		{3, 1, 1}, {3, 6001, 3001}, {3, 18001, 9001}, {3, 18002, 9002},
		{9, 7, 7},
	} {
		if got := s.UTF16Column("a", c.line, c.column); got != c.want {
			t.Errorf("%d:%d = %d, want %d", c.line, c.column, got, c.want)
		}
	}
	if got := s.UTF16Column("none", 1, 5); got != 5 {
		t.Errorf("an unreadable file's column = %d, want 5", got)
	}
}

// reference computes the hash of each line from its definition.
func reference(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.NewReplacer(" ", "", "\t", "").Replace(text)
	u := append(utf16.Encode([]rune(text)), 65535)
	counts := map[uint64]int{}
	var out []string
	for i := range u {
		if i > 0 && u[i-1] != '\n' {
			continue
		}
		var h uint64
		for j := range 100 {
			h *= 37
			if i+j < len(u) {
				h += uint64(u[i+j])
			}
		}
		counts[h]++
		out = append(out, fmt.Sprintf("%x:%d", h, counts[h]))
	}
	return out
}

func TestRollingHash(t *testing.T) {
	texts := []string{
		"", "a", "a\n", "\n\n\n", "a\r\nb\r\n", "  a\t\n\tb  \n   \n",
		"x = 1\nx = 1\nx = 1\n" + strings.Repeat("y", 300) + "\nx = 1\n",
		"é漢😀\n" + strings.Repeat("😀", 60) + "\nend",
		strings.Repeat("same\n", 200),
	}
	for _, text := range texts {
		s := fileSource(map[string]string{"a": text})
		want := reference(text)
		for n := 1; ; n++ {
			if _, ok := s.Line("a", n); !ok {
				break
			}
			got, ok := s.RollingHash("a", n)
			if !ok || got != want[n-1] {
				t.Errorf("%.20q line %d: %q, %v; want %q", text, n, got, ok, want[n-1])
			}
		}
	}
}

// The hash rolls over each file of the standard library's net folder as the
// definition has it; sarif's tests ask the official tool about the same files.
func TestRollingHashOfALibrary(t *testing.T) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatalf("asking where the standard library is: %v", err)
	}
	files := os.DirFS(filepath.Join(strings.TrimSpace(string(goroot)), "src", "net"))
	lines := 0
	err = fs.WalkDir(files, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") {
			return err
		}
		data, err := fs.ReadFile(files, p)
		if err != nil {
			return err
		}
		s := fileSource(map[string]string{p: string(data)})
		want := reference(string(data))
		for n := 1; ; n++ {
			if _, ok := s.Line(p, n); !ok {
				break
			}
			lines++
			if got, ok := s.RollingHash(p, n); !ok || got != want[n-1] {
				t.Errorf("%s:%d: %q, %v; want %q", p, n, got, ok, want[n-1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if lines < 100_000 {
		t.Errorf("only %d lines were looked at", lines)
	}
}

// A substitute character that stands in a file is hashed as itself; it is what
// bytes that are no UTF-8 are held as, and those count as U+FFFD.
func TestRollingHashOfInvalidBytes(t *testing.T) {
	s := fileSource(map[string]string{"valid": "a\x1ab\n", "invalid": "a\xffb\n"})
	for path, text := range map[string]string{"valid": "a\x1ab\n", "invalid": "a\ufffdb\n"} {
		if got, _ := s.RollingHash(path, 1); got != reference(text)[0] {
			t.Errorf("%s: %s, want %s", path, got, reference(text)[0])
		}
	}
}

// A lone CR begins a line for the hash; the lines that Git and editors count start
// in the same places in it.
func TestRollingHashAfterLoneCR(t *testing.T) {
	text := "a\rb\nc\n"
	s := fileSource(map[string]string{"a": text})
	want := reference(text)
	for n, i := range map[int]int{1: 0, 2: 2} {
		if got, _ := s.RollingHash("a", n); got != want[i] {
			t.Errorf("line %d: %s, want %s", n, got, want[i])
		}
	}
}

// The hash must not tell one credential from another: a short one would be
// guessed from it in a second.
func TestRollingHashHoldsNoCredential(t *testing.T) {
	mask := span("a", 1, 6, 1, 16)
	one := fileSource(map[string]string{"a": "t = 'aaaaaaaaaa'\n"}, mask)
	two := fileSource(map[string]string{"a": "t = 'bbbbbbbbbb'\n"}, mask)
	a, _ := one.RollingHash("a", 1)
	b, _ := two.RollingHash("a", 1)
	if a == "" || a != b {
		t.Errorf("hashes %q and %q differ by the credential", a, b)
	}
}

func TestCacheIsBoundedAndKeepsAnswers(t *testing.T) {
	reads := map[string]int{}
	big := strings.Repeat("line of text\n", cacheBytes/13/2)
	s := NewLines(func(p string) ([]byte, error) { reads[p]++; return []byte(p + "\n" + big), nil }, nil).(*lineSource)
	for range 2 {
		for _, p := range []string{"a", "b", "c"} {
			if got, ok := s.Line(p, 1); !ok || got != p {
				t.Fatalf("Line(%s, 1) = %q, %v", p, got, ok)
			}
		}
	}
	if s.held > cacheBytes {
		t.Errorf("holds %d bytes, more than %d", s.held, cacheBytes)
	}
	s.Line("c", 2)
	if reads["c"] > 2 {
		t.Errorf("a held file was read %d times", reads["c"])
	}
}

func FuzzLines(f *testing.F) {
	f.Add("t = 'secret'\r\n\xff\xfe\r", 1, 6, 2, 1, 3)
	f.Add("é漢😀", 1, 2, 1, 4, 0)
	f.Fuzz(func(t *testing.T, text string, l1, c1, l2, c2, offset int) {
		m := span("a", l1, c1, l2, c2)
		m.End.Offset = offset
		s := fileSource(map[string]string{"a": text}, m)
		for n := 1; n <= 4; n++ {
			line, ok := s.Line("a", n)
			if !utf8.ValidString(line) {
				t.Errorf("line %d is no UTF-8: %q", n, line)
			}
			if _, hashed := s.RollingHash("a", n); hashed != ok {
				t.Errorf("line %d of %q: line %v, hash %v", n, text, ok, hashed)
			}
			s.UTF16Column("a", n, c1)
		}
	})
}
