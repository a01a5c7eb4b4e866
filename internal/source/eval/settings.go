package eval

import (
	"maps"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
)

// maxSettings bounds the settings that one statement makes.
const maxSettings = 500

// setting notes what the program sets under a name by which its other modules read it.
func (m *machine) setting(origin fact.Origin, name string, v value, at fact.Location) {
	v = named(m.force(v), name)
	m.globals[settingKey(origin, name)] = v
	for _, a := range alternatives(v) {
		s, ok := a.(*str)
		if !ok || s.part != nil || len(s.pieces) == 0 {
			continue
		}
		if h := s.onlyHole(); h != nil && h.Origin == origin && h.Name == name {
			continue // set to itself
		}
		x := fact.Variable{Name: name, Artifact: fact.ArtifactSource, Origin: origin, At: at}
		if p := placeOf(s); p.Start.Line > 0 {
			x.At = p
		}
		if c, ok := m.settingCredential(name, s, x.At); ok {
			x.Credential = &c
		} else {
			x.Value, _ = m.redact(s)
		}
		if m.once("setting" + name + x.At.String()) {
			m.out.Variables = append(m.out.Variables, x)
		}
	}
}

func settingKey(origin fact.Origin, name string) string { return string(origin) + ":[" + name + "]" }

// settingCredential is the credential that a setting holds, by its name or by where the
// value comes from.
func (m *machine) settingCredential(name string, s *str, at fact.Location) (fact.Credential, bool) {
	if !isCredentialName(name) && !namesCredential(s) && !authorizes(s.onlyHole()) {
		return fact.Credential{}, false
	}
	kind, pieces := cutAuthScheme(s.pieces, fact.KindOther)
	for _, p := range pieces {
		if p.hole != nil {
			return m.fromHole(p, kind, at), true
		}
	}
	text, _ := (&str{pieces: pieces}).known()
	if text == "" {
		return fact.Credential{}, false
	}
	c := m.grader.Named(name, text)
	if c.Kind != fact.KindJWT {
		c.Kind = kind
	}
	c.At = m.literalAt(pieces, at)
	m.mask(pieces)
	return c, true
}

// setSettings reads a method of the program's settings that sets several. The value is
// false where it is no such method.
func (m *machine) setSettings(h *fact.Hole, method string, args callArgs, at fact.Location) bool {
	how := m.model.Settings[method]
	if how == "" || h == nil || h.Origin != fact.OriginConfig || h.Name != "" {
		return false
	}
	for _, e := range args.pos {
		for _, a := range alternatives(m.force(e.v)) {
			switch how {
			case "mapping":
				d, _ := dictOf(a)
				m.settingsIn(d.keys, at)
			case "object":
				m.settingsOf(a, at)
			case "file":
				if name, ok := keyOf(a); ok {
					name, _, _ = strings.Cut(name[strings.LastIndexByte(name, '/')+1:], ".")
					m.settingsModule(name, at)
				}
			}
		}
	}
	if how == "mapping" {
		m.settingsIn(args.named, at)
	}
	return true
}

func (m *machine) settingsIn(keys map[string]entry, at fact.Location) {
	for i, k := range slices.Sorted(maps.Keys(keys)) {
		if i == maxSettings {
			m.over = true
			return
		}
		e := keys[k]
		if e.at.Start.Line == 0 {
			e.at = at
		}
		m.setting(fact.OriginConfig, k, e.v, e.at)
	}
}

// settingsOf are the names in upper case of a class, an object or a module, or of one
// that a dotted path names.
func (m *machine) settingsOf(v value, at fact.Location) {
	keys := map[string]entry{}
	put := func(vars map[string]value) {
		for k, v := range vars {
			if _, has := keys[k]; !has && k == strings.ToUpper(k) && k[0] != '_' {
				keys[k] = entry{v: v, at: at}
			}
		}
	}
	switch x := v.(type) {
	case *class:
		m.membersOf(x, put, 0)
	case *object:
		put(x.attrs)
		m.membersOf(x.class, put, 0)
	case *module:
		m.load(x.unit)
		for _, f := range x.unit.files {
			put(x.unit.places[f].top.vars)
		}
	case *str:
		if path, ok := x.known(); ok {
			m.settingsModule(path, at)
		} else if h := x.onlyHole(); h != nil && h.HasDefault {
			m.settingsModule(h.Default, at)
		}
	}
	m.settingsIn(keys, at)
}

func (m *machine) membersOf(c *class, put func(map[string]value), depth int) {
	put(c.members)
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok && depth < maxCallDepth {
			m.membersOf(bc, put, depth+1)
		}
	}
}

// settingsModule reads the settings of a module, or of a class in one.
func (m *machine) settingsModule(path string, at fact.Location) {
	for level := range 2 { // one beside the file, where there is none of that name
		if x := m.imported(m.cur.file, path, level); x != nil {
			m.settingsOf(x, at)
			return
		}
	}
	path = strings.ReplaceAll(path, ":", ".")
	if prefix, name := cutLast(path); prefix != "" {
		if x := m.imported(m.cur.file, prefix, 0); x != nil {
			if c, ok := m.moduleAttr(x, name, at).(*class); ok {
				m.settingsOf(c, at)
			}
		}
	}
}

// settingsNamed reads the module of settings that a variable of the environment names.
func (m *machine) settingsNamed(h *fact.Hole, name string, v value, at fact.Location) {
	if h.Origin != fact.OriginEnv || h.Name != "" || !slices.Contains(m.model.SettingsModules, name) {
		return
	}
	for _, a := range alternatives(v) {
		if s, ok := a.(*str); ok {
			m.settingsOf(s, at)
		}
	}
}

// declaredSettings makes of the attributes that a class declares what its library fills
// from the environment.
func (m *machine) declaredSettings(f *frame, c *class) {
	if !m.readsEnvironment(c, 0) {
		return
	}
	prefix := m.settingsPrefix(c, 0)
	for _, s := range c.decl.Body {
		x, ok := s.(*ir.Assign)
		if !ok || x.Type == nil || len(x.Targets) != 1 {
			continue
		}
		t, ok := x.Targets[0].(*ir.Name)
		if !ok || m.isPrefixHolder(t.Value) || strings.HasPrefix(t.Value, "_") {
			continue
		}
		name, at := prefix+strings.ToUpper(t.Value), m.loc(t.Span)
		if call, ok := x.Value.(*ir.Call); ok {
			if other := m.settingAlias(f, call); other != "" {
				name = other
			}
		}
		if nested := m.nestedSettings(f, c, x, name, at); nested != nil {
			c.members[t.Value] = nested
			continue
		}
		switch d := c.members[t.Value].(type) {
		case nil, null:
			c.members[t.Value] = holeOf(fact.OriginEnv, name, at)
		case *str:
			if _, known := d.known(); known {
				c.members[t.Value] = m.withDefault(holeOf(fact.OriginEnv, name, at), d, m.at(x.Value))
			}
		}
	}
}

func (m *machine) readsEnvironment(c *class, depth int) bool {
	for _, b := range c.bases {
		switch x := b.(type) {
		case *ext:
			if m.matches(m.model.SettingsClasses, x.path) {
				return true
			}
		case *class:
			if depth < maxCallDepth && m.readsEnvironment(x, depth+1) {
				return true
			}
		}
	}
	return false
}

// settingsPrefix is what the names in the environment begin with: a key of a mapping,
// or an attribute of a class, that the class holds.
func (m *machine) settingsPrefix(c *class, depth int) string {
	return strings.ToUpper(m.saidBy(c, m.model.SettingsPrefix, depth))
}

// saidBy is a text that a class, or a base of it, holds for those who fill it.
func (m *machine) saidBy(c *class, holders []models.SettingsPrefix, depth int) string {
	for _, holder := range holders {
		v, attribute := c.members[holder.Holder], value(nil)
		switch x := v.(type) {
		case *dict:
			attribute = x.keys[holder.Key].v
		case *class:
			attribute = x.members[holder.Key]
		}
		if k, ok := keyOf(attribute); ok {
			return k
		}
	}
	for _, b := range c.bases {
		if bc, ok := b.(*class); ok && depth < maxCallDepth {
			if p := m.saidBy(bc, holders, depth+1); p != "" {
				return p
			}
		}
	}
	return ""
}

func (m *machine) isPrefixHolder(name string) bool {
	for _, h := range m.model.SettingsPrefix {
		if h.Holder == name {
			return true
		}
	}
	return false
}

// settingAlias is the name that a field says that it is read by.
func (m *machine) settingAlias(f *frame, call *ir.Call) string {
	for _, a := range call.Args {
		if slices.Contains(m.model.SettingsAliases, a.Name) {
			if k, ok := keyOf(m.expr(f, a.Value)); ok {
				return k
			}
		}
	}
	return ""
}
