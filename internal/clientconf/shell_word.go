package clientconf

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// shellPart is a piece of a word: text that is written somewhere in the file, or a hole.
type shellPart struct {
	text     string
	hole     *fact.Hole
	from, to int  // where it is written
	exact    bool // the text is that of the file, letter by letter
	split    bool // an expansion without quotes, which a shell cuts at white space
	// standIn is the text that is used where the hole's setting is absent.
	standIn []shellPart
	// derived is set where a command made it of what the hole names.
	derived bool
	// via is where the script gives the value to a variable.
	via fact.Evidence
	// of is the text that from and to are offsets of; nil is the script's own.
	of *text
}

// shellWord is a word with what is known of its expansions.
type shellWord []shellPart

// shellValue is the value of a variable: one word, or those of an array.
type shellValue struct {
	words []shellWord
	array bool
}

func cloneValues(m map[string][]shellValue) map[string][]shellValue {
	out := make(map[string][]shellValue, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

func contains(all []shellValue, v shellValue) bool {
	return slices.ContainsFunc(all, func(o shellValue) bool {
		return o.array == v.array && slices.EqualFunc(o.words, v.words, func(a, b shellWord) bool {
			return slices.EqualFunc(a, b, func(p, q shellPart) bool {
				return p.text == q.text && p.from == q.from && p.to == q.to && p.hole == q.hole
			})
		})
	})
}

// The bounds of a word with all that is put into it, in bytes, and of words and parts.
const (
	maxWord  = 64 << 10
	maxWords = 500
)

// flat is the word as one text, each hole as one byte that no text holds.
func (w shellWord) flat() string {
	var b strings.Builder
	for _, p := range w {
		if p.hole != nil {
			b.WriteByte(holeByte)
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

const holeByte = '\x01'

// cut is the part of a word between two offsets of its flat text.
func (w shellWord) cut(from, to int) shellWord {
	var out shellWord
	pos := 0
	for _, p := range w {
		n := len(p.text)
		if p.hole != nil {
			n = 1
		}
		a, b := max(from-pos, 0), min(to-pos, n)
		pos += n
		if a >= b {
			continue
		}
		if p.hole == nil {
			p.text = p.text[a:b]
			if p.exact {
				p.from, p.to = p.from+a, p.from+b
			}
		}
		out = append(out, p)
	}
	return out
}

// known is the text of a word without holes.
func (w shellWord) known() (string, bool) {
	for _, p := range w {
		if p.hole != nil {
			return "", false
		}
	}
	return w.flat(), true
}

// span is where a word is written in one text, as far as that is one place.
func (w shellWord) span() (from, to int, exact bool) {
	if len(w) == 0 {
		return 0, 0, false
	}
	from, to, exact = w[0].from, w[0].to, w[0].exact
	for _, p := range w[1:] {
		if p.of != w[0].of || p.from < to || p.from > to+2 { // quotes may stand between
			return from, to, false
		}
		exact, to = exact && p.exact, p.to
	}
	return from, to, exact
}

// place is where a word is written.
func (s *shellScript) place(w shellWord) fact.Location {
	from, to, _ := w.span()
	if len(w) > 0 && w[0].of != nil {
		return w[0].of.at(from, to)
	}
	return s.at(from, to)
}

func (w shellWord) hasHole() bool {
	return slices.ContainsFunc(w, func(p shellPart) bool { return p.hole != nil })
}

func (s *shellScript) unknown(n syntax.Node) shellPart {
	return s.holePart(n, fact.Hole{Origin: fact.OriginUnknown})
}

func (s *shellScript) holePart(n syntax.Node, h fact.Hole) shellPart {
	from := s.offset(n.Pos())
	to := max(from, s.offset(n.End()))
	h.At = s.at(from, to)
	return shellPart{hole: &h, from: from, to: to}
}

// word is what a word stands for, before it is split.
func (s *shellScript) word(w *syntax.Word) shellWord {
	if w == nil {
		return nil
	}
	var out shellWord
	for _, p := range w.Parts {
		out = append(out, s.part(p, false)...)
		if len(out) > maxWords || len(out.flat()) > maxWord {
			return shellWord{s.unknown(w)}
		}
	}
	return out
}

func (s *shellScript) part(p syntax.WordPart, quoted bool) shellWord {
	switch p := p.(type) {
	case *syntax.Lit:
		return s.literalText(s.offset(p.Pos()), s.offset(p.End()), quoted)
	case *syntax.SglQuoted:
		from, to := s.offset(p.Left)+1, s.offset(p.Right)
		if p.Dollar {
			return shellWord{{text: p.Value, from: from, to: max(from, to)}}
		}
		return s.withMarks(from, to)
	case *syntax.DblQuoted:
		var out shellWord
		for _, inner := range p.Parts {
			out = append(out, s.part(inner, true)...)
		}
		return out
	case *syntax.ParamExp:
		out := s.param(p)
		if !quoted {
			for i := range out {
				out[i].split = true
			}
		}
		return out
	case *syntax.CmdSubst:
		return s.substituted(p)
	case *syntax.ExtGlob, *syntax.ArithmExp, *syntax.ProcSubst, *syntax.BraceExp:
		if sub, ok := p.(*syntax.ProcSubst); ok {
			s.captured(sub.Stmts)
		}
		return shellWord{s.unknown(p)}
	}
	return nil
}

// literalText is text of the file with its escapes taken off.
func (s *shellScript) literalText(from, to int, quoted bool) shellWord {
	var out shellWord
	start := from
	for i := from; i < to; i++ {
		if s.src[i] != '\\' || i+1 >= to {
			continue
		}
		next := s.src[i+1]
		if quoted && strings.IndexByte("$`\"\\\n", next) < 0 {
			continue
		}
		out = append(out, s.withMarks(start, i)...)
		if next == '\n' {
			start = i + 2
		} else {
			start = i + 1
		}
		i++
	}
	return append(out, s.withMarks(start, to)...)
}

// withMarks is text of the file as it is written, but for what another program puts in.
func (s *shellScript) withMarks(from, to int) shellWord {
	var out shellWord
	text := func(a, b int) {
		if a < b {
			out = append(out, shellPart{text: string(s.data[a:b]), from: a, to: b, exact: true})
		}
	}
	at := sort.Search(len(s.marks), func(i int) bool { return s.marks[i].start >= from })
	for _, m := range s.marks[at:] {
		if m.end > to {
			break
		}
		text(from, m.start)
		from = m.end
		if given := s.vars[m.name]; m.origin == fact.OriginEnv && len(given) > 0 && len(given[0].words) > 0 { // ${{ env.NAME }}
			out = append(out, given[0].words[0]...)
			continue
		}
		h := fact.Hole{Origin: m.from(), Name: m.name, At: s.at(m.start, m.end)}
		if m.name == "" {
			h.Origin = fact.OriginUnknown
		}
		out = append(out, shellPart{hole: &h, from: m.start, to: m.end})
	}
	text(from, to)
	return out
}

// param is what ${…} stands for.
func (s *shellScript) param(p *syntax.ParamExp) shellWord {
	if p.Param == nil || p.Length || p.Width || p.Excl || p.IsSet || p.Names != 0 {
		return shellWord{s.unknown(p)}
	}
	name := p.Param.Value
	value, set := s.lookup(name, p)
	e := p.Exp
	switch {
	case e != nil && (e.Op == syntax.AlternateUnset || e.Op == syntax.AlternateUnsetOrNull):
		return s.word(e.Word)
	case e != nil && (e.Op == syntax.DefaultUnset || e.Op == syntax.DefaultUnsetOrNull || e.Op == syntax.AssignUnset || e.Op == syntax.AssignUnsetOrNull):
		value = s.withDefault(name, value, set, e)
		if e.Op == syntax.AssignUnset || e.Op == syntax.AssignUnsetOrNull {
			s.vars[name] = []shellValue{{words: []shellWord{value}}}
		}
		return value
	case e != nil && (e.Op == syntax.ErrorUnset || e.Op == syntax.ErrorUnsetOrNull):
		return value
	case e != nil && e.Op == syntax.RemSmallSuffix:
		if text, known := value.known(); known && s.source(e.Word) == "/" {
			return value.cut(0, len(strings.TrimSuffix(text, "/")))
		}
	}
	if e != nil || p.Repl != nil || p.Slice != nil {
		if !set && len(value) == 1 { // a part of the setting is the setting
			return value
		}
		return shellWord{s.unknown(p)}
	}
	return value
}

// shellNames are variables that the shell itself sets.
var shellNames = []string{"PWD", "OLDPWD", "OPTARG", "REPLY", "RANDOM", "SECONDS", "HOSTNAME", "UID", "EUID", "PPID", "LINENO", "BASH_SOURCE", "FUNCNAME", "IFS", "HOME", "USER"}

// runnerName is a variable that a pipeline's own machine sets.
var runnerName = regexp.MustCompile(`^(?:GITHUB|RUNNER|CI|GITLAB|ACTIONS)_`)

// lookup is the value of a variable that the script sets, or a hole of its name.
func (s *shellScript) lookup(name string, p *syntax.ParamExp) (value shellWord, set bool) {
	switch {
	case name == "@" || name == "*":
		return s.joined(s.args, p)
	case len(name) == 1 && name[0] >= '1' && name[0] <= '9':
		if n := int(name[0] - '1'); n < len(s.args) {
			return s.args[n], true
		}
		return shellWord{s.holePart(p, fact.Hole{Origin: fact.OriginParam, Name: name})}, false
	case strings.Trim(name, "#?$!-0_123456789") == "":
		return shellWord{s.unknown(p)}, true
	}
	if slices.Contains(shellNames, name) {
		return shellWord{s.holePart(p, fact.Hole{Origin: fact.OriginParam, Name: name})}, false
	}
	values := s.vars[name]
	if _, secret := credential.NameKind(name); len(values) == 0 && !secret && s.artifact == fact.ArtifactPipeline && runnerName.MatchString(name) {
		return shellWord{s.holePart(p, fact.Hole{Origin: fact.OriginParam, Name: name})}, false
	}
	if len(values) == 0 {
		return shellWord{s.holePart(p, fact.Hole{Origin: fact.OriginEnv, Name: name})}, false
	}
	s.choices = max(s.choices, len(values))
	v := values[min(s.pick, len(values)-1)]
	if v.array {
		if p.Index != nil && s.source(p.Index) != "@" && s.source(p.Index) != "*" {
			return shellWord{s.unknown(p)}, true
		}
		return s.joined(v.words, p)
	}
	if len(v.words) == 0 {
		return nil, true
	}
	return slices.Clone(v.words[0]), true
}

// joined are words as one, with a blank between them.
func (s *shellScript) joined(words []shellWord, n syntax.Node) (shellWord, bool) {
	if words == nil {
		return shellWord{s.unknown(n)}, true
	}
	var out shellWord
	for i, w := range words {
		if i > 0 {
			out = append(out, shellPart{text: " ", from: s.offset(n.Pos()), to: s.offset(n.Pos())})
		}
		out = append(out, w...)
	}
	return out, true
}

// withDefault is ${name:-default}. A default that is a credential is noted as one here.
func (s *shellScript) withDefault(name string, value shellWord, set bool, e *syntax.Expansion) shellWord {
	standIn := s.word(e.Word)
	if set && len(value) > 0 {
		return value
	}
	if len(value) != 1 || value[0].hole == nil { // set to nothing
		return standIn
	}
	value[0].standIn = standIn
	if text, known := standIn.known(); known && text != "" {
		if kind, ok := credential.NameKind(name); ok && !setting(text, kind) {
			s.literal(standIn, name, kind, fact.UseFallback)
		}
	} else if !known && len(standIn) == 1 && value[0].hole.Origin == fact.OriginParam { // ${1:-$TOKEN}
		return standIn
	}
	return value
}

// fields are the words that a shell makes of one: an array gives one for each value, and
// an expansion without quotes is cut at white space.
func (s *shellScript) fields(w *syntax.Word) []shellWord {
	if list, ok := s.list(w); ok {
		return list
	}
	word := s.word(w)
	if !slices.ContainsFunc(word, func(p shellPart) bool { return p.split && strings.ContainsAny(p.text, " \t\n") }) {
		return []shellWord{word}
	}
	var out []shellWord
	var cur shellWord
	for _, p := range word {
		if !p.split || p.hole != nil {
			cur = append(cur, p)
			continue
		}
		pos := 0
		for i := 0; i <= len(p.text); i++ {
			if i < len(p.text) && strings.IndexByte(" \t\n", p.text[i]) < 0 {
				continue
			}
			cur = append(cur, shellWord{p}.cut(pos, i)...)
			if pos = i + 1; i < len(p.text) && len(cur) > 0 {
				out, cur = append(out, cur), nil
			}
		}
	}
	if len(cur) > 0 {
		out = append(out, cur)
	}
	return out
}

// list are the values of "${array[@]}" and "$@".
func (s *shellScript) list(w *syntax.Word) ([]shellWord, bool) {
	if w == nil || len(w.Parts) != 1 {
		return nil, false
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		part = q.Parts[0]
	}
	p, ok := part.(*syntax.ParamExp)
	if !ok || p.Param == nil || p.Length {
		return nil, false
	}
	if p.Exp != nil && (p.Exp.Op == syntax.AlternateUnset || p.Exp.Op == syntax.AlternateUnsetOrNull) && p.Exp.Word != nil {
		var out []shellWord
		for _, inner := range p.Exp.Word.Parts { // ${TOKEN:+-H "Authorization: …"}: several words
			if text := strings.TrimSpace(s.source(inner)); text != "" {
				out = append(out, s.fields(&syntax.Word{Parts: []syntax.WordPart{inner}})...)
			}
		}
		return trimmedWords(out), true
	}
	if p.Param.Value == "@" && p.Exp == nil && p.Slice == nil {
		return s.args, s.args != nil
	}
	values := s.vars[p.Param.Value]
	if len(values) == 0 || p.Index == nil {
		return nil, false
	}
	s.choices = max(s.choices, len(values))
	if v := values[min(s.pick, len(values)-1)]; v.array && s.source(p.Index) == "@" {
		return v.words, true
	}
	return nil, false
}

// trimmedWords are words without the blanks around them.
func trimmedWords(in []shellWord) []shellWord {
	var out []shellWord
	for _, w := range in {
		flat := w.flat()
		from := len(flat) - len(strings.TrimLeft(flat, " \t\n"))
		if to := len(strings.TrimRight(flat, " \t\n")); from < to {
			out = append(out, w.cut(from, to))
		}
	}
	return out
}

// assign gives a variable its value.
func (s *shellScript) assign(a *syntax.Assign) {
	if a.Name == nil || a.Naked {
		return
	}
	name := a.Name.Value
	if a.Index != nil { // an element of an array, by a key
		s.word(a.Value)
		return
	}
	if a.Array != nil {
		v := shellValue{array: true}
		for _, e := range a.Array.Elems {
			if v.words = append(v.words, s.via(a, s.fields(e.Value)...)...); len(v.words) > maxWords {
				v.words = v.words[:maxWords]
				break
			}
		}
		s.set(name, v, a.Append)
		return
	}
	s.choices = 0
	kept := s.pick
	var values []shellValue
	for s.pick = 0; s.pick < maxChoices; s.pick++ {
		w := s.via(a, s.word(a.Value))[0]
		v := shellValue{words: []shellWord{w}}
		if !contains(values, v) {
			values = append(values, v)
		}
		if s.pick+1 >= s.choices {
			break
		}
	}
	s.pick = kept
	if a.Append {
		s.set(name, values[0], true)
		return
	}
	s.vars[name] = values
	s.setHere(name, a, values[0].words[0])
}

// set gives or adds a value.
func (s *shellScript) set(name string, v shellValue, add bool) {
	old := s.vars[name]
	if !add || len(old) == 0 {
		s.vars[name] = []shellValue{v}
		return
	}
	var out []shellValue
	for _, o := range old {
		if o.array || v.array {
			o = shellValue{words: append(slices.Clone(o.words), v.words...), array: true}
		} else if len(o.words) > 0 && len(v.words) > 0 {
			o = shellValue{words: []shellWord{append(slices.Clone(o.words[0]), v.words[0]...)}}
		}
		if len(o.words) > maxWords || len(o.words) > 0 && len(o.words[0]) > maxWords {
			o = v
		}
		out = append(out, o)
	}
	s.vars[name] = out
}

// via notes where the script gives words to a variable.
func (s *shellScript) via(a *syntax.Assign, words ...shellWord) []shellWord {
	e := fact.Evidence{At: s.atNodeOf(a), Says: a.Name.Value + " is set here"}
	out := make([]shellWord, len(words))
	for i, w := range words {
		out[i] = slices.Clone(w)
		for j := range out[i] {
			if out[i][j].via.Says == "" {
				out[i][j].via = e
			}
			out[i][j].split = false
		}
	}
	return out
}

// setHere looks at a variable that is given a value: a credential that is written down, a
// switch of what the script starts.
func (s *shellScript) setHere(name string, a *syntax.Assign, w shellWord) {
	text, known := w.known()
	if w.flat() != "" {
		s.environment(name, s.factText(w), a)
	}
	if kind, ok := credential.NameKind(name); ok && known && writesOne(text, kind) {
		s.literal(w, name, kind, fact.UseSetting)
	}
}

// writesOne tells a value of a credential's name that is one. "none" and the name of a
// secret elsewhere are not.
func writesOne(v string, kind fact.Kind) bool {
	switch strings.ToLower(v) {
	case "", "none", "null", "nil", "n/a", "unset", "empty", "unknown":
		return false
	}
	if strings.ContainsAny(v, " \t\n") || urlPattern.MatchString(v) || len(v) < 4 {
		return false
	}
	if kind == fact.KindOther && strings.Trim(v, "abcdefghijklmnopqrstuvwxyz-._/") == "" {
		return false
	}
	return !setting(v, kind)
}

// literal notes a credential that is written in the script, and is its fact.
func (s *shellScript) literal(w shellWord, name string, kind fact.Kind, use fact.LiteralUse) fact.Credential {
	v, _ := w.known()
	c := s.grader.Named(name, v)
	if c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.At = s.place(w)
	if _, _, exact := w.span(); !exact { // no one place holds it: each of its parts is hidden
		for _, p := range w {
			s.out.Masks = append(s.out.Masks, s.place(shellWord{p}))
		}
	}
	if key := "literal " + c.At.String(); !s.said[key] {
		s.said[key] = true
		s.out.Literals = append(s.out.Literals, fact.Literal{Credential: c, Use: use, Artifact: s.artifact})
		s.out.Masks = append(s.out.Masks, c.At)
	}
	return c
}

// substituted is $(…): what is printed by commands.
func (s *shellScript) substituted(c *syntax.CmdSubst) shellWord {
	s.captured(c.Stmts)
	if len(c.Stmts) != 1 {
		return shellWord{s.unknown(c)}
	}
	first := firstCall(c.Stmts[0])
	if first == nil {
		return shellWord{s.unknown(c)}
	}
	words := s.arguments(first)
	if len(words) == 0 {
		return shellWord{s.unknown(c)}
	}
	name, _ := words[0].known()
	switch name = base(name); name {
	case "echo", "printf", "cat":
		for _, w := range words[1:] {
			for _, p := range w {
				if p.hole != nil {
					p.derived = true
					return shellWord{p}
				}
			}
		}
		if text, known := s.printed(words); known && name == "echo" && first == c.Stmts[0].Cmd {
			return text
		}
		if name == "cat" && len(words) == 2 && strings.HasPrefix(words[1].flat(), "/run/secrets/") {
			return shellWord{s.holePart(c, fact.Hole{Origin: fact.OriginSecretStore, Name: base(words[1].flat())})}
		}
	case "curl", "wget", "http", "https", "dig", "host", "nslookup":
		return shellWord{s.holePart(c, fact.Hole{Origin: fact.OriginResponse})}
	case "vault", "op", "pass", "gcloud", "az", "aws", "security", "secret-tool", "gopass", "bw", "doppler", "chamber", "sops", "gh", "oc":
		return shellWord{s.holePart(c, fact.Hole{Origin: fact.OriginSecretStore, Name: name})}
	}
	if f := s.funcs[name]; f != nil {
		return shellWord{s.unknown(c)}
	}
	return shellWord{s.unknown(c)}
}

func (s *shellScript) printed(words []shellWord) (shellWord, bool) {
	var out shellWord
	for i, w := range words[1:] {
		if strings.HasPrefix(w.flat(), "-") && i == 0 {
			continue
		}
		if len(out) > 0 {
			return nil, false
		}
		out = w
	}
	return out, len(out) > 0 && !out.hasHole()
}

// captured goes through commands whose output nobody sees.
func (s *shellScript) captured(stmts []*syntax.Stmt) {
	kept := s.vars
	s.vars = cloneValues(kept)
	s.silent++
	s.stmts(stmts)
	s.silent--
	s.vars = kept
}

// firstCall is the first command of a pipe.
func firstCall(st *syntax.Stmt) *syntax.CallExpr {
	for range maxShellDepth {
		switch c := st.Cmd.(type) {
		case *syntax.CallExpr:
			return c
		case *syntax.BinaryCmd:
			st = c.X
		default:
			return nil
		}
	}
	return nil
}

func base(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }
