package clientconf

import (
	"bytes"
	"errors"
	"path"
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/hostbound/hostbound/internal/fact"
)

var shellFormat = format{
	Format: Format{
		Group: "pipelines", Name: "shell", Files: "*.sh, *.bash, *.zsh, *.ksh, a file without an ending whose first line names a shell",
		Reads: "requests of curl, wget and HTTPie, switches for what is started, files that are written",
	},
	artifact: fact.ArtifactShell, step: true, size: 1 << 20,
	named: func(_, base string) bool {
		switch path.Ext(base) {
		case ".sh", ".bash", ".zsh", ".ksh":
			return true
		}
		return base == ".bashrc" || base == ".profile" || base == ".bash_profile" || base == ".zshrc"
	},
	maybe: func(_, base string) bool { return !strings.Contains(base, ".") },
	like:  func(_ string, data []byte) bool { return shebang.Match(data) },
	read:  readShell,
}

var shebang = regexp.MustCompile(`^#!.*[/ ](?:ba|da|a|k|z)?sh\b`)

// The bounds of a script.
const (
	maxShellSteps = 50_000 // commands that are gone through, of functions at each call
	maxShellCalls = 8      // calls within calls
	maxShellDepth = 200    // nesting
	maxChoices    = 4      // values that are followed of one variable
)

// shellScript goes through a script in the order in which it runs, with the values that it gives
// to its variables. It runs nothing.
type shellScript struct {
	*text
	src   []byte // data with what is not shell's hidden
	marks []expansion
	vars  map[string][]shellValue
	funcs map[string]*syntax.FuncDecl
	// called are the functions that were gone through, active those that are just now.
	called map[string]bool
	active map[*syntax.FuncDecl]bool
	args   []shellWord // of the function that is gone through; nil outside of one
	inside int         // calls within calls
	level  int         // of nesting
	steps  int
	// trace is where the script says that commands are printed before they run.
	trace fact.Location
	// silent counts what keeps the output of a command from being seen.
	silent int
	// pick is the choice of each variable that has several, choices how many there are.
	pick, choices int
	said          map[string]bool
}

// readShell reads a script; a part of it that cannot be parsed ends it, and is said.
func readShell(t *text) {
	if t.named(".zsh", ".zshrc") && !bytes.Contains(t.data, []byte("curl")) && !bytes.Contains(t.data, []byte("export")) {
		return
	}
	s := &shellScript{text: t, vars: map[string][]shellValue{}, funcs: map[string]*syntax.FuncDecl{}, called: map[string]bool{}, active: map[*syntax.FuncDecl]bool{}, said: map[string]bool{}}
	for name, v := range t.scope {
		s.vars[name] = []shellValue{v}
	}
	s.marks = s.foreign()
	s.src = bytes.Clone(t.data)
	for _, m := range s.marks {
		hide(s.src, m.start, m.end)
	}
	if first, _, _ := bytes.Cut(t.data, []byte("\n")); tracing.Match(first) {
		s.trace = t.at(0, len(first))
	}
	stmts := s.parse()
	for _, st := range stmts {
		syntax.Walk(st, func(n syntax.Node) bool {
			if f, ok := n.(*syntax.FuncDecl); ok && f.Name != nil {
				s.funcs[f.Name.Value] = f
			}
			return true
		})
	}
	s.stmts(stmts)
	for _, st := range stmts { // functions that are called from elsewhere, in their order
		syntax.Walk(st, func(n syntax.Node) bool {
			if f, ok := n.(*syntax.FuncDecl); ok && f.Name != nil && !s.called[f.Name.Value] {
				s.function(f, nil)
			}
			return true
		})
	}
}

var tracing = regexp.MustCompile(`^#!\S+(?:\s+(?:ba|da|k|z)?sh)?\s+-[a-wyz]*x`)

// foreign finds what another program puts in before a shell sees the text: a pipeline's
// ${{ … }}, a template's {{ … }}, a build's ${name.with.dots}.
func (s *shellScript) foreign() []expansion {
	var finds []func(string, bool) []expansion
	switch {
	case s.outerFind != nil:
		finds = append(finds, s.outerFind)
	case bytes.Contains(s.data, []byte("{{")):
		finds = append(finds, templated)
	}
	return with(append(finds, dotted)...)(string(s.data), true)
}

var dottedName = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+)\}`)

// dotted finds ${name.with.dots}, which no shell takes.
func dotted(v string, _ bool) []expansion {
	var out []expansion
	for _, m := range dottedName.FindAllStringSubmatchIndex(v, -1) {
		out = append(out, expansion{start: m[0], end: m[1], origin: fact.OriginConfig, name: v[m[2]:m[3]]})
	}
	return out
}

// hide writes letters over a range, so that a shell takes it for a part of a word. A range
// that fills its lines becomes white space.
func hide(b []byte, from, to int) {
	fill := byte('x')
	before, after := from-1, to
	for before >= 0 && (b[before] == ' ' || b[before] == '\t') {
		before--
	}
	for after < len(b) && (b[after] == ' ' || b[after] == '\t' || b[after] == '\r') {
		after++
	}
	if (before < 0 || b[before] == '\n') && (after == len(b) || b[after] == '\n') {
		fill = ' '
	}
	for i := from; i < to; i++ {
		if b[i] != '\n' {
			b[i] = fill
		}
	}
}

// maxResumes bounds how often reading goes on behind a line that cannot be read.
const maxResumes = 8

// parse gives the commands. Behind a line that cannot be read, reading goes on with the
// next one; the first such line is said.
func (s *shellScript) parse() []*syntax.Stmt {
	if at, deep := deepShell(s.src); deep {
		s.skip(at, at, "the script is nested more deeply than is read", true)
		return nil
	}
	variant := syntax.LangBash
	if first, _, _ := bytes.Cut(s.src, []byte("\n")); bytes.HasSuffix(bytes.TrimSpace(first), []byte("zsh")) || s.named(".zsh", ".zshrc") {
		variant = syntax.LangZsh
	}
	var out []*syntax.Stmt
	rest := bytes.Clone(s.src)
	for range maxResumes {
		before := len(out)
		var err error
		for st, fault := range syntax.NewParser(syntax.Variant(variant)).StmtsSeq(bytes.NewReader(rest)) {
			if err = fault; err != nil || s.ctx.Err() != nil {
				break
			}
			out = append(out, st)
		}
		if err == nil {
			break
		}
		at := s.faultAt(err)
		if !s.said["fault"] {
			s.said["fault"] = true
			gates := len(s.marks) == 0 && sends.Match(s.data[at:]) // what a template becomes is not known here
			s.skip(at, lineEnd(s.data, at), "the script is not read here: "+err.Error(), gates)
		}
		done := lineEnd(rest, at)
		if len(out) > before {
			done = max(done, lineEnd(rest, s.offset(out[len(out)-1].End())))
		}
		for k := range min(done, len(rest)) {
			if rest[k] != '\n' {
				rest[k] = ' '
			}
		}
	}
	return out
}

// faultAt is where a script cannot be read.
func (s *shellScript) faultAt(err error) int {
	var parse syntax.ParseError
	var lang syntax.LangError
	switch {
	case errors.As(err, &parse):
		return s.offset(parse.Pos)
	case errors.As(err, &lang):
		return s.offset(lang.Pos)
	}
	return 0
}

// sends finds what could be a request with a credential in what is not read.
var sends = regexp.MustCompile(`(?i)\b(?:curl|wget|https?)\b[^\n]*\b(?:authorization|bearer|token|key)\b`)

// named tells whether the file has one of these endings.
func (t *text) named(endings ...string) bool {
	for _, e := range endings {
		if strings.HasSuffix(strings.ToLower(t.path), e) {
			return true
		}
	}
	return false
}

// deepShell finds where brackets are nested beyond what is read.
func deepShell(data []byte) (at int, deep bool) {
	depth, most := 0, maxShellDepth
	for i, c := range data {
		switch c {
		case '(', '{', '`', '[':
			if depth++; depth > most {
				return i, true
			}
		case ')', '}', ']':
			depth = max(depth-1, 0)
		case '\n':
			if depth > 0 && i+1 < len(data) && data[i+1] == '\n' {
				depth = 0 // an empty line: what is open is most often text
			}
		}
	}
	return 0, false
}

func (s *shellScript) offset(p syntax.Pos) int {
	if !p.IsValid() {
		return 0
	}
	return min(int(p.Offset()), len(s.data))
}

func (s *shellScript) atNodeOf(n syntax.Node) fact.Location {
	from := s.offset(n.Pos())
	return s.at(from, max(from, s.offset(n.End())))
}

// stop tells that the script is over what is gone through.
func (s *shellScript) stop(n syntax.Node) bool {
	s.steps++
	if s.ctx.Err() == nil && s.steps < maxShellSteps && s.level < maxShellDepth {
		return false
	}
	if !s.said["steps"] {
		s.said["steps"] = true
		at := s.offset(n.Pos())
		s.skip(at, lineEnd(s.data, at), "the script is not followed any further from here on", true)
	}
	return true
}

func (s *shellScript) stmts(all []*syntax.Stmt) {
	for _, st := range all {
		s.stmt(st)
	}
}

func (s *shellScript) stmt(st *syntax.Stmt) {
	if st == nil || s.stop(st) {
		return
	}
	s.level++
	defer func() { s.level-- }()
	kept := s.silent
	for _, r := range st.Redirs {
		s.redirect(st, r)
	}
	s.command(st, st.Cmd)
	s.silent = kept
}

func (s *shellScript) command(st *syntax.Stmt, c syntax.Command) {
	switch c := c.(type) {
	case *syntax.CallExpr:
		s.call(st, c)
	case *syntax.DeclClause:
		for _, a := range c.Args {
			s.assign(a)
		}
	case *syntax.BinaryCmd:
		s.binary(c)
	case *syntax.Block:
		s.stmts(c.Stmts)
	case *syntax.Subshell:
		kept := s.vars
		s.vars = cloneValues(kept)
		s.stmts(c.Stmts)
		s.vars = kept
	case *syntax.IfClause:
		s.ifClause(c)
	case *syntax.CaseClause:
		var bodies []func()
		whole := false
		s.word(c.Word)
		for _, item := range c.Items {
			for _, p := range item.Patterns {
				whole = whole || s.source(p) == "*"
			}
			bodies = append(bodies, func() { s.stmts(item.Stmts) })
		}
		s.branches(whole, bodies...)
	case *syntax.WhileClause:
		s.stmts(c.Cond)
		s.branches(false, func() { s.stmts(c.Do) })
	case *syntax.ForClause:
		s.forClause(c)
	case *syntax.TimeClause:
		s.stmt(c.Stmt)
	case *syntax.CoprocClause:
		s.stmt(c.Stmt)
	}
}

// binary goes through a && b, a || b and a | b.
func (s *shellScript) binary(c *syntax.BinaryCmd) {
	switch c.Op {
	case syntax.AndStmt, syntax.OrStmt:
		s.stmt(c.X)
		s.branches(false, func() { s.stmt(c.Y) })
		return
	}
	s.silent++ // its output is another's input
	s.stmt(c.X)
	s.silent--
	s.stmt(c.Y)
}

func (s *shellScript) ifClause(c *syntax.IfClause) {
	var bodies []func()
	whole := false
	for ; c != nil; c = c.Else {
		if len(c.Cond) == 0 { // else
			whole = true
		}
		s.stmts(c.Cond)
		then := c.Then
		bodies = append(bodies, func() { s.stmts(then) })
	}
	s.branches(whole, bodies...)
}

func (s *shellScript) forClause(c *syntax.ForClause) {
	if it, ok := c.Loop.(*syntax.WordIter); ok && it.Name != nil {
		var values []shellValue
		for _, w := range it.Items {
			for _, f := range s.fields(w) {
				if len(values) < maxChoices {
					values = append(values, shellValue{words: []shellWord{f}})
				}
			}
		}
		if len(values) == 0 {
			values = []shellValue{{words: []shellWord{{s.unknown(it.Name)}}}}
		}
		s.vars[it.Name.Value] = values
	}
	s.branches(false, func() { s.stmts(c.Do) })
}

// branches goes through ways of which one is taken; whole is set where one is for certain.
// A variable has the values of all of them afterwards.
func (s *shellScript) branches(whole bool, bodies ...func()) {
	before := s.vars
	after := map[string][]shellValue{}
	merge := func(vars map[string][]shellValue) {
		for name, values := range vars {
			for _, v := range values {
				if len(after[name]) < maxChoices && !contains(after[name], v) {
					after[name] = append(after[name], v)
				}
			}
		}
	}
	for _, body := range bodies {
		s.vars = cloneValues(before)
		body()
		merge(s.vars)
	}
	if !whole || len(bodies) == 0 {
		merge(before)
	}
	s.vars = after
}

// function goes through a function with what it is called with; nil is not known.
func (s *shellScript) function(f *syntax.FuncDecl, args []shellWord) {
	if s.inside >= maxShellCalls || f.Body == nil || s.active[f] { // a call of itself says nothing new
		return
	}
	s.active[f] = true
	defer delete(s.active, f)
	s.called[f.Name.Value] = true
	kept, silent := s.args, s.silent
	s.args, s.silent = args, s.silent+1 // what it prints is often its result
	s.inside++
	s.stmt(f.Body)
	s.inside--
	s.args, s.silent = kept, silent
}

// source is a node as it is written.
func (s *shellScript) source(n syntax.Node) string {
	from, to := s.offset(n.Pos()), s.offset(n.End())
	if from > to {
		return ""
	}
	return string(s.data[from:to])
}
