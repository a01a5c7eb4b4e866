package javascript

import (
	"fmt"
	"strings"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// whole is what a default export is called.
const whole = "default"

// specifier is the name of a module as a program gives it. The prefix of the modules of
// the runtime says nothing more.
func specifier(s string) string { return strings.TrimPrefix(s, "node:") }

func (l *lowering) source(n uint32) (string, bool) {
	c := l.Child(n, "source")
	if c == syntax.None || l.Kind(c) != "string" {
		return "", false
	}
	return specifier(l.str(c).Value), true
}

func (l *lowering) imports(out []ir.Stmt, n uint32) []ir.Stmt {
	module, ok := l.source(n)
	if clause := l.ChildOfKind(n, "import_require_clause"); clause != syntax.None { // import a = require("m")
		if module, ok = l.source(clause); ok {
			if name := l.ChildOfKind(clause, "identifier"); name != syntax.None {
				return append(out, &ir.Import{Span: l.Span(n), Module: module, As: l.Text(name)})
			}
		}
	}
	clause := l.ChildOfKind(n, "import_clause")
	switch {
	case !ok || l.HasToken(n, "type"):
		return out
	case clause == syntax.None:
		return append(out, &ir.Import{Span: l.Span(n), Module: module, Effect: true})
	}
	i := &ir.Import{Span: l.Span(n), Module: module}
	for _, c := range l.children(clause) {
		switch l.Kind(c) {
		case "identifier":
			i.Names = append(i.Names, ir.ImportName{Name: whole, As: l.Text(c)})
		case "namespace_import":
			if name := l.ChildOfKind(c, "identifier"); name != syntax.None {
				out = append(out, &ir.Import{Span: l.Span(c), Module: module, As: l.Text(name)})
			}
		case "named_imports":
			i.Names = append(i.Names, l.specifiers(c)...)
		}
	}
	if len(i.Names) == 0 {
		return out
	}
	return append(out, i)
}

// specifiers are the names in the braces of an import.
func (l *lowering) specifiers(n uint32) []ir.ImportName {
	var out []ir.ImportName
	for _, c := range l.children(n) {
		if l.Kind(c) != "import_specifier" || l.HasToken(c, "type") {
			continue
		}
		name := l.exportedName(l.Child(c, "name"))
		as := l.FieldText(c, "alias")
		if as == "" {
			as = name
		}
		out = append(out, ir.ImportName{Name: name, As: as})
	}
	return out
}

func (l *lowering) exportedName(n uint32) string {
	switch {
	case n == syntax.None:
		return ""
	case l.Kind(n) == "string":
		return l.str(n).Value
	}
	return l.Text(n)
}

// exports lowers an export: what it declares, and what of it others see.
func (l *lowering) exports(out []ir.Stmt, n uint32) []ir.Stmt {
	span := l.Span(n)
	if module, ok := l.source(n); ok {
		return l.passedOn(out, n, module)
	}
	if l.HasToken(n, "type") {
		return out
	}
	if c := l.Child(n, "declaration"); c != syntax.None {
		return l.exportedDeclaration(out, n, c)
	}
	if c := l.Child(n, "value"); c != syntax.None {
		return append(out, &ir.Export{Span: span, Name: whole, Value: l.expr(c)})
	}
	if clause := l.ChildOfKind(n, "export_clause"); clause != syntax.None {
		for _, c := range l.children(clause) {
			if name := l.Child(c, "name"); name != syntax.None && !l.HasToken(c, "type") {
				out = append(out, &ir.Export{Span: l.Span(c), Name: l.exportedAs(c), Value: &ir.Name{Span: l.Span(name), Value: l.Text(name)}})
			}
		}
		return out
	}
	for _, c := range l.children(n) { // export = value
		if k := l.Kind(c); k != "decorator" && l.HasToken(n, "=") {
			out = append(out, &ir.Export{Span: span, Value: l.expr(c)})
		}
	}
	return out
}

func (l *lowering) exportedAs(n uint32) string {
	if alias := l.Child(n, "alias"); alias != syntax.None {
		return l.exportedName(alias)
	}
	return l.exportedName(l.Child(n, "name"))
}

// passedOn lowers the export of what another module exports.
func (l *lowering) passedOn(out []ir.Stmt, n uint32, module string) []ir.Stmt {
	span := l.Span(n)
	if l.HasToken(n, "type") {
		return out
	}
	if clause := l.ChildOfKind(n, "export_clause"); clause != syntax.None {
		for _, c := range l.children(clause) {
			name := l.exportedName(l.Child(c, "name"))
			local := fmt.Sprintf("<%s of %s>", name, module)
			out = append(out,
				&ir.Import{Span: l.Span(c), Module: module, Names: []ir.ImportName{{Name: name, As: local}}},
				&ir.Export{Span: l.Span(c), Name: l.exportedAs(c), Value: &ir.Name{Span: l.Span(c), Value: local}})
		}
		return out
	}
	if c := l.ChildOfKind(n, "namespace_export"); c != syntax.None {
		if names := l.children(c); len(names) == 1 {
			return append(out, &ir.Export{Span: span, Name: l.exportedName(names[0]), Value: l.module(span, module)})
		}
	}
	return append(out, &ir.Import{Span: span, Module: module, Star: true, Export: true})
}

// exportedDeclaration lowers a declaration and exports its names.
func (l *lowering) exportedDeclaration(out []ir.Stmt, n, declaration uint32) []ir.Stmt {
	from := len(out)
	var declared []string
	if f := l.declaredFunction(declaration); f != syntax.None {
		declared = append(declared, l.FieldText(f, "name"))
	} else {
		out = l.stmt(out, declaration)
		for _, s := range out[from:] {
			declared = append(declared, declaredNames(s)...)
		}
	}
	for _, name := range declared {
		e := &ir.Export{Span: l.Span(n), Name: name, Value: &ir.Name{Span: l.Span(declaration), Value: name}}
		if l.HasToken(n, whole) {
			e.Name = whole
		}
		out = append(out, e)
	}
	return out
}

func declaredNames(s ir.Stmt) []string {
	var out []string
	switch x := s.(type) {
	case *ir.Func:
		out = append(out, x.Name)
	case *ir.Class:
		out = append(out, x.Name)
	case *ir.Assign:
		for _, t := range x.Targets {
			switch t := t.(type) {
			case *ir.Name:
				out = append(out, t.Value)
			case *ir.List:
				for _, i := range t.Items {
					if n, ok := i.(*ir.Name); ok {
						out = append(out, n.Value)
					}
				}
			}
		}
	}
	return out
}

// exportTarget tells a target that belongs to the module's exports, and the name that
// is given a value; the whole has none.
func (l *lowering) exportTarget(n uint32) (name string, ok bool) {
	if l.Kind(n) != "member_expression" {
		return "", false
	}
	object, property := l.Child(n, "object"), l.FieldText(n, "property")
	if object == syntax.None {
		return "", false
	}
	switch l.Text(object) {
	case "module":
		return "", property == "exports"
	case "exports", "module.exports":
		return property, property != ""
	}
	return "", false
}

// ownExport is what an export of the module is called inside of it.
func ownExport(name string) string { return "<exports." + name + ">" }

// required is the module that require("m") or import("m") asks for.
func (l *lowering) required(fn, args uint32) (string, bool) {
	if k := l.Kind(fn); k != "import" && (k != "identifier" || l.Text(fn) != "require") || args == syntax.None {
		return "", false
	}
	children := l.children(args)
	if len(children) == 0 || l.Kind(children[0]) != "string" {
		return "", false
	}
	return specifier(l.str(children[0]).Value), true
}

// module is a module as a value: a name that an import at the start of the file binds.
func (l *lowering) module(span ir.Span, name string) ir.Expr {
	as := fmt.Sprintf("<%s>", name)
	if !l.asked[name] {
		l.asked[name] = true
		l.imported = append(l.imported, &ir.Import{Span: span, Module: name, As: as})
	}
	return &ir.Name{Span: span, Value: as}
}
