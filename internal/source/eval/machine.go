// Package eval interprets the common form abstractly: over texts with holes,
// mappings, client objects and functions. It knows no language and no library;
// what a library does is data (package models).
package eval

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// The budgets. What goes over is said as not analysed.
const (
	maxSteps     = 4_000_000 // expressions a module
	maxRootSteps = 400_000   // expressions a function, with all that it calls
	maxCallDepth = 10
	maxNesting   = 400
)

// Options are the same for every file of a run.
type Options struct {
	Model  *models.Model
	Grader *credential.Grader
	// Program finds what a file imports; nil where it is read alone.
	Program Program
	// Wanted are functions of which callers in other files would say more.
	Wanted map[any]bool
	// Calls are names: of the functions of the file, only those that mention one, or
	// each other, are read. Nil is all.
	Calls    map[string]bool
	Versions models.Versions // may be nil
	// Sparing follows functions of the file itself, too, for their value alone where they
	// cannot hold facts.
	Sparing bool
	// Steps is the budget of one file; 0 is the usual one.
	Steps int
}

// Run interprets one file.
func Run(file *File, o Options) *Result {
	m := &machine{
		root: file, model: o.Model, grader: o.Grader, versions: o.Versions, program: o.Program, sparing: o.Sparing, most: cmp.Or(o.Steps, maxSteps), out: &fact.Set{},
		units: map[*File]*unit{}, texts: map[string][]byte{}, sums: map[string][32]byte{}, rooted: map[any]bool{}, needed: map[any]bool{}, asides: map[string]value{}, instances: map[*class]*object{}, gives: map[any]bool{},
		covered: map[any]bool{}, calls: map[any]int{}, known: map[any]bool{}, partly: map[any]bool{}, globals: map[string]value{}, routes: map[string]int{}, seen: map[string]bool{}, shown: map[string]int{}, links: map[*fact.Hole]int{},
		rounds: 1, records: map[string]int{}, ran: map[ranOn]bool{},
	}
	if m.program == nil {
		m.program = alone{}
	}
	m.cur = m.unitOf(m.program.UnitOf(file)).places[file]
	m.run(o)
	return m.result()
}

type machine struct {
	root    *File
	model   *models.Model
	grader  *credential.Grader
	program Program
	// versions may be nil.
	versions models.Versions
	out      *fact.Set

	cur     place
	units   map[*File]*unit
	texts   map[string][]byte // of the files that are known, by path
	sums    map[string][32]byte
	startup []check // what holds once the modules are loaded
	loads   int     // modules that are being loaded
	// loadSteps are those that modules have taken to load.
	loadSteps int
	made      []*object // by known calls
	parts     []share
	needs     []Need
	needed    map[any]bool // functions that are among them, or would be
	asides    map[string]value
	settling  bool     // they are being read
	later     []func() // functions that the top level hands on, to be read at its end
	valueOnly bool     // a call is followed for its value alone
	// instances are objects of classes that nobody known makes; gives are functions
	// that return a client.
	instances map[*class]*object
	gives     map[any]bool
	// asideSteps are those of the function that is read now.
	asideSteps int
	rooted     map[any]bool // functions that were read with holes for what they are given

	fns     []*fn
	known   map[any]bool       // those that are in fns
	covered map[any]bool       // functions that a known caller has gone through
	calls   map[any]int        // and how often
	ran     map[ranOn]bool     // and on which objects
	newly   []any              // those in covered, in the order in which they came
	partly  map[any]bool       // those of which a caller's arguments left a part out
	globals map[string]value   // parts of libraries that this module sets
	routes  map[string]int     // the number of emitted routes, by call
	seen    map[string]bool    // facts that were emitted
	shown   map[string]int     // the routes among them that are demonstrations, by their key
	links   map[*fact.Hole]int // the host uses that are links, by what names their host
	records map[string]int     // see arrival
	stack   []any
	trail   []fact.Evidence // the calls that led here
	steps   int
	limit   int
	most    int // steps of the whole file
	nesting int
	over    bool
	// comparing is set inside a comparison, whose texts go nowhere.
	comparing bool
	paths     map[string]bool // of the model
	types     map[string]bool // types that the model speaks of
	sparing   bool
	// script is set inside what a file does only when it is run by itself.
	script bool
	// refused are the values that the tests around what is interpreted have turned down.
	refused []*fact.Hole
	// branching counts the branches and loops around what is interpreted: what they
	// write to an object stands beside what was there.
	branching int
	// hop is the request that something on its way is given; nil for none.
	hop *hop
	// within numbers the innermost of them, of branches so far; asked is the key that its
	// test has found.
	within, branches int
	asked            slot
	// again counts the loops around what is interpreted whose body is read twice.
	again int
	// settingUp counts the methods that are read for what they set alone.
	settingUp int
	// rounds is how often the loops around what is interpreted read it.
	rounds int
}

// scope is a chain of names.
type scope struct {
	vars   map[string]value
	stars  []string // libraries of which all names are imported
	up     *scope
	global map[string]bool
	outer  map[string]bool // those of a function around
}

func (s *scope) get(name string) (value, bool) {
	for ; s != nil; s = s.up {
		if v, ok := s.vars[name]; ok {
			return v, true
		}
	}
	return nil, false
}

// frame is one function that is being interpreted.
type frame struct {
	scope   *scope
	guards  []check // what holds here
	returns []leave
	yields  []value
	fn      *fn
	self    value
	class   *class // whose body it is
	given   bool   // the arguments are those of a known call
	// hiding are the names of which a block around has variables of its own.
	hiding []string
	// left are the names as a break or continue leaves them, for the loop around it.
	left []map[string]value
	// broke are the checks that hold at each break.
	broke [][]check
}

// leave is one way out of a function.
type leave struct {
	v      value
	guards []check
	at     fact.Location
}

func (m *machine) run(o Options) {
	m.limit = m.most / 2
	m.topLevel()
	var callers map[*ir.Func]bool
	if o.Calls != nil {
		callers = m.callers(o.Calls)
	}
	for _, pass := range []bool{true, false} {
		m.inTurn(func(r *fn) bool {
			return (callers == nil || callers[r.decl]) && !(m.covered[r.id] && !m.partly[r.id] || pass && m.isCalled(r))
		})
	}
	m.wantedOf(o.Wanted, m.startup)
	if m.over {
		m.out.NotAnalysed = append(m.out.NotAnalysed, fact.NotAnalysed{
			At: fact.Location{Path: m.root.Module.Path}, Reason: "a part of the module takes more steps than are given to one; routes in it may be missing", Gates: true,
		})
	}
}

// inTurn reads the roots that are wanted. A method waits for the objects that it is
// called on, as long as others are read that may make them.
func (m *machine) inTurn(wanted func(*fn) bool) {
	for left, all := m.roots(), false; len(left) > 0; {
		var waiting []*fn
		for _, r := range left {
			switch {
			case !wanted(r):
			case !all && m.awaits(r):
				waiting = append(waiting, r)
			default:
				m.limit = min(m.steps+maxRootSteps, m.most)
				m.share(r)
			}
		}
		all = len(waiting) == len(left)
		left = waiting
	}
}

// awaits tells a method of objects that this file makes of parts, and has not made so far.
func (m *machine) awaits(r *fn) bool {
	if m.model.Initializer != "" || r.owner == nil || r.kind != "" || !m.calledNames()[r.owner.decl.Name] {
		return false
	}
	return !slices.ContainsFunc(m.made, func(o *object) bool { return o.kept && isA(o.class, r.owner, 0) })
}

// topLevel interprets the statements of the file itself. In a shared unit, some may
// have been, since others name them.
func (m *machine) topLevel() {
	u := m.cur.unit
	u.state = loading
	f := &frame{scope: m.cur.top}
	for _, s := range m.root.Module.Body {
		if u.begun[s] {
			continue
		}
		u.begun[s] = true
		if !m.stmt(f, s) {
			break
		}
		m.writtenLater(m.cur, s)
	}
	for len(m.later) > 0 { // what is handed on at the top is called when all of it is there
		read := m.later[0]
		m.later = m.later[1:]
		read()
	}
	u.state = loaded
	m.startup = append(m.startup, f.guards...)
}

// share reads a function that nobody known calls, and notes what is found by it alone.
func (m *machine) share(r *fn) {
	m.covered[r.id], m.partly[r.id], m.rooted[r.id] = true, false, true
	m.asideSteps = 0
	p := share{id: r.id, from: m.marks()}
	m.rootOf(r)
	p.to = m.marks()
	m.parts = append(m.parts, p)
	m.need(r, p)
}

// roots are all functions and methods, in order. Where objects are made of parts and not
// by a method of theirs, the functions come first: some of them make the objects that
// the methods are read on.
func (m *machine) roots() []*fn {
	if m.model.Initializer != "" {
		return m.fns
	}
	var functions, methods []*fn
	for _, g := range m.fns {
		if g.owner == nil {
			functions = append(functions, g)
		} else {
			methods = append(methods, g)
		}
	}
	return append(functions, methods...)
}

// isCalled tells, by name, whether some call of this module may go to the function.
func (m *machine) isCalled(f *fn) bool {
	if f.decl == nil {
		return false
	}
	names, byAttr := m.calledNames(), f.owner != nil || m.model.Initializer != ""
	return names[f.decl.Name] || byAttr && names["."+f.decl.Name]
}

func (m *machine) calledNames() map[string]bool {
	if v, ok := m.globals["\x00called"].(map[string]bool); ok {
		return v
	}
	names := map[string]bool{}
	ir.Walk(m.root.Module.Body, func(x ir.Expr) {
		if c, ok := x.(*ir.Call); ok {
			switch fn := c.Fn.(type) {
			case *ir.Name:
				names[fn.Value] = true
			case *ir.Attr:
				names["."+fn.Name] = true
			}
		}
	})
	m.globals["\x00called"] = names
	return names
}

// rootOf interprets a function that nobody known calls, with its parameters as holes.
func (m *machine) rootOf(r *fn) {
	switch {
	case r.owner == nil || r.kind == "static" || r.self != nil:
		m.rootOn(r, m.startup)
	case r.kind == "class":
		m.rootOn(bind(r, r.owner), m.startup)
	default:
		for _, self := range m.selves(r.owner) {
			m.rootOn(bind(r, self), m.startup)
		}
	}
}

func (m *machine) rootOn(r *fn, startup []check) {
	origin := fact.OriginParam
	if m.isView(r) {
		origin = fact.OriginRequest
	}
	defer m.goTo(r.in)()
	f := m.enter(r, callArgs{}, origin)
	f.guards = also(f.guards, startup)
	m.stack = append(m.stack, r.id)
	m.perform(f, r)
	m.noteGiven(f)
	m.stack = m.stack[:len(m.stack)-1]
	if origin == fact.OriginRequest { // what a view returns is the answer
		for _, l := range f.returns {
			m.expose("response", entry{v: l.v}, l.at)
		}
	}
}

// instance is an object of a class that nobody known has made.
func (m *machine) instance(c *class) value {
	if o, ok := m.instances[c]; ok {
		return o
	}
	o := newObject(c)
	m.instances[c] = o
	if init, ok := m.member(c, m.model.Initializer, 0).(*fn); ok {
		b := bind(init, o)
		defer m.goTo(init.in)()
		f := m.enter(b, callArgs{}, fact.OriginParam)
		if m.push(b, callArgs{}) {
			m.block(f, b.body)
			m.pop()
		}
	}
	return o
}

// push enters a function, unless it is entered already: a second time where it is
// handed a text from outside, as one that reads the next page is.
func (m *machine) push(f *fn, args callArgs) bool {
	if len(m.stack) >= maxCallDepth {
		if !m.valueOnly { // what calls too deep is read for itself too
			m.partly[m.stack[len(m.stack)-1]] = true
		}
		return false
	}
	entered := 0
	for _, id := range m.stack {
		if id == f.id {
			entered++
		}
	}
	if entered > 1 || entered == 1 && !slices.ContainsFunc(args.pos, func(e entry) bool { return fromOutside(e.v) }) {
		return false
	}
	m.stack = append(m.stack, f.id)
	return true
}

func (m *machine) pop() { m.stack = m.stack[:len(m.stack)-1] }

func bind(f *fn, self value) *fn {
	b := *f
	b.self = self
	return &b
}

func (m *machine) isView(f *fn) bool {
	if f.decl == nil || m.describer(f) != nil {
		return false
	}
	if m.isHandler(f) {
		return true
	}
	if f.owner != nil && slices.Contains(m.model.ViewMethods, f.decl.Name) {
		for _, b := range f.owner.bases {
			if x, ok := b.(*ext); ok && m.matches(m.model.ViewClasses, x.path) {
				return true
			}
		}
	}
	for _, d := range f.decl.Decorators {
		c, ok := d.(*ir.Call)
		if !ok {
			continue
		}
		switch on := c.Fn.(type) {
		case *ir.Attr:
			if m.matches(m.model.Views, "."+on.Name) {
				return true
			}
		case *ir.Name:
			if m.matches(m.model.Views, "@"+on.Value) {
				return true
			}
		}
		if n, ok := c.Fn.(*ir.Name); ok {
			v, _ := m.lookup(&frame{scope: f.scope}, n.Value)
			if x, ok := v.(*ext); ok && m.matches(m.model.ViewFunctions, x.path) {
				return true
			}
		}
	}
	return false
}

// matches tests a path against patterns; "*" in one stands for anything.
func (m *machine) matches(patterns []string, path string) bool {
	for _, p := range patterns {
		if match(p, path) {
			return true
		}
	}
	return false
}

// match tells whether a path is one of a pattern: a star stands for anything, as for the
// calls between the first and the last of a chain.
func match(pattern, path string) bool {
	begin, rest, ok := strings.Cut(pattern, "*")
	if !ok {
		return pattern == path
	}
	path, ok = strings.CutPrefix(path, begin)
	if !ok {
		return false
	}
	for {
		middle, after, more := strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(path, rest)
		}
		if _, path, ok = strings.Cut(path, middle); !ok {
			return false
		}
		rest = after
	}
}

// enter makes the frame of a call: parameters bound to arguments, defaults, or holes.
func (m *machine) enter(f *fn, args callArgs, origin fact.Origin) *frame {
	fr := &frame{scope: &scope{vars: map[string]value{}, up: f.scope}, fn: f, self: f.self, given: args.given}
	params := f.params
	if f.self != nil && len(params) > 0 && f.kind != "static" {
		fr.scope.vars[params[0].Name] = f.self
		params = params[1:]
	}
	pos := 0
	for _, p := range params {
		v := m.argument(f, p, &pos, args, origin)
		if p.Type != nil && p.Kind == "" {
			v = m.as(f.scope, p.Type, v, m.loc(p.At))
		}
		fr.scope.vars[p.Name] = v
	}
	return fr
}

func (m *machine) argument(f *fn, p ir.Param, pos *int, args callArgs, origin fact.Origin) value {
	switch p.Kind {
	case "self": // called on nothing that is known
		return &ext{path: p.Name, home: f.home}
	case "*":
		rest := &list{kind: "list", open: args.open || !args.given}
		for ; *pos < len(args.pos); *pos++ {
			rest.items = append(rest.items, args.pos[*pos].v)
		}
		return rest
	case "**":
		rest := newDict()
		rest.open = args.open || !args.given
		for k, e := range args.named {
			if !hasParam(f.params, k) {
				rest.keys[k] = e
			}
		}
		return rest
	case "":
		if *pos < len(args.pos) {
			*pos++
			return args.pos[*pos-1].v
		}
	}
	if e, ok := args.named[p.Name]; ok {
		return e.v
	}
	if args.given && !args.open && p.Default != nil {
		v := m.expr(&frame{scope: f.scope}, p.Default)
		if d, ok := v.(*provided); ok {
			return d.v
		}
		return v
	}
	return m.paramHole(f, p, origin)
}

func hasParam(ps []ir.Param, name string) bool {
	for _, p := range ps {
		if p.Name == name {
			return true
		}
	}
	return false
}

// paramHole is a parameter that nobody known gives: its default where that is a
// switch or a number, else a hole.
func (m *machine) paramHole(f *fn, p ir.Param, origin fact.Origin) value {
	at, name := m.loc(p.At), written(p.Name)
	if p.Default == nil && p.Type != nil {
		if d, ok := m.expr(&frame{scope: f.scope}, p.Type).(*provided); ok {
			return d.v
		}
	}
	if c, ok := p.Type.(*ir.Call); ok { // what stands before it says where it comes from
		if s, ok := m.expr(&frame{scope: f.scope}, c).(*str); ok && s.onlyHole() != nil {
			return s
		}
	}
	if v, ok := m.saidOf(f.scope, p.Decorators, p.Name, at); ok && m.describer(f) == nil {
		return v
	}
	if origin == fact.OriginRequest { // the part of the path that a view is given
		name = "path." + name
	}
	if p.Default != nil {
		switch d := m.expr(&frame{scope: f.scope}, p.Default).(type) {
		case boolean:
			if !d { // whoever calls may say otherwise, and a weak default is what most get
				return d
			}
			return nil
		case *provided:
			return d.v
		case number, *ext, *tls, *object, *client:
			return d
		case *str:
			if h := d.onlyHole(); h != nil && h.Origin.Setting() {
				return d
			}
			if _, isCredential := credential.NameKind(p.Name); isCredential {
				return d
			}
			if t, ok := d.known(); ok && t != "" {
				h := m.given(f, origin, name, at)
				h.pieces[0].hole.Default, h.pieces[0].hole.HasDefault = t, true
				if len(d.pieces) == 1 {
					absent := d.pieces[0]
					absent.name = p.Name
					h.pieces[0].absent = &absent
				}
				return h
			}
		}
	}
	if m.isRequest(f, p) {
		return holeOf(fact.OriginRequest, "", at)
	}
	return m.given(f, origin, name, at)
}

// isRequest tells the parameter that holds the request being served: by its name, or by
// its type where another one is what the answer is written to.
func (m *machine) isRequest(f *fn, p ir.Param) bool {
	if slices.Contains(m.model.RequestParameters, p.Name) {
		return m.besideAnswer(f)
	}
	if p.Type == nil || len(m.model.AnswerParameters) == 0 {
		return false
	}
	is := func(p ir.Param, paths func(path string) bool) bool {
		x, ok := m.typeOf(f.scope, p.Type).(*ext)
		return ok && paths(x.path)
	}
	answers := func(path string) bool { return m.matches(m.model.AnswerParameters, path) }
	return is(p, m.isRequestType) && slices.ContainsFunc(f.params, func(o ir.Param) bool { return is(o, answers) })
}

// isRequestType tells the type of request objects.
func (m *machine) isRequestType(path string) bool {
	return slices.ContainsFunc(m.model.Requests, func(r models.Function) bool { return slices.Contains(r.Names, path) })
}

func (m *machine) loc(s ir.Span) fact.Location {
	return fact.Location{Path: m.cur.file.Module.Path, Start: s.Start, End: s.End}
}

func (m *machine) at(n ir.Expr) fact.Location {
	if n == nil {
		return fact.Location{Path: m.cur.file.Module.Path}
	}
	return m.loc(n.Pos())
}
