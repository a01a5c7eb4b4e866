package java

import (
	"strings"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// generate adds the members that Lombok's annotations make while a class is compiled,
// and a constructor for the fields where nothing else declares one.
func (l *lowering) generate(b *building) {
	marks := map[string]bool{}
	for _, d := range b.out.Decorators {
		if c, ok := d.(*ir.Call); ok {
			if n, ok := c.Fn.(*ir.Name); ok {
				marks[n.Value] = true
			}
		}
	}
	l.accessors(b, marks)
	var required []ir.Param
	for _, p := range b.instance {
		if p.Default == nil {
			required = append(required, bare(p))
		}
	}
	none := len(b.constructors) == 0
	all := make([]ir.Param, 0, len(b.instance))
	for _, p := range b.instance {
		all = append(all, bare(p))
	}
	switch {
	case marks["AllArgsConstructor"], none && (marks["Value"] || marks["Builder"] || marks["SuperBuilder"]):
		l.fieldConstructor(b, all)
	case marks["RequiredArgsConstructor"], none && marks["Data"]:
		l.fieldConstructor(b, required)
	case none && len(b.fields) > 0:
		f := &ir.Func{Span: b.out.Span, Name: initializer, NameAt: b.out.Span, Params: []ir.Param{
			{Name: "this", At: b.out.Span}, {Name: "args@", Kind: "*", At: b.out.Span},
		}}
		if b.extends { // an anonymous class hands its arguments on
			f.Body = []ir.Stmt{superWith("args@", b.out.Span)}
		}
		f.Body = append(f.Body, b.fields...)
		b.out.Body = append(b.out.Body, f)
	}
	if marks["Builder"] || marks["SuperBuilder"] {
		l.builder(b, all)
	}
}

func superWith(args string, span ir.Span) ir.Stmt {
	return &ir.Eval{Span: span, X: &ir.Call{Span: span,
		Fn:   &ir.Attr{Span: span, X: superObject(span), Name: initializer, NameAt: span},
		Args: []ir.Arg{{Spread: "*", Value: &ir.Name{Span: span, Value: args}}}}}
}

func bare(p ir.Param) ir.Param { return ir.Param{Name: p.Name, Type: p.Type, At: p.At} }

func (l *lowering) fieldConstructor(b *building, params []ir.Param) {
	f := &ir.Func{Span: b.out.Span, Name: initializer, NameAt: b.out.Span}
	f.Params = append([]ir.Param{{Name: "this", At: b.out.Span}}, params...)
	f.Body = append(append(f.Body, b.fields...), assignAll(params)...)
	b.out.Body = append(b.out.Body, f)
}

func (l *lowering) accessors(b *building, marks map[string]bool) {
	for _, p := range b.instance {
		if marks["Data"] || marks["Value"] || marks["Getter"] {
			for _, prefix := range []string{"get", "is"} {
				if name := prefix + capital(p.Name); !has(b.methods, name) {
					b.out.Body = append(b.out.Body, getter(name, p))
				}
			}
		}
		if name := "set" + capital(p.Name); (marks["Data"] || marks["Setter"]) && !has(b.methods, name) {
			value := bare(p)
			b.out.Body = append(b.out.Body, &ir.Func{Span: p.At, Name: name, NameAt: p.At,
				Params: []ir.Param{{Name: "this", At: p.At}, value}, Body: assignAll([]ir.Param{value})})
		}
	}
}

func has(set map[string]bool, name string) bool {
	_, ok := set[name]
	return ok
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// builder makes the class whose methods set one field each, and build().
func (l *lowering) builder(b *building, fields []ir.Param) {
	span := b.out.Span
	name := b.name + "Builder"
	made := &ir.Class{Span: span, Name: name}
	self := &ir.Name{Span: span, Value: "this"}
	build := &ir.Call{Span: span, Fn: b.reference(span)}
	for _, p := range fields {
		made.Body = append(made.Body, &ir.Func{Span: p.At, Name: p.Name, NameAt: p.At, Params: []ir.Param{{Name: "this", At: p.At}, p},
			Body: append(assignAll([]ir.Param{p}), &ir.Return{Span: p.At, Value: self})})
		build.Args = append(build.Args, ir.Arg{Value: thisField(p)})
	}
	made.Body = append(made.Body, &ir.Func{Span: span, Name: "build", NameAt: span, Params: []ir.Param{{Name: "this", At: span}},
		Body: []ir.Stmt{&ir.Return{Span: span, Value: build}}})
	nested := &ir.Attr{Span: span, X: b.reference(span), Name: name, NameAt: span}
	b.out.Body = append(b.out.Body, made)
	if !has(b.methods, "builder") {
		b.out.Body = append(b.out.Body, &ir.Func{Span: span, Name: "builder", NameAt: span, Kind: "static",
			Body: []ir.Stmt{&ir.Return{Span: span, Value: &ir.Call{Span: span, Fn: nested}}}})
	}
}
