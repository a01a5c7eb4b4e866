package golang

import (
	"go/ast"
	"go/token"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/source/front"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// file lowers the declarations: what is imported, then types, functions, constants and
// variables, since the order of a file says nothing.
func (l *lowering) file(name string, file *ast.File) []ir.Stmt {
	for _, d := range file.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
			for _, s := range g.Specs {
				if t, ok := s.(*ast.TypeSpec); ok {
					l.types[t.Name.Name] = t.Type
				}
			}
		}
	}
	var types, functions, constants, variables []ir.Stmt
	for _, d := range file.Decls {
		l.begins = append(l.begins, l.offset(d.Pos()))
		switch d := d.(type) {
		case *ast.FuncDecl:
			functions = append(functions, l.function(d))
		case *ast.GenDecl:
			switch d.Tok {
			case token.TYPE:
				types = l.declaration(types, d)
			case token.CONST:
				constants = l.declaration(constants, d)
			case token.VAR:
				variables = l.declaration(variables, d)
			}
		case *ast.BadDecl:
			l.bad(d.Pos(), d.End())
		}
	}
	return slices.Concat(l.imports(name, file), embeddedFirst(types), functions, constants, variables)
}

// imports binds each package by the name that the file uses for it. A test sees the
// names of the package it stands in.
func (l *lowering) imports(name string, file *ast.File) []ir.Stmt {
	var out []ir.Stmt
	if isTest(name) && !strings.HasSuffix(file.Name.Name, "_test") {
		out = append(out, &ir.Import{Span: l.of(file.Name), Level: 1, Star: true})
	}
	for _, s := range file.Imports {
		module, err := strconv.Unquote(s.Path.Value)
		if err != nil || module == "" {
			continue
		}
		i := &ir.Import{Span: l.of(s), Module: module}
		switch {
		case s.Name == nil:
			i.As = l.packageName(module)
		case s.Name.Name == ".":
			i.Star = true
		case s.Name.Name == "_":
			continue
		default:
			i.As = s.Name.Name
		}
		out = append(out, i)
	}
	return out
}

// packageName is what a package is most likely called: of the names that its path
// suggests, the one that the file uses.
func (l *lowering) packageName(module string) string {
	base := path.Base(module)
	if isVersion(base) && path.Dir(module) != "." {
		base = path.Base(path.Dir(module))
	}
	if i := strings.LastIndex(base, ".v"); i > 0 && isVersion(base[i+1:]) { // gopkg.in/yaml.v3
		base = base[:i]
	}
	names := []string{base}
	for _, cut := range []string{"go-", "go.", "golang-"} {
		names = append(names, strings.TrimPrefix(base, cut))
	}
	for _, cut := range []string{"-go", ".go", "-golang", "-client"} {
		names = append(names, strings.TrimSuffix(base, cut))
	}
	names = append(names, strings.ReplaceAll(base, "-", ""), strings.ReplaceAll(base, "-", "_"), base[strings.LastIndexAny(base, "-.")+1:], path.Base(module))
	for _, n := range names {
		if l.qualifiers[n] {
			return n
		}
	}
	return base
}

// isVersion tells the v2 of an import path.
func isVersion(s string) bool {
	return len(s) > 1 && s[0] == 'v' && strings.Trim(s[1:], "0123456789") == ""
}

// embeddedFirst puts the types that others embed before them.
func embeddedFirst(types []ir.Stmt) []ir.Stmt {
	byName := map[string]*ir.Class{}
	for _, s := range types {
		if c, ok := s.(*ir.Class); ok {
			byName[c.Name] = c
		}
	}
	done := map[ir.Stmt]bool{}
	var out []ir.Stmt
	var add func(s ir.Stmt, depth int)
	add = func(s ir.Stmt, depth int) {
		if done[s] {
			return
		}
		done[s] = true
		if c, ok := s.(*ir.Class); ok && depth < front.MaxDepth {
			for _, b := range c.Bases {
				if n, ok := b.Value.(*ir.Name); ok && byName[n.Value] != nil {
					add(byName[n.Value], depth+1)
				}
			}
		}
		out = append(out, s)
	}
	for _, s := range types {
		add(s, 0)
	}
	return out
}

// declaration appends what a const, var or type declaration lowers to.
func (l *lowering) declaration(out []ir.Stmt, d *ast.GenDecl) []ir.Stmt {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			out = append(out, l.typeDeclaration(s))
		case *ast.ValueSpec:
			out = l.values(out, s)
		}
	}
	return out
}

func (l *lowering) values(out []ir.Stmt, s *ast.ValueSpec) []ir.Stmt {
	var typ ir.Expr
	if s.Type != nil {
		typ = l.typeExpr(s.Type)
	}
	if len(s.Values) == 1 && len(s.Names) > 1 {
		targets := make([]ast.Expr, len(s.Names))
		for i, n := range s.Names {
			targets[i] = n
		}
		return append(out, l.several(l.of(s), targets, s.Values[0]))
	}
	for i, n := range s.Names {
		a := &ir.Assign{Span: l.of(s), Targets: []ir.Expr{l.name(n)}, Type: typ}
		if i < len(s.Values) {
			a.Value = l.expr(s.Values[i])
		}
		out = append(out, a)
	}
	for _, v := range s.Values[min(len(s.Names), len(s.Values)):] { // more than there are names
		out = append(out, &ir.Eval{Span: l.of(v), X: l.expr(v)})
	}
	return out
}

// typeDeclaration lowers a type to a class: a struct with its fields and what it
// embeds, any other type as a class without either, which its methods belong to.
func (l *lowering) typeDeclaration(s *ast.TypeSpec) ir.Stmt {
	if s.Assign.IsValid() {
		return &ir.Assign{Span: l.of(s), Targets: []ir.Expr{l.name(s.Name)}, Value: l.typeExpr(s.Type)}
	}
	c := &ir.Class{Span: l.of(s), Name: s.Name.Name}
	switch t := ast.Unparen(s.Type).(type) {
	case *ast.StructType:
		l.fields(c, t.Fields)
	case *ast.InterfaceType:
		l.abstract(c, t.Methods)
	case *ast.Ident, *ast.SelectorExpr:
		c.Bases = []ir.Arg{{Value: l.typeExpr(t)}}
	}
	return c
}

func (l *lowering) fields(c *ir.Class, fields *ast.FieldList) {
	if fields == nil {
		return
	}
	for _, f := range fields.List {
		typ := l.typeExpr(f.Type)
		if len(f.Names) == 0 {
			c.Bases = append(c.Bases, ir.Arg{Value: typ})
			if name := ir.LastName(typ); name != "" {
				c.Body = append(c.Body, &ir.Assign{Span: l.of(f), Targets: []ir.Expr{&ir.Name{Span: typ.Pos(), Value: name}}, Type: typ})
			}
			continue
		}
		for _, n := range f.Names {
			c.Body = append(c.Body, &ir.Assign{Span: l.of(f), Targets: []ir.Expr{l.name(n)}, Type: typ, Decorators: l.tags(f.Tag), Written: written(f.Tag)})
		}
	}
}

// maxTags bounds what is read of one tag.
const maxTags = 16

// tags lowers what the tag of a field says to calls: `env:"HOST,required" envDefault:"a"`
// to tag:env("HOST", envDefault="a") and one for the other. What the field is called in
// a document says nothing of where it comes from.
func (l *lowering) tags(tag *ast.BasicLit) []ir.Expr {
	if tag == nil {
		return nil
	}
	text, err := strconv.Unquote(tag.Value)
	if err != nil {
		return nil
	}
	span := l.of(tag)
	var keys, values []string
	for rest := strings.TrimSpace(text); len(keys) < maxTags; rest = strings.TrimSpace(rest) {
		key, after, ok := strings.Cut(rest, ":")
		quoted, err := strconv.QuotedPrefix(after)
		if !ok || err != nil {
			break
		}
		rest = after[len(quoted):]
		if value, err := strconv.Unquote(quoted); err == nil && !slices.Contains(documents, key) {
			keys, values = append(keys, key), append(values, value)
		}
	}
	var out []ir.Expr
	for i, key := range keys {
		name, _, _ := strings.Cut(values[i], ",")
		if name == "" || name == "-" {
			continue
		}
		call := &ir.Call{Span: span, Fn: &ir.Name{Span: span, Value: "tag:" + key}, Args: []ir.Arg{{Value: &ir.String{Span: span, Value: name}}}}
		for j, other := range keys {
			if j != i {
				call.Args = append(call.Args, ir.Arg{Name: other, Value: &ir.String{Span: span, Value: values[j]}})
			}
		}
		out = append(out, call)
	}
	return out
}

// written is what a document calls a field, as its tag says.
func written(tag *ast.BasicLit) string {
	if tag == nil {
		return ""
	}
	text, err := strconv.Unquote(tag.Value)
	if err != nil {
		return ""
	}
	for _, key := range []string{"json", "yaml", "xml"} {
		if name, _, _ := strings.Cut(reflect.StructTag(text).Get(key), ","); name != "" && name != "-" {
			return name
		}
	}
	return ""
}

// documents are the tags that name a field in a document.
var documents = []string{"json", "xml", "protobuf", "bson", "db", "gorm"}

// abstract lowers the methods of an interface, which have no body.
func (l *lowering) abstract(c *ir.Class, methods *ast.FieldList) {
	if methods == nil {
		return
	}
	for _, f := range methods.List {
		t, ok := f.Type.(*ast.FuncType)
		if !ok || len(f.Names) == 0 {
			if x := l.typeExpr(f.Type); ir.LastName(x) != "" {
				c.Bases = append(c.Bases, ir.Arg{Value: x})
			}
			continue
		}
		for _, n := range f.Names {
			self := ir.Param{Name: "_", At: l.of(n)}
			c.Body = append(c.Body, &ir.Func{Span: l.of(f), Name: n.Name, NameAt: l.of(n), Kind: "abstract", Params: append([]ir.Param{self}, l.params(t.Params)...)})
		}
	}
}

func (l *lowering) function(d *ast.FuncDecl) ir.Stmt {
	f := &ir.Func{Span: l.of(d), Name: d.Name.Name, NameAt: l.of(d.Name), Returns: l.resultType(d.Type)}
	if d.Recv != nil {
		self := ir.Param{Name: "_", At: l.of(d.Name)}
		if len(d.Recv.List) > 0 {
			r := d.Recv.List[0]
			self.At = l.of(r)
			if len(r.Names) > 0 {
				self.Name, self.At = r.Names[0].Name, l.of(r.Names[0])
			}
			if x := l.typeExpr(r.Type); x != nil {
				f.Owner = ir.LastName(x)
			}
		}
		f.Params = []ir.Param{self}
	}
	f.Params = append(f.Params, l.params(d.Type.Params)...)
	f.Body = l.body(d.Type, d.Body)
	if names := writesOutside(d); len(names) > 0 {
		f.Body = append(f.Body, &ir.Scope{Span: l.span(d.End(), d.End()), Kind: ir.TopLevel, Names: names})
	}
	return f
}

// maxWrites bounds the variables of the top level that one function writes.
const maxWrites = 64

// writesOutside are the names that a function assigns, or hands a call by their address,
// and declares nowhere: variables of the package.
func writesOutside(d *ast.FuncDecl) []string {
	own, written := map[string]bool{"_": true}, []string{}
	note := func(e ast.Expr) {
		if n, ok := e.(*ast.Ident); ok && len(written) < maxWrites && !slices.Contains(written, n.Name) {
			written = append(written, n.Name)
		}
	}
	fields := func(f *ast.FieldList) {
		if f != nil {
			for _, field := range f.List {
				for _, n := range field.Names {
					own[n.Name] = true
				}
			}
		}
	}
	fields(d.Recv)
	ast.Inspect(d, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncType:
			fields(x.Params)
			fields(x.Results)
		case *ast.AssignStmt:
			for _, e := range x.Lhs {
				if n, ok := e.(*ast.Ident); ok && x.Tok == token.DEFINE {
					own[n.Name] = true
				} else {
					note(e)
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{x.Key, x.Value} {
				if n, ok := e.(*ast.Ident); ok && x.Tok == token.DEFINE {
					own[n.Name] = true
				} else if e != nil {
					note(e)
				}
			}
		case *ast.ValueSpec:
			for _, n := range x.Names {
				own[n.Name] = true
			}
		case *ast.CallExpr:
			for _, a := range x.Args {
				if u, ok := a.(*ast.UnaryExpr); ok && u.Op == token.AND {
					note(u.X)
				}
			}
		}
		return true
	})
	return slices.DeleteFunc(written, func(n string) bool { return own[n] })
}

// resultType is the declared type of the first result.
func (l *lowering) resultType(t *ast.FuncType) ir.Expr {
	if t.Results == nil || len(t.Results.List) == 0 {
		return nil
	}
	return l.typeExpr(t.Results.List[0].Type)
}

func (l *lowering) params(fields *ast.FieldList) []ir.Param {
	if fields == nil {
		return nil
	}
	var out []ir.Param
	for _, f := range fields.List {
		p := ir.Param{Name: "_", At: l.of(f)}
		t := f.Type
		if e, ok := t.(*ast.Ellipsis); ok {
			p.Kind, t = "*", e.Elt
		}
		if t != nil {
			p.Type = l.typeExpr(t)
		}
		if len(f.Names) == 0 {
			out = append(out, p)
		}
		for _, n := range f.Names {
			p.Name, p.At = n.Name, l.of(n)
			out = append(out, p)
		}
	}
	return out
}

// body lowers the body of a function. Named results begin as nothing that is known.
func (l *lowering) body(t *ast.FuncType, b *ast.BlockStmt) []ir.Stmt {
	if b == nil {
		return nil
	}
	leaving := l.leaving
	l.leaving = false
	l.results = append(l.results, t.Results)
	defer l.blocks.Function(nil)()
	out := l.block(b)
	l.results = l.results[:len(l.results)-1]
	l.leaving = leaving
	return out
}

// typeExpr lowers a type to the name of what it points to; a type without a name is
// Unknown with its elements inside.
func (l *lowering) typeExpr(t ast.Expr) ir.Expr {
	for {
		star, ok := t.(*ast.StarExpr)
		if !ok {
			break
		}
		t = star.X
	}
	span := l.of(t)
	if !l.enter(t.Pos(), t.End()) {
		return &ir.Unknown{Span: span, Kind: "too deep"}
	}
	defer l.leave()
	switch t := t.(type) {
	case *ast.Ident:
		return l.name(t)
	case *ast.SelectorExpr:
		return l.selector(t)
	case *ast.ParenExpr:
		return l.typeExpr(t.X)
	case *ast.IndexExpr:
		return l.typeExpr(t.X)
	case *ast.IndexListExpr:
		return l.typeExpr(t.X)
	case *ast.ArrayType:
		return &ir.Unknown{Span: span, Kind: "array", Inner: []ir.Expr{l.typeExpr(t.Elt)}}
	case *ast.Ellipsis:
		if t.Elt != nil {
			return &ir.Unknown{Span: span, Kind: "array", Inner: []ir.Expr{l.typeExpr(t.Elt)}}
		}
	case *ast.MapType:
		return &ir.Unknown{Span: span, Kind: "map", Inner: []ir.Expr{l.typeExpr(t.Key), l.typeExpr(t.Value)}}
	case *ast.ChanType:
		return &ir.Unknown{Span: span, Kind: "channel", Inner: []ir.Expr{l.typeExpr(t.Value)}}
	}
	return &ir.Unknown{Span: span, Kind: "type"}
}
