package javascript

import (
	"slices"

	"github.com/hostbound/hostbound/internal/source/ir"
)

// prototypes makes classes of the functions of a block whose prototype is given
// methods, as they were written before the language had classes.
func prototypes(body []ir.Stmt) []ir.Stmt {
	p := &prototyped{declared: map[string]bool{}, methods: map[string][]ir.Stmt{}, bases: map[string]ir.Expr{}, short: map[string]string{}}
	for _, s := range body {
		switch x := s.(type) {
		case *ir.Func:
			p.declared[x.Name] = true
		case *ir.Class:
			p.declared[x.Name] = true
		}
	}
	if len(p.declared) == 0 {
		return body
	}
	body = slices.Clone(body)
	for i, s := range body {
		if p.takes(s) {
			body[i] = rest(s)
		}
	}
	for i, s := range body {
		switch x := s.(type) {
		case *ir.Func:
			if p.has(x.Name) {
				body[i] = p.class(x)
			}
		case *ir.Class:
			x.Body = append(x.Body, p.methods[x.Name]...)
		}
	}
	return body
}

// prototyped is what the statements of a block give to prototypes.
type prototyped struct {
	declared map[string]bool // the functions and classes of the block
	methods  map[string][]ir.Stmt
	bases    map[string]ir.Expr
	short    map[string]string // names that stand for the prototype of a function
}

func (p *prototyped) has(name string) bool {
	return len(p.methods[name]) > 0 || p.bases[name] != nil
}

// takes notes a statement that gives something to a prototype; true where it is a part
// of the class from then on.
func (p *prototyped) takes(s ir.Stmt) bool {
	switch x := s.(type) {
	case *ir.Eval:
		if c, ok := x.X.(*ir.Call); ok {
			return p.called(c)
		}
	case *ir.Assign:
		if len(x.Targets) == 1 && x.Op == "" {
			return p.given(x.Targets[0], x.Value)
		}
	}
	return false
}

// rest is what a statement still says once its functions are methods of a class: what is
// called, and what is given something.
func rest(s ir.Stmt) ir.Stmt {
	e := &ir.Eval{Span: s.Pos()}
	switch x := s.(type) {
	case *ir.Eval:
		c := *x.X.(*ir.Call) // by takes
		if _, ok := c.Args[1].Value.(*ir.Dict); ok {
			c.Args = c.Args[:1]
		}
		e.X = &c
	case *ir.Assign:
		e.X = x.Targets[0]
		if c, ok := x.Value.(*ir.Call); ok {
			e.X = &ir.Unknown{Span: e.Span, Kind: "prototype", Inner: []ir.Expr{e.X, c}}
		}
	}
	return e
}

// called reads inherits(F, Base) and Object.assign(F.prototype, {…}).
func (p *prototyped) called(c *ir.Call) bool {
	if len(c.Args) != 2 {
		return false
	}
	first, second := c.Args[0].Value, c.Args[1].Value
	switch ir.LastName(c.Fn) {
	case "inherits":
		if n, ok := first.(*ir.Name); ok && p.declared[n.Value] {
			p.bases[n.Value] = second
			return true
		}
	case "setPrototypeOf":
		if base, ok := second.(*ir.Attr); ok && base.Name == "prototype" {
			if of := p.of(first); of != "" {
				p.bases[of] = base.X
				return true
			}
		}
	case "assign":
		if d, ok := second.(*ir.Dict); ok {
			if of := p.of(first); of != "" {
				return p.all(of, d)
			}
		}
	}
	return false
}

// of is the function whose prototype an expression is.
func (p *prototyped) of(x ir.Expr) string {
	switch x := x.(type) {
	case *ir.Name:
		return p.short[x.Value]
	case *ir.Attr:
		if n, ok := x.X.(*ir.Name); ok && x.Name == "prototype" && p.declared[n.Value] {
			return n.Value
		}
	}
	return ""
}

func (p *prototyped) given(target, value ir.Expr) bool {
	if n, ok := target.(*ir.Name); ok { // var proto = F.prototype
		if of := p.of(value); of != "" {
			p.short[n.Value] = of
		}
		return false
	}
	a, ok := target.(*ir.Attr)
	if !ok {
		return false
	}
	if of := p.of(a.X); of != "" {
		return p.method(of, a.Name, a.NameAt, value)
	}
	of := p.of(a)
	if of == "" {
		return false
	}
	switch x := value.(type) {
	case *ir.Dict:
		return p.all(of, x)
	case *ir.Call:
		if base := x.Fn; ir.LastName(base) != "create" {
			p.bases[of] = base
		} else if len(x.Args) > 0 {
			if b, ok := x.Args[0].Value.(*ir.Attr); ok && b.Name == "prototype" {
				p.bases[of] = b.X
			}
		}
		return p.bases[of] != nil
	}
	return false
}

// all takes the methods of a mapping, where it holds nothing else but constants.
func (p *prototyped) all(of string, d *ir.Dict) bool {
	before := len(p.methods[of])
	for _, pair := range d.Pairs {
		k, ok := pair.Key.(*ir.String)
		if !ok || !p.method(of, k.Value, k.Span, pair.Value) && k.Value != constructor {
			p.methods[of] = p.methods[of][:before]
			return false
		}
	}
	return true
}

func (p *prototyped) method(of, name string, at ir.Span, value ir.Expr) bool {
	x, ok := value.(*ir.Lambda)
	if !ok || name == "" || name == constructor {
		return false
	}
	p.methods[of] = append(p.methods[of], &ir.Func{Span: x.Span, Name: name, NameAt: at, Params: onThis(x.Params, ir.Span{Start: x.Start, End: x.Start}), Body: x.Body})
	return true
}

// onThis are the parameters of a method, the first of which is what it is called on.
func onThis(params []ir.Param, at ir.Span) []ir.Param {
	if len(params) > 0 && params[0].Kind == "self" {
		params = params[1:]
	}
	return append([]ir.Param{{Name: self, At: at}}, params...)
}

// class is a function that makes objects, with the methods of its prototype.
func (p *prototyped) class(f *ir.Func) *ir.Class {
	start := ir.Span{Start: f.Start, End: f.Start}
	c := &ir.Class{Span: f.Span, Name: f.Name}
	made := *f
	made.Name, made.Params = constructor, onThis(f.Params, start)
	if base := p.bases[f.Name]; base != nil {
		c.Bases = []ir.Arg{{Value: base}}
		made.Body = nil
		for _, s := range f.Body {
			made.Body = append(made.Body, asParent(s, base)...)
		}
	}
	c.Body = append([]ir.Stmt{&made}, p.methods[f.Name]...)
	return c
}

// asParent reads Base.call(this, …) as what it does, behind what it says.
func asParent(s ir.Stmt, base ir.Expr) []ir.Stmt {
	as := []ir.Stmt{s}
	e, ok := s.(*ir.Eval)
	if !ok {
		return as
	}
	c, ok := e.X.(*ir.Call)
	if !ok || len(c.Args) == 0 {
		return as
	}
	a, ok := c.Fn.(*ir.Attr)
	on, isName := c.Args[0].Value.(*ir.Name)
	if !ok || a.Name != "call" || !isName || on.Value != self || ir.LastName(a.X) != ir.LastName(base) {
		return as
	}
	said := &ir.Eval{Span: e.Span, X: a}
	return append([]ir.Stmt{said}, &ir.Eval{Span: e.Span, X: &ir.Call{Span: c.Span, Fn: parentConstructor(a.X.Pos()), Args: c.Args[1:]}})
}
