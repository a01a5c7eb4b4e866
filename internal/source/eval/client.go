package eval

import (
	"fmt"
	"hash/fnv"
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
			if match(c, path) {
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
			if f == path {
				if call := calledItself(c.Calls); call != nil {
					return c, call
				}
			}
			if !match(f, prefix) {
				continue
			}
			if call := function(c.Calls, name); call != nil {
				return c, call
			}
		}
	}
	return nil, nil
}

func calledItself(fs []models.Function) *models.Function {
	for i := range fs {
		if slices.Contains(fs[i].Names, models.Called) {
			return &fs[i]
		}
	}
	return nil
}

// function is the one of that name.
func function(fs []models.Function, name string) *models.Function {
	for i := range fs {
		if name == anyCall || slices.Contains(fs[i].Names, name) {
			return &fs[i]
		}
	}
	return nil
}

// siteID tells objects apart by where they are made and by the calls that led there,
// so that every file that reaches an object knows it by the same number.
func (m *machine) siteID(at fact.Location) int {
	h := fnv.New64a()
	fmt.Fprint(h, at)
	for _, e := range m.trail {
		fmt.Fprint(h, e.At)
	}
	return int(h.Sum64()>>2) | 1
}

func (m *machine) newClient(cm *models.Client, args callArgs, at fact.Location) *client {
	c := &client{m: cm, id: m.siteID(at), headers: newDict(), settings: map[string]entry{}, at: at}
	for _, role := range slices.Sorted(maps.Keys(cm.Constructor)) { // connector before verify
		if e, ok := args.get(cm.Constructor[role]); ok {
			m.setRole(c, role, e)
		}
	}
	for _, e := range args.pos { // such as the handlers of an opener
		if _, ok := e.v.(*tls); ok && c.settings["verify"].v == nil {
			m.setRole(c, "verify", e)
		}
		m.optional(c, e.v, 0)
	}
	return c
}

// option is what a function that says something of a client gives.
type option struct{ roles map[string]entry }

// optionOf is the result of a function that says something of a client.
func (m *machine) optionOf(path string, args callArgs) (*option, bool) {
	for i := range m.model.Clients {
		for _, o := range m.model.Clients[i].Options {
			if slices.Contains(o.Names, path) {
				return &option{said(o, args)}, true
			}
		}
	}
	return nil, false
}

// optional gives the client what options say, which may stand in sequences.
func (m *machine) optional(c *client, v value, depth int) {
	switch x := v.(type) {
	case *option:
		for _, role := range slices.Sorted(maps.Keys(x.roles)) {
			m.setRole(c, role, x.roles[role])
		}
	case *tls:
		if depth > 0 && c.settings["verify"].v == nil {
			m.setRole(c, "verify", entry{v: x, at: c.at})
		}
	case *list:
		for i := 0; i < len(x.items) && depth < 4; i++ {
			m.optional(c, x.items[i], depth+1)
		}
	}
}

// attached gives the client what says a credential for each call: a token, or the headers
// that a method of an object gives.
func (m *machine) attached(c *client, e entry) {
	o, ok := e.v.(*object)
	if !ok {
		m.setRole(c, "auth", e)
		return
	}
	for _, name := range m.model.Attachers {
		g, ok := m.member(o.class, name, 0).(*fn)
		if !ok {
			continue
		}
		given := m.invoke(&frame{scope: g.scope}, bind(g, o), callArgs{given: true, open: true}, e.at)
		if d, ok := dictOf(resultOf(given, 0)); ok {
			m.setRole(c, "headers", entry{v: d, at: e.at})
		}
	}
}

// carriedHeaders are the headers of a later call that a call gives along with something else.
func (m *machine) carriedHeaders(path string, args callArgs) (value, bool) {
	for _, r := range m.model.Carried {
		if !slices.Contains(r.Names, path) {
			continue
		}
		d := newDict()
		for _, role := range []string{"with_headers", "headers"} {
			if arg, takes := r.Args[role]; takes {
				e, _ := args.get(arg)
				given, ok := dictOf(e.v)
				if ok {
					d.merge(given)
				}
				d.open = d.open || !ok
			}
		}
		if first := r.Args["field"].Pos; first > 0 && first <= len(args.pos) {
			d.inTurn(args.pos[first-1:])
		}
		return d, true
	}
	return nil, false
}

// setRoles reads a method that gives the client what it sends later. One with a URL
// begins a request; a header is that request's, or the client's where none has begun.
func (m *machine) setRoles(f *frame, c *client, set models.Function, args callArgs, at fact.Location) {
	if _, begins := set.Args["url"]; begins {
		c.begun = m.newRequest(set, args)
		return
	}
	if len(set.Options) > 0 {
		m.setOption(c, set, args)
		return
	}
	if field, ok := set.Args["field"]; ok {
		e, _ := args.get(field)
		to := c.headers
		if c.begun != nil {
			to = c.begun.headers
		}
		if k, known := keyOf(e.v); known {
			to.keys[k], _ = args.get(set.Args["value"])
		} else if d, ok := dictOf(e.v); ok { // several at once
			to.merge(d)
		}
		return
	}
	if s := set.Defaults.Redirects; s != "" { // it is said by the method's name
		m.setRole(c, "redirects", entry{v: boolean(s == fact.StateOn), at: at})
	}
	for role, e := range said(set, args) {
		if role == "with_headers" {
			m.withHeaders(f, c.headers, e)
			continue
		}
		m.setRole(c, role, e)
	}
}

// setOption reads a method that sets one of many things, which a constant of the library
// or of the client says. Where that is not known, nothing is known of the channel.
func (m *machine) setOption(c *client, set models.Function, args callArgs) {
	option, _ := args.get(set.Args["option"])
	e, given := args.get(set.Args["value"])
	x, constant := option.v.(*ext)
	if !constant || !given {
		c.handed = true
		return
	}
	switch role := set.Options[lastName(x.path)]; role {
	case "":
	case "user": // and its password, in one text
		e.v = each(e.v, func(v value) value {
			s, _ := m.toStr(v, e.at)
			user, password := cutUser(s.pieces)
			return &list{kind: "basic", items: []value{&str{pieces: user}, &str{pieces: password}}}
		})
		m.setRole(c, "auth", e)
	default:
		m.setRole(c, role, e)
	}
}

// said is what a method that sets something is given, by role.
func said(set models.Function, args callArgs) map[string]entry {
	out := map[string]entry{}
	for role, arg := range set.Args {
		e, ok := args.get(arg)
		switch {
		case !ok, role == "password":
		case role == "user":
			out["auth"] = entry{v: &list{kind: "basic", items: []value{e.v, argValue(args, set.Args["password"])}}, at: e.at}
		default:
			out[role] = e
		}
	}
	return out
}

// clientOf is the client object behind an instance of a class that extends one.
func (m *machine) clientOf(o *object) *client {
	if o.class.clientM == nil {
		return nil
	}
	if c, ok := o.attrs[behindObject].(*client); ok {
		return c
	}
	c := m.newClient(o.class.clientM, callArgs{}, o.class.at())
	o.attrs[behindObject] = c
	return c
}

func (m *machine) setClient(c *client, attr string, v value, at fact.Location) {
	if role, ok := c.m.Attributes[attr]; ok {
		m.setRole(c, role, entry{v: v, at: at})
	}
}

func (m *machine) setRole(c *client, role string, e entry) {
	switch role {
	case "hook":
		m.hooked(c, e.v, e.at)
		return
	case "attacher":
		m.attached(c, e)
		return
	case "client": // one that it sends through
		if inner, ok := e.v.(*client); ok {
			maps.Copy(c.settings, inner.settings)
			c.headers.merge(inner.headers)
		}
		return
	}
	if old, ok := c.settings[role]; ok && (role == "signer" || role == "hop_signer") { // each adds its own
		e.v = &list{kind: "list", items: []value{old.v, e.v}}
	}
	if role != "headers" {
		c.settings[role] = e
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

// listOf is the list that the client keeps for a role, which its holder may add to.
func (c *client) listOf(role string, at fact.Location) *list {
	old, has := c.settings[role]
	if l, ok := old.v.(*list); ok {
		return l
	}
	l := &list{kind: "list"}
	if has {
		l.items = alternatives(old.v)
	}
	c.settings[role] = entry{v: l, at: at}
	return l
}

func (m *machine) newRequest(r models.Function, args callArgs) *request {
	q := &request{headers: newDict(), plain: newDict(), args: map[string]entry{}}
	if r.Method != "" && r.Method != "?" {
		q.method = &str{pieces: []piece{{lit: r.Method}}}
	}
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
	t.server = fact.Setting{State: fact.StateOff, At: at}
	t.verify = fact.Setting{State: c.Verify, At: at, Explicit: c.Verify == fact.StateOff}
	t.hostname = fact.Setting{State: c.HostnameCheck, At: at, Explicit: c.HostnameCheck == fact.StateOff && c.Verify != fact.StateOff}
	t.pin = fact.Setting{State: c.Pin, Explicit: c.Pin != fact.StateUnknown, At: at}
	if len(c.Strict) > 0 {
		m.protocol(t, args, at)
	}
	if e, ok := m.roleOf(c, "ca", args); ok {
		t.verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: e.at}
	}
	if e, ok := m.roleOf(c, "verify", args); ok {
		t.verify = m.verifySetting(e)
		if inner, isTLS := e.v.(*tls); isTLS {
			t.hostname, t.pin, t.cert, t.server = inner.hostname, inner.pin, inner.cert, inner.server
		}
	}
	if e, ok := m.roleOf(c, "hostname", args); ok {
		if state, known := m.verifier(&frame{scope: &scope{vars: map[string]value{}}}, e.v); known {
			t.hostname = fact.Setting{State: state, Explicit: true, At: e.at}
		}
	}
	if e, ok := m.roleOf(c, "insecure", args); ok {
		t.set("insecure", e)
	}
	for _, role := range []string{"server_name", "pin"} {
		if e, ok := m.roleOf(c, role, args); ok && !(role == "pin" && m.saysNothing(e)) {
			t.set(role, e)
		}
	}
	m.identityOf(t, c, args)
	return t
}

// saysNothing tells a function that checks nothing: it gives back nothing whatever it is
// asked, and calls nothing that could leave.
func (m *machine) saysNothing(e entry) bool {
	g, ok := e.v.(*fn)
	if !ok || !doesNothing(g) {
		return false
	}
	_, isNull := m.invoke(&frame{scope: g.scope}, g, callArgs{given: true, open: true}, e.at).(null)
	return isNull
}

// identityOf reads what a context compares the name with.
func (m *machine) identityOf(t *tls, c *models.Context, args callArgs) {
	if e, ok := m.roleOf(c, "hostname", args); ok {
		if s, ok := m.switchedOff(e); ok {
			t.hostname = s
		}
	}
}

// set gives the settings what a part of them is given.
func (t *tls) set(role string, e entry) {
	on := fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
	switch role {
	case "insecure": // nothing is checked where it is on
		s := turnedRound(boolSetting(e))
		t.verify, t.hostname = s, fact.Setting{State: s.State, At: e.at}
	case "server_name":
		if s, ok := e.v.(*str); ok {
			if text, known := s.known(); known && text == "" {
				return
			}
			on.Value = s.text()
		}
		t.server = on
	case "pin":
		t.pin = on
	}
}

// turnedRound is a check that is off where a switch is on.
func turnedRound(s fact.Setting) fact.Setting {
	switch s.State {
	case fact.StateOn:
		s.State = fact.StateOff
	case fact.StateOff:
		s.State = fact.StateOn
	}
	return s
}

// roleOf is an argument of a context that says something.
func (m *machine) roleOf(c *models.Context, role string, args callArgs) (entry, bool) {
	arg, ok := c.Args[role]
	if !ok {
		return entry{}, false
	}
	e, ok := args.get(arg)
	if _, isNull := e.v.(null); isNull {
		return entry{}, false
	}
	return e, ok
}

// protocol reads the argument that can make a context strict. One that is not known
// leaves everything open.
func (m *machine) protocol(t *tls, args callArgs, at fact.Location) {
	if len(args.pos) == 0 {
		return
	}
	state := fact.StateUnknown
	if x, ok := args.pos[0].v.(*ext); ok {
		if !m.matches(t.m.Strict, x.path) {
			return
		}
		state = fact.StateOn
	}
	t.verify, t.hostname = fact.Setting{State: state, At: at}, fact.Setting{State: state, At: at}
}

func (m *machine) setTLS(t *tls, attr string, v value, at fact.Location) {
	s := fact.Setting{Explicit: true, At: at}
	switch x := v.(type) {
	case boolean:
		s = boolSetting(entry{v: x, at: at})
	case *ext:
		s.State = fact.StateOn
		if m.matches(t.m.Off, x.path) {
			s.State = fact.StateOff
		}
	}
	switch role := t.m.Attributes[attr]; role {
	case "insecure", "server_name", "pin":
		if e := (entry{v: v, at: at}); role != "pin" || !m.saysNothing(e) {
			t.set(role, e)
		}
	case "tls":
		if inner, ok := v.(*tls); ok {
			t.verify, t.hostname, t.pin, t.server = inner.verify, inner.hostname, inner.pin, inner.server
		}
	case "ca":
		if t.verify.State == fact.StateOn {
			t.verify = fact.Setting{State: fact.StateCustom, Explicit: true, At: at}
		}
	case "verify":
		t.verify = s
	case "hostname":
		t.hostname = s
	}
}

// verifySetting reads what verify=, ssl=, cert_reqs= or context= was given.
func (m *machine) verifySetting(e entry) fact.Setting {
	s, unknown, on := fact.Setting{Explicit: true, At: e.at}, false, false
	for _, a := range alternatives(e.v) {
		st := fact.StateUnknown
		switch x := a.(type) {
		case boolean:
			st = fact.StateOff
			if x {
				st = fact.StateOn
			}
		case number:
			st = fact.StateOn
			if x == "0" {
				st = fact.StateOff
			}
		case null:
			st, s.Explicit = fact.StateOn, false
		case *tls:
			if a == e.v && !e.maybe() {
				return x.verify
			}
			if st = x.verify.State; st == fact.StateOff { // the switch is where the context is made
				s.At = x.verify.At
			}
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
		unknown = unknown || st == fact.StateUnknown
		on = on || st == fact.StateOn
		if s.State == fact.StateUnknown || st == fact.StateOff {
			s.State = st
		}
	}
	if unknown && s.State != fact.StateOff {
		s.State = fact.StateUnknown
	}
	if (len(alternatives(e.v)) > 1 || e.maybe()) && s.State == fact.StateOff {
		s.Explicit = true
		on = on || e.maybe()                                     // what the client does by itself
		some := &fact.Hole{Origin: fact.OriginUnknown, At: e.at} // only on some paths
		if on {
			some.Default, some.HasDefault = string(fact.StateOn), true
		}
		s.Value = fact.Text{{Hole: some}}
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

// givenSetting is on where a value is given, and not known where it may be none.
func givenSetting(e entry) fact.Setting {
	s := fact.Setting{State: fact.StateOn, Explicit: true, At: e.at}
	for _, a := range alternatives(e.v) {
		switch x := a.(type) {
		case null:
			return fact.Setting{}
		case nil:
			s.State = fact.StateUnknown
		case *str:
			if _, known := x.known(); !known {
				s.State = fact.StateUnknown
			}
		}
	}
	return s
}

func boolSetting(e entry) fact.Setting {
	s := fact.Setting{Explicit: true, At: e.at}
	if _, isNumber := e.v.(number); isNumber {
		s.State = fact.StateOn
	}
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
