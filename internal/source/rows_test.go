package source

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// TestEveryRowMatters takes each row of the model out in turn, and wants the facts
// of some fixture to change: a row that no fixture reaches is wrong unnoticed. What
// chooses files and what earlier versions did have tests of their own.
func TestEveryRowMatters(t *testing.T) {
	if testing.Short() {
		t.Skip("left out in short mode: it interprets the fixtures once for each row")
	}
	for _, l := range known() {
		t.Run(l.name, func(t *testing.T) { testRows(t, l) })
	}
}

func testRows(t *testing.T, lang *language) {
	model, lowered := lang.model, lower(t, lang)
	facts := func(l fixture) string {
		return dump(alone(lang, l.module, l.source))
	}
	for i := range lowered {
		lowered[i].facts = facts(lowered[i])
	}
	rows := 0
	withoutEach(reflect.ValueOf(model).Elem(), "", func(row string) {
		rows++
		for i, l := range lowered {
			if facts(l) != l.facts {
				// The fixture of a row is often the fixture of the next one.
				lowered[0], lowered[i] = lowered[i], lowered[0]
				return
			}
		}
		t.Errorf("no fixture changes without %s", row)
	})
	t.Logf("%d rows", rows)
}

type fixture struct {
	module *ir.Module
	source []byte
	facts  string
}

func lower(t *testing.T, l *language) []fixture {
	var out []fixture
	for name, data := range fixtures(t) {
		if languageOf(name).kind != l.kind {
			continue
		}
		m, err := l.lower(context.Background(), name, data)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fixture{module: m, source: data})
	}
	return out
}

// elsewhere are the parts of a model that say nothing about a program, or that are
// tested in another place: what joins several files has golden sets of files.
var elsewhere = []string{"Language", "Ecosystem", "Fixes", "Name", "Package", "Through", "Markers", "Used", "History", "Settings", "SettingsModules"}

// withoutEach calls f with each row, value or switch below v taken out; v is whole
// again in the end. The path names what is out.
func withoutEach(v reflect.Value, path string, f func(path string)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); !slices.Contains(elsewhere, field.Name) || field.Name == "Name" && v.Field(i).Kind() != reflect.String {
				withoutEach(v.Field(i), path+"."+field.Name, f)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			without(v, reflect.Zero(v.Type()), path, f)
			withoutEach(v.Elem(), path, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			here := fmt.Sprintf("%s[%s]", path, label(v.Index(i), i))
			rest := reflect.AppendSlice(v.Slice3(0, i, i), v.Slice(i+1, v.Len()))
			without(v, rest, here, f)
			withoutEach(v.Index(i), here, f)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			here := fmt.Sprintf("%s[%s]", path, k)
			value := v.MapIndex(k)
			v.SetMapIndex(k, reflect.Value{})
			f(here)
			v.SetMapIndex(k, value)
			if value.Kind() == reflect.Struct {
				inMap(v, k, here, f)
			}
		}
	case reflect.String, reflect.Bool:
		if !v.IsZero() && !strings.HasSuffix(path, "]") {
			without(v, reflect.Zero(v.Type()), path, f)
		}
	case reflect.Int: // a position, with the keywords beside it
		if v.Int() > 0 {
			without(v, reflect.ValueOf(0), path, f)
		}
	}
}

// inMap goes on in a value of a map, which has to be put back after each change.
func inMap(m, k reflect.Value, path string, f func(string)) {
	value := reflect.New(m.Type().Elem()).Elem()
	value.Set(m.MapIndex(k))
	whole := reflect.New(value.Type()).Elem()
	whole.Set(value)
	withoutEach(value, path, func(path string) {
		m.SetMapIndex(k, value)
		f(path)
	})
	m.SetMapIndex(k, whole)
}

func without(v, other reflect.Value, path string, f func(string)) {
	was := reflect.New(v.Type()).Elem()
	was.Set(v)
	v.Set(other)
	f(path)
	v.Set(was)
}

// label names a row by what it is called.
func label(v reflect.Value, i int) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	for _, name := range []string{"Path", "Names", "Assign", "Name"} {
		if f := v.FieldByName(name); f.IsValid() {
			return fmt.Sprint(f)
		}
	}
	return fmt.Sprint(i)
}
