package github

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/github/githubtest"
)

// TestUpload holds what is uploaded, as what, and what is said of each end.
func TestUpload(t *testing.T) {
	const complete = "uploaded to code scanning\n"
	sha, head := strings.Repeat("c", 40), strings.Repeat("a", 40)
	standIns(t, func(t *testing.T, start func(testing.TB) *githubtest.Server) {
		for _, tt := range []struct {
			name     string
			server   func(*githubtest.Server)
			event    func(*Event)
			says     string
			ref, sha string // "" is no upload
			polls    int
		}{
			{"pull request", nil, nil, complete, "refs/pull/7/merge", sha, 1},
			{"head checked out", nil, func(e *Event) { e.Checkout = head }, complete, "refs/pull/7/head", head, 1},
			{"push", nil, func(e *Event) { e.Name, e.Pull, e.Ref = "push", nil, "refs/heads/main" }, complete, "refs/heads/main", sha, 1},
			{"release", nil, func(e *Event) { e.Name, e.Pull, e.Ref = "release", nil, "refs/tags/v1" }, complete, "refs/tags/v1", sha, 1},
			{"pull_request_target, base", nil, func(e *Event) { e.Name, e.Ref, e.Checkout = "pull_request_target", "refs/heads/main", sha }, complete, "refs/heads/main", sha, 1},
			{"pull_request_target, head", nil, func(e *Event) { e.Name, e.Ref, e.Checkout = "pull_request_target", "refs/heads/main", head }, complete, "refs/pull/7/head", head, 1},
			{"merge queue", nil, func(e *Event) { e.Name, e.Pull, e.Ref = "merge_group", nil, "refs/heads/gh-readonly-queue/main/pr-7" },
				"not uploaded to code scanning: the branch of a merge queue is gone before an upload arrives; the verdict stands, and the push after the merge uploads\n", "", "", 0},
			{"no full reference", nil, func(e *Event) { e.Ref = "main" }, "not uploaded to code scanning: GITHUB_REF is \"main\", and code scanning takes branches, tags and pull requests\n", "", "", 0},
			{"no commit", nil, func(e *Event) { e.SHA = "HEAD" }, "not uploaded to code scanning: GITHUB_SHA is \"HEAD\", which is no commit\n", "", "", 0},
			{"slow", func(s *githubtest.Server) { s.Processing = 50 * time.Second }, nil, complete, "refs/pull/7/merge", sha, 4},
			{"too slow", func(s *githubtest.Server) { s.Processing = time.Hour }, nil, "uploaded to code scanning; GitHub is still reading it\n", "refs/pull/7/merge", sha, 5},
			{"refused when read", func(s *githubtest.Server) {
				s.Refuse = []string{"locationFromSarifResult: expected a uri\n::error::x", "second"}
			}, nil,
				"warning: uploaded to code scanning, but GitHub refused it: locationFromSarifResult: expected a uri\\n::error::x; second\n", "refs/pull/7/merge", sha, 1},
			{"no permission", func(s *githubtest.Server) { s.Permissions["security-events"] = false }, nil,
				"warning: not uploaded to code scanning: GitHub answers 403 (Resource not accessible by integration); give the job the permission security-events: write; the report is at hostbound.sarif for github/codeql-action/upload-sarif\n", "", "", 0},
			{"fork", func(s *githubtest.Server) { s.Permissions["security-events"] = false }, func(e *Event) { e.Pull.Fork = true },
				"warning: not uploaded to code scanning: GitHub answers 403 (Resource not accessible by integration): the token of a pull request from a fork can only read; the report is at hostbound.sarif for github/codeql-action/upload-sarif\n", "", "", 0},
			{"too large for GitHub", func(s *githubtest.Server) { s.MaxUpload = 10 }, nil,
				"warning: not uploaded to code scanning: GitHub answers 413, the report is too large; lower max-findings, or scan by parts with path and category; the report is at hostbound.sarif for github/codeql-action/upload-sarif\n", "", "", 0},
			{"unknown ref", fault(githubtest.Upload, githubtest.Missing), nil,
				"warning: not uploaded to code scanning: GitHub answers 404 (Not Found); it has no such ref or repository for this token: the branch may be gone; the report is at hostbound.sarif for github/codeql-action/upload-sarif\n", "", "", 0},
			{"no answer about it", fault(githubtest.GetUpload, githubtest.Forbidden), nil,
				"warning: uploaded to code scanning, but whether it was read is not known: GitHub answers 403 (Resource not accessible by integration); give the job the permission security-events: write\n", "refs/pull/7/merge", sha, 1},
		} {
			t.Run(tt.name, func(t *testing.T) {
				s := start(t)
				if tt.server != nil {
					tt.server(s)
				}
				r := deliver(t, s, weak())
				if tt.event != nil {
					tt.event(&r.Event)
				}
				if got := texts(r.upload(t)); got != tt.says {
					t.Errorf("says\n%swant\n%s", got, tt.says)
				}
				if (len(s.Uploads) > 0) != (tt.ref != "") {
					t.Fatalf("%d uploads", len(s.Uploads))
				}
				if len(s.Uploads) > 0 {
					u := s.Uploads[0]
					if u.Ref != tt.ref || u.Commit != tt.sha || u.Category != "hostbound/services/users/" || u.CheckoutURI != "file:///github/workspace/" || !bytes.Equal(u.Data, r.sarif(t)) {
						t.Errorf("uploaded as %s, %s, %q, %s", u.Ref, u.Commit, u.Category, u.CheckoutURI)
					}
				}
				if n := s.Calls[githubtest.GetUpload]; n != tt.polls {
					t.Errorf("asked %d times, want %d", n, tt.polls)
				}
			})
		}
	})
}

func fault(op githubtest.Op, f githubtest.Fault) func(*githubtest.Server) {
	return func(s *githubtest.Server) {
		s.Fault = func(o githubtest.Op, _ int) githubtest.Fault {
			if o == op {
				return f
			}
			return githubtest.None
		}
	}
}

// TestPollTimes holds the times after the upload at which GitHub is asked.
func TestPollTimes(t *testing.T) {
	s := githubtest.New(t, "", nil)
	s.Processing = time.Hour
	r := deliver(t, s, weak())
	began := r.clock.Now()
	var at []int
	s.Fault = func(o githubtest.Op, _ int) githubtest.Fault {
		if o == githubtest.GetUpload {
			at = append(at, int(r.clock.Now().Sub(began).Seconds()))
		}
		return githubtest.None
	}
	r.upload(t)
	want := []int{5, 15, 35, 75, 155}
	if len(at) != len(want) {
		t.Fatalf("asked after %v", at)
	}
	for i := range at {
		if at[i] != want[i] {
			t.Errorf("asked after %v", at)
		}
	}
}

// TestUploadFaults lets each call fail in each way: it is said, or made good.
func TestUploadFaults(t *testing.T) {
	file := deliver(t, githubtest.New(t, "", nil), weak()).sarif(t)
	for _, op := range []githubtest.Op{githubtest.Upload, githubtest.GetUpload} {
		for _, f := range githubtest.Faults() {
			for _, always := range []bool{false, true} {
				s := githubtest.New(t, "", nil)
				s.Fault = func(o githubtest.Op, n int) githubtest.Fault {
					if o == op && (always || n == 1) {
						return f
					}
					return githubtest.None
				}
				r := deliver(t, s, weak())
				r.Client.out.deadline = r.clock.now.Add(time.Hour)
				notes := r.Upload(t.Context(), file)
				refused := always || f == githubtest.Forbidden || f == githubtest.Elsewhere || f == githubtest.Outside || f == githubtest.Missing && op == githubtest.Upload
				stillRead := op == githubtest.GetUpload && f == githubtest.Missing
				if len(notes) != 1 || notes[0].Warning != (refused && !stillRead) || s.Leaked.Load() > 0 {
					t.Errorf("%s, %s, always %v: %q", op, f, always, texts(notes))
				}
			}
		}
	}
}

// TestPackLimit holds that what GitHub would refuse is not sent.
func TestPackLimit(t *testing.T) {
	noise := make([]byte, 1<<16)
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	if _, err := pack(noise, 1<<16); err == nil || !strings.Contains(err.Error(), "lower max-findings") {
		t.Errorf("too much is %v", err)
	}
	if _, err := pack(noise, 1<<17); err != nil {
		t.Error(err)
	}
}
