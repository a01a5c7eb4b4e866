package github

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/github/githubtest"
)

func TestAPIBase(t *testing.T) {
	for address, want := range map[string]string{
		"https://api.github.com":            "https://api.github.com/",
		"https://ghes.example.com/api/v3":   "https://ghes.example.com/api/v3/",
		"https://api.octo.ghe.com/":         "https://api.octo.ghe.com/",
		"http://127.0.0.1:8080/api/v3":      "http://127.0.0.1:8080/api/v3/",
		"http://[::1]:8080":                 "http://[::1]:8080/",
		"http://api.github.com":             "",
		"http://localhost:8080":             "", // a name, which somebody may answer for
		"http://127.0.0.1.example.com":      "",
		"https://user@api.github.com":       "",
		"https://api.github.com/?x=":        "",
		"ftp://api.github.com":              "",
		"api.github.com":                    "",
		"":                                  "",
		"https://api.github.com/%zz":        "",
		"https://evil.example.com#/api.git": "",
	} {
		u, err := apiBase(address)
		switch {
		case want == "" && err == nil:
			t.Errorf("%q is taken: %s", address, u)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("%q is %v, %v, want %s", address, u, err, want)
		}
	}
}

// recorder answers calls with what a test gives it, in turn, and then with 200.
type recorder struct {
	answers []func() (*http.Response, error)
	calls   []*http.Request
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.calls = append(r.calls, req)
	if n := len(r.calls) - 1; n < len(r.answers) {
		return r.answers[n]()
	}
	return reply(200, "{}")()
}

func reply(status int, body string, headers ...string) func() (*http.Response, error) {
	return func() (*http.Response, error) {
		w := httptest.NewRecorder()
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		_, err := w.WriteString(body)
		return w.Result(), err
	}
}

func failing() (*http.Response, error) { return nil, errors.New("connection reset") }

// TestWaits holds when a call is made again, and after how long.
func TestWaits(t *testing.T) {
	clock := newFakeClock()
	type answers = []func() (*http.Response, error)
	for _, tt := range []struct {
		name    string
		method  string
		answers answers
		waits   []time.Duration
		status  int
		err     string
	}{
		{"well", "GET", nil, nil, 200, ""},
		{"Retry-After in seconds", "POST", answers{reply(429, "{}", "Retry-After", "7")}, seconds(7), 200, ""},
		{"Retry-After with 403", "POST", answers{reply(403, "{}", "Retry-After", "7")}, seconds(7), 200, ""},
		{"Retry-After as a date", "GET", answers{reply(429, "{}", "Retry-After", clock.now.Add(9*time.Second).Format(http.TimeFormat))}, seconds(9), 200, ""},
		{"primary limit", "GET", answers{reply(403, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1767323055")}, seconds(11), 200, ""},
		{"primary limit as 429", "PATCH", answers{reply(429, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1767323055")}, seconds(11), 200, ""},
		{"secondary limit", "POST", answers{reply(403, `{"message": "You have exceeded a secondary rate limit."}`), reply(429, "{}")}, seconds(60, 120), 200, ""},
		{"too long a limit", "GET", answers{reply(403, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1767330000")}, nil, 0, "asks to wait for 1h55m56s"},
		{"too long a wait", "GET", answers{reply(429, "{}", "Retry-After", "99999999999")}, nil, 0, "rate limit"},
		{"a limit that does not end", "GET", answers{reply(429, "{}", "Retry-After", "1"), reply(429, "{}", "Retry-After", "1"), reply(429, "{}", "Retry-After", "1"), reply(429, "{}", "Retry-After", "1"), reply(429, "{}", "Retry-After", "1")}, seconds(1, 1, 1, 1), 0, "rate limit"},
		{"forbidden", "GET", answers{reply(403, `{"message": "Resource not accessible by integration"}`)}, nil, 403, ""},
		{"bad gateway", "GET", answers{reply(502, ""), reply(503, ""), reply(500, "")}, seconds(1, 2, 4), 200, ""},
		{"unavailable for a time", "GET", answers{reply(503, "", "Retry-After", "20")}, seconds(20), 200, ""},
		{"abuse detection", "POST", answers{reply(403, `{"message": "You have triggered an abuse detection mechanism."}`)}, seconds(60), 200, ""},
		{"always a bad gateway", "GET", answers{reply(502, ""), reply(502, ""), reply(502, ""), reply(502, ""), reply(502, "")}, seconds(1, 2, 4, 8), 502, ""},
		{"bad gateway to a write", "POST", answers{reply(502, "")}, nil, 502, ""},
		{"a broken line", "GET", answers{failing, failing}, seconds(1, 2), 200, ""},
		{"a broken line to a write", "POST", answers{failing}, nil, 0, "connection reset"},
		{"half an answer", "GET", answers{reply(200, `{"a": `)}, seconds(1), 200, ""},
		{"half an answer to a write", "POST", answers{reply(201, `{"a": `)}, nil, 0, "cut short"},
		{"too large an answer", "GET", answers{reply(200, strings.Repeat(" ", maxAnswer+1))}, nil, 0, "too large"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			clock := newFakeClock()
			next := &recorder{answers: tt.answers}
			c, err := New(Config{APIURL: "https://api.example.com", Token: githubtest.Token, Clock: clock.clock(), Transport: next})
			if err != nil {
				t.Fatal(err)
			}
			req, err := http.NewRequestWithContext(t.Context(), tt.method, "https://api.example.com/x", strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := c.out.RoundTrip(req)
			if (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("the error is %v, want %q", err, tt.err)
			}
			if err == nil && resp.StatusCode != tt.status {
				t.Errorf("status %d, want %d", resp.StatusCode, tt.status)
			}
			var waited []time.Duration
			for _, d := range clock.slept {
				if d != betweenWrites || tt.method == "GET" {
					waited = append(waited, d)
				}
			}
			if len(waited) != len(tt.waits) {
				t.Fatalf("waits %v, want %v", waited, tt.waits)
			}
			for i := range waited {
				if waited[i] != tt.waits[i] {
					t.Errorf("waits %v, want %v", waited, tt.waits)
				}
			}
		})
	}
}

func seconds(ns ...int) []time.Duration {
	var out []time.Duration
	for _, n := range ns {
		out = append(out, time.Duration(n)*time.Second)
	}
	return out
}

// TestBound holds that no token goes to another host, scheme or port, nor above the API.
func TestBound(t *testing.T) {
	for _, u := range []string{"https://evil.example.com/api/v3/x", "http://ghes.example.com/api/v3/x", "https://ghes.example.com:8443/api/v3/x", "https://ghes.example.com/login", "https://ghes.example.com/api/v30"} {
		next := &recorder{}
		c, err := New(Config{APIURL: "https://ghes.example.com/api/v3", Token: githubtest.Token, Clock: newFakeClock().clock(), Transport: next})
		if err != nil {
			t.Fatal(err)
		}
		// By a redirect, and by a call.
		next.answers = []func() (*http.Response, error){reply(307, "", "Location", u)}
		_, _, redirected := c.api.Users.Get(t.Context(), "")
		req, err := http.NewRequestWithContext(t.Context(), "GET", u, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, called := c.out.RoundTrip(req)
		if redirected == nil || called == nil || len(next.calls) != 1 {
			t.Errorf("%s: %v, %v, %d calls", u, redirected, called, len(next.calls))
		}
	}
	// A repository that was renamed.
	next := &recorder{answers: []func() (*http.Response, error){reply(301, "", "Location", "https://ghes.example.com/api/v3/repositories/1")}}
	c, err := New(Config{APIURL: "https://ghes.example.com/api/v3", Token: githubtest.Token, Clock: newFakeClock().clock(), Transport: next})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.api.Users.Get(t.Context(), ""); err != nil || len(next.calls) != 2 {
		t.Errorf("a rename: %v after %d calls", err, len(next.calls))
	}
}

// TestTimes holds the limits of one attempt and of all calls.
func TestTimes(t *testing.T) {
	s := githubtest.New(t, "", nil)
	s.Fault = func(githubtest.Op, int) githubtest.Fault { return githubtest.Hang }
	clock := newFakeClock()
	c, err := New(Config{APIURL: s.URL, Token: githubtest.Token, UserAgent: "hostbound/test", Clock: clock.clock(), Attempt: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.api.Users.Get(t.Context(), ""); err == nil || s.Count(githubtest.GetUser) != maxAttempts {
		t.Errorf("%v after %d calls", err, s.Count(githubtest.GetUser))
	}
	clock.now = clock.now.Add(5 * time.Minute)
	if _, _, err := c.api.Users.Get(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "the time for GitHub's API is over") {
		t.Errorf("after the time: %v", err)
	}
	// Who stops the run is obeyed at once.
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	r := deliver(t, githubtest.New(t, "", nil), weak())
	if way, _ := r.Annotate(stopped, Checks); way != Commands || len(r.clock.slept) > 0 {
		t.Errorf("stopped: %s after %v", way, r.clock.slept)
	}
}

// TestSpace holds that calls which write have a second between them.
func TestSpace(t *testing.T) {
	s := githubtest.New(t, "", nil)
	r := deliver(t, s, many(300))
	if way, notes := r.annotate(Checks); way != Checks {
		t.Fatal(texts(notes))
	}
	n := 0
	for _, d := range r.clock.slept {
		if d == time.Second {
			n++
		}
	}
	if want := s.Calls[githubtest.UpdateCheck]; n != want || want != 6 {
		t.Errorf("%d pauses, %d calls", n, want)
	}
}
