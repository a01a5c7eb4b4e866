package main

import "strings"

// actionInput is one input of the action. action.yml and the table of the README are
// made of these.
type actionInput struct {
	name, fallback, meaning string
	none                    bool // an empty value says "none", not "the default"
}

func actionInputs() []actionInput {
	return []actionInput{
		{name: "path", fallback: ".", meaning: "folder to scan, below the workspace"},
		{name: "fail-on", fallback: "high", meaning: "least severity that fails: critical, high, medium, low, info or never"},
		{name: "max-findings", fallback: "0", meaning: "report no more than this many findings, most severe first (0: all)"},
		{name: "include", meaning: "globs of paths to scan, one a line"},
		{name: "exclude", meaning: "globs of paths to leave out, one a line"},
		{name: "rules", meaning: "run only these rules (IDs or names, separated by commas or lines)"},
		{name: "disable", meaning: "leave out these rules"},
		{name: "allow-empty", fallback: "false", meaning: "pass where there is nothing to scan"},
		{name: "strict-paths", fallback: "false", meaning: "let findings in tests, docs, examples, vendored and generated files weigh, and fail, like all others"},
		{name: "scope", fallback: "all", meaning: "which findings count: all, new (not there before the change) or changed (on lines of the change)"},
		{name: "policy-from", fallback: "base", meaning: "on a pull request, where .hostboundignore is read: base (before the change, so that the change cannot leave itself out) or head"},
		{name: "sarif-file", fallback: "hostbound.sarif", none: true, meaning: "where to write the SARIF report, below the workspace (empty: not written)"},
		{name: "annotate", fallback: "auto", meaning: "annotate lines by checks (a check run), review (comments on the pull request), commands (workflow commands) or none; auto takes the first of these that the token and the event allow"},
		{name: "summary", fallback: "true", meaning: "write the step summary"},
		{name: "upload", fallback: "false", meaning: "upload the SARIF report to code scanning"},
		{name: "category", meaning: "name of this scan among several of one commit (default: hostbound, and the path)"},
		{name: "token", fallback: "${{ github.token }}", none: true, meaning: "token for GitHub's API (empty: the API is not used)"},
		{name: "allow-untrusted-head", fallback: "false", meaning: "on pull_request_target, scan what a fork wrote although the job holds secrets"},
	}
}

// actionOutputNames say what each output means.
func actionOutputNames() []actionInput {
	return []actionInput{
		{name: "verdict", meaning: "pass, fail or undecided"},
		{name: "findings", meaning: "number of findings"},
		{name: "sarif-file", meaning: "path of the SARIF report, relative to the workspace"},
	}
}

// sentence is a meaning as action.yml has it.
func (in actionInput) sentence() string {
	return strings.ToUpper(in.meaning[:1]) + in.meaning[1:]
}
