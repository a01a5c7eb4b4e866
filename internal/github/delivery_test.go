package github

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/github/githubtest"
	"github.com/hostbound/hostbound/internal/result"
)

// TestCheckRun holds that a check run has everything, within the limits that the
// stand-in sets, and that the same run again changes nothing.
func TestCheckRun(t *testing.T) {
	standIns(t, func(t *testing.T, start func(testing.TB) *githubtest.Server) {
		for _, tt := range []struct {
			name        string
			report      *result.Report
			annotations int
			conclusion  string
			calls       int // that write
			note        string
		}{
			{"weak", weak(), 6, "failure", 1, ""},
			{"clean", clean(), 0, "success", 1, ""},
			{"fifty", many(44), 50, "failure", 1, ""},
			{"fifty-one", many(45), 51, "failure", 2, ""},
			{"many", many(194), 200, "failure", 4, ""},
			{"too many", many(1500), 1000, "failure", 20, "the check run holds 1000 annotations; 506 more are in the other reports"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				s := start(t)
				for range 2 {
					r := deliver(t, s, tt.report)
					way, notes := r.annotate(Auto)
					if way != Checks || strings.TrimSpace(texts(notes)) != tt.note {
						t.Errorf("done by %s, which says %q", way, texts(notes))
					}
					if len(s.Checks) != 1 || s.Calls[githubtest.CreateCheck]+s.Calls[githubtest.UpdateCheck] != tt.calls {
						t.Fatalf("%d check runs after the calls %v", len(s.Checks), s.Calls)
					}
					c := s.Checks[0]
					if len(c.Annotations) != tt.annotations || c.Conclusion != tt.conclusion || c.Status != "completed" {
						t.Errorf("%d annotations, %s, %s", len(c.Annotations), c.Status, c.Conclusion)
					}
					if c.Head != s.Head || c.Name != "hostbound/services/users" || c.DetailsURL != r.Event.RunURL || !strings.HasPrefix(c.Title, string(tt.report.Verdict.Status)) {
						t.Errorf("the check run is %+v", c)
					}
				}
				if s.Reviews+len(s.Issue)+len(s.Uploads) > 0 {
					t.Error("more than a check run was written")
				}
			})
		}
	})
}

// TestCheckRunOfAnotherReport holds that findings which are gone do not stay beside
// those that came.
func TestCheckRunOfAnotherReport(t *testing.T) {
	s := githubtest.New(t, "", nil)
	deliver(t, s, weak()).annotate(Checks)
	deliver(t, s, clean()).annotate(Checks)
	if len(s.Checks) != 2 || len(s.Checks[1].Annotations) != 0 || s.Checks[1].Conclusion != "success" {
		t.Errorf("%d check runs", len(s.Checks))
	}
}

func TestConclusions(t *testing.T) {
	for status, want := range map[result.Status]string{result.Pass: "success", result.Fail: "failure", result.Undecided: "failure"} {
		if got := conclusion(result.Verdict{Status: status}); got != want {
			t.Errorf("%s is %s, want %s", status, got, want)
		}
	}
}

// TestReview holds that comments are on lines of the diff, the rest is in one
// summary, and that the same run again says nothing new.
func TestReview(t *testing.T) {
	standIns(t, func(t *testing.T, start func(testing.TB) *githubtest.Server) {
		s := start(t)
		for i := range 3 {
			report := weak()
			r := deliver(t, s, report)
			way, notes := r.annotate(Review)
			if way != Review || len(notes) > 0 {
				t.Fatalf("done by %s, which says %q", way, texts(notes))
			}
			if s.Reviews != 1 || len(s.Comments) != 3 || len(s.Issue) != 1 || s.Issue[0].Edits > 0 {
				t.Fatalf("run %d: %d reviews, %d comments, %d summaries", i, s.Reviews, len(s.Comments), len(s.Issue))
			}
		}
		byLine := map[int]*githubtest.Comment{}
		for _, c := range s.Comments {
			byLine[*c.Line] = c
		}
		if c := byLine[19]; c == nil || c.StartLine != nil || !strings.Contains(c.Body, "\n```suggestion\n"+strings.Replace(lineAt(19), "http:", "https:", 1)+"\n```\n") {
			t.Errorf("the fix is no suggestion: %+v", c)
		} else if strings.Contains(c.Body, " @octocat") || !strings.Contains(c.Body, "<code>services/users/app/client.py") {
			t.Errorf("the comment is %s", c.Body)
		}
		if c := byLine[8]; c == nil || c.StartLine == nil || *c.StartLine != 7 {
			t.Errorf("a finding over two lines is at %+v", c)
		}
		if c := byLine[6]; c == nil || strings.Contains(c.Body, "suggestion") || strings.Contains(c.Body, "made-up-token") || !strings.Contains(c.Body, "Fix: take it out") {
			t.Errorf("a line with a credential has %+v", c)
		}
		summary := s.Issue[0].Body
		for _, want := range []string{"3 findings on lines of the change", "Beside the diff", "In a file that is not changed", "In a test", "cannot fail"} {
			if !strings.Contains(summary, want) {
				t.Errorf("the summary has no %q:\n%s", want, summary)
			}
		}
		for _, no := range []string{"Over two lines", "Not told"} {
			if strings.Contains(summary, no) {
				t.Errorf("the summary has %q:\n%s", no, summary)
			}
		}
	})
}

// TestReviewLater holds what happens as a pull request goes on.
func TestReviewLater(t *testing.T) {
	s := githubtest.New(t, "", nil)
	deliver(t, s, weak()).annotate(Review)
	// A run with nothing to say updates the summary, and takes no comment away.
	if _, notes := deliver(t, s, clean()).annotate(Review); len(notes) > 0 {
		t.Error(texts(notes))
	}
	if len(s.Issue) != 1 || s.Issue[0].Edits != 1 || !strings.Contains(s.Issue[0].Body, ": pass") || len(s.Comments) != 3 {
		t.Errorf("the summary is %+v", s.Issue)
	}
	// What came back stands already.
	deliver(t, s, weak()).annotate(Review)
	if len(s.Comments) != 3 || s.Reviews != 1 || s.Issue[0].Edits != 2 {
		t.Errorf("%d comments, %d reviews", len(s.Comments), s.Reviews)
	}
	// What could not be read is said.
	missing := clean()
	missing.Verdict = result.Verdict{Status: result.Undecided, ExitCode: 3, Reason: "1 place that could hold a finding was not analysed"}
	missing.NotAnalysed = []fact.NotAnalysed{{Reason: "cut", Gates: true}, {Reason: "a test"}}
	s = githubtest.New(t, "", nil)
	deliver(t, s, missing).annotate(Review)
	if len(s.Issue) != 1 || !strings.Contains(s.Issue[0].Body, ": undecided") || !strings.Contains(s.Issue[0].Body, "Not analysed: 1 place that could hold a finding") {
		t.Errorf("the summaries are %+v", s.Issue)
	}
	// A pull request with nothing to say gets no comment.
	s = githubtest.New(t, "", nil)
	if way, notes := deliver(t, s, clean()).annotate(Review); way != Review || len(notes)+len(s.Issue)+s.Reviews > 0 {
		t.Errorf("%s: %v, %q", way, s.Issue, texts(notes))
	}
}

// TestReviewLimit holds that there are at most thirty comments, also after many runs.
func TestReviewLimit(t *testing.T) {
	standIns(t, func(t *testing.T, start func(testing.TB) *githubtest.Server) {
		s := start(t)
		var text []string
		for range 40 {
			text = append(text, lineAt(7))
		}
		report := manyLines(strings.Join(text, "\n"))
		s.Files = []githubtest.File{{Path: "services/users/app/many.py", Patch: patchOf(1, 40, strings.Join(text, "\n"))}}
		for range 2 {
			if way, notes := deliver(t, s, report).annotate(Review); way != Review || len(notes) > 0 {
				t.Fatalf("%s: %q", way, texts(notes))
			}
			if len(s.Comments) != 30 || len(s.Issue) != 1 || strings.Count(s.Issue[0].Body, "\n| high |") != 10 {
				t.Fatalf("%d comments, %d summaries", len(s.Comments), len(s.Issue))
			}
		}
	})
}

// TestForgedMarks holds that what a stranger writes is not taken for ours.
func TestForgedMarks(t *testing.T) {
	report := weak()
	forged := func() *githubtest.Server {
		s := githubtest.New(t, "", nil)
		stranger := map[string]any{"login": "mallory", "type": "User", "id": 1}
		for i := range report.Findings {
			s.Comments = append(s.Comments, &githubtest.Comment{ID: int64(100 + i), Body: mark(report.Findings[i].Fingerprint), Author: stranger})
		}
		s.Comments = append(s.Comments, &githubtest.Comment{ID: 1, Body: "> " + mark(report.Findings[0].Fingerprint), Author: map[string]any{"login": "quoting[bot]", "type": "Bot", "id": 2}})
		s.Issue = append(s.Issue, &githubtest.Comment{ID: 2, Body: summaryMark("hostbound/services/users"), Author: stranger})
		return s
	}
	s := forged()
	n := len(s.Comments)
	deliver(t, s, report).annotate(Review)
	if len(s.Comments) != n+3 || len(s.Issue) != 2 || s.Issue[0].Edits > 0 {
		t.Errorf("%d comments, %d summaries", len(s.Comments), len(s.Issue))
	}
	// With a token of one's own, one's own comments are found again.
	s = githubtest.New(t, "", nil)
	s.Bot, s.Person = "", "octocat"
	for range 2 {
		deliver(t, s, report).annotate(Review)
		if len(s.Comments) != 3 || len(s.Issue) != 1 || s.Issue[0].Edits > 0 {
			t.Errorf("%d comments, %d summaries", len(s.Comments), len(s.Issue))
		}
	}
}

// TestMovedHead holds that nothing is said about another commit than the scanned one.
func TestMovedHead(t *testing.T) {
	s := githubtest.New(t, "", nil)
	r := deliver(t, s, weak())
	s.Head = strings.Repeat("d", 40)
	way, notes := r.annotate(Review)
	if way != Commands || !strings.Contains(texts(notes), "the pull request is at dddddddddddd by now") || s.Reviews+len(s.Issue) > 0 {
		t.Errorf("%s: %q", way, texts(notes))
	}
}

// TestRefusedReview holds that findings whose comments GitHub refuses are in the summary.
func TestRefusedReview(t *testing.T) {
	standIns(t, func(t *testing.T, start func(testing.TB) *githubtest.Server) {
		s := start(t)
		fault(githubtest.CreateReview, githubtest.Outside)(s)
		way, notes := deliver(t, s, weak()).annotate(Review)
		if want := "warning: not commented on lines: GitHub answers 422 (Unprocessable Entity: pull_request_review_thread.line must be part of the diff)\n"; way != Review || texts(notes) != want {
			t.Errorf("%s: %q", way, texts(notes))
		}
		if len(s.Comments) > 0 || len(s.Issue) != 1 || strings.Count(s.Issue[0].Body, "\n| ") != 1+6 {
			t.Errorf("%d comments, %d summaries: %s", len(s.Comments), len(s.Issue), s.Issue[0].Body)
		}
	})
}

// TestNoSummary holds that what is on no line goes to the log where the summary fails.
func TestNoSummary(t *testing.T) {
	s := githubtest.New(t, "", nil)
	fault(githubtest.CreateComment, githubtest.BadGateway)(s)
	way, notes := deliver(t, s, weak()).annotate(Review)
	want := "3 findings on lines of the pull request, but no summary of the others\nwarning: no review: GitHub answers 502 (Server Error)\nlines are annotated by workflow commands\n"
	if way != Commands || texts(notes) != want || len(s.Comments) != 3 || s.Calls[githubtest.CreateComment] != maxAttempts {
		t.Errorf("%s after %v: %q", way, s.Calls, texts(notes))
	}
}

// TestPersonalToken holds what is said to who gives a token that the Checks API never takes.
func TestPersonalToken(t *testing.T) {
	s := githubtest.New(t, "", nil)
	r := deliver(t, s, weak())
	next := &recorder{answers: []func() (*http.Response, error){reply(403, `{"message": "You must authenticate via a GitHub App."}`)}}
	client, err := New(Config{APIURL: s.URL, Token: githubtest.Token, Clock: r.clock.clock(), Transport: next})
	if err != nil {
		t.Fatal(err)
	}
	r.Client = client
	if _, notes := r.annotate(Checks); !strings.Contains(texts(notes), "leave the input token as it is") {
		t.Errorf("%q", texts(notes))
	}
}

// TestFallback holds which way is taken with which permissions, and that every
// finding has a place all the same.
func TestFallback(t *testing.T) {
	const noChecks = "no check run: GitHub answers 403 (Resource not accessible by integration); give the job the permission checks: write\n"
	const noReview = "no review: GitHub answers 403 (Resource not accessible by integration); give the job the permission pull-requests: write\n"
	const commands = "lines are annotated by workflow commands\n"
	const fork = "GitHub answers 403 (Resource not accessible by integration): the token of a pull request from a fork can only read\n"
	dependabot := strings.Replace(fork, "a pull request from a fork can only read", "a run for Dependabot can only read, unless the job's permissions say more", 1)
	standIns(t, func(t *testing.T, start func(testing.TB) *githubtest.Server) {
		for _, tt := range []struct {
			name    string
			mode    Mode
			without string
			change  func(*Event)
			want    Mode
			says    string
		}{
			{"all", Auto, "", nil, Checks, ""},
			{"no checks", Auto, "checks", nil, Review, noChecks},
			{"nothing", Auto, "checks pull-requests security-events", nil, Commands, noChecks + noReview + commands},
			{"checks, refused", Checks, "checks", nil, Commands, "warning: " + noChecks + commands},
			{"review, refused", Review, "pull-requests", nil, Commands, "warning: " + noReview + commands},
			{"no review needed", Auto, "pull-requests", nil, Checks, ""},
			{"commands", Commands, "", nil, Commands, ""},
			{"none", None, "", nil, None, ""},
			{"fork", Auto, "checks pull-requests", func(e *Event) { e.Pull.Fork = true }, Commands, "no check run: " + fork + "no review: " + fork + commands},
			{"Dependabot", Auto, "checks pull-requests", func(e *Event) { e.Dependabot = true }, Commands, "no check run: " + dependabot + "no review: " + dependabot + commands},
			{"push", Auto, "", func(e *Event) { e.Name, e.Pull = "push", nil }, Checks, ""},
			{"push without checks", Auto, "checks", func(e *Event) { e.Name, e.Pull = "push", nil }, Commands, noChecks + commands},
			{"review on push", Review, "", func(e *Event) { e.Name, e.Pull = "push", nil }, Commands, "warning: no review: the event push is of no pull request\n" + commands},
			{"merge queue", Auto, "", func(e *Event) { e.Name, e.Pull = "merge_group", nil }, Checks, ""},
		} {
			t.Run(tt.name, func(t *testing.T) {
				s := start(t)
				for _, p := range strings.Fields(tt.without) {
					s.Permissions[p] = false
				}
				r := deliver(t, s, weak())
				if tt.change != nil {
					tt.change(&r.Event)
				}
				way, notes := r.annotate(tt.mode)
				if way != tt.want || texts(notes) != tt.says {
					t.Errorf("done by %s, which says\n%swant %s\n%s", way, texts(notes), tt.want, tt.says)
				}
			})
		}
	})
}

// TestNoToken holds that nothing is called where there is no token.
func TestNoToken(t *testing.T) {
	d := &Delivery{Unable: "the input token is empty", Report: weak(), Event: Event{Name: "push"}}
	for mode, want := range map[Mode]string{
		Auto:   "lines are annotated by workflow commands: the input token is empty\n",
		Checks: "warning: no check run: the input token is empty\nlines are annotated by workflow commands\n",
	} {
		if way, notes := d.Annotate(t.Context(), mode); way != Commands || texts(notes) != want {
			t.Errorf("%s: %s, %q", mode, way, texts(notes))
		}
	}
	if notes := d.Upload(t.Context(), nil); texts(notes) != "warning: not uploaded to code scanning: the input token is empty\n" {
		t.Errorf("%q", texts(notes))
	}
}

// TestFaults lets each call fail in each way, once and always. Whatever comes of it:
// no token leaves, nothing is written twice, and either all is said on GitHub or the
// caller is told to say it in the log, with a reason.
func TestFaults(t *testing.T) {
	report := many(60)
	verdict := report.Verdict
	for _, mode := range []Mode{Checks, Review} {
		for _, op := range opsOf(mode) {
			for _, fault := range githubtest.Faults() {
				for _, always := range []bool{false, true} {
					name := strings.Join([]string{string(mode), string(op), string(fault), map[bool]string{false: "once", true: "always"}[always]}, "/")
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						s := githubtest.New(t, "", nil)
						s.Fault = func(o githubtest.Op, n int) githubtest.Fault {
							if o == op && (always || n == 1) {
								return fault
							}
							return githubtest.None
						}
						way, notes := deliver(t, s, report).annotate(mode)
						allSaid(t, s, report, mode, way, notes)
						// The next run makes good what this one left, and doubles nothing.
						s.Fault = func(githubtest.Op, int) githubtest.Fault { return githubtest.None }
						way, notes = deliver(t, s, report).annotate(mode)
						allSaid(t, s, report, mode, way, notes)
						if way != mode || len(notes) > 0 {
							t.Errorf("the next run: %s, %q", way, texts(notes))
						}
						if report.Verdict != verdict {
							t.Error("the verdict changed")
						}
					})
				}
			}
		}
	}
}

func opsOf(mode Mode) []githubtest.Op {
	if mode == Checks {
		return []githubtest.Op{githubtest.ListChecks, githubtest.CreateCheck, githubtest.UpdateCheck}
	}
	return []githubtest.Op{githubtest.GetPull, githubtest.ListFiles, githubtest.ListReviewComments, githubtest.CreateReview, githubtest.ListComments, githubtest.CreateComment}
}

func allSaid(t *testing.T, s *githubtest.Server, r *result.Report, mode, way Mode, notes []Note) {
	t.Helper()
	if s.Leaked.Load() > 0 {
		t.Error("the token went to another host")
	}
	if len(s.Checks) > 1 || s.Reviews > 1 || len(s.Issue) > 1 {
		t.Fatalf("%d check runs, %d reviews, %d summaries", len(s.Checks), s.Reviews, len(s.Issue))
	}
	var seen []string
	for _, c := range s.Comments {
		m, _ := markOf(c.Body)
		if slices.Contains(seen, m) {
			t.Errorf("%s stands twice", m)
		}
		seen = append(seen, m)
	}
	if len(s.Checks) == 1 && len(s.Checks[0].Annotations) > len(candidates(r)) {
		t.Errorf("%d annotations of %d", len(s.Checks[0].Annotations), len(candidates(r)))
	}
	switch {
	case way == Commands:
		if !strings.Contains(texts(notes), "warning: no ") {
			t.Errorf("the caller is not told why: %q", texts(notes))
		}
	case way != mode:
		t.Errorf("done by %s", way)
	case way == Checks:
		if len(s.Checks[0].Annotations) != len(candidates(r)) || s.Checks[0].Status != "completed" {
			t.Errorf("%d annotations of %d, and nobody is told: %q", len(s.Checks[0].Annotations), len(candidates(r)), texts(notes))
		}
	case way == Review && len(notes) == 0:
		if len(s.Comments) != 3 || len(s.Issue) != 1 {
			t.Errorf("%d comments, %d summaries, and nobody is told", len(s.Comments), len(s.Issue))
		}
	}
}
