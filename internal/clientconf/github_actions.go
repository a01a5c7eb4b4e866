package clientconf

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var githubFormat = format{
	Format: Format{
		Group: "pipelines", Name: "GitHub Actions", Files: ".github/workflows/*.yml, action.yml, and workflows of other names",
		Reads: "the steps' scripts, what env gives to them, URLs and credentials that an action gets",
	},
	artifact: fact.ArtifactPipeline, size: 1 << 20, read: githubActions,
	named: func(p, base string) bool {
		return structured(base) && strings.Contains("/"+p, "/.github/workflows/")
	},
	like: func(_ string, data []byte) bool {
		return bytes.Contains(data, []byte("steps:")) && (githubJobs.Match(data) && bytes.Contains(data, []byte("runs-on:")) || githubComposite.Match(data))
	},
}

var (
	githubJobs      = regexp.MustCompile(`(?m)^jobs:`)
	githubComposite = regexp.MustCompile(`(?m)^runs:\s*\n(?:\s+.*\n)*?\s+using:\s*["']?composite`)
)

func githubActions(t *text) {
	t.find, t.outerFind = githubExpressions, githubExpressions
	for _, root := range t.yamlDocuments() {
		scope := t.scoped(nil, root.get("env"))
		for _, job := range root.get("jobs").pairs() {
			job = job.real()
			w := workflow{text: t, shell: first(job.get("defaults", "run", "shell").str(), root.get("defaults", "run", "shell").str())}
			if w.shell == "" && windows(job.get("runs-on")) {
				w.shell = "pwsh"
			}
			w.steps(t.scoped(scope, job.get("env")), job.get("steps"))
		}
		w := workflow{text: t}
		w.steps(scope, root.get("runs", "steps"))
	}
}

// workflow is a job, or an action that is made of steps.
type workflow struct {
	*text
	shell string
}

func windows(n *node) bool {
	for _, label := range n.list() {
		if strings.Contains(label.str(), "windows") {
			return true
		}
	}
	return false
}

func (w *workflow) steps(scope map[string]shellValue, steps *node) {
	for _, step := range steps.list() {
		step = step.real()
		scope := w.scoped(scope, step.get("env"))
		shell, _, _ := strings.Cut(first(step.get("shell").str(), w.shell), " ")
		with := step.get("with")
		switch run := step.get("run"); {
		case run == nil:
			w.sideBySide(with.pairs())
			w.actionScript(scope, step.get("uses").str(), with)
		case shell == "" || shell == "bash" || shell == "sh":
			w.runs(scope, []*node{run})
		default:
			w.otherShell(shell, run)
		}
	}
}

// actionScript reads a script that an action is given to run.
func (w *workflow) actionScript(scope map[string]shellValue, uses string, with *node) {
	switch {
	case strings.Contains(uses, "ssh"):
		w.runs(scope, []*node{with.get("script")})
	case strings.Contains(uses, "retry"):
		w.runs(scope, []*node{with.get("command")})
	}
}

// githubExpressions finds ${{ … }}, with what its first name stands for.
func githubExpressions(v string, _ bool) []expansion {
	var out []expansion
	for pos := 0; ; {
		i := strings.Index(v[pos:], "${{")
		if i < 0 {
			return out
		}
		from := pos + i
		end := strings.Index(v[from:], "}}")
		if end < 0 {
			return out
		}
		pos = from + end + 2
		e := expansion{start: from, end: pos}
		e.origin, e.name = githubValue(v[from+3 : pos-2])
		out = append(out, e)
	}
}

var (
	githubName = regexp.MustCompile(`\b(secrets|vars|env|inputs|github|steps|needs|matrix|runner|job|strategy)(?:\.[A-Za-z0-9_*-]+|\[['"][^'"]*['"]\])+`)
	// githubByOthers are values that whoever opens a pull request or an issue writes.
	githubByOthers = regexp.MustCompile(`^github\.(?:head_ref|event\.(?:pull_request\.(?:title|body|head\.(?:ref|label|repo\.\w+))|issue\.(?:title|body)|(?:comment|review|review_comment|discussion)\.(?:body|title)|head_commit\.(?:message|author\.\w+)|commits\b.*|workflow_run\.head_(?:branch|repository\.\w+|commit\.\w+)|client_payload\b.*))$`)
)

// githubValue tells where the value of an expression comes from. A secret in it counts
// before anything else.
func githubValue(expr string) (fact.Origin, string) {
	names := githubName.FindAllString(expr, 16)
	for _, n := range names {
		n = strings.NewReplacer("['", ".", "']", "", `["`, ".", `"]`, "").Replace(n)
		if rest, ok := strings.CutPrefix(n, "secrets."); ok {
			return fact.OriginSecretStore, rest
		}
		if n == "github.token" {
			return fact.OriginSecretStore, "GITHUB_TOKEN"
		}
	}
	if len(names) == 0 {
		return fact.OriginUnknown, ""
	}
	context, rest, _ := strings.Cut(names[0], ".")
	switch {
	case githubByOthers.MatchString(names[0]):
		return fact.OriginRequest, names[0]
	case context == "vars":
		return fact.OriginConfig, rest
	case context == "env":
		return fact.OriginEnv, rest
	}
	return fact.OriginParam, names[0]
}
