package github

import (
	"context"
	"errors"
	"net/http"
	"time"

	gh "github.com/google/go-github/v60/github"
)

// Config is what a client needs.
type Config struct {
	APIURL    string // GITHUB_API_URL: also of GitHub Enterprise Server and ghe.com
	Token     string
	UserAgent string
	Clock     Clock
	// Transport may be nil, for the usual one.
	Transport http.RoundTripper
	// Limit is how long all calls may take together, Attempt how long one attempt may;
	// 0 is five minutes and half a minute.
	Limit, Attempt time.Duration
}

// Client talks to GitHub's API, one call at a time.
type Client struct {
	api *gh.Client
	out *transport
}

// New makes a client whose token goes to the API's address and nowhere else.
func New(c Config) (*Client, error) {
	base, err := apiBase(c.APIURL)
	if err != nil {
		return nil, err
	}
	out := &transport{
		base: base, token: c.Token, next: c.Transport, clock: c.Clock, attempt: c.Attempt,
		deadline: c.Clock.Now().Add(or(c.Limit, 5*time.Minute)),
	}
	out.attempt = or(c.Attempt, 30*time.Second)
	if out.next == nil {
		out.next = http.DefaultTransport
	}
	api := gh.NewClient(&http.Client{Transport: unmetered{out}, CheckRedirect: out.redirect})
	api.BaseURL, api.UploadURL, api.UserAgent = base, base, c.UserAgent
	return &Client{api, out}, nil
}

func or(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// unmetered hides the rate limit from go-github, which would otherwise refuse calls
// by a clock of its own. The transport has waited already.
type unmetered struct{ http.RoundTripper }

func (u unmetered) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := u.RoundTripper.RoundTrip(req)
	if err == nil {
		for _, h := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} {
			resp.Header.Del(h)
		}
	}
	return resp, err
}

// settle makes calls that write. A call whose answer is lost may have been made all
// the same; so do looks at what is there before it writes, and is done again.
func (c *Client) settle(ctx context.Context, do func() error) error {
	for n := 0; ; n++ {
		err := do()
		if !doubtful(err) || n+1 == maxAttempts || ctx.Err() != nil {
			return err
		}
		if stopped := c.out.pause(ctx, c.out.backoff(n)); stopped != nil {
			return errors.Join(err, stopped)
		}
	}
}

// doubtful tells an error after which nobody knows whether the call was made.
func doubtful(err error) bool {
	var said *gh.ErrorResponse
	switch {
	case err == nil, errors.As(err, new(*limitError)), errors.As(err, new(*boundError)):
		return false
	case errors.As(err, &said):
		return said.Response.StatusCode >= 500
	}
	return true
}

// status is the status that an error carries, or 0.
func status(err error) int {
	var said *gh.ErrorResponse
	if errors.As(err, &said) {
		return said.Response.StatusCode
	}
	return 0
}
