package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/internal/source/eval"
	"github.com/hostbound/hostbound/internal/source/ir"
)

// program is the modules of one language in a repository, parsed when they are asked
// for. It may be used from several goroutines.
type program struct {
	ctx     context.Context
	l       *language
	parsed  func(path string) // may be nil
	tree    *tree
	folders map[string][]string // the files of a folder, of this language

	mu    sync.Mutex
	files map[string]*parse
	units map[string]*eval.Unit
	found map[string]*eval.Unit // by the folder of the importing file and what it names
	// matters are the names of a file, and the declarations, that may hold facts.
	matters map[*eval.File]map[ir.Span]bool
}

// parse is a file that is parsed once.
type parse struct {
	once sync.Once
	file *eval.File
	err  error
}

// tree is the paths of a repository, as package ir wants them.
type tree struct {
	paths map[string]bool
	named map[string][]string
	in    map[string][]string
	read  func(path string) ([]byte, error)
}

func newTree(paths []string, read func(string) ([]byte, error)) *tree {
	t := &tree{paths: map[string]bool{}, named: map[string][]string{}, in: map[string][]string{}, read: read}
	for _, p := range paths {
		t.paths[p] = true
		t.named[path.Base(p)] = append(t.named[path.Base(p)], p)
		t.in[path.Dir(p)] = append(t.in[path.Dir(p)], p)
	}
	return t
}

func (t *tree) Has(p string) bool             { return t.paths[p] }
func (t *tree) Named(base string) []string    { return t.named[base] }
func (t *tree) In(dir string) []string        { return t.in[dir] }
func (t *tree) Read(p string) ([]byte, error) { return t.read(p) }

func newProgram(ctx context.Context, l *language, t *tree, files []repo.File, parsed func(path string)) *program {
	p := &program{
		ctx: ctx, l: l, parsed: parsed, tree: t, folders: map[string][]string{},
		files: map[string]*parse{}, units: map[string]*eval.Unit{}, found: map[string]*eval.Unit{},
		matters: map[*eval.File]map[ir.Span]bool{},
	}
	for _, f := range files {
		p.folders[path.Dir(f.Path)] = append(p.folders[path.Dir(f.Path)], f.Path)
	}
	return p
}

// file parses a file, once.
func (p *program) file(name string) (*eval.File, error) {
	p.mu.Lock()
	f := p.files[name]
	if f == nil {
		f = &parse{}
		p.files[name] = f
	}
	p.mu.Unlock()
	f.once.Do(func() { f.file, f.err = p.parse(name) })
	return f.file, f.err
}

func (p *program) parse(name string) (f *eval.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New(fact.Fault(r))
		}
	}()
	data, err := p.tree.read(name)
	if err != nil {
		return nil, err
	}
	if reason := repo.Text(data); reason != "" {
		return nil, fmt.Errorf("reading %s: %s", name, reason)
	}
	if p.parsed != nil {
		p.parsed(name)
	}
	m, err := p.l.lower(p.ctx, name, data)
	if err != nil {
		return nil, err
	}
	return &eval.File{Module: m, Text: data}, nil
}

// Import is the unit that an import names; nil where it is not of the repository, or
// cannot be read, which its own reading says.
func (p *program) Import(from *eval.File, module string, level int) *eval.Unit {
	key := fmt.Sprintf("%s\x00%d\x00%s", path.Dir(from.Module.Path), level, module)
	p.mu.Lock()
	u, known := p.found[key]
	p.mu.Unlock()
	if known {
		return u
	}
	var files []*eval.File
	for _, name := range p.l.resolve(p.tree, from.Module.Path, module, level) {
		if f, err := p.file(name); err == nil {
			files = append(files, f)
		}
	}
	if len(files) > 0 {
		u = p.UnitOf(files[0])
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found[key] = u
	return u
}

// UnitOf is the unit of a file: itself, or what shares its names.
func (p *program) UnitOf(f *eval.File) *eval.Unit {
	name := f.Module.Path
	key := name
	if f.Module.Unit != "" {
		key = "unit " + path.Dir(name) + " " + f.Module.Unit
	}
	p.mu.Lock()
	u := p.units[key]
	p.mu.Unlock()
	if u != nil {
		return u
	}
	files := []*eval.File{f}
	if f.Module.Unit != "" {
		files = p.siblings(f)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.units[key] == nil {
		p.units[key] = eval.NewUnit(f.Module.Unit != "", files...)
	}
	return p.units[key]
}

// Matters tells whether a declaration of a file may hold facts: the literal pass
// selects its text, or it names what is imported from where a request is sent, or
// another declaration of the file of which this is true.
func (p *program) Matters(f *eval.File, at ir.Span) bool {
	p.mu.Lock()
	known := p.matters[f]
	p.mu.Unlock()
	if known == nil {
		known = p.declarations(f)
		p.mu.Lock()
		p.matters[f] = known
		p.mu.Unlock()
	}
	may, declared := known[at]
	return may || !declared && len(known) > 0 // one inside a function is followed as that is
}

// part is a declaration or a statement of a file with the names in it.
type part struct {
	name  string // that others call it by; empty for an attribute's value alone
	at    ir.Span
	inner ir.Span // of the class around it
	words map[string]bool
}

// declarations are the functions, methods and classes of a file that may hold facts. A
// name that is given to one of them, or to an attribute that holds what it makes, makes
// those matter that mention it.
func (p *program) declarations(f *eval.File) map[ir.Span]bool {
	out := map[ir.Span]bool{}
	if !p.l.filter.Selects(f.Text) {
		return out
	}
	out[ir.Span{}] = false // some are known
	names := map[string]bool{}
	var parts []part
	add := func(q part) {
		text := f.Text[min(q.at.Start.Offset, len(f.Text)):min(q.at.End.Offset, len(f.Text))]
		q.words = wordSet(text)
		out[q.at] = false
		if p.l.filter.Selects(text) {
			out[q.at], out[q.inner], names[q.name] = true, true, true
		}
		parts = append(parts, q)
	}
	for _, s := range f.Module.Body {
		switch x := s.(type) {
		case *ir.Import:
			if at := x.Span; p.l.filter.Selects(f.Text[min(at.Start.Offset, len(f.Text)):min(at.End.Offset, len(f.Text))]) {
				bound(x, names)
			}
		case *ir.Func:
			add(part{name: x.Name, at: x.Span})
		case *ir.Class:
			add(part{name: x.Name, at: x.Span})
			ir.Statements(x.Body, func(s ir.Stmt) {
				switch y := s.(type) {
				case *ir.Func:
					add(part{name: y.Name, at: y.Span, inner: x.Span})
				case *ir.Assign:
					if a, ok := y.Targets[0].(*ir.Attr); ok {
						add(part{name: a.Name, at: y.Span, inner: x.Span})
					}
				}
			})
		}
	}
	out[ir.Span{}] = false
	for more := true; more; {
		more = false
		for _, q := range parts {
			if !out[q.at] && eval.Meet(q.words, names) {
				out[q.at], names[q.name], more = true, true, true
			}
		}
	}
	return out
}

// bound adds the names that an import binds.
func bound(x *ir.Import, names map[string]bool) {
	for _, n := range x.Names {
		names[cmp.Or(n.As, n.Name)] = true
	}
	if len(x.Names) == 0 {
		first, _, _ := strings.Cut(x.Module, ".")
		names[cmp.Or(x.As, first)] = true
	}
}

// siblings are the files of a folder that share the unit of one.
func (p *program) siblings(f *eval.File) []*eval.File {
	var out []*eval.File
	for _, name := range p.folders[path.Dir(f.Module.Path)] {
		if s, err := p.file(name); err == nil && s.Module.Unit == f.Module.Unit {
			out = append(out, s)
		}
	}
	if !slices.Contains(out, f) {
		out = append(out, f)
	}
	return out
}

// words are those that a file must hold to call one of the functions: the name of the
// class that makes its object, or its own name beside that of its module.
type words struct {
	any  map[string]bool            // one is enough
	both map[string]map[string]bool // function to modules
	// attributes are those that hold a client.
	attributes map[string]bool
}

func wordsOf(needs []eval.Need) words {
	w := words{any: map[string]bool{}, both: map[string]map[string]bool{}, attributes: map[string]bool{}}
	for _, n := range needs {
		if n.Class != "" {
			w.any[n.Class] = true
		}
		for _, a := range n.Attributes {
			w.attributes[a] = true
		}
		if w.both[n.Name] == nil {
			w.both[n.Name] = map[string]bool{}
		}
		base := path.Base(n.Path)
		w.both[n.Name][strings.TrimSuffix(base, path.Ext(base))] = true
		w.both[n.Name][path.Base(path.Dir(n.Path))] = true
	}
	return w
}

// names are all of them.
func (w words) names() map[string]bool {
	out := map[string]bool{}
	maps.Copy(out, w.any)
	maps.Copy(out, w.attributes)
	for n := range w.both {
		out[n] = true
	}
	return out
}

// in tells whether a text holds enough of the words.
func (w words) in(data []byte) bool {
	seen := wordSet(data)
	if eval.Meet(seen, w.any) {
		return true
	}
	for name, modules := range w.both {
		if !seen[name] {
			continue
		}
		for m := range modules {
			if seen[m] {
				return true
			}
		}
	}
	return false
}

// wordSet is the names in a text.
func wordSet(data []byte) map[string]bool {
	out := map[string]bool{}
	for i := 0; i < len(data); {
		if !isWord(data[i]) {
			i++
			continue
		}
		from := i
		for i < len(data) && isWord(data[i]) {
			i++
		}
		if !out[string(data[from:i])] {
			out[string(data[from:i])] = true
		}
	}
	return out
}

func isWord(b byte) bool {
	return b == '_' || b >= 0x80 || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
