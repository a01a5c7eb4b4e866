package eval

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// pattern is a compiled pattern.
type pattern struct{ source value }

// patternCheck reads a call that matches a pattern.
func (m *machine) patternCheck(path string, args callArgs, at fact.Location) (*test, bool) {
	for _, r := range m.model.Regexes {
		if r.Path == path {
			source, _ := args.get(r.Pattern)
			text, _ := args.get(r.Text)
			return matched(source.v, text.v, r.Start || r.Whole, r.Whole, at), true
		}
	}
	return nil, false
}

// compiledCheck reads a method of a compiled pattern: that of the function of its name.
func (m *machine) compiledCheck(p *pattern, method string, args callArgs, at fact.Location) (*test, bool) {
	for _, r := range m.model.Regexes {
		if lastName(r.Path) == method && len(args.pos) > 0 {
			return matched(p.source, args.pos[0].v, r.Start || r.Whole, r.Whole, at), true
		}
	}
	return nil, false
}

func matched(source, text value, start, whole bool, at fact.Location) *test {
	p, known := keyOf(source)
	cs := about(text, fact.GuardOpaque, nil, at)
	for i := range cs {
		if !known {
			continue
		}
		cs[i].Kind, cs[i].Why = patternKind(p, start, whole, cs[i].Part)
		cs[i].Allowed = []string{p}
		if cs[i].Kind == "" {
			return &test{}
		}
	}
	return &test{yes: cs}
}

// goPattern is a pattern of another language as Go's parser takes it.
func goPattern(p string) string {
	return strings.NewReplacer(`\/`, "/", `\Z`, `\z`).Replace(p)
}

// maxPattern bounds a pattern that is used, and not only looked at.
const maxPattern = 1000

// patternKind judges a pattern for a host or URL. No kind is a pattern that says
// nothing of a host.
func patternKind(p string, start, whole bool, part string) (fact.GuardKind, string) {
	p = goPattern(p)
	re, err := syntax.Parse(p, syntax.Perl)
	if err != nil {
		return fact.GuardOpaque, ""
	}
	isURL := strings.Contains(p, "://")
	start = start || edge(re, true, syntax.OpBeginText, syntax.OpBeginLine)
	end := whole || edge(re, false, syntax.OpEndText, syntax.OpEndLine)
	if _, rest, _ := strings.Cut(p, "://"); part == wholeValue && isURL && strings.Contains(withoutClasses(rest), "/") {
		end = true // a path follows the host
	}
	switch {
	case start && end && oneLabel(re):
		return fact.GuardRegex, ""
	case part == wholeValue && !isURL && !namesDomain(re):
		return "", ""
	case !start || !end:
		return fact.GuardLoose, "the pattern is not anchored at both ends"
	case anyPart(re, dotBetweenLetters):
		return fact.GuardLoose, "a dot in the pattern is not escaped"
	case anyPart(re, freeBeforeDomain):
		return fact.GuardLoose, "anything may stand right before the name"
	case part == wholeValue && isURL && anyPart(re, freeBeforePath):
		return fact.GuardLoose, "a wildcard before the name may hold what ends a host"
	}
	return fact.GuardRegex, ""
}

// oneLabel tells a pattern that matches nothing that could end a label of a name and
// begin something else.
func oneLabel(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return false
	case syntax.OpLiteral:
		return !strings.ContainsAny(string(re.Rune), `./\@:?#%`)
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if strings.ContainsFunc(`./\@:?#%`, func(r rune) bool { return re.Rune[i] <= r && r <= re.Rune[i+1] }) {
				return false
			}
		}
	}
	return !slices.ContainsFunc(re.Sub, func(s *syntax.Regexp) bool { return !oneLabel(s) })
}

// namesDomain tells a pattern with a literal that holds a dot: \.acme\.io.
func namesDomain(re *syntax.Regexp) bool {
	return re.Op == syntax.OpLiteral && strings.Contains(string(re.Rune), ".") || slices.ContainsFunc(re.Sub, namesDomain)
}

// withoutClasses drops [...] from a pattern.
func withoutClasses(p string) string {
	for {
		i := strings.IndexByte(p, '[')
		if i < 0 {
			return p
		}
		j := strings.IndexByte(p[i:], ']')
		if j < 0 {
			return p[:i]
		}
		p = p[:i] + p[i+j+1:]
	}
}

// edge tells whether every way through a pattern begins (or ends) with one of ops.
func edge(re *syntax.Regexp, first bool, ops ...syntax.Op) bool {
	switch {
	case slices.Contains(ops, re.Op):
		return true
	case re.Op == syntax.OpAlternate:
		return !slices.ContainsFunc(re.Sub, func(s *syntax.Regexp) bool { return !edge(s, first, ops...) })
	case re.Op != syntax.OpConcat && re.Op != syntax.OpCapture || len(re.Sub) == 0:
		return false
	case first:
		return edge(re.Sub[0], first, ops...)
	}
	return edge(re.Sub[len(re.Sub)-1], first, ops...)
}

// anyPart asks every sequence in a pattern.
func anyPart(re *syntax.Regexp, ask func(sequence []*syntax.Regexp) bool) bool {
	if re.Op == syntax.OpConcat && ask(re.Sub) {
		return true
	}
	return slices.ContainsFunc(re.Sub, func(s *syntax.Regexp) bool { return anyPart(s, ask) })
}

// dotBetweenLetters finds a single "." right between two literals.
func dotBetweenLetters(seq []*syntax.Regexp) bool {
	for i := 1; i+1 < len(seq); i++ {
		if anyCharacter(seq[i]) && seq[i-1].Op == syntax.OpLiteral && seq[i+1].Op == syntax.OpLiteral {
			return true
		}
	}
	return false
}

// freeBeforeDomain finds a wildcard that runs into a registrable domain: .*acme\.io
// matches evilacme.io.
func freeBeforeDomain(seq []*syntax.Regexp) bool {
	for i := 0; i+1 < len(seq); i++ {
		if seq[i+1].Op != syntax.OpLiteral || !repeated(seq[i]) {
			continue
		}
		host, _, _ := strings.Cut(strings.ToLower(string(seq[i+1].Rune)), "/")
		if !strings.HasPrefix(host, ".") && strings.Contains(host, ".") && name.RegistrableDomain(host) == host {
			return true
		}
	}
	return false
}

// freeBeforePath finds, behind "://", a wildcard that may hold what ends a host, and a
// name behind it: https://evil.test?.acme.io/ matches [^/]+\.acme\.io/.
func freeBeforePath(seq []*syntax.Regexp) bool {
	inHost, free := false, false
	for _, s := range seq {
		switch {
		case s.Op == syntax.OpLiteral && !inHost:
			_, rest, found := strings.Cut(string(s.Rune), "://")
			inHost = found && !strings.Contains(rest, "/")
		case s.Op == syntax.OpLiteral && free:
			host, _, _ := strings.Cut(string(s.Rune), "/")
			return strings.Contains(host, ".")
		case s.Op == syntax.OpLiteral && strings.Contains(string(s.Rune), "/"):
			return false
		case inHost && repeated(s) && endsHost(s.Sub[0]):
			free = true
		}
	}
	return false
}

func repeated(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		return re.Sub[0].Op == syntax.OpCharClass || anyCharacter(re.Sub[0])
	}
	return false
}

func anyCharacter(re *syntax.Regexp) bool {
	return re.Op == syntax.OpAnyChar || re.Op == syntax.OpAnyCharNotNL
}

func endsHost(re *syntax.Regexp) bool {
	if anyCharacter(re) {
		return true
	}
	for i := 0; i+1 < len(re.Rune) && re.Op == syntax.OpCharClass; i += 2 {
		if strings.ContainsFunc(`/?#\`, func(r rune) bool { return re.Rune[i] <= r && r <= re.Rune[i+1] }) {
			return true
		}
	}
	return false
}
