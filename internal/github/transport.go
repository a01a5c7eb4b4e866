package github

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Clock is the time, and how to wait.
type Clock struct {
	Now   func() time.Time
	Sleep func(context.Context, time.Duration) error
	// Jitter is a number from 0 to 1, a different one each time.
	Jitter func() float64
}

// What the API costs at most.
const (
	maxAnswer   = 32 << 20 // bytes of one answer
	maxAttempts = 5        // of one call
	firstPause  = time.Second
	// betweenWrites is what GitHub asks for between two calls that make something.
	betweenWrites = time.Second
	// secondaryPause is how long to wait first where a secondary limit gives no time.
	secondaryPause = time.Minute
)

// apiBase checks the address of an API. Only https is taken, and plain http on this
// very machine, where nobody can listen.
func apiBase(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSuffix(address, "/") + "/")
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("the address of the API, %q, is no plain https URL", address)
	case u.Scheme == "https", u.Scheme == "http" && loopback(u.Hostname()):
		return u, nil
	}
	return nil, fmt.Errorf("the address of the API, %q, is not https: no token goes there", address)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// transport is the only way out. It adds the token, and only for the API's own
// scheme, host and path, so that no redirect takes it elsewhere. It waits as GitHub
// asks, repeats what is safe to repeat, and hands out whole answers of bounded size.
type transport struct {
	base     *url.URL
	token    string
	next     http.RoundTripper
	clock    Clock
	deadline time.Time
	attempt  time.Duration // for one attempt
	wrote    time.Time
}

// limitError is a rate limit that ends after the time that a run may take.
type limitError struct{ wait time.Duration }

func (e *limitError) Error() string {
	return fmt.Sprintf("GitHub's rate limit asks to wait for %s, which is longer than this run may take", e.wait.Round(time.Second))
}

// boundError is a call that would have left the API, or the time for all calls.
type boundError struct{ says string }

func (e *boundError) Error() string { return e.says }

func (t *transport) ours(u *url.URL) bool {
	return u.Scheme == t.base.Scheme && u.Host == t.base.Host && strings.HasPrefix(u.Path, t.base.Path)
}

// redirect follows a few hops within the API: a repository that was renamed.
func (t *transport) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > 3 || !t.ours(req.URL) {
		return &boundError{fmt.Sprintf("GitHub's API answers with a redirect to %s, which is not followed", origin(req.URL))}
	}
	return nil
}

// origin is a URL without what could be secret in it.
func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// RoundTrip makes one call.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if !t.ours(req.URL) {
		return nil, &boundError{"a call to " + origin(req.URL) + " is none of GitHub's API"}
	}
	for n := 0; ; n++ {
		resp, err := t.once(req)
		wait, again, refused := t.again(req.Method, resp, err, n)
		switch {
		case refused != nil:
			return nil, refused
		case !again, req.Context().Err() != nil:
			return resp, err
		}
		if err := t.pause(req.Context(), wait); err != nil {
			return nil, err
		}
	}
}

// again tells whether to call once more, and after how long.
func (t *transport) again(method string, resp *http.Response, err error, n int) (wait time.Duration, again bool, refused error) {
	safe := method == http.MethodGet
	switch {
	case errors.As(err, new(*boundError)):
		return 0, false, nil
	case err != nil:
		return t.backoff(n), safe && n+1 < maxAttempts, nil
	case limited(resp):
		wait = t.limitWait(resp, n)
		if n+1 == maxAttempts || t.clock.Now().Add(wait).After(t.deadline) {
			return 0, false, &limitError{wait}
		}
		return wait, true, nil
	case resp.StatusCode >= 500:
		wait = t.backoff(n)
		if asked, ok := t.retryAfter(resp); ok {
			wait = max(wait, asked)
		}
		return wait, safe && n+1 < maxAttempts, nil
	}
	return 0, false, nil
}

// limited tells an answer to a call that was not made because there were too many.
func limited(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		return resp.Header.Get("Retry-After") != "" || resp.Header.Get("X-RateLimit-Remaining") == "0" ||
			strings.Contains(message(resp), "secondary rate limit") || strings.Contains(message(resp), "abuse detection")
	}
	return false
}

// message is what an answer says; its body stays readable.
func message(resp *http.Response) string {
	b, err := io.ReadAll(resp.Body) // it is in memory
	resp.Body = io.NopCloser(bytes.NewReader(b))
	var said struct{ Message string }
	if err != nil || json.Unmarshal(b, &said) != nil {
		return ""
	}
	return said.Message
}

// limitWait is how long GitHub asks to wait: Retry-After, else until the limit is
// reset, else a minute, and twice as long each time.
func (t *transport) limitWait(resp *http.Response, n int) time.Duration {
	if asked, ok := t.retryAfter(resp); ok {
		return asked
	}
	if s, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64); err == nil && resp.Header.Get("X-RateLimit-Remaining") == "0" {
		return max(time.Unix(s, 0).Sub(t.clock.Now()), 0) + time.Second // the clocks may differ
	}
	return secondaryPause << n
}

// retryAfter is what an answer's Retry-After says, in seconds or as a date.
func (t *transport) retryAfter(resp *http.Response) (time.Duration, bool) {
	value := resp.Header.Get("Retry-After")
	if s, err := strconv.Atoi(value); err == nil && s >= 0 {
		return time.Duration(min(s, 1<<30)) * time.Second, true
	}
	at, err := http.ParseTime(value)
	return max(at.Sub(t.clock.Now()), 0), err == nil
}

// backoff is twice as long each time, and differs from job to job.
func (t *transport) backoff(n int) time.Duration {
	return time.Duration((0.5 + t.clock.Jitter()) * float64(firstPause<<n))
}

func (t *transport) pause(ctx context.Context, d time.Duration) error {
	if t.clock.Now().Add(d).After(t.deadline) {
		return &boundError{"the time for GitHub's API is over"}
	}
	return t.clock.Sleep(ctx, d)
}

// once makes one attempt, and reads the whole answer.
func (t *transport) once(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet {
		if err := t.space(req.Context()); err != nil {
			return nil, err
		}
	}
	left := t.deadline.Sub(t.clock.Now())
	if left <= 0 {
		return nil, &boundError{"the time for GitHub's API is over"}
	}
	ctx, cancel := context.WithTimeout(req.Context(), min(t.attempt, left))
	defer cancel()
	r := req.Clone(ctx)
	r.Header.Set("Authorization", "Bearer "+t.token)
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		r.Body = body
	}
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	return whole(resp)
}

// space keeps a second between two calls that write.
func (t *transport) space(ctx context.Context) error {
	if since := t.clock.Now().Sub(t.wrote); !t.wrote.IsZero() && since < betweenWrites {
		if err := t.pause(ctx, betweenWrites-since); err != nil {
			return err
		}
	}
	t.wrote = t.clock.Now()
	return nil
}

// whole reads an answer to its end. What is no JSON where it should be, is cut.
func whole(resp *http.Response) (*http.Response, error) {
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading GitHub's answer: %w", err)
	case len(b) > maxAnswer:
		return nil, &boundError{"GitHub's answer is too large"}
	case resp.StatusCode < 300 && len(b) > 0 && !json.Valid(b):
		return nil, errors.New("GitHub's answer is cut short")
	}
	resp.Body = io.NopCloser(bytes.NewReader(b))
	return resp, nil
}
