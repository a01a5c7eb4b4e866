package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// collection is a file of stored requests that is being read.
type collection struct {
	*text
	client string
	// vars are the values that the file gives to {{name}}, as far as they are no
	// credentials.
	vars map[string]string
	// sent are the routes by where they lead and with what: of many requests that look
	// alike, one is told, with the places of some others.
	sent map[string]int
}

func (t *text) collection(client string) *collection {
	t.find = braced
	return &collection{text: t, client: client, vars: map[string]string{}, sent: map[string]int{}}
}

// braced finds {{name}}, and {% … %}, whose value is not known.
func braced(v string, _ bool) []expansion {
	var out []expansion
	for _, marks := range [][2]string{{"{{", "}}"}, {"{%", "%}"}} {
		for at := 0; ; {
			i := strings.Index(v[at:], marks[0])
			if i < 0 {
				break
			}
			from := at + i
			n := strings.Index(v[from:], marks[1])
			if n < 0 {
				break
			}
			at = from + n + 2
			e := expansion{start: from, end: at, origin: fact.OriginUnknown}
			if marks[0] == "{{" {
				e.name, e.origin = bracedName(strings.TrimSpace(v[from+2 : at-2]))
			}
			if !overlaps(out, e) {
				out = append(out, e)
			}
		}
	}
	sortExpansions(out)
	return out
}

// bracedName is what stands between braces: a variable of the collection, one of the
// environment, or a value that is made up each time.
func bracedName(name string) (string, fact.Origin) {
	for _, p := range []string{"$processEnv ", "$dotenv ", "process.env.", "$env."} {
		if rest, ok := strings.CutPrefix(name, p); ok {
			return strings.TrimSpace(rest), fact.OriginEnv
		}
	}
	name = strings.TrimPrefix(name, "_.")
	if name == "" || name[0] == '$' || strings.ContainsAny(name, " ('\"") {
		return "", fact.OriginUnknown
	}
	return name, fact.OriginConfig
}

// variable notes a value of a variable, which may be a credential.
func (c *collection) variable(name string, n *node) {
	v, secret := c.value(name, n)
	if s, known := v.Known(); secret == nil && known && s != "" && len(c.vars) < maxSettingKeys {
		c.vars[name] = s
	}
}

// url is a URL with what the file says of its variables.
func (c *collection) url(n *node) fact.Text {
	u := c.plain(n)
	for i, p := range u {
		if p.Hole == nil || p.Hole.HasDefault {
			continue
		}
		if v, ok := c.vars[p.Hole.Name]; ok && p.Hole.Origin == fact.OriginConfig {
			h := *p.Hole
			h.Default, h.HasDefault = v, true
			u[i].Hole = &h
		}
	}
	return withHTTP(u)
}

// withHTTP puts the scheme before a URL that is written without, as these clients do.
func withHTTP(u fact.Text) fact.Text {
	if len(u) == 0 || u[0].Hole != nil || strings.Contains(u[0].Literal, "://") {
		return u
	}
	return joined(fact.Lit("http://"), u)
}

// maxAlike bounds the places that are told of requests that look alike.
const maxAlike = 5

// request notes a stored request, once for each credential and place that it leads to.
func (c *collection) request(q request) {
	q.client = c.client
	for _, cred := range append(q.auth, inURL(q.to)...) {
		one := q
		one.auth = []fact.Credential{cred}
		key := authority(q.to.String()) + " " + string(q.channel.Verify.State) + " " + cred.Field + " " + cred.Name + " " + cred.Grammar + string(cred.Origin)
		at, seen := c.sent[key]
		if !seen {
			c.sent[key] = len(c.out.Routes)
			if cred.Carrier == fact.CarrierUserinfo || cred.Carrier == fact.CarrierQuery && len(inURL(q.to)) > 0 {
				one.auth = nil // send finds it in the URL
			}
			c.send(one)
			continue
		}
		if at < len(c.out.Routes) && len(c.out.Routes[at].Steps) < maxAlike {
			c.out.Routes[at].Steps = append(c.out.Routes[at].Steps, fact.Evidence{At: q.at, Says: "it is sent here too"})
		}
	}
}

// authority is a URL up to its path.
func authority(u string) string {
	from := strings.Index(u, "://") + 1
	if from > 0 {
		from += 2
	}
	if i := strings.IndexAny(u[from:], "/?#"); i >= 0 {
		return u[:from+i]
	}
	return u
}
