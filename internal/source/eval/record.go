package eval

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/models"
)

// theRequest is the record of all that comes with the request being served.
const theRequest = 1

// arrival is the record of what arrives at a place by the way that led here: the same
// place reached by another call is another row.
func (m *machine) arrival(at fact.Location) int {
	var key strings.Builder
	key.WriteString(at.String())
	for _, e := range m.trail {
		key.WriteString("|" + e.At.String())
	}
	n, ok := m.records[key.String()]
	if !ok {
		n = theRequest + 1 + len(m.records)
		m.records[key.String()] = n
	}
	return n
}

// given is an argument that nobody known gives; those of one call arrive together.
func (m *machine) given(f *fn, origin fact.Origin, name string, at fact.Location) *str {
	h := holeOf(origin, name, at)
	if origin == fact.OriginParam {
		h.pieces[0].hole.Record = m.arrival(m.loc(f.params[0].At))
	}
	return h
}

// valueHole is a part of a mapping or an object of the model.
func valueHole(v models.Value, name string, at fact.Location) *str {
	h := holeOf(v.Origin, name, at)
	if v.Ambient {
		h.pieces[0].hole.Record = 0
	}
	return h
}

// madeOf is where the one credential among the arguments comes from, which an unknown
// function gives in another form: decrypt(row.token).
func madeOf(args callArgs) *fact.Hole {
	var of *fact.Hole
	found := 0
	for _, e := range args.pos {
		s, ok := e.v.(*str)
		if !ok || !namesCredential(s) {
			continue
		}
		found++
		of = s.onlyHole()
	}
	if found != 1 {
		return nil
	}
	return of
}

// applies tells whether the argument that decides about a lookup is as the model says.
func applies(l models.Lookup, args callArgs) bool {
	if l.Where == nil {
		return true
	}
	e, ok := args.get(*l.Where)
	if !ok {
		return false
	}
	what, ok := keyOf(e.v)
	if x, isExt := e.v.(*ext); isExt {
		what, ok = x.label(), true
	}
	if b, isBool := e.v.(boolean); isBool {
		what, ok = strconv.FormatBool(bool(b)), true
	}
	return ok && slices.Contains(l.Is, strings.ToUpper(what))
}
