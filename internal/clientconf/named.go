package clientconf

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var namedFormat = format{
	Format: Format{
		Group: "resolvers", Name: "BIND", Files: "named.conf, named.conf.*, by its options",
		Reads: "forwarders, validation, ports, kept answers",
	},
	artifact: fact.ArtifactResolver, read: bindConf,
	named: func(_, base string) bool {
		return strings.HasPrefix(base, "named.conf") && (path.Ext(base) == ".conf" || strings.HasPrefix(base, "named.conf.") && !aboutIt(base))
	},
	maybe: confLike,
	like:  func(_ string, data []byte) bool { return namedStart.Match(data[:min(len(data), 256<<10)]) },
}

// namedStart is a setting that only BIND has.
var namedStart = regexp.MustCompile(`(?m)^[ \t]*(?:dnssec-validation[ \t]+(?:yes|no|auto)[ \t]*;|allow-recursion[ \t]*\{|listen-on(?:-v6)?[ \t]+(?:port[ \t]+[0-9]+[ \t]+)?\{|forwarders[ \t]*\{|zone[ \t]+"[^"\n]*"[ \t]+(?:IN[ \t]+)?\{)`)

// bindConf reads the options of BIND, its views and its zones that are forwarded.
func bindConf(t *text) {
	all := t.semicoloned()
	transports := map[string]bool{} // those of TLS, and whether they check a name
	for _, s := range all {
		if s.words[0].text == "tls" && len(s.words) > 1 {
			transports[s.words[1].text] = s.find("remote-hostname") != nil || s.find("ca-file") != nil
		}
	}
	global := t.namedOptions(all, transports) // a part that is put into the options
	for _, s := range all {
		switch s.words[0].text {
		case "options":
			global = t.namedOptions(s.block, transports)
			t.noted(global)
			global = fact.Resolver{}
		case "view":
			t.noted(t.namedOptions(s.block, transports))
		}
	}
	t.noted(global)
}

// namedOptions reads what one block says. A server that looks nothing up for others is no
// resolver.
func (t *text) namedOptions(block []*statement, transports map[string]bool) fact.Resolver {
	r := fact.Resolver{Software: "BIND"}
	for _, s := range block {
		at := t.atWords(s.words...)
		value := ""
		if len(s.words) > 1 {
			value = s.words[1].text
		}
		switch s.words[0].text {
		case "recursion":
			if no(value) {
				return fact.Resolver{}
			}
			continue
		case "dnssec-validation", "dnssec-enable":
			switch {
			case no(value):
				r.Validation = setTo(fact.StateOff, at, s.words[0].text+" is off")
			case s.words[0].text == "dnssec-validation" && r.Validation.State == fact.StateUnknown:
				r.Validation = setTo(fact.StateOn, at, "")
			}
		case "validate-except":
			for _, b := range s.block {
				if wide(b.words[0].text) {
					r.Validation = setTo(fact.StateOff, t.atWords(b.words...), "nothing is validated below "+rootOr(b.words[0].text))
				}
			}
		case "query-source", "query-source-v6":
			port := after(s.words, "port")
			if port == "" || port == "*" {
				continue
			}
			r.Weakened = append(r.Weakened, setTo(fact.StateOff, at, "all queries leave from port "+port))
		case "forwarders":
			r.Servers = append(r.Servers, t.forwarders(s, transports)...)
		case "zone":
			if f := s.find("forwarders"); f != nil {
				r.Servers = append(r.Servers, t.forwarders(f, transports)...)
			}
			if len(r.Servers) == 0 {
				continue
			}
		case "max-stale-ttl":
			if c, ok := keptLong(value, longStale, at, "answers that have run out are kept for"); ok {
				r.Cache = c
			}
		default:
			continue
		}
		if r.At.IsZero() {
			r.At = at
		}
	}
	return r
}

// after is the word behind another one, or nothing.
func after(ws []word, name string) string {
	for i := range ws {
		if ws[i].text == name && i+1 < len(ws) {
			return ws[i+1].text
		}
	}
	return ""
}

func (t *text) forwarders(s *statement, transports map[string]bool) []fact.NameServer {
	var out []fact.NameServer
	shared := after(s.words, "tls")
	for _, b := range s.block {
		ns := t.nameServer(b.words[0], transportPlain)
		by := after(b.words, "tls")
		if by == "" {
			by = shared
		}
		if by != "" && by != "none" {
			ns.Transport = transportTLS
			checks, known := transports[by]
			switch {
			case checks:
				ns.Authenticated = fact.Setting{State: fact.StateOn, At: ns.At}
			case known, by == "ephemeral":
				ns.Authenticated = setTo(fact.StateOff, ns.At, "its TLS settings name no host and no authority")
			}
		}
		out = append(out, ns)
	}
	return out
}

// semicoloned reads statements that end in a semicolon, with blocks in braces and three
// kinds of comments. Secrets of keys are hidden.
func (t *text) semicoloned() []*statement {
	root := &statement{}
	open := []*statement{root}
	s := &statement{}
	end := func() {
		if len(s.words) > 0 {
			parent := open[len(open)-1]
			parent.block = append(parent.block, s)
			if s.words[0].text == "secret" && len(s.words) > 1 {
				t.out.Masks = append(t.out.Masks, t.atWord(s.words[1]))
			}
		}
		s = &statement{}
	}
	for pos, n := 0, 0; pos < len(t.data); n++ {
		if n&0xfff == 0 && t.ctx.Err() != nil {
			t.skip(pos, len(t.data), "the time for this file was over before its end", true)
			break
		}
		c := t.data[pos]
		switch {
		case blank(c) || c == '\n':
			pos++
		case t.comments(pos):
			pos = t.pastComment(pos)
		case c == ';':
			end()
			pos++
		case c == '{':
			if len(open) > maxTreeDepth {
				t.skip(pos, pos+1, "blocks are not read any deeper", true)
				return root.block
			}
			if len(s.words) == 0 {
				s.words = []word{{from: pos, to: pos}}
			}
			s.block = []*statement{}
			open = append(open, s)
			s = &statement{}
			pos++
		case c == '}':
			end()
			if len(open) == 1 {
				t.skip(pos, pos+1, "this brace closes nothing", false)
			} else {
				s = open[len(open)-1]
				open = open[:len(open)-1]
			}
			pos++
		default:
			w := t.namedWord(pos)
			s.words = append(s.words, w)
			if pos = w.to; w.quoted {
				pos++
			}
		}
	}
	if len(open) > 1 {
		w := open[len(open)-1].words[0]
		t.skip(w.from, w.to, "this block has no end", false)
		for len(open) > 1 {
			end()
			s = open[len(open)-1]
			open = open[:len(open)-1]
		}
	}
	end()
	return root.block
}

func (t *text) comments(pos int) bool {
	rest := t.data[pos:]
	return rest[0] == '#' || len(rest) > 1 && rest[0] == '/' && (rest[1] == '/' || rest[1] == '*')
}

func (t *text) pastComment(pos int) int {
	if t.data[pos] == '/' && t.data[pos+1] == '*' {
		if i := bytes.Index(t.data[pos:], []byte("*/")); i >= 0 {
			return pos + i + 2
		}
		t.skip(pos, pos+2, "this comment has no end", false)
		return len(t.data)
	}
	return lineEnd(t.data, pos)
}

// namedWord reads a word, or what is in quotes, which may go over lines.
func (t *text) namedWord(pos int) word {
	if t.data[pos] == '"' {
		if i := bytes.IndexByte(t.data[pos+1:], '"'); i >= 0 {
			return word{string(t.data[pos+1 : pos+1+i]), pos + 1, pos + 1 + i, true}
		}
	}
	to := pos + 1
	for to < len(t.data) && !blank(t.data[to]) && strings.IndexByte("\n;{}\"", t.data[to]) < 0 {
		to++
	}
	return word{string(t.data[pos:to]), pos, to, false}
}
