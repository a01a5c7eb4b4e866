package javascript

import "github.com/hostbound/hostbound/internal/source/syntax"

// mend turns the tree where a grammar binds wrongly: that of TypeScript reads
// "await f<T>(x)" as (await f)(x), and "a ?? b!.c" as (a ?? b)!.c; both take
// "await (0, f)(x)" for a call of a function named await. What stands behind an operand
// belongs to that operand, unless there are parentheses, which are nodes.
func (l *lowering) mend() {
	for i := len(l.Nodes) - 1; i >= 0; i-- { // inner ones first
		n := uint32(i)
		switch l.Kind(n) {
		case "call_expression":
			l.mendAwait(n)
		case "member_expression", "subscript_expression", "non_null_expression":
		default:
			continue
		}
		for {
			loose := l.firstOperand(n)
			if loose == syntax.None || !isLoose(l.Kind(loose)) || !l.rotate(n, loose) {
				break
			}
		}
	}
}

// mendAwait makes a call of "await" what it is.
func (l *lowering) mendAwait(n uint32) {
	fn, args := l.Child(n, "function"), l.Child(n, "arguments")
	if fn == syntax.None || args == syntax.None || l.Kind(fn) != "identifier" || l.Kind(args) != "arguments" || l.Text(fn) != "await" {
		return
	}
	l.Nodes[n].Kind = l.Language.NumberOf("await_expression")
	l.Nodes[args].Kind = l.Language.NumberOf("parenthesized_expression")
	l.Nodes[fn].Flags &^= syntax.Named
}

// isLoose tells expressions that bind less than what can stand behind an operand.
func isLoose(kind string) bool {
	switch kind {
	case "await_expression", "unary_expression", "binary_expression", "ternary_expression", "assignment_expression",
		"augmented_assignment_expression", "yield_expression", "arrow_function":
		return true
	}
	return false
}

func (l *lowering) firstOperand(n uint32) uint32 {
	for c := l.Nodes[n].First; c != syntax.None; c = l.Nodes[c].Next {
		if l.Is(c, syntax.Named) && !l.Is(c, syntax.Extra) {
			return c
		}
	}
	return syntax.None
}

// rotate makes n, whose first operand is loose, the last operand of that.
func (l *lowering) rotate(n, loose uint32) bool {
	before, last := uint32(syntax.None), l.Nodes[loose].First
	for last != syntax.None && l.Nodes[last].Next != syntax.None {
		before, last = last, l.Nodes[last].Next
	}
	if last == syntax.None || before == syntax.None || !l.Is(last, syntax.Named) || l.Is(last, syntax.Extra) || l.Kind(last) == "statement_block" {
		return false
	}
	nodes := l.Nodes
	parent, field, next := nodes[n].Parent, nodes[n].Field, nodes[n].Next
	l.replace(parent, n, loose)
	l.replace(n, loose, last)
	nodes[before].Next = n
	nodes[last].Parent, nodes[last].Next, nodes[last].Field, nodes[n].Field =
		n, nodes[loose].Next, nodes[loose].Field, nodes[last].Field
	nodes[n].Parent, nodes[n].Next = loose, syntax.None
	nodes[loose].Parent, nodes[loose].Next, nodes[loose].Field = parent, next, field
	nodes[loose].End, nodes[n].Start = nodes[n].End, nodes[last].Start
	return true
}

// replace puts a node in the place of another one among the children of parent; the
// links of the two themselves are left to the caller.
func (l *lowering) replace(parent, old, by uint32) {
	if parent == syntax.None {
		return
	}
	if l.Nodes[parent].First == old {
		l.Nodes[parent].First = by
		return
	}
	for c := l.Nodes[parent].First; c != syntax.None; c = l.Nodes[c].Next {
		if l.Nodes[c].Next == old {
			l.Nodes[c].Next = by
			return
		}
	}
}
