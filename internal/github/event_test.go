package github

import (
	"fmt"
	"strings"
	"testing"
)

func pullEvent(number int, head, repo string) []byte {
	if repo != "null" {
		repo = fmt.Sprintf(`{"full_name": %q}`, repo)
	}
	return fmt.Appendf(nil, `{"pull_request": {"number": %d, "merge_commit_sha": null, "head": {"sha": %q, "repo": %s}, "base": {"repo": {"full_name": "octo/service"}}}}`, number, head, repo)
}

func TestReadEvent(t *testing.T) {
	sha, base := strings.Repeat("a", 40), strings.Repeat("b", 40)
	env := func(more ...string) func(string) string {
		m := map[string]string{"GITHUB_REPOSITORY": "octo/service", "GITHUB_SHA": base, "GITHUB_REF": "refs/heads/main", "GITHUB_EVENT_NAME": "push"}
		for i := 0; i < len(more); i += 2 {
			m[more[i]] = more[i+1]
		}
		return func(name string) string { return m[name] }
	}
	e, err := ReadEvent(env("GITHUB_SERVER_URL", "https://ghes.example.com/", "GITHUB_RUN_ID", "12", "GITHUB_RUN_ATTEMPT", "3", "GITHUB_API_URL", "https://ghes.example.com/api/v3", "GITHUB_ACTOR", "dependabot[bot]"), nil)
	if err != nil || e.Owner != "octo" || e.Repo != "service" || e.Pull != nil || e.RunURL != "https://ghes.example.com/octo/service/actions/runs/12/attempts/3" || !e.Dependabot || e.headCommit() != base || e.APIURL != "https://ghes.example.com/api/v3" {
		t.Errorf("%+v, %v", e, err)
	}
	e, err = ReadEvent(env("GITHUB_EVENT_NAME", "pull_request", "GITHUB_RUN_ID", "12; x"), pullEvent(7, sha, "Octo/Service"))
	if err != nil || e.Pull == nil || e.Pull.Number != 7 || e.Pull.Fork || e.headCommit() != sha || e.RunURL != "" || e.APIURL != "https://api.github.com" {
		t.Errorf("%+v, %v", e, err)
	}
	for _, repo := range []string{"mallory/service", "null"} {
		if e, err = ReadEvent(env("GITHUB_EVENT_NAME", "pull_request"), pullEvent(7, sha, repo)); err != nil || !e.Pull.Fork {
			t.Errorf("a change from %s: %+v, %v", repo, e.Pull, err)
		}
	}
	for name, file := range map[string][]byte{
		"nothing": nil, "no JSON": []byte("x"), "no pull request": []byte("{}"), "a list": []byte("[]"),
		"no number": pullEvent(0, sha, "a/b"), "no commit": pullEvent(7, "HEAD", "a/b"), "a path": pullEvent(7, strings.Repeat("/", 40), "a/b"),
	} {
		if e, err := ReadEvent(env("GITHUB_EVENT_NAME", "pull_request"), file); err == nil || e.Pull != nil {
			t.Errorf("%s: %+v", name, e.Pull)
		}
	}
	for _, repo := range []string{"", "octo", "octo/", "/service", "octo/../x", "octo/a b", "octo/service/more", "../.."} {
		if _, err := ReadEvent(env("GITHUB_REPOSITORY", repo), nil); err == nil {
			t.Errorf("the repository %q is taken", repo)
		}
	}
}

// TestUntrustedHead holds when a run with secrets looks at what a stranger wrote.
func TestUntrustedHead(t *testing.T) {
	base, head := strings.Repeat("b", 40), strings.Repeat("a", 40)
	for _, tt := range []struct {
		name, event, checkout string
		pull                  *Pull
		refused               bool
	}{
		{"pull_request from a fork has no secrets", "pull_request", head, &Pull{Fork: true}, false},
		{"push", "push", head, nil, false},
		{"the base", "pull_request_target", base, &Pull{Fork: true}, false},
		{"the head", "pull_request_target", head, &Pull{Fork: true, HeadSHA: head}, true},
		{"the merge", "pull_request_target", strings.Repeat("e", 40), &Pull{Fork: true, HeadSHA: head}, true},
		{"not known", "pull_request_target", "", &Pull{Fork: true}, true},
		{"not said", "pull_request_target", base, nil, true},
		{"the head of a branch of this repository", "pull_request_target", head, &Pull{HeadSHA: head}, false},
	} {
		e := Event{Name: tt.event, SHA: base, Checkout: tt.checkout, Pull: tt.pull}
		if why := e.UntrustedHead(); (why != "") != tt.refused {
			t.Errorf("%s: %q", tt.name, why)
		}
	}
}
