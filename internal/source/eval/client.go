package eval

import (
	"maps"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/models"
)

// constructed is the client library whose objects a constructor makes.
func (m *machine) constructed(path string) *models.Client {
	for i := range m.model.Clients {
		for _, c := range m.model.Clients[i].Constructors {
			if c == path {
				return &m.model.Clients[i]
			}
		}
	}
	return nil
}

// clientCall is the library function that sends a request.
func (m *machine) clientCall(path string) (*models.Client, *models.Function) {
	prefix, name := cutLast(path)
	for i := range m.model.Clients {
		c := &m.model.Clients[i]
		for _, f := range c.Functions {
			if f != prefix {
				continue
			}
			for j := range c.Calls {
				for _, n := range c.Calls[j].Names {
					if n == name || name == anyCall {
						return c, &c.Calls[j]
					}
				}
			}
		}
	}
	return nil, nil
}

func (m *machine) newClient(cm *models.Client, args callArgs, at fact.Location) *client {
	m.clientID++
	c := &client{m: cm, id: m.clientID, headers: newDict(), settings: map[string]entry{}, at: at}
	for _, role := range slices.Sorted(maps.Keys(cm.Constructor)) { // connector before verify
		if e, ok := args.get(cm.Constructor[role]); ok {
			m.setRole(c, role, e)
		}
	}
	return c
}

// clientOf is the client object behind an instance of a class that extends one.
func (m *machine) clientOf(o *object) *client {
	if o.class.clientM == nil {
		return nil
	}
	if c, ok := o.attrs["\x00client"].(*client); ok {
		return c
	}
	c := m.newClient(o.class.clientM, callArgs{}, m.loc(o.class.decl.Span))
	o.attrs["\x00client"] = c
	return c
}

func (m *machine) setClient(c *client, attr string, v value, at fact.Location) {
	if role, ok := c.m.Attributes[attr]; ok {
		m.setRole(c, role, entry{v, at})
	}
}

func (m *machine) setRole(c *client, role string, e entry) {
	if role != "headers" {
		c.settings[role] = e
		if role == "connector" {
			c.settings["verify"] = e
			delete(c.settings, "connector")
		}
		return
	}
	if d, ok := dictOf(e.v); ok {
		if len(c.headers.keys) > 0 {
			d = d.clone()
			old := c.headers
			c.headers = d
			for k, e := range old.keys {
				if _, has := d.keys[k]; !has {
					d.keys[k] = e
				}
			}
			return
		}
		c.headers = d
	}
}

func (m *machine) newRequest(r models.Function, args callArgs) *request {
	q := &request{headers: newDict(), plain: newDict(), args: map[string]entry{}}
	for role, arg := range r.Args {
		e, ok := args.get(arg)
		if !ok {
			continue
		}
		switch role {
		case "url":
			q.url = e.v
		case "method":
			q.method = e.v
		case "headers":
			if d, ok := dictOf(e.v); ok {
				q.headers = d
			}
		default:
			q.args[role] = e
		}
	}
	return q
}

func (m *machine) newTLS(c *models.Context, args callArgs, at fact.Location) *tls {
	t := &tls{m: c}
	t.verify = fact.Setting{State: c.Verify, At: at, Explicit: c.Verify == fact.StateOff}
	t.hostname = fact.Setting{State: c.HostnameCheck, At: at, Explicit: c.HostnameCheck == fact.StateOff && c.Verify != fact.StateOff}
	if c.CA != nil {
		if e, ok := args.get(*c.CA); ok {
			if _, isNull := e.v.(null); !isNull {
				t.verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: e.at}
			}
		}
	}
	if c.Inner != nil {
		if e, ok := args.get(*c.Inner); ok {
			t.verify = m.verifySetting(e)
			if inner, isTLS := e.v.(*tls); isTLS {
				t.hostname = inner.hostname
			}
		}
	}
	return t
}

func (m *machine) setTLS(t *tls, attr string, v value, at fact.Location) {
	off := false
	switch x := v.(type) {
	case boolean:
		off = !bool(x)
	case *ext:
		off = m.matches(t.m.Off, x.path)
	}
	s := fact.Setting{State: fact.StateOn, Explicit: true, At: at}
	if off {
		s.State = fact.StateOff
	}
	switch t.m.Attributes[attr] {
	case "verify":
		t.verify = s
	case "hostname":
		t.hostname = s
	}
}

// verifySetting reads what verify=, ssl=, cert_reqs= or context= was given.
func (m *machine) verifySetting(e entry) fact.Setting {
	s := fact.Setting{Explicit: true, At: e.at}
	for _, a := range alternatives(e.v) {
		st := fact.StateUnknown
		switch x := a.(type) {
		case boolean:
			st = fact.StateOff
			if x {
				st = fact.StateOn
			}
		case null:
			st, s.Explicit = fact.StateOn, false
		case *tls:
			return x.verify
		case *str:
			if t, ok := x.known(); ok {
				st = fact.StateCustom
				if strings.EqualFold(t, "CERT_NONE") {
					st = fact.StateOff
				} else if strings.EqualFold(t, "CERT_REQUIRED") {
					st = fact.StateOn
				}
			}
		case *ext:
			for _, c := range m.model.Contexts {
				if m.matches(c.Off, x.path) {
					st = fact.StateOff
				}
			}
		}
		if s.State == fact.StateUnknown || st == fact.StateOff {
			s.State = st
		}
	}
	if len(alternatives(e.v)) > 1 && s.State == fact.StateOff {
		s.Value = fact.Text{{Hole: &fact.Hole{Origin: fact.OriginUnknown, At: e.at}}} // only on some paths
	}
	return s
}

func hostnameSetting(e entry) fact.Setting {
	s := fact.Setting{Explicit: true, At: e.at}
	switch x := e.v.(type) {
	case boolean:
		s.State = fact.StateOn
		if !x {
			s.State = fact.StateOff
		}
	case *tls:
		return x.hostname
	case *str:
		s.State = fact.StateOn
	}
	return s
}

func timeoutSetting(e entry) fact.Setting {
	s := fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
	switch x := e.v.(type) {
	case null:
		s.State = fact.StateOff
	case nil:
		s.State, s.Explicit = fact.StateUnknown, false
	case *str:
		if x.onlyHole() != nil && x.onlyHole().Origin == fact.OriginParam {
			s.State = fact.StateUnknown
		}
	case *multi:
		s.State = fact.StateUnknown
	}
	return s
}

func boolSetting(e entry) fact.Setting {
	s := fact.Setting{Explicit: true, At: e.at}
	if b, ok := e.v.(boolean); ok {
		s.State = fact.StateOff
		if b {
			s.State = fact.StateOn
		}
	}
	if n, ok := e.v.(number); ok && n == "0" {
		s.State = fact.StateOff
	}
	return s
}
