package front

import "github.com/hostbound/hostbound/internal/source/ir"

// Blocks knows what the blocks around a statement declare. A name that an inner block
// declares again is another variable there, and hides the outer one until the block ends.
type Blocks struct{ around []map[string]bool }

// Function begins a function with names of its own; end goes back to what is around it.
func (b *Blocks) Function(params []string) (end func()) {
	outer := b.around
	b.around = []map[string]bool{set(params)}
	return func() { b.around = outer }
}

// Enter begins a block that declares these names. finish ends it, and gives the lowered
// statements back: where the block hides a name, as a Block that says so.
func (b *Blocks) Enter(span ir.Span, declared []string) (finish func(body []ir.Stmt) []ir.Stmt) {
	var hidden []string
	for _, name := range declared {
		for _, outer := range b.around {
			if outer[name] {
				hidden = append(hidden, name)
				break
			}
		}
	}
	b.around = append(b.around[:len(b.around):len(b.around)], set(declared))
	return func(body []ir.Stmt) []ir.Stmt {
		b.around = b.around[:len(b.around)-1]
		if len(hidden) == 0 {
			return body
		}
		scope := &ir.Scope{Span: ir.Span{Start: span.Start, End: span.Start}, Kind: "block", Names: hidden}
		return []ir.Stmt{&ir.Block{Span: span, Body: append([]ir.Stmt{scope}, body...)}}
	}
}

func set(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, n := range names {
		out[n] = true
	}
	return out
}
