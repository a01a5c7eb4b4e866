package rules

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

var spec019 = &Rule{
	ID: "SPEC-019", Name: "misleading-url", Title: "A URL does not lead where it seems to",
	Severity: High, Confidence: ConfidenceHigh, CWE: []int{20, 451}, OWASP: []string{"API10:2023"},
	References:  []string{"RFC 3986 §7.6"},
	Specialises: []*Rule{spec003, spec005},
	Check:       checkSpec019,
}

func checkSpec019(p *Pass) {
	eachURL(p, func(u misleading) {
		report := Report{
			At: u.at, Subject: u.subject(), Routes: u.routes, Documentation: name.IsDocumentation(u.host), Specification: true,
			Message: sentence("the %s is misleading: %s", u.what, u.why()),
		}
		if u.incomplete() {
			report.Severity = Low
			if !toBeFilled(u.host) {
				report.Routes = nil // where it leads is another rule's question
			}
			report.Message = sentence("the %s is not complete: %s", u.what, u.why())
		}
		p.Report(report)
	})
}

// misleading is a URL of a description with what is wrong with it.
type misleading struct {
	what     string // "server URL", "tokenUrl of login"
	raw      string
	text     fact.Text
	host     string
	problems []string
	at       fact.Location
	routes   []int // those that lead there
}

func (u misleading) subject() string { return "URL at " + u.at.String() }

func (u misleading) has(problem string) bool { return slices.Contains(u.problems, problem) }

// why says in words what is wrong.
func (u misleading) why() string {
	words := make([]string, len(u.problems))
	for i, problem := range u.problems {
		switch problem {
		case "userinfo":
			words[i] = "what stands before the @ is not the host"
		case "backslash":
			words[i] = "parsers do not agree where the host ends at a backslash"
		case "fragment before @":
			words[i] = "parsers do not agree whether the host stands before or behind the @"
		case "no valid host":
			words[i] = "its host is no valid name"
			if len(u.text.Holes()) > 0 {
				words[i] += " with the defaults of its variables"
			}
		default:
			words[i] = clip(problem)
		}
	}
	return strings.Join(words, "; ")
}

// incomplete reports a URL with nothing worse than a part behind the host that is
// not defined, a variable whose default is no name, or a host that is to be filled in.
func (u misleading) incomplete() bool {
	return u.host != "" && !slices.ContainsFunc(u.problems, func(p string) bool {
		if p == "no valid host" {
			return len(u.text.Holes()) == 0 && !toBeFilled(u.host)
		}
		variable, undefined := strings.CutPrefix(p, "undefined variable ")
		return !undefined || !toBeFilled(u.host) && (strings.Contains(u.host, variable) || strings.HasPrefix(u.raw, variable))
	})
}

// toBeFilled tells a host that a reader or a template fills in: <instance>, ${HOST}, {{host}}.
func toBeFilled(host string) bool {
	return strings.Contains(host, "<") && strings.Contains(host, ">") || strings.Contains(host, "${") || strings.Contains(host, "{{")
}

// eachURL calls f for each server and OAuth URL that is misleading, once a place.
func eachURL(p *Pass, f func(misleading)) {
	seen := map[fact.Location]bool{}
	visit := func(what, raw string, text fact.Text, problems []string, at fact.Location) {
		if len(problems) == 0 || seen[at] {
			return
		}
		seen[at] = true
		u := misleading{what: what, raw: raw, text: text, problems: problems, at: at}
		_, u.host = place(raw)
		for i := range p.Facts.Routes {
			if p.Facts.Routes[i].At == at {
				u.routes = append(u.routes, p.Facts.Routes[i].ID)
			}
		}
		f(u)
	}
	for i := range p.Facts.Documents {
		for _, s := range p.Facts.Documents[i].Servers {
			visit("server URL", s.Raw, s.URL, s.Problems, s.At)
		}
	}
	for i := range p.Facts.Operations {
		for _, s := range p.Facts.Operations[i].Servers {
			visit("server URL", s.Raw, s.URL, s.Problems, s.At)
		}
	}
	for i := range p.Facts.Schemes {
		for _, e := range endpoints(&p.Facts.Schemes[i]) {
			visit(e.Key+" of "+clip(p.Facts.Schemes[i].Name), e.URL.String(), e.URL, e.Problems, e.At)
		}
	}
}
