package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var spec010 = &Rule{
	ID: "SPEC-010", Name: "host-not-in-description", Title: "An API is called with its credential at a host that its description does not name",
	Severity: Medium, Confidence: ConfidenceMedium, CWE: []int{923}, OWASP: []string{"API9:2023"},
	References: []string{"OWASP API9:2023"},
	Check:      checkSpec010,
}

func checkSpec010(p *Pass) {
	apis := namedAPIs(p)
	if len(apis) == 0 {
		return
	}
	var documented []string
	for _, a := range apis {
		documented = append(documented, a.hosts...)
	}
	home := map[string]*fact.Route{} // by credential and host: a call where it belongs
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		for _, h := range publicHosts(r) {
			if key := sameCredential(r); key != "" && slices.Contains(documented, h) {
				home[key+" "+h] = r
			}
		}
	}
	for i := range p.Facts.Routes {
		r := &p.Facts.Routes[i]
		if r.Artifact == fact.ArtifactOpenAPI || r.Credential.Kind == fact.KindNone || p.Facts.Class(r.At.Path) != fact.ClassMain {
			continue
		}
		for _, h := range publicHosts(r) {
			if slices.Contains(documented, h) || name.IsDocumentation(h) || fixedTail(r.Destination.Host) != "" && len(r.Destination.Host.Holes()) > 0 {
				continue
			}
			for _, a := range apis {
				if report, ok := a.elsewhere(r, h, home); ok {
					p.Report(report)
					break
				}
			}
		}
	}
}

// api is a description that names public hosts, and nothing but those.
type api struct {
	*description
	hosts   []string
	bases   []string // the paths of its servers
	servers []fact.Location
}

func namedAPIs(p *Pass) []api {
	var out []api
	for _, d := range descriptions(p) {
		a := api{description: d}
		servers := slices.Clone(d.Servers)
		for _, op := range d.operations {
			servers = append(servers, op.Servers...)
		}
		open := p.Facts.Class(d.At.Path) != fact.ClassMain && p.Facts.Class(d.At.Path) != fact.ClassDocs
		for _, s := range servers {
			url, known := s.URL.Known()
			scheme, host := place(url)
			if !known || scheme == "" {
				open = true // a client decides, or whoever hands the description out
				continue
			}
			if !dnsName(host) || name.IsDocumentation(host) {
				continue
			}
			_, path, _ := strings.Cut(url, "://")
			_, path, _ = strings.Cut(path, "/")
			a.hosts, a.bases, a.servers = append(a.hosts, host), append(a.bases, "/"+path), append(a.servers, s.At)
		}
		if !open && len(a.hosts) > 0 {
			out = append(out, a)
		}
	}
	return out
}

// elsewhere reports a call of an operation of this API at another host, where the host
// is of the same owner, or the same credential is sent to the API's own host too.
func (a *api) elsewhere(r *fact.Route, host string, home map[string]*fact.Route) (Report, bool) {
	op := a.operation(r)
	if op == nil {
		return Report{}, false
	}
	key := sameCredential(r)
	for i, h := range a.hosts {
		other := home[key+" "+h]
		if name.DelegatedDomain(h) != name.DelegatedDomain(host) && other == nil {
			continue
		}
		report := onRoute(r, "%s calls %s at %s, which the description of that API does not name", credentialName(&r.Credential), called(op), host)
		report = report.with(op.At, "the operation is described here").with(a.servers[i], "the description names "+h)
		if other != nil {
			report = report.with(other.At, "the same credential goes to "+h+" here")
		}
		return report, true
	}
	return Report{}, false
}

// operation is the one that a route calls, by method and path; nil where it is none,
// or where the path is one that any API has.
func (a *api) operation(r *fact.Route) *fact.Operation {
	path := segments(r.Destination.Path)
	if len(path) < 2 {
		return nil
	}
	for _, op := range a.served() {
		if r.Method != "" && r.Method != op.Method {
			continue
		}
		for _, base := range append([]string{""}, a.bases...) {
			if matches(path, segments(fact.Lit(strings.TrimSuffix(base, "/")+op.Path))) {
				return op
			}
		}
	}
	return nil
}

// anyonesWords are segments that say nothing about which API a path is of.
var anyonesWords = []string{"api", "rest", "health", "healthz", "status", "version", "login", "logout", "oauth", "oauth2", "token", "auth", "me", "users", "user", "search", "metrics"}

// matches holds the path of a call against that of an operation.
func matches(path, op []string) bool {
	if len(path) != len(op) {
		return false
	}
	told := 0
	for i, s := range op {
		switch {
		case strings.Contains(s, "{"):
		case !strings.EqualFold(s, path[i]):
			return false
		case len(s) > 3 && !slices.Contains(anyonesWords, strings.ToLower(s)):
			told++
		}
	}
	return told > 0
}

// segments are the parts of a path; one with a hole holds a brace.
func segments(t fact.Text) []string {
	p, _, _ := strings.Cut(t.String(), "?")
	return strings.FieldsFunc(p, func(r rune) bool { return r == '/' })
}
