package clientconf

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var gitlabFormat = format{
	Format: Format{
		Group: "pipelines", Name: "GitLab CI", Files: ".gitlab-ci.yml, *.gitlab-ci.yml, and files like it that are included",
		Reads: "the jobs' scripts and variables",
	},
	artifact: fact.ArtifactPipeline, size: 1 << 20, read: gitlabCI,
	named: func(_, base string) bool {
		return strings.HasSuffix(base, ".gitlab-ci.yml") || strings.HasSuffix(base, ".gitlab-ci.yaml")
	},
	like: func(p string, data []byte) bool {
		return strings.Contains(p, "gitlab") && path.Ext(p) != ".json" && gitlabScript.Match(data) && !bytes.Contains(data, []byte("apiVersion:"))
	},
}

var gitlabScript = regexp.MustCompile(`(?m)^[^\s#].*:\s*\n(?:\s+.*\n|\n)*?\s+(?:before_|after_)?script:`)

func gitlabCI(t *text) {
	t.find, t.outerFind = with(gitlabInputs, expansions), gitlabInputs
	for _, root := range t.yamlDocuments() {
		scope := t.scoped(nil, root.get("variables"))
		before := root.first("before_script")
		if before == nil {
			before = root.get("default", "before_script")
		}
		for _, job := range root.pairs() {
			if slices.Contains([]string{"variables", "stages", "include", "workflow", "spec"}, job.key) || job.real() == nil || job.real().kind != mappingNode {
				continue
			}
			own := t.scoped(scope, job.get("variables"))
			lines := job.get("before_script")
			if lines == nil && job.get("script") != nil {
				lines = before
			}
			t.runs(own, append(flatten(lines, 0), flatten(job.get("script"), 0)...))
			t.runs(own, flatten(job.get("after_script"), 0))
		}
	}
}

// flatten are the lines of a script that may be a list of lists.
func flatten(n *node, depth int) []*node {
	if n = n.real(); n == nil || depth > maxTreeDepth {
		return nil
	}
	if n.kind != listNode {
		return []*node{n}
	}
	var out []*node
	for _, c := range n.items {
		out = append(out, flatten(c, depth+1)...)
	}
	return out
}

// gitlabInputs finds $[[ inputs.name ]], which whoever includes the file fills.
func gitlabInputs(v string, _ bool) []expansion {
	var out []expansion
	for pos := 0; ; {
		i := strings.Index(v[pos:], "$[[")
		if i < 0 {
			return out
		}
		from := pos + i
		end := strings.Index(v[from:], "]]")
		if end < 0 {
			return out
		}
		pos = from + end + 2
		out = append(out, expansion{start: from, end: pos, origin: fact.OriginParam, name: strings.TrimSpace(v[from+3 : pos-2])})
	}
}

// otherPipelines are systems whose files hold scripts under keys of their own.
var pipelineFormat = format{
	Format: Format{
		Group: "pipelines", Name: "other pipelines", Files: ".travis.yml, .circleci/config.yml, azure-pipelines.yml, bitbucket-pipelines.yml, .drone.yml, .woodpecker.yml, .cirrus.yml, .buildkite/*.yml, Taskfile.yml",
		Reads: "scripts and variables",
	},
	artifact: fact.ArtifactPipeline, size: 1 << 20, read: otherPipelines,
	named: func(p, base string) bool {
		stem := strings.TrimSuffix(base, path.Ext(base))
		switch {
		case !structured(base) || path.Ext(base) == ".json":
			return false
		case slices.Contains([]string{".travis", "bitbucket-pipelines", ".drone", ".cirrus", "taskfile", ".appveyor", "appveyor", "codemagic", "buildspec"}, stem), strings.HasPrefix(stem, "azure-pipelines"), strings.HasPrefix(stem, ".woodpecker"):
			return true
		}
		return strings.Contains("/"+p, "/.circleci/") || strings.Contains("/"+p, "/.buildkite/") || strings.Contains("/"+p, "/.woodpecker/")
	},
}

// scriptKeys are the keys that hold commands of a shell.
var scriptKeys = []string{
	"script", "before_script", "after_script", "before_install", "install", "before_deploy", "after_success", "after_failure", "after_deploy", "commands", "command", "run", "bash", "cmds", "cmd", "install_script", "build_script", "test_script", "setup_script",
}

func otherPipelines(t *text) {
	t.find, t.outerFind = with(templated, expansions), templated
	for _, root := range t.yamlDocuments() {
		scope := map[string]shellValue{}
		root.walk(func(n *node) bool {
			if n.key == "environment" || n.key == "env" || n.key == "variables" || n.key == "vars" {
				scope = t.scoped(scope, n)
			}
			return true
		})
		root.walk(func(n *node) bool {
			if slices.Contains(scriptKeys, n.key) && n.get("command") == nil {
				if lines := flatten(n, 0); len(lines) > 0 && lines[0].kind == scalarNode {
					t.runs(scope, lines)
					return false
				}
			}
			return true
		})
	}
}
