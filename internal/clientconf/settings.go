package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// The bounds of a file of settings.
const (
	maxSettings    = 1 << 20 // bytes
	maxSettingKeys = 20_000
)

// setting notes one key of a file of settings. from and to frame the value as it is
// written, without its quotes; block is the document that it stands in.
func (t *text) setting(name, value, block string, from, to int) {
	if value == "" {
		return
	}
	if len(t.out.Variables) >= maxSettingKeys || len(value) > maxValue {
		t.skip(from, to, "this is over what is read of one file of settings", true)
		t.out.Masks = append(t.out.Masks, t.at(from, to))
		return
	}
	v := fact.Variable{Name: name, Block: block, Artifact: t.artifact, Origin: fact.OriginConfig, At: t.at(from, to)}
	r := reader{text: t, name: name, quote: '"', find: placeholders}
	masks := len(t.out.Masks)
	v.Value, v.Credential = r.read(value, from)
	if len(t.out.Masks) > masks && value != string(t.data[from:to]) { // escapes move what is masked
		t.out.Masks = append(t.out.Masks, v.At)
	}
	t.out.Variables = append(t.out.Variables, v)
}

// placeholders finds ${name} and ${name:default}. A name in capitals is one of the
// environment, any other a key of the settings. "#{" begins an expression, which is
// not read.
func placeholders(v string, _ bool) []expansion {
	var out []expansion
	for i := 0; i+1 < len(v); i++ {
		if v[i+1] != '{' || v[i] != '$' && v[i] != '#' {
			continue
		}
		e := expansion{start: i, origin: fact.OriginUnknown}
		if e.end = closes(v, i+1, '{', '}'); e.end < 0 {
			return out
		}
		if v[i] == '$' {
			inner := v[i+2 : e.end-1]
			name, _, hasDefault := strings.Cut(inner, ":")
			e.name, e.origin = name, originOf(name)
			if hasDefault {
				e.fallback = i + 2 + len(name) + 1
			}
		}
		out = append(out, e)
		i = e.end - 1
	}
	return out
}

// originOf tells, by how it is written, a name of the environment from a key.
func originOf(name string) fact.Origin {
	if name != "" && strings.ToUpper(name) == name && !strings.ContainsAny(name, ".-") {
		return fact.OriginEnv
	}
	return fact.OriginConfig
}
