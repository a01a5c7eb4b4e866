// Package githubtest is a stand-in for GitHub's API. It keeps what it is told as
// GitHub does, holds callers to limits that GitHub's description of its API does not
// state, and, where that description is given, checks every request and answer
// against it.
package githubtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"
)

// Token is the token that is taken.
const Token = "made-up-token-of-the-job"

// Op is an operation of the API.
type Op string

// The operations that the stand-in knows.
const (
	ListChecks         Op = "list check runs"
	CreateCheck        Op = "create check run"
	UpdateCheck        Op = "update check run"
	GetPull            Op = "get pull request"
	ListFiles          Op = "list files"
	ListReviewComments Op = "list review comments"
	CreateReview       Op = "create review"
	ListComments       Op = "list comments"
	CreateComment      Op = "create comment"
	EditComment        Op = "edit comment"
	Upload             Op = "upload"
	GetUpload          Op = "get upload"
	GetUser            Op = "get user"
	Compare            Op = "compare commits"
	GetContents        Op = "get contents"
	GetBlob            Op = "get blob"
)

// Fault is what goes wrong with a call.
type Fault string

// The faults.
const (
	None       Fault = ""
	BadGateway Fault = "502 before the work"
	Lost       Fault = "502 after the work"
	Slow       Fault = "no answer, after the work"
	Hang       Fault = "no answer, in truth"
	Cut        Fault = "half an answer, after the work"
	Primary    Fault = "403, primary rate limit"
	Secondary  Fault = "403, secondary rate limit"
	TooMany    Fault = "429"
	Forbidden  Fault = "403"
	Missing    Fault = "404"
	Outside    Fault = "422"
	Elsewhere  Fault = "redirect to another host"
)

// Faults are all faults but Hang, which takes the time that it takes.
func Faults() []Fault {
	return []Fault{BadGateway, Lost, Slow, Cut, Primary, Secondary, TooMany, Forbidden, Missing, Outside, Elsewhere}
}

type route struct {
	op         Op
	method     string
	path       string
	permission string // "" needs none beyond reading
	handle     func(*Server, call) (int, any)
}

func routes() []route {
	const repo = "/repos/{owner}/{repo}"
	return []route{
		{ListChecks, "GET", repo + "/commits/{ref}/check-runs", "", (*Server).listChecks},
		{CreateCheck, "POST", repo + "/check-runs", "checks", (*Server).createCheck},
		{UpdateCheck, "PATCH", repo + "/check-runs/{check_run_id}", "checks", (*Server).updateCheck},
		{GetPull, "GET", repo + "/pulls/{pull_number}", "", (*Server).getPull},
		{ListFiles, "GET", repo + "/pulls/{pull_number}/files", "", (*Server).listFiles},
		{ListReviewComments, "GET", repo + "/pulls/{pull_number}/comments", "", (*Server).listReviewComments},
		{CreateReview, "POST", repo + "/pulls/{pull_number}/reviews", "pull-requests", (*Server).createReview},
		{ListComments, "GET", repo + "/issues/{issue_number}/comments", "", (*Server).listComments},
		{CreateComment, "POST", repo + "/issues/{issue_number}/comments", "pull-requests", (*Server).createComment},
		{EditComment, "PATCH", repo + "/issues/comments/{comment_id}", "pull-requests", (*Server).editComment},
		{Upload, "POST", repo + "/code-scanning/sarifs", "security-events", (*Server).upload},
		{GetUpload, "GET", repo + "/code-scanning/sarifs/{sarif_id}", "security-events", (*Server).getUpload},
		{GetUser, "GET", "/user", "", (*Server).getUser},
		{Compare, "GET", repo + "/compare/{basehead}", "contents", (*Server).compare},
		{GetContents, "GET", repo + "/contents/{path}", "contents", (*Server).getContents},
		{GetBlob, "GET", repo + "/git/blobs/{file_sha}", "contents", (*Server).getBlob},
	}
}

// call is a request that was taken in.
type call struct {
	params map[string]string
	query  map[string]string
	body   []byte
}

func (c call) number(name string) int64 {
	n, _ := strconv.ParseInt(c.params[name], 10, 64)
	return n
}

// Server is the stand-in. Its fields are set before it is used and read after.
type Server struct {
	URL         string // of the API
	Permissions map[string]bool
	Bot         string // who the token is; "" is a person
	Person      string // who the token is, if it is one's own
	Head        string // commit of the pull request
	Number      int
	Files       []File
	Tree        map[string]string // the files at the commit Base
	Base        string
	Now         func() time.Time
	// Fault is asked before each call: what goes wrong with this one, the n-th of its
	// operation (from 1).
	Fault func(op Op, n int) Fault
	// Processing is how long an upload takes; Refuse is what GitHub then says of it.
	Processing time.Duration
	Refuse     []string
	// MaxUpload is the size over which an upload is refused, in bytes after gzip.
	MaxUpload int

	Checks   []*Check
	Reviews  int
	Comments []*Comment // on lines
	Issue    []*Comment // on the whole
	Uploads  []*Sarif
	Calls    map[Op]int
	// Leaked counts calls to another host that carried the token.
	Leaked atomic.Int32

	t         testing.TB
	prefix    string
	contract  *Contract
	mu        sync.Mutex
	running   atomic.Int32
	writes    []time.Time
	elsewhere *httptest.Server
	nextID    int64
	// answered checks an answer of the call at hand against the contract.
	answered func(int, any) any
	next     int // the page that follows the one at hand
}

// File is a file of the pull request's diff.
type File struct {
	Path, Patch string
	Status      string // "" is modified
	Previous    string // of one that is renamed
}

// New starts a stand-in; a nil contract checks nothing.
func New(t testing.TB, prefix string, contract *Contract) *Server {
	s := &Server{
		t: t, prefix: prefix, contract: contract, Now: time.Now, Bot: "github-actions[bot]", Number: 7, MaxUpload: 10 << 20,
		Permissions: map[string]bool{"contents": true, "checks": true, "pull-requests": true, "security-events": true},
		Calls:       map[Op]int{}, Fault: func(Op, int) Fault { return None },
		Head: strings.Repeat("a", 40),
	}
	server := httptest.NewServer(s)
	s.elsewhere = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			s.Leaked.Add(1)
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(s.elsewhere.Close)
	s.URL = server.URL + prefix
	return s
}

// find is the route of a request, with the names in its path.
func (s *Server) find(r *http.Request) (route, map[string]string, bool) {
	path, ok := strings.CutPrefix(r.URL.Path, s.prefix)
	if !ok {
		return route{}, nil, false
	}
	name := regexp.MustCompile(`\{(\w+)\}`)
	for _, rt := range routes() {
		text := strings.ReplaceAll(rt.path, "{path}", "(?P<path>.+)") // it has slashes
		pattern := regexp.MustCompile("^" + name.ReplaceAllString(text, "(?P<$1>[^/]+)") + "$")
		m := pattern.FindStringSubmatch(path)
		if m == nil || rt.method != r.Method {
			continue
		}
		params := map[string]string{}
		for i, n := range pattern.SubexpNames() {
			params[n] = m[i]
		}
		return rt, params, true
	}
	return route{}, nil, false
}

// ServeHTTP answers one call. More than one at a time is what GitHub asks not to do.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.running.Add(1) > 1 {
		s.t.Errorf("%s %s: two calls at a time", r.Method, r.URL.Path)
	}
	defer s.running.Add(-1)
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller is gone
	}
	rt, params, ok := s.find(r)
	if !ok {
		s.t.Errorf("%s %s: no such operation", r.Method, r.URL.Path)
		answer(w, 404, said("Not Found"))
		return
	}
	s.answered = func(_ int, v any) any { return v }
	if s.contract != nil {
		in, err := s.contract.request(r, body)
		if err != nil {
			s.t.Errorf("%s: GitHub's description refuses the request: %v\n%.2000s", rt.op, err, body)
			answer(w, 422, said("Validation Failed"))
			return
		}
		s.answered = s.checked(rt.op, in)
	}
	s.Calls[rt.op]++
	s.serve(w, r, rt, call{params, first(r.URL.Query()), body})
}

// Count is how often an operation was called; it waits for a call that hangs.
func (s *Server) Count(op Op) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Calls[op]
}

func (s *Server) checked(op Op, in *openapi3filter.RequestValidationInput) func(int, any) any {
	return func(status int, v any) any {
		out, err := s.contract.answer(in, status, v)
		if err != nil {
			s.t.Errorf("%s: GitHub's description refuses the answer %d: %v", op, status, err)
		}
		return out
	}
}

func first(query map[string][]string) map[string]string {
	out := map[string]string{}
	for k, v := range query {
		out[k] = v[0]
	}
	return out
}

// serve lets a call fail, or does its work.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, rt route, c call) {
	s.next = 0
	fault := s.Fault(rt.op, s.Calls[rt.op])
	switch {
	case r.Header.Get("Authorization") != "Bearer "+Token:
		answer(w, 401, said("Bad credentials"))
		return
	case r.Header.Get("User-Agent") == "" || strings.HasPrefix(r.Header.Get("User-Agent"), "Go-http-client"):
		s.t.Errorf("%s: no User-Agent", rt.op)
	}
	if s.limited(w, r, fault) || s.refused(w, r, rt, fault) {
		return
	}
	status, v := rt.handle(s, c)
	v = s.answered(status, v)
	if s.next > 0 {
		w.Header().Set("Link", fmt.Sprintf(`<%s%s?page=%d&per_page=%s>; rel="next"`, s.URL, strings.TrimPrefix(r.URL.Path, s.prefix), s.next, c.query["per_page"]))
	}
	switch fault {
	case Lost:
		answer(w, 502, said("Server Error"))
	case Slow:
		w.Header().Set(tooLate, "true")
		answer(w, status, v)
	case Hang:
		<-r.Context().Done() // the caller gives up
	case Cut:
		b, err := json.Marshal(v)
		if err != nil {
			s.t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = w.Write(b[:len(b)/2]) // the caller may be gone
	default:
		answer(w, status, v)
	}
}

// limited answers where there were too many calls: by order, or in truth.
func (s *Server) limited(w http.ResponseWriter, r *http.Request, fault Fault) bool {
	now := s.Now()
	var lately []time.Time
	for _, at := range s.writes {
		if now.Sub(at) < time.Minute {
			lately = append(lately, at)
		}
	}
	s.writes = lately
	switch {
	case fault == Primary:
		w.Header().Set("X-RateLimit-Limit", "1000")
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(now.Add(40*time.Second).Unix(), 10))
		answer(w, 403, said("API rate limit exceeded for installation ID 1."))
	case fault == Secondary:
		answer(w, 403, said("You have exceeded a secondary rate limit. Please wait a few minutes before you try again."))
	case fault == TooMany, len(lately) >= 80 && r.Method != "GET":
		w.Header().Set("Retry-After", "30")
		answer(w, 429, said("You have exceeded a secondary rate limit."))
	default:
		if r.Method != "GET" {
			s.writes = append(s.writes, now)
		}
		return false
	}
	return true
}

// refused answers where a call is not allowed, or goes wrong before its work.
func (s *Server) refused(w http.ResponseWriter, r *http.Request, rt route, fault Fault) bool {
	switch {
	case fault == Forbidden, rt.permission != "" && !s.Permissions[rt.permission]:
		answer(w, 403, said("Resource not accessible by integration"))
	case fault == Missing:
		answer(w, 404, said("Not Found"))
	case fault == Outside:
		answer(w, 422, map[string]any{"message": "Unprocessable Entity", "errors": []any{"pull_request_review_thread.line must be part of the diff"}})
	case fault == BadGateway:
		answer(w, 502, said("Server Error"))
	case fault == Elsewhere:
		http.Redirect(w, r, s.elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect)
	default:
		return false
	}
	return true
}

func said(message string) map[string]any {
	return map[string]any{"message": message, "documentation_url": "https://docs.github.invalid/rest"}
}

func invalid(format string, args ...any) (int, any) {
	return 422, map[string]any{"message": "Validation Failed", "documentation_url": "https://docs.github.invalid/rest", "errors": []any{fmt.Sprintf(format, args...)}}
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the caller may be gone
}

// page is one page of a list, with the header that names the next.
func (s *Server) page(c call, all []any) []any {
	size, n := 30, 1
	if v, err := strconv.Atoi(c.query["per_page"]); err == nil {
		size = min(v, 100)
	}
	if v, err := strconv.Atoi(c.query["page"]); err == nil {
		n = v
	}
	from := min((n-1)*size, len(all))
	if from+size < len(all) {
		s.next = n + 1
	}
	return all[from:min(from+size, len(all))]
}

func (s *Server) id() int64 {
	s.nextID++
	return s.nextID
}

func (s *Server) author() map[string]any {
	if s.Bot != "" {
		return user(s.Bot, "Bot")
	}
	return user(s.Person, "User")
}

func user(login, kind string) map[string]any {
	return map[string]any{"login": login, "type": kind, "id": 41898282}
}

func (s *Server) getUser(call) (int, any) {
	if s.Bot != "" {
		return 403, said("Resource not accessible by integration")
	}
	return 200, user(s.Person, "User")
}

// tooLate marks an answer that arrives after the caller has given up.
const tooLate = "X-Too-Late"

// Patience gives up where the stand-in says that it would be too late, so that no test
// waits for it.
type Patience struct{ http.RoundTripper }

// RoundTrip makes one call.
func (p Patience) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := p.RoundTripper.RoundTrip(r)
	if err != nil || resp.Header.Get(tooLate) == "" {
		return resp, err
	}
	_, _ = io.Copy(io.Discard, resp.Body) // the stand-in is done with the call before the next one
	resp.Body.Close()
	return nil, context.DeadlineExceeded
}
