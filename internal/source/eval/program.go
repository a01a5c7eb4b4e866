package eval

import (
	"slices"
	"sync"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// File is a module with its text.
type File struct {
	Module *ir.Module
	Text   []byte
}

// Unit is the files that share their top-level names. It never changes after NewUnit,
// so that any number of runs can share it.
type Unit struct {
	files  []*File
	shared bool
	once   sync.Once
	names  map[string][]declared // of a shared unit
	owned  map[string][]declared // methods outside their class, by its name
	writes map[string][]write    // into variables of the top level, by functions
}

// write is a statement of a function that gives a variable of the top level a value, or
// nil where a call is handed the variable itself.
type write struct {
	file *File
	stmt *ir.Assign
}

// declared is a top-level statement with its file.
type declared struct {
	file *File
	stmt ir.Stmt
}

// NewUnit makes a unit of at least one file. A shared one is of a language in which
// the order of declarations does not matter.
func NewUnit(shared bool, files ...*File) *Unit { return &Unit{files: files, shared: shared} }

// index finds the declarations of a shared unit.
func (u *Unit) index() {
	u.once.Do(func() {
		u.names, u.owned, u.writes = map[string][]declared{}, map[string][]declared{}, map[string][]write{}
		for _, f := range u.files {
			for _, s := range f.Module.Body {
				switch x := s.(type) {
				case *ir.Func:
					u.indexWrites(f, x)
					if x.Owner != "" {
						u.owned[x.Owner] = append(u.owned[x.Owner], declared{f, s})
						continue
					}
					u.names[x.Name] = append(u.names[x.Name], declared{f, s})
				case *ir.Class:
					u.names[x.Name] = append(u.names[x.Name], declared{f, s})
				case *ir.Assign:
					for _, t := range x.Targets {
						u.indexTarget(t, declared{f, s})
					}
				}
			}
		}
	})
}

// indexWrites finds what a function says that it writes into variables of the top level.
func (u *Unit) indexWrites(f *File, x *ir.Func) {
	if len(x.Body) == 0 {
		return
	}
	s, ok := x.Body[len(x.Body)-1].(*ir.Scope)
	if !ok || s.Kind != ir.TopLevel {
		return
	}
	names := map[string]bool{}
	for _, n := range s.Names {
		names[n] = true
	}
	assigned := map[string]bool{}
	note := func(s ir.Stmt) {
		a, ok := s.(*ir.Assign)
		if !ok || a.Op != "" || a.Value == nil {
			return
		}
		for _, n := range targetNames(a) {
			if names[n] && len(u.writes[n]) < maxAlternatives {
				u.writes[n] = append(u.writes[n], write{f, a})
				assigned[n] = true
			}
		}
	}
	ir.Statements(x.Body, note)
	ir.Walk(x.Body, func(e ir.Expr) {
		if inner, ok := e.(*ir.Lambda); ok {
			ir.Statements(inner.Body, note)
		}
	})
	for _, n := range s.Names {
		if !assigned[n] && len(u.writes[n]) < maxAlternatives {
			u.writes[n] = append(u.writes[n], write{f, nil})
		}
	}
}

func targetNames(a *ir.Assign) []string {
	var out []string
	for _, t := range a.Targets {
		items := []ir.Expr{t}
		if l, ok := t.(*ir.List); ok {
			items = l.Items
		}
		for _, i := range items {
			if n, ok := i.(*ir.Name); ok {
				out = append(out, n.Value)
			}
		}
	}
	return out
}

func (u *Unit) indexTarget(target ir.Expr, d declared) {
	switch t := target.(type) {
	case *ir.Name:
		u.names[t.Value] = append(u.names[t.Value], d)
	case *ir.List:
		for _, i := range t.Items {
			u.indexTarget(i, d)
		}
	}
}

// Program knows the modules of a repository. It is asked from several goroutines, and
// its answers never change.
type Program interface {
	// Import is what an import in the file names; nil where that is not of the
	// repository.
	Import(from *File, module string, level int) *Unit
	// UnitOf is the unit of a file.
	UnitOf(f *File) *Unit
	// Matters tells whether a function or class of the file may hold what facts are
	// made of. Of one that does not, only a short value is looked for.
	Matters(f *File, at ir.Span) bool
}

// alone is a program of one file.
type alone struct{}

func (alone) Import(*File, string, int) *Unit { return nil }
func (alone) UnitOf(f *File) *Unit            { return NewUnit(f.Module.Unit != "", f) }
func (alone) Matters(*File, ir.Span) bool     { return true }

const (
	maxLoadSteps = 400_000 // expressions of the top level of a module that is imported
	maxLoadDepth = 40      // modules that import each other while they are loaded
)

// place is where the machine is: positions and names are those of the file.
type place struct {
	file *File
	unit *unit
	top  *scope
}

// unit is a Unit as one machine has loaded it.
type unit struct {
	*Unit
	state   loadState
	places  map[*File]place
	exports map[string]value
	own     *dict // the exports as a mapping, of a language whose modules are one
	whole   value // what stands for the whole module
	begun   map[ir.Stmt]bool
	bound   map[*File]bool // whose imports are bound
}

type loadState int

const (
	unloaded loadState = iota
	loading
	loaded
)

// module is a module of the repository as a value: what names the import gave. unit is
// nil for a folder that only holds modules.
type module struct {
	from  *File
	path  string
	level int
	unit  *unit
}

// lazy is a name of another module, or a declaration of one, which is looked for when
// it is used.
type lazy struct {
	of   *module
	name string // empty for the module itself
	at   fact.Location
	decl ir.Stmt
	in   place // of the declaration
	done bool
	v    value
}

func (m *machine) unitOf(u *Unit) *unit {
	if u == nil {
		return nil
	}
	if known, ok := m.units[u.files[0]]; ok {
		return known
	}
	out := &unit{Unit: u, places: map[*File]place{}, begun: map[ir.Stmt]bool{}, bound: map[*File]bool{}}
	for _, f := range u.files {
		out.places[f] = place{file: f, unit: out, top: &scope{vars: map[string]value{}}}
		m.units[f] = out
		m.texts[f.Module.Path] = f.Text
	}
	return out
}

// goTo changes the place; the result goes back.
func (m *machine) goTo(p place) (back func()) {
	was := m.cur
	m.cur = p
	m.bindImports(p)
	return func() { m.cur = was }
}

// bindImports binds what a file of a shared unit imports, where another file's name led
// to it: its top level is never interpreted as a whole.
func (m *machine) bindImports(p place) {
	if !p.unit.shared || p.file == m.root || p.unit.bound[p.file] {
		return
	}
	p.unit.bound[p.file] = true
	for _, s := range p.file.Module.Body {
		if x, ok := s.(*ir.Import); ok && !p.unit.begun[s] {
			p.unit.begun[s] = true
			m.imports(&frame{scope: p.top}, x)
		}
	}
}

// load interprets the top level of a module that another one uses. Its own facts are
// found where the module itself is read.
func (m *machine) load(u *unit) {
	if u.state != unloaded || u.shared {
		return
	}
	if m.loads >= maxLoadDepth || m.loadSteps > m.most {
		return
	}
	u.state = loading
	outer := *m
	m.loads++
	m.out, m.trail, m.branching, m.nesting, m.comparing, m.over = &fact.Set{}, nil, 0, 0, false, false
	m.limit = m.steps + maxLoadSteps
	for _, f := range u.files {
		m.cur = u.places[f]
		fr := &frame{scope: m.cur.top}
		m.block(fr, f.Module.Body)
		m.startup = append(m.startup, fr.guards...)
		if m.over {
			outer.out.NotAnalysed = append(outer.out.NotAnalysed, fact.NotAnalysed{
				At: fact.Location{Path: f.Module.Path}, Gates: true,
				Reason: "the top level takes more steps than are given to an imported module; what others import from it may be missing",
			})
		}
	}
	m.loads, m.out, m.trail, m.branching, m.nesting, m.comparing = outer.loads, outer.out, outer.trail, outer.branching, outer.nesting, outer.comparing
	m.over, m.limit, m.cur = outer.over, outer.limit, outer.cur
	// What a module costs is not for the function to pay that happens to use it first.
	m.loadSteps += m.steps - outer.steps
	m.steps = outer.steps
	u.state = loaded
}

// imported is a module of the repository, or nil.
func (m *machine) imported(from *File, path string, level int) *module {
	if u := m.unitOf(m.program.Import(from, path, level)); u != nil {
		return &module{from: from, path: path, level: level, unit: u}
	}
	return nil
}

// force looks for what a name of another module stands for.
func (m *machine) force(v value) value {
	switch x := v.(type) {
	case *lazy:
		return m.resolve(x)
	case *multi:
		for _, a := range x.alts {
			if _, ok := a.(*lazy); ok {
				return each(v, m.force)
			}
		}
	}
	return v
}

func (m *machine) resolve(l *lazy) value {
	if l.done {
		return l.v
	}
	if m.steps++; m.steps > m.limit {
		m.over = true
		return nil
	}
	l.v, l.done = nil, true // a name that stands for itself ends here
	if l.decl != nil {
		l.v = m.declareLater(l)
		return l.v
	}
	var v value
	if l.name == "" {
		v = m.wholeOf(l.of)
	} else {
		v = m.moduleAttr(l.of, l.name, l.at)
	}
	l.v = m.called(v, l.of.path, l.name)
	// A module that is being loaded may get the name later.
	l.done = l.of.unit == nil || l.of.unit.state != loading
	return l.v
}

// waits tells a declaration of an imported module that can wait until its name is
// used: most never are.
func (m *machine) waits(f *frame, s ir.Stmt) (name string, ok bool) {
	if m.loads == 0 || f.scope != m.cur.top || m.branching > 0 || m.cur.file == m.root || m.cur.unit.shared {
		return "", false
	}
	switch x := s.(type) {
	case *ir.Class:
		return x.Name, true
	case *ir.Func:
		return x.Name, x.Owner == "" && len(x.Decorators) > 0
	case *ir.Assign:
		_, called := x.Value.(*ir.Call)
		if n, isName := singleTarget(x); isName && called {
			return n, !m.cur.unit.assignedAgain(n)
		}
	}
	return "", false
}

func singleTarget(x *ir.Assign) (string, bool) {
	if len(x.Targets) != 1 || x.Op != "" {
		return "", false
	}
	n, ok := x.Targets[0].(*ir.Name)
	if !ok {
		return "", false
	}
	return n.Value, true
}

// assignedAgain tells whether the top level gives a name more than one value.
func (u *Unit) assignedAgain(name string) bool {
	u.index()
	return len(u.names[name]) > 1
}

// declareLater interprets a declaration of a module that was loaded without it.
func (m *machine) declareLater(l *lazy) value {
	defer m.goTo(l.in)()
	loads, branching, trail, out, steps := m.loads, m.branching, m.trail, m.out, m.steps
	m.loads, m.branching, m.trail, m.out = m.loads+1, 0, nil, &fact.Set{}
	f := &frame{scope: l.in.top}
	var v value
	switch x := l.decl.(type) {
	case *ir.Class:
		v = m.declareClass(f, x)
	case *ir.Func:
		v = m.declareFn(f, x)
	case *ir.Assign:
		v = named(m.expr(f, x.Value), l.name)
	}
	m.loads, m.branching, m.trail, m.out = loads, branching, trail, out
	m.loadSteps += m.steps - steps
	m.steps = steps
	return v
}

// called remembers by what path an object is imported, which the models may know.
func (m *machine) called(v value, path, name string) value {
	if o, ok := v.(*object); ok && o.path == "" && name != "" {
		o.path = path + "." + name
	}
	return v
}

// wholeOf is what a module is as one value.
func (m *machine) wholeOf(x *module) value {
	if x.unit == nil {
		return x
	}
	m.load(x.unit)
	if x.unit.whole != nil {
		if _, isDict := x.unit.whole.(*dict); !isDict {
			return x.unit.whole
		}
	}
	return x
}

// moduleAttr is a name of a module: one that it has, or a module below it.
func (m *machine) moduleAttr(x *module, name string, at fact.Location) value {
	if x.unit != nil {
		m.load(x.unit)
		if v, ok := m.memberOf(x.unit, name); ok {
			return m.force(v)
		}
	}
	below := x.path + "." + name
	if x.path == "" {
		below = name
	}
	if sub := m.imported(x.from, below, x.level); sub != nil {
		return sub
	}
	return m.part(&ext{path: dots(x.level) + below}, at)
}

// memberOf is a name that a module shows.
func (m *machine) memberOf(u *unit, name string) (value, bool) {
	if v, ok := u.exports[name]; ok {
		return v, true
	}
	if u.whole != nil {
		if d, ok := u.whole.(*dict); ok {
			if v, ok := m.record(d, name); ok {
				return v, true
			}
			if e, ok := d.keys[name]; ok {
				return e.v, true
			}
		}
		if name == "default" {
			return u.whole, true
		}
		return m.attr(nil, u.whole, name, fact.Location{}), true
	}
	if u.exports != nil {
		return nil, false
	}
	for _, f := range u.files {
		if v, ok := u.places[f].top.vars[name]; ok {
			return v, true
		}
	}
	return m.declaredName(u, name)
}

// declaredName interprets the declaration of a name of a shared unit, once.
func (m *machine) declaredName(u *unit, name string) (value, bool) {
	if !u.shared {
		return nil, false
	}
	u.index()
	var found value
	ok := false
	for _, d := range u.names[name] {
		p := u.places[d.file]
		if !u.begun[d.stmt] {
			m.declareAt(p, d.stmt)
		}
		if v, has := p.top.vars[name]; has {
			found, ok = v, true
		}
	}
	return found, ok
}

func (m *machine) declareAt(p place, s ir.Stmt) {
	p.unit.begun[s] = true
	if m.loads >= maxLoadDepth {
		return
	}
	m.loads++
	defer m.goTo(p)()
	branching, trail, nesting := m.branching, m.trail, m.nesting
	m.branching, m.trail, m.nesting = 0, nil, 0
	m.stmt(&frame{scope: p.top}, s)
	m.writtenLater(p, s)
	m.branching, m.trail, m.nesting = branching, trail, nesting
	m.loads--
}

// writtenLater gives a variable of the top level what functions write into it too: they
// are called in an order that is not known. What a call writes comes from outside.
func (m *machine) writtenLater(p place, s ir.Stmt) {
	a, ok := s.(*ir.Assign)
	if !ok || !p.unit.shared {
		return
	}
	p.unit.index()
	for _, name := range targetNames(a) {
		writes := p.unit.writes[name]
		if len(writes) == 0 {
			continue
		}
		now := p.top.vars[name]
		var all []value
		handed := slices.ContainsFunc(writes, func(w write) bool { return w.stmt == nil })
		if t, known := knownText(now); now != nil && !handed && !(known && t == "") {
			all = append(all, now)
		}
		for _, w := range writes {
			all = append(all, m.writtenBy(w, name, now, a))
		}
		p.top.vars[name] = oneOf(all...)
	}
}

// writtenBy is what one statement writes into a variable, as far as the top level shows it.
func (m *machine) writtenBy(w write, name string, now value, decl *ir.Assign) value {
	if w.stmt == nil {
		h := holeOf(fact.OriginParam, name, m.loc(decl.Span))
		switch d := now.(type) {
		case nil:
			if _, text := decl.Type.(*ir.Name); text {
				return h
			}
		case *str:
			return m.withDefault(h, d, m.loc(decl.Span))
		}
		return now
	}
	var v value
	m.apart(func() {
		defer m.goTo(m.cur.unit.places[w.file])()
		v = m.expr(&frame{scope: m.cur.top}, w.stmt.Value)
	})
	for _, t := range w.stmt.Targets {
		if l, ok := t.(*ir.List); ok {
			for i, item := range l.Items {
				if ir.LastName(item) == name && l.Kind == "results" {
					return resultOf(v, i)
				} else if ir.LastName(item) == name {
					return m.element(v, i)
				}
			}
		}
	}
	return named(v, name)
}

// export makes a value visible to other modules.
func (m *machine) export(f *frame, x *ir.Export) {
	u := m.cur.unit
	if u.exports == nil {
		u.exports = map[string]value{}
	}
	if x.Name == "" {
		u.whole = m.expr(f, x.Value)
		return
	}
	defer func() { // a function among them may be called on all of them
		if u.own == nil {
			u.own = newDict()
		}
		u.own.keys[x.Name] = entry{v: u.exports[x.Name], at: m.loc(x.Span)}
		u.own.houses(u.exports[x.Name])
	}()
	if n, ok := x.Value.(*ir.Name); ok { // it may stand for a name of a third module
		if v, ok := f.scope.get(n.Value); ok {
			u.exports[x.Name] = v
			return
		}
	}
	u.exports[x.Name] = m.expr(f, x.Value)
}

// star binds all names of a module.
func (m *machine) star(f *frame, x *module, export bool) {
	if x.unit == nil {
		return
	}
	m.load(x.unit)
	to := f.scope.vars
	if export {
		if m.cur.unit.exports == nil {
			m.cur.unit.exports = map[string]value{}
		}
		to = m.cur.unit.exports
	}
	all := x.unit.exports
	if all == nil && !x.unit.shared {
		all = x.unit.places[x.unit.files[0]].top.vars
	}
	m.steps += len(all) / 8
	for k, v := range all {
		if k != "default" || !export {
			to[k] = v
		}
	}
	if x.unit.shared {
		x.unit.index()
		for k := range x.unit.names {
			to[k] = &lazy{of: x, name: k}
		}
	}
}

func dots(level int) string {
	out := ""
	for range level {
		out += "."
	}
	return out
}
