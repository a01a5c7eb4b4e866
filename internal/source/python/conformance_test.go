package python

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/front/fronttest"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// TestConformance compares the lowered form of each file of a corpus with CPython's
// own ast: each call, attribute, keyword argument and string at the same place.
//
//	HOSTBOUND_PYTHON_CORPUS=/usr/lib/python3:... go test ./internal/source/python -run Conformance -v
//
// HOSTBOUND_PYTHON names the interpreter; python3 is the usual one.
func TestConformance(t *testing.T) {
	corpus := os.Getenv("HOSTBOUND_PYTHON_CORPUS")
	if corpus == "" {
		t.Skip("HOSTBOUND_PYTHON_CORPUS names no folders of Python files")
	}
	interpreter := os.Getenv("HOSTBOUND_PYTHON")
	if interpreter == "" {
		interpreter = "python3"
	}
	paths := fronttest.Files(t, filepath.SplitList(corpus), func(name string) bool { return filepath.Ext(name) == ".py" })
	fronttest.Conformance(t, exec.Command(interpreter, "testdata/conformance/events.py"), paths, differences)
}

// differences are the things that one side alone has, "+" in the lowered form and
// "-" in CPython's.
func differences(path string, events []string) []string {
	data, err := os.ReadFile(path)
	if err != nil {
		return []string{err.Error()}
	}
	m, err := Lower(context.Background(), path, data)
	if err != nil {
		return []string{err.Error()}
	}
	var leave []ir.Span
	count := map[string]int{}
	for _, e := range events {
		kind, rest, _ := strings.Cut(e, " ")
		if kind == "leave" {
			leave = append(leave, parseSpan(rest))
			continue
		}
		count[e]--
	}
	c := &collector{leave: leave, seen: map[any]bool{}, count: count}
	c.visit(reflect.ValueOf(m.Body))
	var out []string
	for e, n := range count {
		switch {
		case n > 0:
			out = append(out, "+"+e)
		case n < 0:
			out = append(out, "-"+e)
		}
	}
	sort.Strings(out)
	for _, s := range m.Errors {
		out = append(out, "does not parse: "+span(s))
	}
	return out
}

func span(s ir.Span) string {
	return fmt.Sprintf("%d:%d-%d:%d", s.Start.Line, s.Start.Column, s.End.Line, s.End.Column)
}

func parseSpan(s string) ir.Span {
	var out ir.Span
	if _, err := fmt.Sscanf(s, "%d:%d-%d:%d", &out.Start.Line, &out.Start.Column, &out.End.Line, &out.End.Column); err != nil {
		panic(err)
	}
	return out
}

// collector walks the lowered form by reflection, so that no part of it is forgotten.
type collector struct {
	leave []ir.Span
	seen  map[any]bool // a subject of a match stands in several places
	count map[string]int
}

func (c *collector) visit(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			c.visit(v.Index(i))
		}
	case reflect.Interface:
		c.visit(v.Elem())
	case reflect.Pointer:
		if v.IsNil() || c.seen[v.Interface()] {
			return
		}
		c.seen[v.Interface()] = true
		if c.node(v.Interface()) {
			c.visit(v.Elem())
		}
	case reflect.Struct:
		if a, ok := v.Interface().(ir.Arg); ok && a.Name != "" && a.Value != nil {
			c.add("key", a.Value.Pos(), a.Name)
		}
		for i := range v.NumField() {
			c.visit(v.Field(i))
		}
	}
}

// node counts one node; false where its parts are no things of their own.
func (c *collector) node(n any) bool {
	switch x := n.(type) {
	case *ir.Call:
		c.add("call", x.Span, "")
	case *ir.Attr:
		c.add("attr", x.Span, x.Name)
	case *ir.String:
		c.text(x)
	case *ir.Template:
		for _, p := range x.Parts {
			if _, ok := p.(*ir.String); !ok {
				c.visit(reflect.ValueOf(p))
			}
		}
		return false
	}
	return true
}

func (c *collector) text(x *ir.String) {
	sum := sha256.Sum256([]byte(x.Value))
	if unnamed := "string " + span(x.Span) + " ?"; c.count[unnamed] < 0 {
		c.count[unnamed]++
		return
	}
	c.add("string", x.Span, hex.EncodeToString(sum[:])[:12])
}

func (c *collector) add(kind string, s ir.Span, what string) {
	inside := func(l ir.Span) bool { return !before(s.Start, l.Start) && !before(l.End, s.End) }
	whole := func(l ir.Span) bool { return kind == "key" && span(l) == span(s) }
	if slices.ContainsFunc(c.leave, inside) && !slices.ContainsFunc(c.leave, whole) {
		return
	}
	c.count[strings.TrimSuffix(kind+" "+span(s)+" "+what, " ")]++
}

func before(a, b fact.Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
}
