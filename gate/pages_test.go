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
// "# after", in the language's own comments. Each part is scanned: what stands before has a finding of the rule, what
// stands after has none, and neither has another finding from medium on. So a page
// cannot show a fix that is none.
//
// Parts stand behind a preamble, so that they need not repeat imports.
var exampleFence = regexp.MustCompile("(?s)```([a-z]+)\n(.*?)\n```")

const pythonPreamble = `import functools, json, os, ssl, urllib.request
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

const scriptPreamble = `import fs from "node:fs";
import https from "node:https";

import axios from "axios";
import express from "express";
import got from "got";

const app = express();
const url = "https://api.acme.io/me";
const token = process.env.API_TOKEN;
const headers = { authorization: ` + "`Bearer ${token}`" + ` };

`

const goPreamble = `package example

import (
	"crypto/tls"
	"net/http"
	"os"
	"time"
)

var token = os.Getenv("API_TOKEN")

`

const javaPreamble = `import java.net.HttpURLConnection;
import java.net.URL;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Example {
String token = System.getenv("API_TOKEN");

`

// exampleFile is what an example is scanned as: the file's name, what stands before and
// behind it, and the mark of a comment.
type exampleFile struct{ name, before, behind, comment string }

// exampleFiles are by the language of the fence. Other languages are not scanned here.
var exampleFiles = map[string]exampleFile{
	"python": {"example.py", pythonPreamble, "", "#"},
	"js":     {"example.mjs", scriptPreamble, "", "//"},
	"go":     {"example.go", goPreamble, "", "//"},
	"java":   {"Example.java", javaPreamble, "}\n", "//"},
	"dotenv": {".env", "", "", "#"},

	"corefile": {"Corefile", "", "", "#"},
	"unbound":  {"unbound.conf", "", "", "#"},
	"bind":     {"named.conf", "", "", "//"},
	"nginx":    {"nginx.conf", "", "", "#"},
	"npmrc":    {".npmrc", "", "", ";"},
	"sh":       {"run.sh", "", "", "#"},
}

func TestExamplesOnPages(t *testing.T) {
	scanned := 0
	for _, r := range rules.All() {
		for _, fence := range exampleFence.FindAllStringSubmatch(rules.Page(r), -1) {
			file, known := exampleFiles[fence[1]]
			if !known {
				continue
			}
			before, after, err := exampleParts(fence[2], file.comment)
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
				continue
			}
			scanned++
			for _, problem := range exampleProblems(t, r, file.name, file.before+before+file.behind, true) {
				t.Errorf("%s: before: %s", r.ID, problem)
			}
			for _, problem := range exampleProblems(t, r, file.name, file.before+after+file.behind, false) {
				t.Errorf("%s: after: %s", r.ID, problem)
			}
		}
	}
	if scanned == 0 {
		t.Error("no page has an example")
	}
}

// exampleParts cuts an example at its two marks.
func exampleParts(code, comment string) (before, after string, err error) {
	rest, ok := strings.CutPrefix(code, comment+" before\n")
	before, after, cut := strings.Cut(rest, "\n"+comment+" after\n")
	if !ok || !cut {
		return "", "", fmt.Errorf("an example without the lines %q and %q: %q", comment+" before", comment+" after", code)
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
