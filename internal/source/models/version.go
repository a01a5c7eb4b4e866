package models

import (
	"cmp"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/version"
)

// At is how the client behaves in the versions of its package that may be in use, and
// whether these differ in it: then it is the newest behaviour that is known.
func (c *Client) At(p fact.Package) (b Behaviour, varies bool) {
	b = c.Behaviour
	for _, e := range c.History { // the newest first, so that an older change lies over it
		switch {
		case p.Exact && version.Less(p.Version, e.Before), p.Before != "" && !version.Less(e.Before, p.Before):
			b.override(e.Behaviour)
		case !p.Exact && version.Less(p.Version, e.Before):
			varies = true
		}
	}
	return b, varies
}

// Versions says which version of a package a file is built with, as far as that is known.
type Versions func(path, ecosystem, name string) fact.Package

// Resolve is how a client behaves in a file, with what is known of its packages.
func (m *Model) Resolve(c *Client, path string, versions Versions) (Behaviour, fact.Client) {
	of := func(name string) fact.Package {
		if name == "" || versions == nil {
			return fact.Package{Ecosystem: m.Ecosystem, Name: name}
		}
		return versions(path, m.Ecosystem, name)
	}
	out := fact.Client{Name: c.Name, Package: of(c.Package)}
	for _, name := range c.Through {
		out.Through = append(out.Through, of(name))
	}
	b, varies := c.At(out.Package)
	out.Varies = varies
	out.KeepsCrossHost, out.KeepsDowngrade, out.KeepsCustom = b.OnRedirect.CrossHost, b.OnRedirect.Downgrade, b.OnRedirect.Custom
	out.AbsoluteWins, out.URLParser = b.AbsoluteWins, b.URLParser
	return b, out
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
	d.Netrc = cmp.Or(o.Netrc, d.Netrc)
}
