package javascript

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// TestConformance compares what the front end finds with what TypeScript's own parser
// finds, over the files below a folder that npm filled. HOSTBOUND_TYPESCRIPT names that
// folder (node_modules); HOSTBOUND_JS_CORPUS may name others, separated by colons.
func TestConformance(t *testing.T) {
	modules := os.Getenv("HOSTBOUND_TYPESCRIPT")
	if modules == "" {
		t.Skip("HOSTBOUND_TYPESCRIPT names no folder with TypeScript's parser")
	}
	files := corpus(t, append(filepath.SplitList(os.Getenv("HOSTBOUND_JS_CORPUS")), modules))
	agree, compared := 0, 0
	for _, want := range reference(t, modules, files) {
		if want.Skip != "" {
			continue
		}
		compared++
		data, err := os.ReadFile(want.File)
		if err != nil {
			t.Fatal(err)
		}
		got, fault := found(want.File, data)
		if fault == "" {
			fault = got.difference(want, data)
		}
		if fault == "" {
			agree++
		} else if compared-agree <= 40 {
			t.Logf("%s: %s", want.File, fault)
		}
	}
	t.Logf("%d of %d files agree (%.2f %%)", agree, compared, 100*float64(agree)/float64(max(compared, 1)))
	if compared < 500 {
		t.Errorf("only %d files were compared", compared)
	}
	if agree*1000 < compared*999 {
		t.Errorf("fewer than 99.9 %% of the files agree")
	}
}

// maxCorpusFile leaves out what is no source that people write.
const maxCorpusFile = 400 << 10

func corpus(t *testing.T, folders []string) []string {
	var out []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !d.Type().IsRegular() {
				return err
			}
			switch filepath.Ext(p) {
			case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx":
			default:
				return nil
			}
			if info, err := d.Info(); err != nil || info.Size() > maxCorpusFile || strings.Contains(p, ".d.") || strings.Contains(p, ".min.") {
				return err
			}
			out = append(out, p)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// places are byte ranges by kind.
type places struct {
	File, Skip                string
	Call, Member, String, Key [][2]int
}

func reference(t *testing.T, modules string, files []string) []places {
	cmd := exec.Command("node", "--max-old-space-size=2048", "testdata/positions.js", modules)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []places
	lines := bufio.NewReader(bytes.NewReader(out))
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return all
		}
		var p places
		if err := json.Unmarshal(line, &p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func found(name string, data []byte) (places, string) {
	m, err := Lower(context.Background(), name, data)
	if err != nil {
		return places{}, err.Error()
	}
	if len(m.Errors) > 0 {
		return places{}, fmt.Sprintf("line %d does not parse", m.Errors[0].Start.Line)
	}
	var p places
	keys, invented := map[ir.Expr]bool{}, map[ir.Expr]bool{}
	ir.Walk(m.Body, func(x ir.Expr) {
		switch x := x.(type) {
		case *ir.Dict:
			for _, pair := range x.Pairs {
				if pair.Key != nil {
					keys[pair.Key] = true
				}
			}
		case *ir.Call:
			if x.Span == x.Fn.Pos() || x.Start == x.End { // a pattern, a parent
				invented[x.Fn] = true
				for _, a := range x.Args {
					invented[a.Value] = true
				}
				return
			}
			p.Call = append(p.Call, at(x.Span))
			if a, ok := x.Fn.(*ir.Attr); ok && a.NameAt == a.Span && a.Name == constructor {
				invented[a] = true
			}
		case *ir.Attr:
			if text := strings.Join(strings.Fields(string(data[x.Start.Offset:x.End.Offset])), ""); !invented[x] && !isExport(text) && !ofField(x, data) {
				p.Member = append(p.Member, at(x.NameAt))
			}
		case *ir.String:
			switch {
			case invented[x]:
			case keys[x]:
				p.Key = append(p.Key, at(x.Span))
			default:
				p.String = append(p.String, at(x.Span))
			}
		}
	})
	return p, ""
}

// ofField tells the attribute that a field of a class becomes, or a parameter that is
// a property.
func ofField(a *ir.Attr, data []byte) bool {
	n, ok := a.X.(*ir.Name)
	return ok && n.Value == self && n.Span == a.NameAt
}

func isExport(text string) bool {
	if !strings.Contains(text, ".") {
		return false
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(text, "module."), "exports")
	return ok && !strings.ContainsAny(strings.TrimPrefix(rest, "."), ".[(?")
}

func at(s ir.Span) [2]int { return [2]int{s.Start.Offset, s.End.Offset} }

func (p *places) difference(want places, data []byte) string {
	for _, kind := range []struct {
		name      string
		got, want [][2]int
	}{{"call", p.Call, want.Call}, {"member", p.Member, want.Member}, {"string", p.String, want.String}, {"key", p.Key, want.Key}} {
		got, want := sorted(kind.got), sorted(kind.want)
		for _, w := range want {
			if _, ok := slices.BinarySearchFunc(got, w, order); !ok {
				return fmt.Sprintf("no %s at %d: %s", kind.name, w[0], excerpt(data, w))
			}
		}
		for _, g := range got {
			if _, ok := slices.BinarySearchFunc(want, g, order); !ok {
				return fmt.Sprintf("a %s at %d that is none: %s", kind.name, g[0], excerpt(data, g))
			}
		}
	}
	return ""
}

func sorted(ps [][2]int) [][2]int {
	ps = slices.Clone(ps)
	slices.SortFunc(ps, order)
	return slices.Compact(ps)
}

func order(a, b [2]int) int { return slices.Compare(a[:], b[:]) }

func excerpt(data []byte, p [2]int) string {
	from, to := max(0, p[0]-20), min(len(data), p[1]+10, p[0]+80)
	return strings.Join(strings.Fields(string(data[from:to])), " ")
}
