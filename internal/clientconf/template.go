package clientconf

import (
	"bytes"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// maskTemplates writes neutral text of the same length over each {{ … }}, so that what is
// left can be parsed and every place stays where it is: a comment over a line that holds
// nothing else, a word over a part of one. An action that is not closed stays.
func maskTemplates(data []byte) []byte {
	if !bytes.Contains(data, []byte("{{")) {
		return data
	}
	out := bytes.Clone(data)
	line, only := -1, false // where the line ends that was looked at last, and whether it holds nothing else
	for pos := 0; ; {
		from, to, ok := nextAction(data, pos)
		if !ok {
			return out
		}
		fill := byte('x')
		if to > line || from > line { // of a line with many, one look says it for all
			only, line = alone(data, from, to), lineEnd(data, to)
		}
		if only || opens(data, from, to) {
			fill = ' '
		}
		start := false
		for i := from; i < to; i++ {
			switch c := out[i]; {
			case c == '\n' || c == '\r':
				start = true
			case start && (c == ' ' || c == '\t' || c == '#'): // an action over lines keeps their indentation, and comments
			default:
				out[i], start = fill, false
			}
		}
		pos = to
	}
}

// nextAction is the next {{ … }} from pos on. Quotes in it may hold braces.
func nextAction(data []byte, pos int) (from, to int, ok bool) {
	i := bytes.Index(data[pos:], []byte("{{"))
	if i < 0 {
		return 0, 0, false
	}
	from = pos + i
	end := bytes.Index(data[from:], []byte("}}"))
	if end < 0 {
		return 0, 0, false
	}
	to = from + end + 2
	for to < len(data) && data[to] == '}' { // {{{ … }}}
		to++
	}
	return from, to, true
}

// alone tells an action with nothing else but actions in its lines.
func alone(data []byte, from, to int) bool {
	before := data[bytes.LastIndexByte(data[:from], '\n')+1 : from]
	after := data[to:lineEnd(data, to)]
	rest := bytes.TrimSpace(action.ReplaceAll(after, nil))
	return onlyActions(before) && (len(rest) == 0 || rest[0] == '#')
}

// opens tells an action that brings the lines below what its own line begins, a key, a
// block or an item with more below it: "key:{{ … | nindent 4 }}".
func opens(data []byte, from, to int) bool {
	for i := to; i < len(data) && data[i] != '\n'; i++ {
		if data[i] != ' ' && data[i] != '\t' && data[i] != '\r' {
			return false
		}
	}
	before := data[bytes.LastIndexByte(data[:from], '\n')+1 : from]
	return opening.Match(before) || bytes.Equal(bytes.TrimLeft(before, " \t"), []byte("- ")) && bytes.Contains(data[from:to], []byte("indent "))
}

var opening = regexp.MustCompile(`^[ \t]*(?:- +)?[A-Za-z0-9_."'/-]+:(?:[ \t]*[|>][+-]?[ \t]*)?$`)

var action = regexp.MustCompile(`\{\{.*?\}\}`)

func onlyActions(b []byte) bool {
	return len(bytes.TrimSpace(action.ReplaceAll(b, nil))) == 0
}

var valueName = regexp.MustCompile(`\.?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+`)

// releaseName is what a chart calls what it brings, by the name of its release.
var releaseName = regexp.MustCompile(`^(?:\.Release\.Name(?:space)?\b|\.Chart\.Name\b|(?:include|template)\s+"[^"]*(?:[nN]ame|[sS]ervice)")`)

// templated finds {{ … }} in a value. A name with dots in it, as .Values.token, is the
// setting that it stands for; a name that is made of the release's is a part of it.
func templated(v string, _ bool) []expansion {
	var out []expansion
	data := []byte(v)
	for pos := 0; ; {
		from, to, ok := nextAction(data, pos)
		if !ok {
			return out
		}
		e := expansion{start: from, end: to, origin: fact.OriginConfig}
		inner := strings.Trim(v[from:to], "{}- ")
		if m := releaseName.FindString(inner); m != "" {
			e.origin, e.name = fact.OriginRelease, m
		} else if e.name = valueName.FindString(inner); e.name == "" {
			if e.name = bareName.FindString(inner); e.name == "" || e.name != inner {
				e.origin, e.name = fact.OriginUnknown, ""
			}
		}
		out = append(out, e)
		pos = to
	}
}

// with joins the ways in which a format and another expand values, in order of place;
// of two that overlap the first counts.
func with(finds ...func(string, bool) []expansion) func(string, bool) []expansion {
	return func(v string, expands bool) []expansion {
		var out []expansion
		for _, find := range finds {
			before := slices.Clone(out) // in order, and none over another
			for _, e := range find(v, expands) {
				if !overlaps(before, e) {
					out = append(out, e)
				}
			}
			sortExpansions(out)
		}
		return out
	}
}

func overlaps(all []expansion, e expansion) bool {
	i := sort.Search(len(all), func(i int) bool { return all[i].end > e.start })
	return i < len(all) && all[i].start < e.end
}
