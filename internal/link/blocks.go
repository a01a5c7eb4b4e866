package link

import (
	"slices"

	"github.com/hostbound/hostbound/internal/fact"
)

// seat is a variable in a block: its own, or one that takes it.
type seat struct {
	*fact.Variable
	block fact.Block
	name  string          // what it is called there
	ways  []fact.Evidence // how it came there
}

// maxSeats bounds what blocks take from others.
const maxSeats = 100_000

// seats are all variables where they stand and where they are taken, with the values that
// settings of the repository give to what they leave open.
func seats(s *fact.Set, known *settings) []seat {
	filled := &filler{settings: known, files: map[fact.Block][]*fact.Inclusion{}, made: map[string][]*fact.Inclusion{}, byFile: map[string][]*fact.Variable{}, byObject: map[string][]*fact.Variable{}}
	for i := range s.Variables {
		v := &s.Variables[i]
		filled.byFile[v.At.Path] = append(filled.byFile[v.At.Path], v)
		if v.Object != "" {
			filled.byObject[v.Object] = append(filled.byObject[v.Object], v)
		}
	}
	for i := range s.Inclusions {
		if in := &s.Inclusions[i]; in.Fills {
			filled.files[in.Into] = append(filled.files[in.Into], in)
		} else if in.Key == "" {
			filled.made[in.Into.Name] = append(filled.made[in.Into.Name], in)
		}
	}
	var out []seat
	taken := map[fact.Block]map[string]int{}
	put := func(x seat, replace bool) {
		names := taken[x.block]
		if names == nil {
			names = map[string]int{}
			taken[x.block] = names
		}
		i, there := names[x.name]
		switch {
		case there && replace:
			out[i] = x
		case !there && len(out) < maxSeats:
			names[x.name] = len(out)
			out = append(out, x)
		}
	}
	for i := range s.Variables {
		v := &s.Variables[i]
		x := seat{Variable: v, block: fact.Block{Path: v.At.Path, Name: v.Block}, name: v.Name}
		put(filled.seat(x), true)
	}
	for i := range s.Inclusions {
		in := &s.Inclusions[i]
		if in.Fills {
			continue
		}
		for _, v := range filled.taken(in) {
			x := seat{Variable: v, block: in.Into, name: in.Prefix + v.Name, ways: []fact.Evidence{{At: in.At, Says: "is taken from there by this"}}}
			if in.Key != "" {
				x.name = in.As
			}
			put(filled.seat(x), in.Key != "")
		}
	}
	return out
}

// filler finds what stands elsewhere.
type filler struct {
	*settings
	files            map[fact.Block][]*fact.Inclusion // that fill the holes of a block
	made             map[string][]*fact.Inclusion     // that an object is made of
	byFile, byObject map[string][]*fact.Variable
}

// taken are the variables that an inclusion takes: of the file, or of the object of that
// name which is nearest.
func (f *filler) taken(in *fact.Inclusion) []*fact.Variable {
	from := f.byFile[in.From]
	if of := f.byObject[in.From]; of != nil {
		from = f.nearest(of, in.Into.Path)
	}
	for _, m := range f.made[in.From] {
		from = append(from[:len(from):len(from)], f.byFile[m.From]...)
	}
	var out []*fact.Variable
	for _, v := range from {
		if (in.Key == "" || v.Name == in.Key) && f.sees(in.Into.Path, v) {
			out = append(out, v)
		}
	}
	return out
}

func (f *filler) nearest(all []*fact.Variable, from string) []*fact.Variable {
	var out []*fact.Variable
	best := -1
	for _, v := range all {
		switch n := sharedFolders(from, v.At.Path); {
		case n > best:
			best, out = n, []*fact.Variable{v}
		case n == best:
			out = append(out, v)
		}
	}
	return out
}

// seat is a seat with its value as far as the repository says what it is. A value that is
// one setting alone is the variable that sets it; the name stays.
func (f *filler) seat(x seat) seat {
	for range maxDepth {
		next, how, ok := f.source(x)
		if !ok || next == x.Variable {
			break
		}
		x.ways = append(x.ways, how)
		x.Variable = next
	}
	if len(x.Value.Holes()) == 0 {
		return x
	}
	text, steps := f.filledText(x)
	if len(steps) > 0 {
		v := *x.Variable
		v.Value = text
		x.Variable, x.ways = &v, append(x.ways, steps...)
	}
	return x
}

// source is the variable that a seat gets its whole value from.
func (f *filler) source(x seat) (v *fact.Variable, how fact.Evidence, ok bool) {
	origin, name := fact.Origin(""), ""
	switch {
	case x.Credential != nil && x.Credential.Origin != fact.OriginLiteral:
		origin, name = x.Credential.Origin, x.Credential.Name
	case x.Credential == nil && len(x.Value) == 1 && x.Value[0].Hole != nil:
		origin, name = x.Value[0].Hole.Origin, x.Value[0].Hole.Name
	}
	if name == "" {
		return nil, how, false
	}
	for _, v := range f.setters(x, origin, name) {
		if (v.Credential != nil) == (x.Credential != nil) && (v.Credential != nil || len(v.Value) > 0) {
			return v, fact.Evidence{At: x.At, Says: x.name + " is handed on here"}, true
		}
	}
	return nil, how, false
}

// setters are the variables that say what a name is, where a seat is: of the files that
// fill its block, or else of the settings.
func (f *filler) setters(x seat, origin fact.Origin, name string) []*fact.Variable {
	var out []*fact.Variable
	if origin == fact.OriginEnv {
		for _, block := range []fact.Block{x.block, {Path: x.block.Path}} {
			for _, in := range f.files[block] {
				for _, v := range f.byFile[in.From] {
					if v.Name == name && f.sees(x.block.Path, v) {
						out = append(out, v)
					}
				}
			}
		}
		slices.Reverse(out) // the last of two counts
	}
	if x.Artifact == fact.ArtifactContainer {
		out = append(out, f.find(origin, name, x.At.Path)...)
	}
	return out
}

// filledText is the value of a seat with the first that each hole is set to.
func (f *filler) filledText(x seat) (out fact.Text, steps []fact.Evidence) {
	for _, p := range x.Value {
		if p.Hole == nil {
			out = appended(out, fact.Text{p})
			continue
		}
		part := fact.Text{p}
		for _, v := range f.setters(x, p.Hole.Origin, p.Hole.Name) {
			if v.Credential == nil && len(v.Value) > 0 {
				part = v.Value
				steps = append(steps, fact.Evidence{At: v.At, Says: v.Name + " is set here"})
				break
			}
		}
		out = appended(out, part)
	}
	return out, steps
}
