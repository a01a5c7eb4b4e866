package ir

import (
	"fmt"
	"reflect"
	"strings"
)

// Dump writes a module as indented text: a node a line, with its kind, the line
// and column where it starts and ends, and what it holds. It is for golden files
// and for looking at what a front end made.
func Dump(m *Module) string {
	d := &dumper{}
	fmt.Fprintf(&d.out, "Module %s %s\n", m.Language, m.Path)
	for _, e := range m.Errors {
		fmt.Fprintf(&d.out, "  error %s\n", at(e))
	}
	d.field(1, "", reflect.ValueOf(m.Body))
	return d.out.String()
}

type dumper struct{ out strings.Builder }

func at(s Span) string {
	return fmt.Sprintf("%d:%d-%d:%d", s.Start.Line, s.Start.Column, s.End.Line, s.End.Column)
}

// field writes one field of a node: a plain value on a line of its own, and a
// node or a list of them one step further in.
func (d *dumper) field(depth int, name string, v reflect.Value) {
	if v.IsZero() {
		return
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		d.field(depth, name, v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			item := name
			if v.Index(i).Kind() == reflect.Slice { // one of several lists: say which
				item = fmt.Sprintf("%s[%d]", name, i)
			}
			d.field(depth, item, v.Index(i))
		}
	case reflect.Struct:
		d.node(depth, name, v)
	default:
		d.line(depth, name, fmt.Sprintf("%#v", v.Interface()))
	}
}

func (d *dumper) line(depth int, name, text string) {
	d.out.WriteString(strings.Repeat("  ", depth))
	if name != "" {
		d.out.WriteString(name + ": ")
	}
	d.out.WriteString(text + "\n")
}

// node writes a struct: its plain fields beside its kind, the others below.
func (d *dumper) node(depth int, name string, v reflect.Value) {
	if span, ok := v.Interface().(Span); ok {
		d.line(depth, name, at(span))
		return
	}
	head := v.Type().Name()
	var below []int
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.IsZero():
		case v.Type().Field(i).Anonymous:
			head += " " + at(f.Interface().(Span))
		case f.Kind() == reflect.String || f.Kind() == reflect.Bool || f.Kind() == reflect.Int:
			head += fmt.Sprintf(" %s=%#v", v.Type().Field(i).Name, f.Interface())
		default:
			below = append(below, i)
		}
	}
	d.line(depth, name, head)
	for _, i := range below {
		d.field(depth+1, v.Type().Field(i).Name, v.Field(i))
	}
}
