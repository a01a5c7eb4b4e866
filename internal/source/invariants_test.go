package source

import (
	"bytes"
	"fmt"
	"path"
	"reflect"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// check holds what is true of the facts of any text, sensible or not: they are the
// same each time, their places lie in the file, and no value of a credential is in
// any of them.
func check(t *testing.T, name string, src []byte) *fact.Set {
	t.Helper()
	set := extract(name, src)
	if again := extract(name, src); !reflect.DeepEqual(set, again) {
		t.Errorf("two runs differ:\n%s", firstDifference(dump(again), dump(set)))
	}
	for _, n := range set.NotAnalysed {
		if strings.HasPrefix(n.Reason, "the reader failed") { // a panic that was caught
			t.Error(n.Reason)
		}
	}
	var texts []string
	each(reflect.ValueOf(*set), func(l fact.Location) {
		if problem := misplaced(l, name, src); problem != "" {
			t.Errorf("%s: %s", l, problem)
		}
	}, func(s string) { texts = append(texts, s) })
	for _, l := range set.Literals {
		if !covered(l.Credential.At, set.Masks) {
			t.Errorf("the literal at %s is not masked", l.Credential.At)
		}
	}
	for _, value := range secrets(src, set) {
		for _, text := range texts {
			if strings.Contains(text, value) {
				t.Errorf("%q is in a fact: %q", value, text)
			}
		}
	}
	return set
}

// secrets are the masked texts that stand nowhere else in the source, so that a
// fact can only have them from there.
func secrets(src []byte, set *fact.Set) []string {
	var out []string
	masked := append([]byte(nil), src...)
	for _, m := range set.Masks {
		for i := m.Start.Offset; i < m.End.Offset && i < len(masked); i++ {
			masked[i] = 0
		}
	}
	for _, l := range set.Literals {
		m := l.Credential.At
		if m.End.Offset > len(src) || m.End.Offset-m.Start.Offset != l.Credential.Length || l.Credential.Length < 8 {
			continue
		}
		if value := src[m.Start.Offset:m.End.Offset]; !bytes.Contains(masked, value) {
			out = append(out, string(value))
		}
	}
	return out
}

func covered(l fact.Location, masks []fact.Location) bool {
	for _, m := range masks {
		if m.Path == l.Path && m.Start.Offset <= l.Start.Offset && l.End.Offset <= m.End.Offset {
			return true
		}
	}
	return false
}

// misplaced says what is wrong with a place.
func misplaced(l fact.Location, name string, src []byte) string {
	if l.Start == (fact.Position{}) && l.End == (fact.Position{}) {
		return ""
	}
	for _, p := range []fact.Position{l.Start, l.End} {
		if p.Offset < 0 || p.Offset > len(src) {
			return "the offset lies outside the file"
		}
		before := src[:p.Offset]
		line := 1 + bytes.Count(before, []byte("\n"))
		column := p.Offset - bytes.LastIndexByte(before, '\n')
		if p.Line != line || p.Column != column {
			return fmt.Sprintf("offset %d is at %d:%d", p.Offset, line, column)
		}
	}
	switch {
	case l.Path != name:
		return "another file"
	case l.End.Offset < l.Start.Offset:
		return "it ends before it starts"
	}
	return ""
}

// each visits every location and every text in a value.
func each(v reflect.Value, location func(fact.Location), text func(string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			each(v.Elem(), location, text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			each(v.Index(i), location, text)
		}
	case reflect.String:
		text(v.String())
	case reflect.Struct:
		if l, ok := v.Interface().(fact.Location); ok {
			location(l)
			return
		}
		for i := range v.NumField() {
			each(v.Field(i), location, text)
		}
	}
}

func TestInvariants(t *testing.T) {
	for _, set := range []map[string][]byte{fixtures(t), ruleFixtures(t)} {
		for name, data := range set {
			t.Run(name, func(t *testing.T) { check(t, name, data) })
		}
	}
}

// FuzzExtract holds the invariants for any text.
func FuzzExtract(f *testing.F) {
	for name, data := range ruleFixtures(f) {
		f.Add(path.Ext(name), data)
	}
	for name, data := range fixtures(f) {
		f.Add(path.Ext(name), data)
		for _, part := range bytes.Split(data, []byte("\n\n\n")) {
			f.Add(path.Ext(name), append([]byte("import requests, os\n"), part...))
		}
	}
	f.Fuzz(func(t *testing.T, extension string, src []byte) {
		if len(src) > 64<<10 || languageOf("a"+extension) == nil {
			return
		}
		check(t, "a"+extension, src)
	})
}
