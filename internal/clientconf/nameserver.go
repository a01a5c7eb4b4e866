package clientconf

import (
	"net/netip"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// The transports of a resolver.
const (
	transportPlain = "plain"
	transportTLS   = "tls"
	transportHTTPS = "https"
)

// longTTL is how many seconds an answer may be kept by a setting, whatever its owner says,
// before that counts: a forged one lives as long. longStale is the same for answers that
// have run out, of which RFC 8767 takes up to three days for reasonable.
const (
	longTTL   = 300
	longStale = 3 * 24 * 3600
)

// nameServer is a resolver at an address, with a port behind one of the signs or none.
func (t *text) nameServer(w word, transport string) fact.NameServer {
	s := fact.NameServer{Transport: transport, At: t.atWord(w)}
	if strings.Contains(w.text, "{{") {
		s.Address = t.open(w)
		return s
	}
	s.Address = t.open(withoutPort(w))
	return s
}

// withoutPort takes :53, @53 and #53 off an address, and brackets and a zone too.
func withoutPort(w word) word {
	if inner, ok := strings.CutPrefix(w.text, "["); ok {
		if i := strings.IndexByte(inner, ']'); i >= 0 {
			return word{text: inner[:i], from: w.from + 1, to: w.from + 1 + i}
		}
	}
	for _, sign := range []string{"@", "#"} {
		w, _, _ = w.cut(sign)
	}
	if before, port, ok := w.cut(":"); ok && !strings.Contains(port.text, ":") {
		w = before
	}
	return w
}

func isAddress(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil
}

// maxOverrides bounds the names that one file gives addresses to.
const maxOverrides = 100_000

// overrides notes names that are given an address, or another name.
func (t *text) overrides(to word, by string, names ...word) {
	for _, n := range names {
		switch {
		case len(t.out.Overrides) > maxOverrides:
			return
		case len(t.out.Overrides) == maxOverrides:
			t.skip(n.from, n.to, "names with addresses are not read from here on: there are too many", false)
		}
		t.out.Overrides = append(t.out.Overrides, fact.Override{
			Name: t.open(n.trimRight(".")), To: t.open(to.trimRight(".")), By: by, At: t.atWord(n),
		})
	}
}

// answersNothing tells an address that blocks a name, or leads to this machine.
func answersNothing(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && (a.IsUnspecified() || a.IsLoopback())
}

// seconds reads a number of seconds with the units that resolvers and proxies take: 300,
// 5m, 1h30m, 1d, 1w. Beyond a hundred years it is that.
func seconds(s string) (n int, ok bool) {
	const most = 100 * 365 * 86400
	units := map[string]int{
		"": 1, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "day": 86400, "days": 86400, "w": 7 * 86400, "M": 30 * 86400, "y": 365 * 86400,
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, false
	}
	for s != "" {
		digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
		v, err := strconv.Atoi(digits)
		if digits == "" || err != nil {
			return 0, false
		}
		s = s[len(digits):]
		word := s[:len(s)-len(strings.TrimLeft(s, "abcdefghijklmnopqrstuvwxyzM"))]
		s = strings.TrimLeft(s[len(word):], " ")
		if word == "ms" {
			v, word = v/1000, "s"
		}
		unit, known := units[word]
		if !known {
			return 0, false
		}
		if v > most/unit || n > most-v*unit {
			return most, true
		}
		n += v * unit
	}
	return n, true
}

// keptLong is a setting that has answers kept for at least some seconds, where that is long.
func keptLong(value string, limit int, at fact.Location, says string) (fact.Setting, bool) {
	n, ok := seconds(value)
	if !ok || n <= limit {
		return fact.Setting{}, false
	}
	return setTo(fact.StateOff, at, says+" "+strconv.Itoa(n)+" seconds"), true
}

// yes tells a truth value as resolvers write it.
func yes(s string) bool {
	switch strings.ToLower(s) {
	case "yes", "true", "on", "1":
		return true
	}
	return false
}

func no(s string) bool {
	switch strings.ToLower(s) {
	case "no", "false", "off", "0":
		return true
	}
	return false
}

var confName = regexp.MustCompile(`\.(?:conf|cfg|config|options|local|tmpl|tpl|template|j2|in|erb|dist|sample|example)$`)

// confLike tells a path whose content may be the settings of a server.
func confLike(_, base string) bool { return confName.MatchString(base) }

// aboutIt tells a text about a file of settings, such as its manual page.
func aboutIt(base string) bool {
	switch e := path.Ext(base); e {
	case ".md", ".rst", ".txt", ".html", ".adoc", ".pod":
		return true
	default:
		return len(e) == 2 && e[1] >= '0' && e[1] <= '9'
	}
}

// noted adds a resolver where something is known of it.
func (t *text) noted(r fact.Resolver) {
	if r.At.IsZero() {
		return
	}
	r.Artifact = fact.ArtifactResolver
	t.out.Resolvers = append(t.out.Resolvers, r)
}
