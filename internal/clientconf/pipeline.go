package clientconf

import (
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// Pipelines run scripts of their own, with variables that they set on several levels.

// maxScope bounds the variables that are followed into one script.
const maxScope = 500

// scoped is the scope of a level within another: the variables of both, the inner ones
// before the outer. Each is a variable of its own too, side by side with its like.
func (t *text) scoped(outer map[string]shellValue, env *node) map[string]shellValue {
	pairs := env.pairs()
	if len(pairs) == 0 {
		return outer
	}
	out := make(map[string]shellValue, len(outer)+len(pairs))
	for k, v := range outer {
		out[k] = v
	}
	for _, p := range pairs {
		n := p.real()
		if v := n.get("value"); v != nil { // GitLab's form with a description
			n = v
		}
		if n == nil || n.kind != scalarNode {
			continue
		}
		if len(out) >= maxScope {
			t.skip(n.from, n.to, "a script has more variables than are followed", true)
			break
		}
		out[p.key] = shellValue{words: []shellWord{t.shellScalar(n)}}
	}
	t.sideBySide(pairs)
	return out
}

// sideBySide notes names with values that a program is given together.
func (t *text) sideBySide(pairs []*node) {
	for _, p := range pairs {
		n := p.real()
		if v := n.get("value"); v != nil {
			n = v
		}
		if n == nil || n.kind != scalarNode || n.text == "" {
			continue
		}
		v := fact.Variable{Name: p.key, Block: "at " + strconv.Itoa(pairs[0].keyFrom), Artifact: t.artifact, At: t.atNode(n)}
		literals := len(t.out.Literals)
		v.Value, v.Credential = t.value(p.key, n)
		if c := v.Credential; c != nil && c.Origin == fact.OriginLiteral && c.Kind != fact.KindBasic && strings.Trim(n.text, "abcdefghijklmnopqrstuvwxyz-_") == "" { // a word, which an action takes for none
			c.Placeholder = true
			for i := literals; i < len(t.out.Literals); i++ {
				t.out.Literals[i].Credential.Placeholder = true
			}
		}
		if v.Credential != nil || len(v.Value) > 0 {
			t.out.Variables = append(t.out.Variables, v)
		}
	}
}

// shellScalar is a scalar as a word of the shell that gets it.
func (t *text) shellScalar(n *node) shellWord {
	exact := t.asWritten(n)
	place := func(a, b int) (from, to int) {
		if exact {
			return n.from + a, n.from + b
		}
		return n.from, n.to
	}
	var out shellWord
	text := func(a, b int) {
		if a < b {
			from, to := place(a, b)
			out = append(out, shellPart{text: n.text[a:b], from: from, to: to, exact: exact, of: t})
		}
	}
	done := 0
	for _, e := range t.find(n.text, true) {
		text(done, e.start)
		from, to := place(e.start, e.end)
		h := &fact.Hole{Origin: e.from(), Name: e.name, At: t.at(from, to)}
		if e.name == "" {
			h.Origin = fact.OriginUnknown
		}
		out = append(out, shellPart{hole: h, from: from, to: to, of: t})
		done = e.end
	}
	text(done, len(n.text))
	return out
}

// runs reads scalars that one shell runs, one after the other.
func (t *text) runs(scope map[string]shellValue, lines []*node) {
	var data []byte
	type piece struct {
		at    int // where it begins in data
		outer func(int) int
	}
	var pieces []piece
	for _, n := range lines {
		if n = n.real(); n == nil || n.kind != scalarNode || n.text == "" {
			continue
		}
		body, outer := t.body(n)
		pieces = append(pieces, piece{len(data), outer})
		data = append(append(data, body...), '\n')
	}
	if len(pieces) == 0 {
		return
	}
	inner := *t
	inner.scope = scope
	inner.embedded("run.sh", data, func(i int) int {
		last := pieces[max(sort.Search(len(pieces), func(k int) bool { return pieces[k].at > i })-1, 0)]
		return last.outer(i - last.at)
	})
}

// otherShell says of a script that another shell runs that it is not read, where it could
// send something.
func (t *text) otherShell(name string, n *node) {
	if n != nil && otherSends.MatchString(n.str()) {
		t.skip(n.from, n.to, "scripts of "+name+" are not read", false)
	}
}

var otherSends = regexp.MustCompile(`(?i)invoke-(?:webrequest|restmethod)|\bcurl\b|\brequests\.|https?\.request|urlopen`)
