package sarif

import (
	"cmp"
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
	at    map[string]int            // by ID
	worst map[string]rules.Severity // of the findings of a rule, by ID
}

// newRuleIndex takes the rules that ran and any other that a finding names, so
// that no result points at a rule that is not there.
func newRuleIndex(r *result.Report) ruleIndex {
	x := ruleIndex{at: map[string]int{}, worst: map[string]rules.Severity{}}
	for _, rule := range r.Rules {
		x.add(rule)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		x.add(f.Rule)
		x.worst[f.Rule.ID] = max(x.worst[f.Rule.ID], f.Severity)
	}
	return x
}

func (x *ruleIndex) add(r *rules.Rule) {
	if _, seen := x.at[r.ID]; !seen {
		x.at[r.ID] = len(x.rules)
		x.rules = append(x.rules, r)
	}
}

func driver(r *result.Report, x ruleIndex) *gosarif.ToolComponent {
	d := gosarif.NewDriver("hostbound").WithInformationURI(home)
	if r.Version != "" {
		d.WithVersion(numeric(r.Version))
	}
	d.Rules = make([]*gosarif.ReportingDescriptor, len(x.rules))
	for i, rule := range x.rules {
		d.Rules[i] = descriptor(rule, x.worst[rule.ID])
	}
	return d
}

// numeric is a version as SARIF's readers compare it: without the tag's "v".
func numeric(version string) string {
	if len(version) > 1 && version[0] == 'v' && '0' <= version[1] && version[1] <= '9' {
		return version[1:]
	}
	return version
}

// descriptor describes a rule. Code scanning shows every alert of a rule with the
// rule's security-severity and knows none of an alert's own. So the rule takes the
// worst of its findings in this run: findings in tests or of placeholders alone
// are then not shown, or gated on, as high ones.
func descriptor(r *rules.Rule, worst rules.Severity) *gosarif.ReportingDescriptor {
	page := rules.Page(r)
	help := page
	if help == "" {
		help = r.Title
	}
	d := gosarif.NewRule(r.ID).WithName(r.Name).
		WithShortDescription(gosarif.NewMultiformatMessageString(result.Cut(r.Title, maxText))).
		WithFullDescription(gosarif.NewMultiformatMessageString(result.Cut(fullDescription(r, page), maxText))).
		WithHelp(gosarif.NewMultiformatMessageString(help).WithMarkdown(help)).
		WithHelpURI(helpBase + rules.BaseName(r) + ".md").
		WithDefaultConfiguration(gosarif.NewReportingConfiguration().WithLevel(result.Level(ruleSeverity(r))))
	d.Properties = gosarif.Properties{
		"precision":         precision(r.Confidence),
		"security-severity": securitySeverity(cmp.Or(worst, ruleSeverity(r))),
		"tags":              tags(r),
	}
	return d
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

// precision is the confidence that a rule has where a finding says nothing else.
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
