package models

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// At is how the client behaves in a version of its package. Without a version it
// is the newest behaviour that is known.
func (c *Client) At(version string) Behaviour {
	b := c.Behaviour
	if version == "" {
		return b
	}
	for _, e := range c.History { // the newest first, so that an older change lies over it
		if older(version, e.Before) {
			b.override(e.Behaviour)
		}
	}
	return b
}

func (b *Behaviour) override(o Behaviour) {
	b.Defaults.Override(o.Defaults)
	for to, from := range map[*fact.State]fact.State{
		&b.OnRedirect.CrossHost: o.OnRedirect.CrossHost, &b.OnRedirect.Downgrade: o.OnRedirect.Downgrade,
		&b.OnRedirect.Custom: o.OnRedirect.Custom, &b.AbsoluteWins: o.AbsoluteWins,
	} {
		if from != fact.StateUnknown {
			*to = from
		}
	}
	b.URLParser = cmp.Or(o.URLParser, b.URLParser)
}

// Override takes what o says over what d says.
func (d *Defaults) Override(o Defaults) {
	d.Verify = cmp.Or(o.Verify, d.Verify)
	d.Redirects = cmp.Or(o.Redirects, d.Redirects)
	d.Timeout = cmp.Or(o.Timeout, d.Timeout)
}

// older compares dotted versions by their numbers; what follows a part's digits
// ("0rc1") does not count.
func older(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if x, y := number(as, i), number(bs, i); x != y {
			return x < y
		}
	}
	return false
}

func number(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	s := parts[i]
	if end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		s = s[:end]
	}
	n, _ := strconv.Atoi(s) // no digits: 0
	return n
}
