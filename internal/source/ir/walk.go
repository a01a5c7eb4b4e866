package ir

// Walk visits every expression below the statements, outer ones first. It keeps
// its own stack, so that depth costs no more than length.
func Walk(body []Stmt, visit func(Expr)) {
	w := walker{}
	w.stmts(body)
	for len(w.todo) > 0 {
		n := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		if x, ok := n.(Expr); ok && !w.stmt(n) {
			visit(x)
			w.expr(x)
		}
	}
}

type walker struct{ todo []any }

func (w *walker) stmts(ss []Stmt) {
	for i := len(ss) - 1; i >= 0; i-- {
		if ss[i] != nil {
			w.todo = append(w.todo, ss[i])
		}
	}
}

func (w *walker) add(xs ...Expr) {
	for _, x := range xs {
		if x != nil {
			w.todo = append(w.todo, x)
		}
	}
}

// stmt takes a statement apart; false where the node is an expression.
func (w *walker) stmt(n any) bool {
	switch x := n.(type) {
	case *Assign:
		w.add(x.Decorators...)
		w.add(x.Targets...)
		w.add(x.Value, x.Type)
	case *Eval:
		w.add(x.X)
	case *Return:
		w.add(x.Value)
	case *Export:
		w.add(x.Value)
	case *Raise:
		w.add(x.X)
	case *If:
		w.add(x.Test)
		w.stmts(x.Then)
		w.stmts(x.Else)
	case *Loop:
		w.add(x.Target, x.Iter, x.Test)
		w.stmts(x.Body)
		w.stmts(x.Else)
	case *Try:
		w.stmts(x.Body)
		for _, h := range x.Handlers {
			w.stmts(h)
		}
		w.stmts(x.Else)
		w.stmts(x.Final)
	case *With:
		for _, i := range x.Items {
			w.add(i.X, i.Target)
		}
		w.stmts(x.Body)
	case *Func:
		w.add(x.Decorators...)
		w.params(x.Params)
		w.stmts(x.Body)
	case *Class:
		w.add(x.Decorators...)
		w.args(x.Bases)
		w.stmts(x.Body)
	case *Block:
		w.add(x.Exprs...)
		w.stmts(x.Body)
	case *Leave, *Import, *Scope:
	default:
		return false
	}
	return true
}

func (w *walker) params(ps []Param) {
	for _, p := range ps {
		w.add(p.Decorators...)
		w.add(p.Default, p.Type)
	}
}

func (w *walker) args(as []Arg) {
	for _, a := range as {
		w.add(a.Value)
	}
}

func (w *walker) expr(n Expr) {
	switch x := n.(type) {
	case *Template:
		w.add(x.Parts...)
	case *Attr:
		w.add(x.X)
	case *Index:
		w.add(x.X, x.Key)
	case *Slice:
		w.add(x.Low, x.High, x.Step)
	case *Call:
		w.add(x.Fn)
		w.args(x.Args)
	case *Dict:
		for _, p := range x.Pairs {
			w.add(p.Key, p.Value)
		}
	case *List:
		w.add(x.Items...)
	case *Lambda:
		w.params(x.Params)
		w.stmts(x.Body)
	case *Binary:
		w.add(x.L, x.R)
	case *Logic:
		w.add(x.L, x.R)
	case *Not:
		w.add(x.X)
	case *Compare:
		w.add(x.Xs...)
	case *Cond:
		w.add(x.Test, x.Then, x.Else)
	case *Comprehension:
		w.add(x.Key, x.Value)
		w.add(x.Targets...)
		w.add(x.Iters...)
		w.add(x.Tests...)
	case *Bind:
		w.add(x.Target, x.Value)
	case *Await:
		w.add(x.X)
	case *Unknown:
		w.add(x.Inner...)
	}
}

// Statements visits every statement below these, outer ones first.
func Statements(body []Stmt, visit func(Stmt)) {
	w := walker{}
	w.stmts(body)
	for len(w.todo) > 0 {
		n := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		if w.stmt(n) {
			visit(n.(Stmt))
		}
	}
}
