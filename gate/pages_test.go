package gate_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hostbound/hostbound/rules"
)

// An example on a rule's page is a fenced block with a part "# before" and a part
// "# after". Each part is scanned: what stands before has a finding of the rule, what
// stands after has none, and neither has another finding from medium on. So a page
// cannot show a fix that is none.
//
// Python parts stand behind examplePreamble, so that they need not repeat imports.
var exampleFence = regexp.MustCompile("(?s)```([a-z]+)\n(.*?)\n```")

const examplePreamble = `import functools, json, os, ssl, urllib.request
from urllib.parse import urlsplit

import httpx
import jwt
import requests
import urllib3
from flask import Flask, current_app, request

app = Flask(__name__)
url = "https://api.acme.io/me"
token = os.environ["API_TOKEN"]
headers = {"Authorization": f"Bearer {token}"}

`

// exampleFiles are the names that an example is scanned under, by its language, and
// what is put in front of it. Other languages are not scanned here.
var exampleFiles = map[string]struct{ name, preamble string }{
	"python": {"example.py", examplePreamble},
	"dotenv": {".env", ""},
}

func TestExamplesOnPages(t *testing.T) {
	scanned := 0
	for _, r := range rules.All() {
		for _, fence := range exampleFence.FindAllStringSubmatch(rules.Page(r), -1) {
			file, known := exampleFiles[fence[1]]
			if !known {
				continue
			}
			before, after, err := exampleParts(fence[2])
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
				continue
			}
			scanned++
			for _, problem := range exampleProblems(t, r, file.name, file.preamble+before, true) {
				t.Errorf("%s: before: %s", r.ID, problem)
			}
			for _, problem := range exampleProblems(t, r, file.name, file.preamble+after, false) {
				t.Errorf("%s: after: %s", r.ID, problem)
			}
		}
	}
	if scanned == 0 {
		t.Error("no page has an example")
	}
}

// exampleParts cuts an example at its two marks.
func exampleParts(code string) (before, after string, err error) {
	rest, ok := strings.CutPrefix(code, "# before\n")
	before, after, cut := strings.Cut(rest, "\n# after\n")
	if !ok || !cut {
		return "", "", fmt.Errorf("an example without the lines %q and %q: %q", "# before", "# after", code)
	}
	return before + "\n", after + "\n", nil
}

func exampleProblems(t *testing.T, rule *rules.Rule, name, text string, wanted bool) []string {
	t.Helper()
	report := scanFixture(t, fstest.MapFS{name: &fstest.MapFile{Data: []byte(text), Mode: 0o644}})
	var problems []string
	found := false
	for i := range report.Findings {
		f := &report.Findings[i]
		found = found || f.Rule == rule
		if f.Rule == rule && !wanted || f.Rule != rule && f.Severity >= rules.Medium {
			problems = append(problems, fmt.Sprintf("%s (%s): %s", f.Rule.ID, f.Severity, f.Message))
		}
	}
	if wanted && !found {
		problems = append(problems, "there is no finding of the rule")
	}
	for _, n := range report.NotAnalysed {
		problems = append(problems, "not analysed: "+n.Reason)
	}
	return problems
}
