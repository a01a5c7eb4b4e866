package sarif

import (
	"fmt"
	"strings"

	gosarif "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

const (
	home     = "https://github.com/hostbound/hostbound"
	helpBase = home + "/blob/main/rules/"
	maxText  = 1024 // bytes of a short or full description
	maxTags  = 10
)

// ruleIndex holds the rules of a run in their order, and the place of each.
type ruleIndex struct {
	rules []*rules.Rule
	at    map[*rules.Rule]int
}

// newRuleIndex takes the rules that ran and any other that a finding names, so
// that no result points at a rule that is not there.
func newRuleIndex(r *result.Report) ruleIndex {
	x := ruleIndex{at: map[*rules.Rule]int{}}
	for _, rule := range r.Rules {
		x.add(rule)
	}
	for i := range r.Findings {
		x.add(r.Findings[i].Rule)
	}
	return x
}

func (x *ruleIndex) add(r *rules.Rule) {
	if _, seen := x.at[r]; !seen {
		x.at[r] = len(x.rules)
		x.rules = append(x.rules, r)
	}
}

func driver(r *result.Report, x ruleIndex) *gosarif.ToolComponent {
	d := gosarif.NewDriver("hostbound").WithInformationURI(home)
	if r.Version != "" {
		d.WithVersion(r.Version)
	}
	d.Rules = make([]*gosarif.ReportingDescriptor, len(x.rules))
	for i, rule := range x.rules {
		d.Rules[i] = descriptor(rule)
	}
	return d
}

func descriptor(r *rules.Rule) *gosarif.ReportingDescriptor {
	page := rules.Page(r)
	help := page
	if help == "" {
		help = r.Title
	}
	d := gosarif.NewRule(r.ID).WithName(r.Name).
		WithShortDescription(gosarif.NewMultiformatMessageString(result.Cut(r.Title, maxText))).
		WithFullDescription(gosarif.NewMultiformatMessageString(result.Cut(fullDescription(r, page), maxText))).
		WithHelp(gosarif.NewMultiformatMessageString(help).WithMarkdown(help)).
		WithHelpURI(helpBase + pageFile(r)).
		WithDefaultConfiguration(gosarif.NewReportingConfiguration().WithLevel(result.Level(ruleSeverity(r))))
	d.Properties = gosarif.Properties{
		"precision":         precision(r.Confidence),
		"security-severity": securitySeverity(ruleSeverity(r)),
		"tags":              tags(r),
	}
	return d
}

// pageFile is the name of the rule's page in the repository.
func pageFile(r *rules.Rule) string {
	id := strings.ToLower(strings.ReplaceAll(r.ID, "-", ""))
	return id + "_" + strings.ReplaceAll(r.Name, "-", "_") + ".md"
}

// fullDescription is the first paragraph of the page's "What it flags".
func fullDescription(r *rules.Rule, page string) string {
	_, rest, found := strings.Cut(page, "What it flags\n")
	if !found {
		return r.Title
	}
	for para := range strings.SplitSeq(rest, "\n\n") {
		para = strings.Join(strings.Fields(para), " ")
		if strings.HasPrefix(para, "#") {
			break
		}
		if para != "" {
			return para
		}
	}
	return r.Title
}

// ruleSeverity is the severity of the rule itself; one that comes from the grades
// of each route is named by what most of its routes have.
func ruleSeverity(r *rules.Rule) rules.Severity {
	if r.Severity == rules.None {
		return rules.High
	}
	return r.Severity
}

// securitySeverity is the score that code scanning sorts and filters by.
func securitySeverity(s rules.Severity) string {
	switch s {
	case rules.Critical:
		return "9.5"
	case rules.High:
		return "8.0"
	case rules.Medium:
		return "5.5"
	case rules.Low:
		return "3.0"
	}
	return "0.5"
}

func precision(c rules.Confidence) string {
	switch c {
	case rules.ConfidenceLow, rules.ConfidenceMedium:
		return string(c)
	}
	return string(rules.ConfidenceHigh)
}

func tags(r *rules.Rule) []string {
	out := []string{"security"}
	for _, n := range r.CWE {
		out = append(out, fmt.Sprintf("external/cwe/cwe-%03d", n))
	}
	for _, o := range r.OWASP {
		out = append(out, "external/owasp/"+strings.ToLower(strings.ReplaceAll(o, ":", "-")))
	}
	return out[:min(len(out), maxTags)]
}
