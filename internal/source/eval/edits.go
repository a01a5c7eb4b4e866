package eval

import (
	"cmp"
	"crypto/sha256"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// edits puts to each part of a channel the edit that mends it, where that is certain to
// be right as code: an argument that is added or taken out of the call itself, or a
// truth value that is turned round.
func (m *machine) edits(s *sending, ch *fact.Channel) {
	values := m.model.Fixes
	if ch.Timeout.State == fact.StateOff && !ch.Timeout.Explicit {
		ch.Timeout.Fix = m.added(s, "timeout")
	}
	switch r := &ch.Redirects; {
	case r.State == fact.StateOn && !r.Explicit:
		r.Fix = m.added(s, "redirects")
	case r.State == fact.StateOn:
		r.Fix = m.turned(r.At, values.On, values.Off)
	}
	if v := &ch.Verify; v.State == fact.StateOff && v.Explicit {
		if v.Fix = m.takenOut(s, "verify", v.At); v.Fix == nil {
			v.Fix = m.turned(v.At, values.Off, values.On)
		}
	}
}

// edit makes an edit of a file that is known.
func (m *machine) edit(at fact.Location, text string) *fact.Edit {
	source := m.texts[at.Path]
	if from, to := at.Start.Offset, at.End.Offset; source == nil || from < 0 || to < from || to > len(source) || at.Start.Line == 0 {
		return nil
	}
	if _, ok := m.sums[at.Path]; !ok {
		m.sums[at.Path] = sha256.Sum256(source)
	}
	return &fact.Edit{At: at, Text: text, Of: m.sums[at.Path]}
}

// text is what stands in a range of a file that is known.
func (m *machine) text(at fact.Location) string {
	source := m.texts[at.Path]
	if from, to := at.Start.Offset, at.End.Offset; source != nil && 0 <= from && from < to && to <= len(source) {
		return string(source[from:to])
	}
	return ""
}

// added is the edit that gives a call one more argument, behind its last one, or one
// more key, behind the last one of the mapping that it is given.
func (m *machine) added(s *sending, role string) *fact.Edit {
	arg, takes := s.call.Args[role]
	value := cmp.Or(s.m.Fixes[role], m.model.Fixes.Values[role])
	if !takes || len(arg.Keys) == 0 || value == "" || s.open || len(s.written) == 0 {
		return nil
	}
	for _, key := range arg.Keys {
		where, name, nested := strings.Cut(key, ".")
		n, err := strconv.Atoi(where)
		if !nested || err != nil || n >= len(s.written) || m.model.Fixes.Option == "" || strings.Contains(name, ".") {
			continue
		}
		if _, written := s.written[n].Value.(*ir.Dict); written {
			return m.addedKey(s, s.written[n], filled(m.model.Fixes.Option, name, value))
		}
	}
	if strings.Contains(arg.Keys[0], ".") {
		return nil
	}
	last := s.written[len(s.written)-1].At
	if last.End.Offset <= 0 || last.End.Offset > s.at.End.Offset || m.model.Fixes.Argument == "" {
		return nil
	}
	return m.edit(fact.Location{Path: s.at.Path, Start: last.End, End: last.End}, ", "+filled(m.model.Fixes.Argument, arg.Keys[0], value))
}

func filled(template, name, value string) string {
	return strings.NewReplacer("{name}", name, "{value}", value).Replace(template)
}

// addedKey is the edit that adds a key to a mapping that is written in the call. Nothing
// but a comma may stand behind its last value.
func (m *machine) addedKey(s *sending, arg ir.Arg, text string) *fact.Edit {
	d, ok := arg.Value.(*ir.Dict)
	if !ok || len(d.Pairs) == 0 || arg.Spread != "" {
		return nil
	}
	last := d.Pairs[len(d.Pairs)-1]
	end := last.Value.Pos().End
	behind := m.text(fact.Location{Path: s.at.Path, Start: end, End: d.End})
	if last.Key == nil || len(strings.Trim(behind, ", \t\r\n")) != 1 {
		return nil
	}
	return m.edit(fact.Location{Path: s.at.Path, Start: end, End: end}, ", "+text)
}

// takenOut is the edit that drops an argument whose literal value is at a place, with
// the comma before or behind it.
func (m *machine) takenOut(s *sending, role string, at fact.Location) *fact.Edit {
	i := literalArg(s.written, s.call.Args[role], at)
	if i < 0 || at.Path != s.at.Path {
		return nil
	}
	out := fact.Location{Path: s.at.Path, Start: s.written[i].At.Start, End: s.written[i].At.End}
	between := fact.Location{Path: s.at.Path}
	switch {
	case i > 0:
		between.Start, between.End = s.written[i-1].At.End, out.Start
		out.Start = between.Start
	case len(s.written) > 1:
		between.Start, between.End = out.End, s.written[1].At.Start
		out.End = between.End
	default:
		return nil
	}
	if strings.Trim(m.text(between), ", \t\r\n") != "" { // a comment
		return nil
	}
	return m.edit(out, "")
}

func literalArg(written []ir.Arg, arg models.Arg, at fact.Location) int {
	for i, a := range written {
		if _, literal := a.Value.(*ir.Bool); !literal || a.At.End.Offset == 0 || a.Value.Pos().Start != at.Start {
			continue
		}
		for _, key := range arg.Keys {
			if a.Name == key {
				return i
			}
		}
	}
	return -1
}

// turned is the edit that writes one truth value for the other.
func (m *machine) turned(at fact.Location, from, to string) *fact.Edit {
	if from == "" || to == "" || m.text(at) != from {
		return nil
	}
	return m.edit(at, to)
}

// secured is the edit that writes https for http at the beginning of a URL.
func (m *machine) secured(url *str) *fact.Edit {
	if len(url.pieces) == 0 || url.pieces[0].hole != nil {
		return nil
	}
	const plain = "http://"
	p := url.pieces[0]
	written := m.text(p.at)
	i := strings.Index(written, plain)
	if !strings.HasPrefix(p.lit, plain) || i < 0 || strings.Count(written, plain) != 1 || strings.Contains(written[:i], "\n") {
		return nil
	}
	at := p.at
	at.Start.Offset, at.Start.Column = at.Start.Offset+i+len("http"), at.Start.Column+i+len("http")
	at.End = at.Start
	return m.edit(at, "s")
}
