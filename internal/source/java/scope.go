package java

import (
	"strings"
	"unicode"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// scope is one step of what a name can mean: the variables of a block, or the
// members of a class.
type scope struct {
	names map[string]bool
	class *class
	// static is set for a body without an object of its class.
	static bool
	// body is the method that the block begins.
	body *body
}

// body is a method with what its inner classes ask of it.
type body struct {
	class  *class
	shared bool // an inner class uses this method's own object
}

// class is what the text of one class declares.
type class struct {
	name    string
	outer   *class // of which it is a member; nil for one of the file or of a block
	local   bool   // declared in a block, so that it sees the names around it
	extends bool
	iface   bool
	fields  map[string]bool // name to static
	methods map[string]bool
	types   map[string]bool
}

func (l *lowering) push(s *scope) { l.scopes = append(l.scopes, s) }
func (l *lowering) pop()          { l.scopes = l.scopes[:len(l.scopes)-1] }

// block pushes the scope of a block.
func (l *lowering) open() { l.push(&scope{names: map[string]bool{}}) }

// declare notes a variable of the innermost block.
func (l *lowering) declare(name string) {
	for i := len(l.scopes) - 1; i >= 0; i-- {
		if s := l.scopes[i]; s.names != nil {
			s.names[name] = true
			return
		}
	}
}

// variable notes the variable that node n names, and returns it.
func (l *lowering) variable(n uint32) ir.Expr {
	l.declare(l.Text(n))
	return l.name(n)
}

// what a name is asked for.
type want int

const (
	aValue want = iota
	aMethod
	aType
)

func (c *class) has(name string, w want) (static, ok bool) {
	switch w {
	case aMethod:
		static, ok = c.methods[name]
	case aType:
		static, ok = true, c.types[name]
	default:
		static, ok = c.fields[name]
	}
	return static, ok
}

// resolve is what a bare name stands for where it is written: a variable, a member
// of a class around it, something imported, or a class.
func (l *lowering) resolve(name string, span ir.Span, w want) ir.Expr {
	plain := &ir.Name{Span: span, Value: name}
	var inner *class
	static, enclosed := false, true // whether there is an object of inner; whether blocks lead to it
	var within *body
	for i := len(l.scopes) - 1; i >= 0; i-- {
		s := l.scopes[i]
		if s.class == nil {
			if s.names[name] && w != aMethod {
				return plain
			}
			static = static || s.static
			if s.body != nil {
				within = s.body
			}
			continue
		}
		first := inner == nil
		if isStatic, ok := s.class.has(name, w); ok {
			return l.memberOf(s.class, name, span, isStatic || static, first, enclosed, within)
		}
		if first {
			inner = s.class
		}
		enclosed, static, within = enclosed && s.class.local, false, nil
	}
	return l.elsewhere(inner, plain, w)
}

// memberOf reads a member of a class that is declared around the name.
func (l *lowering) memberOf(c *class, name string, span ir.Span, static, first, enclosed bool, within *body) ir.Expr {
	var on ir.Expr
	switch {
	case static:
		on = c.reference(span)
	case first:
		on = &ir.Name{Span: span, Value: "this"}
	case enclosed && within != nil:
		within.shared = true
		on = &ir.Name{Span: span, Value: c.object()}
	default: // the object that made an inner one is not followed
		on = c.reference(span)
	}
	return &ir.Attr{Span: span, X: on, Name: name, NameAt: span}
}

// elsewhere is a name that no text of this file declares.
func (l *lowering) elsewhere(inner *class, plain *ir.Name, w want) ir.Expr {
	name := plain.Value
	if c, ok := l.statics[name]; ok {
		return &ir.Attr{Span: plain.Span, X: &ir.Name{Span: plain.Span, Value: c}, Name: name, NameAt: plain.Span}
	}
	switch {
	case w == aType || w == aValue && isTypeName(name):
	case inner != nil && inner.extends && (len(l.allStatics) != 1 || w == aMethod || strings.ToUpper(name) != name):
		return &ir.Attr{Span: plain.Span, X: &ir.Name{Span: plain.Span, Value: "this"}, Name: name, NameAt: plain.Span}
	case len(l.allStatics) == 1:
		return &ir.Attr{Span: plain.Span, X: &ir.Name{Span: plain.Span, Value: l.allStatics[0]}, Name: name, NameAt: plain.Span}
	}
	return plain
}

// isTypeName tells a name that is written as those of classes are.
func isTypeName(name string) bool {
	return name != "" && unicode.IsUpper(rune(name[0])) && strings.IndexFunc(name, unicode.IsLower) >= 0
}

// reference is the class as an expression.
func (c *class) reference(span ir.Span) ir.Expr {
	if c.outer == nil || c.local {
		return &ir.Name{Span: span, Value: c.name}
	}
	return &ir.Attr{Span: span, X: c.outer.reference(span), Name: c.name, NameAt: span}
}

// object names the object of a class for the classes inside its methods.
func (c *class) object() string { return "this@" + c.name }

// inner is the innermost class, or nil.
func (l *lowering) inner() *class {
	for i := len(l.scopes) - 1; i >= 0; i-- {
		if c := l.scopes[i].class; c != nil {
			return c
		}
	}
	return nil
}

// inBlock reports whether a class that is declared here is one of a block.
func (l *lowering) inBlock() bool {
	for i := len(l.scopes) - 1; i > 0; i-- {
		if l.scopes[i].class != nil {
			return false
		}
		if l.scopes[i].body != nil {
			return true
		}
	}
	return false
}

// thisOf is "Outer.this".
func (l *lowering) thisOf(outer uint32, span ir.Span) ir.Expr {
	name := l.Text(outer)
	var within *body
	for i := len(l.scopes) - 1; i >= 0; i-- {
		s := l.scopes[i]
		if s.body != nil {
			within = s.body
		}
		if s.class == nil {
			continue
		}
		if s.class.name == name {
			if s.class == l.inner() {
				return &ir.Name{Span: span, Value: "this"}
			}
			if within != nil {
				within.shared = true
			}
			return &ir.Name{Span: span, Value: s.class.object()}
		}
		within = nil
	}
	return &ir.Name{Span: span, Value: "this@" + name}
}

// survey reads which members a class declares.
func (l *lowering) survey(c *class, members []uint32) {
	c.fields, c.methods, c.types = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range members {
		static := l.HasToken(l.ChildOfKind(m, "modifiers"), "static")
		switch l.Kind(m) {
		case "field_declaration", "constant_declaration":
			for _, d := range l.fields(m, "declarator") {
				c.fields[l.FieldText(d, "name")] = static || l.Kind(m) == "constant_declaration" || c.iface
			}
		case "method_declaration":
			name := l.FieldText(m, "name")
			if was, ok := c.methods[name]; !ok || was {
				c.methods[name] = static
			}
		case "enum_constant":
			c.fields[l.FieldText(m, "name")] = true
		case "class_declaration", "interface_declaration", "enum_declaration", "record_declaration", "annotation_type_declaration":
			c.types[l.FieldText(m, "name")] = true
		}
	}
}

// importDeclaration lowers an import. The class of a static one is bound to its own
// dotted name, which no variable can have.
func (l *lowering) importDeclaration(n uint32) ir.Stmt {
	i := &ir.Import{Span: l.Span(n)}
	name := ""
	for _, c := range l.Children(n) {
		switch l.Kind(c) {
		case "identifier", "scoped_identifier":
			name = l.dotted(c)
		case "asterisk":
			i.Star = true
		}
	}
	if l.HasToken(n, "static") {
		owner := name
		if !i.Star {
			owner = name[:max(strings.LastIndexByte(name, '.'), 0)]
			l.statics[name[len(owner):][min(1, len(name)-len(owner)):]] = owner
		} else {
			l.allStatics = append(l.allStatics, owner)
		}
		i.Star = false
		l.class(i, owner, owner)
		return i
	}
	if i.Star {
		i.Module = name
		return i
	}
	owner, last := cutLast(name)
	if _, outer := cutLast(owner); isTypeName(outer) { // a class inside of another one
		l.statics[last] = owner
		l.class(i, owner, owner)
		return i
	}
	l.class(i, name, last)
	return i
}

// class makes an import one of a class, whose file has its name.
func (l *lowering) class(i *ir.Import, dotted, as string) {
	pkg, last := cutLast(dotted)
	i.Module, i.Package, i.Names = dotted, pkg, []ir.ImportName{{Name: last, As: as}}
}

func cutLast(dotted string) (before, last string) {
	i := strings.LastIndexByte(dotted, '.')
	if i < 0 {
		return "", dotted
	}
	return dotted[:i], dotted[i+1:]
}

// dotted joins a dotted name, whatever white space and comments stand inside it.
func (l *lowering) dotted(n uint32) string {
	var parts []string
	for n != syntax.None && l.Kind(n) == "scoped_identifier" {
		parts = append(parts, l.FieldText(n, "name"))
		n = l.Child(n, "scope")
	}
	if n != syntax.None {
		parts = append(parts, l.Text(n))
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
		if i > 0 {
			b.WriteByte('.')
		}
	}
	return b.String()
}
