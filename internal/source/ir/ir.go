// Package ir is the common form that every language's front end lowers its
// syntax tree to, and that the one evaluator reads. It knows no language: a
// construct without a counterpart becomes Unknown with its children, so that
// evaluation goes on inside it.
package ir

import "github.com/hostbound/hostbound/internal/fact"

// Span is a byte range with its start and end positions, in one file.
type Span struct{ Start, End fact.Position }

// Module is one file.
type Module struct {
	Path     string // repo-relative
	Language string // key of the model file: "python"
	// Unit names the files that share their top-level names; empty where the file has
	// its own.
	Unit string
	Body []Stmt
	// Errors are the ranges that did not parse.
	Errors []Span
}

// Files are those of the repository, as far as an import may need them.
type Files interface {
	Has(path string) bool
	// Named lists the paths that end in this element, sorted.
	Named(base string) []string
	// In lists the files of a folder, sorted.
	In(dir string) []string
	Read(path string) ([]byte, error)
}

// Stmt is a statement, Expr an expression.
type (
	Stmt interface{ Pos() Span }
	Expr interface{ Pos() Span }
)

// Pos makes every node answer for its range.
func (s Span) Pos() Span { return s }

// The statements.
type (
	// Assign binds Value to each target; Op is "" or the operator of an augmented
	// assignment ("+"). Declared type annotations are in Type, and what else is said of
	// a declared variable in Decorators. Written is what a document calls a field.
	Assign struct {
		Span
		Targets    []Expr
		Op         string
		Value      Expr // nil for a bare declaration
		Type       Expr
		Decorators []Expr
		Written    string
	}
	// Eval is an expression for its effect.
	Eval struct {
		Span
		X Expr
	}
	// Return leaves a function; Value may be nil.
	Return struct {
		Span
		Value Expr
	}
	// Raise leaves by an exception.
	Raise struct {
		Span
		X Expr
	}
	// Leave is break or continue.
	Leave struct {
		Span
		Kind string
	}
	// If tests and branches; an assertion is If{Not test} with a Raise inside.
	If struct {
		Span
		Test       Expr
		Then, Else []Stmt
	}
	// Loop runs Body for each element of Iter (Target bound) or while Test holds. With
	// Entries, Target is bound to pairs: a key and its value, or a place and the element.
	Loop struct {
		Span
		Target, Iter, Test Expr
		Entries            bool
		Body, Else         []Stmt
	}
	// Try runs Body, then one of Handlers on an exception, then Final.
	Try struct {
		Span
		Body     []Stmt
		Handlers [][]Stmt
		Else     []Stmt
		Final    []Stmt
	}
	// With binds resources around Body.
	With struct {
		Span
		Items []WithItem
		Body  []Stmt
	}
	// WithItem is one resource.
	WithItem struct{ X, Target Expr }
	// Func declares a function or method. A method has its receiver as first
	// parameter. Kind is "", "static", "class" or "property"; Owner is the class that
	// it belongs to where it stands outside the class's body.
	Func struct {
		Span
		Name       string
		NameAt     Span
		Kind       string
		Owner      string
		Params     []Param
		Body       []Stmt
		Decorators []Expr
		Async      bool
		Returns    Expr // the declared type of the result, or nil
	}
	// Class declares a class.
	Class struct {
		Span
		Name       string
		Bases      []Arg
		Body       []Stmt
		Decorators []Expr
	}
	// Import binds names of another module. From "import a.b as c": Module "a.b",
	// Names nil, As "c". From "from .x import y as z": Module "x", Level 1,
	// Names [{y z}]; Star for "*".
	// With Export, all names of the other module are exported from this one too. Of
	// a library, the names are those of Package where that is set: a module may be
	// named by what it holds.
	Import struct {
		Span
		Module  string
		Package string
		Level   int
		As      string
		Names   []ImportName
		Star    bool
		Effect  bool // for what the module does, and no name of it
		Export  bool
	}
	// Export makes a value visible to other modules: by its name, or as the whole
	// module where Name is empty. A module without any shows all its top-level names.
	Export struct {
		Span
		Name  string
		Value Expr
	}
	// ImportName is one imported name; As is the local name.
	ImportName struct{ Name, As string }
	// Block is a statement the form does not have, with its inner statements and
	// expressions in order.
	Block struct {
		Span
		Exprs []Expr
		Body  []Stmt
	}
	// Scope says that names are global or nonlocal, or, at the start of a Block, that
	// the block declares them again (Kind "block"), or, at the end of a function, that it
	// writes them at the top level (TopLevel).
	Scope struct {
		Span
		Kind  string
		Names []string
	}
)

// Param is a parameter. Kind is "" , "*" (rest), "**" (keyword rest) or "kwonly".
type Param struct {
	Name       string
	Kind       string
	Default    Expr
	Type       Expr
	Decorators []Expr
	At         Span
}

// Arg is an argument: positional (Name ""), keyword, or spread ("*", "**").
type Arg struct {
	Name   string
	Spread string
	Value  Expr
	// Address is set where the callee may write into what is given.
	Address bool
	// At is all of it, with its keyword; the zero span where the language has no keywords.
	At Span
}

// The expressions.
type (
	// String is a literal string, decoded. Bytes literals are strings too.
	String struct {
		Span
		Value string
	}
	// Number keeps its text; Bool and Null speak for themselves.
	Number struct {
		Span
		Text string
	}
	// Bool is a truth value.
	Bool struct {
		Span
		Value bool
	}
	// Null is None, null, nil.
	Null struct{ Span }
	// Template joins parts in order: f-strings, template literals, adjacent literals.
	Template struct {
		Span
		Parts []Expr
	}
	// Name is a variable.
	Name struct {
		Span
		Value string
	}
	// Attr is X.Name.
	Attr struct {
		Span
		X      Expr
		Name   string
		NameAt Span
	}
	// Index is X[Key].
	Index struct {
		Span
		X, Key Expr
	}
	// Slice is the Key of an Index that takes a range, X[Low:High:Step]; each may
	// be nil.
	Slice struct {
		Span
		Low, High, Step Expr
	}
	// Call calls Fn. Spread arguments are in Args.
	Call struct {
		Span
		Fn   Expr
		Args []Arg
	}
	// Dict is a mapping literal; a pair with a nil Key spreads Value.
	Dict struct {
		Span
		Pairs []Pair
	}
	// Pair is a key and its value.
	Pair struct{ Key, Value Expr }
	// List is a list, tuple, set or array literal. Kind: "list", "tuple", "set".
	List struct {
		Span
		Kind  string
		Items []Expr
	}
	// Lambda is a function value with one result.
	Lambda struct {
		Span
		Params []Param
		Body   []Stmt
	}
	// Binary is an arithmetic operator: "+", "%", "/", "|".
	Binary struct {
		Span
		Op   string
		L, R Expr
	}
	// Logic is "and" or "or" (also "??").
	Logic struct {
		Span
		Op   string
		L, R Expr
	}
	// Not negates.
	Not struct {
		Span
		X Expr
	}
	// Compare is a chain of comparisons: Ops[i] stands between Xs[i] and Xs[i+1].
	// Ops: "==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not".
	Compare struct {
		Span
		Ops []string
		Xs  []Expr
	}
	// Cond is Then if Test else Else.
	Cond struct {
		Span
		Test, Then, Else Expr
	}
	// Comprehension collects Value (or Key: Value) while binding Targets over Iters.
	Comprehension struct {
		Span
		Kind       string // "list", "set", "dict", "generator"
		Key, Value Expr
		Targets    []Expr
		Iters      []Expr
		Tests      []Expr
	}
	// Bind is an assignment inside an expression.
	Bind struct {
		Span
		Target, Value Expr
	}
	// Await is await X. A yield is an Unknown of kind "yield".
	Await struct {
		Span
		X Expr
	}
	// Unknown is anything else, with its inner expressions.
	Unknown struct {
		Span
		Kind  string // the grammar's name of it, for diagnosis only
		Inner []Expr
	}
)

// TopLevel is the kind of a Scope that says what a function writes of the top level: it
// assigns the names, or hands a call the variables themselves.
const TopLevel = "top level"

// Copied is the kind of an Unknown that gives another object with the same parts.
const Copied = "copy"

// LastName is the last part of a dotted name; empty for anything else.
func LastName(x Expr) string {
	switch x := x.(type) {
	case *Name:
		return x.Value
	case *Attr:
		return x.Name
	}
	return ""
}
