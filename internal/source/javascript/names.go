package javascript

import (
	"slices"

	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/syntax"
)

// names are what one function declares, and what it gives a value to.
type names struct{ declared, assigned map[string]bool }

// scopes notes for every function which names are its own and which of another it
// writes. It goes over the nodes once, outer ones first.
func (l *lowering) scopes() {
	l.writers = map[uint32]*names{}
	l.setInside = map[string]bool{}
	owner := make([]uint32, len(l.Nodes)) // the function around each node; 0 is the module
	for i := range l.Nodes {
		n := uint32(i)
		if p := l.Nodes[n].Parent; p != syntax.None {
			owner[n] = owner[p]
			if isFunction(l.Kind(p)) && l.FieldName(n) != "name" {
				owner[n] = p
			}
		}
		l.noteNames(n, owner[n])
	}
	for f := range l.writers {
		for _, name := range l.foreign(f) {
			l.setInside[name] = true
		}
	}
}

func isFunction(kind string) bool {
	switch kind {
	case "function_declaration", "generator_function_declaration", "function_expression", "generator_function", "arrow_function", "method_definition":
		return true
	}
	return false
}

func (l *lowering) noteNames(n, owner uint32) {
	switch l.Kind(n) {
	case "variable_declarator", "function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration", "enum_declaration":
		l.note(owner, l.Child(n, "name"), true)
	case "formal_parameters":
		l.note(owner, n, true)
	case "arrow_function":
		l.note(n, l.Child(n, "parameter"), true)
	case "catch_clause":
		l.note(owner, l.Child(n, "parameter"), true)
	case "for_in_statement":
		l.note(owner, l.Child(n, "left"), l.Child(n, "kind") != syntax.None)
	case "assignment_expression", "augmented_assignment_expression":
		l.note(owner, l.Child(n, "left"), false)
	}
}

// note remembers the names that a target binds or writes.
func (l *lowering) note(owner, target uint32, declares bool) {
	if target == syntax.None || owner == 0 {
		return
	}
	w := l.writers[owner]
	if w == nil {
		w = &names{map[string]bool{}, map[string]bool{}}
		l.writers[owner] = w
	}
	to := w.assigned
	if declares {
		to = w.declared
	}
	l.noteIn(to, target)
}

// noteIn adds the names of a target.
func (l *lowering) noteIn(to map[string]bool, target uint32) {
	switch kind := l.Kind(target); {
	case kind == "identifier", kind == "type_identifier":
		to[l.Text(target)] = true
	case isPattern(kind), kind == "formal_parameters":
		for i := target + 1; int(i) < len(l.Nodes) && l.Nodes[i].Start < l.Nodes[target].End; i++ {
			if k := l.Kind(i); k == "identifier" || k == "shorthand_property_identifier_pattern" {
				to[l.Text(i)] = true
			}
		}
	}
}

// foreign are the names that a function writes and does not declare.
func (l *lowering) foreign(f uint32) []string {
	w := l.writers[f]
	if w == nil {
		return nil
	}
	var out []string
	for name := range w.assigned {
		if !w.declared[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// outer says which names of a function are those of what is around it.
func (l *lowering) outer(f uint32) []ir.Stmt {
	foreign := l.foreign(f)
	if len(foreign) == 0 {
		return nil
	}
	span := l.Range(l.Nodes[f].Start, l.Nodes[f].Start)
	return []ir.Stmt{&ir.Scope{Span: span, Kind: "nonlocal", Names: foreign}}
}
