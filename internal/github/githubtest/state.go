package githubtest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Annotation is one line note of a check run.
type Annotation struct {
	Path        string `json:"path"`
	StartLine   int    `json:"start_line"`
	EndLine     int    `json:"end_line"`
	StartColumn *int   `json:"start_column"`
	EndColumn   *int   `json:"end_column"`
	Level       string `json:"annotation_level"`
	Message     string `json:"message"`
	Title       string `json:"title"`
	RawDetails  string `json:"raw_details"`
}

// Check is a check run.
type Check struct {
	ID                                 int64
	Name, Head, ExternalID, DetailsURL string
	Status, Conclusion, Title, Summary string
	Annotations                        []Annotation
}

// checkRequest creates or updates a check run.
type checkRequest struct {
	Name       string  `json:"name"`
	HeadSHA    string  `json:"head_sha"`
	ExternalID string  `json:"external_id"`
	DetailsURL string  `json:"details_url"`
	Status     *string `json:"status"`
	Conclusion *string `json:"conclusion"`
	Output     *struct {
		Title       string       `json:"title"`
		Summary     string       `json:"summary"`
		Text        string       `json:"text"`
		Annotations []Annotation `json:"annotations"`
	} `json:"output"`
}

// wrong says what GitHub would refuse.
func (r *checkRequest) wrong() string {
	if r.Status != nil && *r.Status == "completed" && r.Conclusion == nil {
		return "a completed check run has no conclusion"
	}
	o := r.Output
	switch {
	case o == nil:
		return ""
	case o.Title == "" || o.Summary == "":
		return "the output has no title or no summary"
	case len([]rune(o.Summary)) > 65_535 || len([]rune(o.Text)) > 65_535 || len([]rune(o.Title)) > 255:
		return "the output is too long"
	case len(o.Annotations) > 50:
		return fmt.Sprintf("%d annotations in one request", len(o.Annotations))
	}
	for _, a := range o.Annotations {
		switch {
		case a.Path == "" || strings.HasPrefix(a.Path, "/") || strings.HasPrefix(a.Path, ".."):
			return "no path in the repository: " + a.Path
		case a.StartLine < 1 || a.EndLine < a.StartLine:
			return "no range of lines"
		case (a.StartColumn != nil || a.EndColumn != nil) && a.StartLine != a.EndLine:
			return "columns over several lines"
		case a.StartColumn != nil && (a.EndColumn == nil || *a.StartColumn < 1 || *a.EndColumn < *a.StartColumn):
			return "no range of columns"
		case a.Message == "" || len(a.Message) > 64<<10 || len(a.RawDetails) > 64<<10 || len([]rune(a.Title)) > 255:
			return "a message that is empty or too long"
		}
	}
	return ""
}

func (c *Check) take(r *checkRequest) {
	if r.Status != nil {
		c.Status = *r.Status
	}
	if r.Conclusion != nil {
		c.Status, c.Conclusion = "completed", *r.Conclusion
	}
	if r.Output != nil {
		c.Title, c.Summary = r.Output.Title, r.Output.Summary
		c.Annotations = append(c.Annotations, r.Output.Annotations...) // GitHub adds, and never replaces
	}
}

func (c *Check) json() map[string]any {
	var conclusion any
	if c.Conclusion != "" {
		conclusion = c.Conclusion
	}
	return map[string]any{
		"id": c.ID, "name": c.Name, "head_sha": c.Head, "external_id": c.ExternalID, "status": c.Status, "conclusion": conclusion,
		"output": map[string]any{
			"title": c.Title, "summary": c.Summary, "text": nil, "annotations_count": len(c.Annotations), "annotations_url": "https://github.invalid/annotations",
		},
	}
}

func (s *Server) listChecks(c call) (int, any) {
	var all []any
	for i := len(s.Checks) - 1; i >= 0; i-- {
		k := s.Checks[i]
		if k.Head == c.params["ref"] && (c.query["check_name"] == "" || k.Name == c.query["check_name"]) {
			all = append(all, k.json())
		}
	}
	page := s.page(c, all)
	if page == nil {
		page = []any{}
	}
	return 200, map[string]any{"total_count": len(all), "check_runs": page}
}

func (s *Server) createCheck(c call) (int, any) {
	var r checkRequest
	if err := json.Unmarshal(c.body, &r); err != nil {
		return 400, said("Problems parsing JSON")
	}
	if w := r.wrong(); w != "" || r.Name == "" || r.HeadSHA == "" {
		return invalid("%s", w)
	}
	k := &Check{ID: s.id(), Name: r.Name, Head: r.HeadSHA, ExternalID: r.ExternalID, DetailsURL: r.DetailsURL, Status: "queued"}
	k.take(&r)
	s.Checks = append(s.Checks, k)
	return 201, k.json()
}

func (s *Server) updateCheck(c call) (int, any) {
	var r checkRequest
	if err := json.Unmarshal(c.body, &r); err != nil {
		return 400, said("Problems parsing JSON")
	}
	if w := r.wrong(); w != "" {
		return invalid("%s", w)
	}
	for _, k := range s.Checks {
		if k.ID == c.number("check_run_id") {
			k.take(&r)
			return 200, k.json()
		}
	}
	return 404, said("Not Found")
}

func (s *Server) getPull(c call) (int, any) {
	if c.number("pull_number") != int64(s.Number) {
		return 404, said("Not Found")
	}
	return 200, map[string]any{
		"number": s.Number, "head": map[string]any{"sha": s.Head, "ref": "change", "label": "octo:change"},
		"base": map[string]any{"ref": "main", "sha": strings.Repeat("b", 40), "label": "octo:main"}, "state": "open",
	}
}

func (s *Server) listFiles(c call) (int, any) {
	all := []any{}
	for _, f := range s.Files {
		m := f.json()
		if f.Patch != "" { // a binary file, or too large a change, has none
			m["patch"] = f.Patch
		}
		all = append(all, m)
	}
	return 200, s.page(c, all)
}

func (f File) json() map[string]any {
	status := f.Status
	if status == "" {
		status = "modified"
	}
	m := map[string]any{"filename": f.Path, "status": status, "additions": 1, "deletions": 0, "changes": 1}
	if f.Previous != "" {
		m["previous_filename"] = f.Previous
	}
	return m
}

// compare answers with the files of the pull request, whatever is compared.
func (s *Server) compare(c call) (int, any) {
	files := []any{}
	for _, f := range s.Files {
		files = append(files, f.json())
	}
	return 200, map[string]any{"merge_base_commit": map[string]any{"sha": s.Base}, "files": files}
}

// inline is the size up to which contents are in the answer, in bytes.
const inline = 1 << 20

func (s *Server) getContents(c call) (int, any) {
	text, ok := s.Tree[c.params["path"]]
	if !ok || c.query["ref"] != s.Base {
		return 404, said("Not Found")
	}
	m := map[string]any{"type": "file", "size": len(text), "name": path.Base(c.params["path"]), "path": c.params["path"], "sha": blobSHA(text), "encoding": "base64", "content": base64.StdEncoding.EncodeToString([]byte(text))}
	for _, name := range []string{"url", "git_url", "html_url", "download_url"} {
		m[name] = "https://github.invalid/x"
	}
	m["_links"] = map[string]any{"self": m["url"], "git": m["url"], "html": m["url"]}
	if len(text) > inline {
		m["encoding"], m["content"] = "none", ""
	}
	return 200, m
}

func (s *Server) getBlob(c call) (int, any) {
	for _, text := range s.Tree {
		if blobSHA(text) == c.params["file_sha"] {
			return 200, map[string]any{"sha": blobSHA(text), "size": len(text), "encoding": "base64", "content": base64.StdEncoding.EncodeToString([]byte(text))}
		}
	}
	return 404, said("Not Found")
}

func blobSHA(text string) string {
	sum := sha1.Sum([]byte("blob " + strconv.Itoa(len(text)) + "\x00" + text))
	return hex.EncodeToString(sum[:])
}

// Comment is a comment on a line or on the whole of a pull request.
type Comment struct {
	ID              int64
	Path, Body      string
	Line, StartLine *int
	Author          map[string]any
	Edits           int
}

func (k *Comment) json() map[string]any {
	author := map[string]any{}
	for n, v := range k.Author {
		author[n] = v
	}
	m := map[string]any{"id": k.ID, "body": k.Body, "user": author}
	if k.Line != nil {
		m["path"], m["line"] = k.Path, *k.Line
	}
	return m
}

func (s *Server) list(c call, from []*Comment) (int, any) {
	all := []any{}
	for _, k := range from {
		all = append(all, k.json())
	}
	return 200, s.page(c, all)
}

func (s *Server) listReviewComments(c call) (int, any) { return s.list(c, s.Comments) }
func (s *Server) listComments(c call) (int, any)       { return s.list(c, s.Issue) }

type draft struct {
	Path      string `json:"path"`
	Body      string `json:"body"`
	Line      *int   `json:"line"`
	Side      string `json:"side"`
	StartLine *int   `json:"start_line"`
	StartSide string `json:"start_side"`
}

func (s *Server) createReview(c call) (int, any) {
	var r struct {
		CommitID string  `json:"commit_id"`
		Event    string  `json:"event"`
		Body     string  `json:"body"`
		Comments []draft `json:"comments"`
	}
	if err := json.Unmarshal(c.body, &r); err != nil {
		return 400, said("Problems parsing JSON")
	}
	switch {
	case c.number("pull_number") != int64(s.Number):
		return 404, said("Not Found")
	case r.Event == "COMMENT" && r.Body == "":
		return invalid("a review needs a body")
	case r.CommitID != s.Head:
		return invalid("commit_id is not part of the pull request")
	}
	for _, d := range r.Comments { // one wrong comment, and there is none
		if w := s.outside(d); w != "" {
			return invalid("%s", w)
		}
	}
	s.Reviews++
	for _, d := range r.Comments {
		s.Comments = append(s.Comments, &Comment{ID: s.id(), Path: d.Path, Body: d.Body, Line: d.Line, StartLine: d.StartLine, Author: s.author()})
	}
	return 200, map[string]any{"id": s.id(), "body": r.Body, "state": "COMMENTED", "user": s.author(), "commit_id": r.CommitID}
}

// outside says why a comment is not on lines of the diff.
func (s *Server) outside(d draft) string {
	if d.Line == nil || d.Body == "" || len([]rune(d.Body)) > 65_536 {
		return "no line, or a body that is empty or too long"
	}
	if d.Side != "RIGHT" && d.Side != "" {
		return "no such side here"
	}
	for _, f := range s.Files {
		if f.Path != d.Path {
			continue
		}
		at, ok := rightLines(f.Patch)[*d.Line]
		if !ok {
			return "pull_request_review_thread.line must be part of the diff"
		}
		if d.StartLine == nil {
			return ""
		}
		from, ok := rightLines(f.Patch)[*d.StartLine]
		switch {
		case *d.StartLine >= *d.Line:
			return "pull_request_review_thread.start_line must precede the end line"
		case !ok || from != at:
			return "pull_request_review_thread.start_line must be part of the same hunk as the line"
		}
		return ""
	}
	return "pull_request_review_thread.path is invalid"
}

// rightLines are the lines of the new side of a patch, each with the number of its hunk.
func rightLines(patch string) map[int]int {
	out := map[int]int{}
	n, hunk := 0, 0
	for _, line := range strings.Split(patch, "\n") {
		switch {
		case strings.HasPrefix(line, "@@ "):
			_, after, _ := strings.Cut(line, " +")
			number, _, _ := strings.Cut(after, " ")
			number, _, _ = strings.Cut(number, ",")
			n, _ = strconv.Atoi(number)
			hunk++
		case strings.HasPrefix(line, "-"), strings.HasPrefix(line, `\`):
		default:
			out[n] = hunk
			n++
		}
	}
	return out
}

func (s *Server) commentBody(c call) (string, bool) {
	var r struct{ Body string }
	err := json.Unmarshal(c.body, &r)
	return r.Body, err == nil && r.Body != "" && len([]rune(r.Body)) <= 65_536
}

func (s *Server) createComment(c call) (int, any) {
	body, ok := s.commentBody(c)
	switch {
	case c.number("issue_number") != int64(s.Number):
		return 404, said("Not Found")
	case !ok:
		return invalid("body is empty or too long")
	}
	k := &Comment{ID: s.id(), Body: body, Author: s.author()}
	s.Issue = append(s.Issue, k)
	return 201, k.json()
}

func (s *Server) editComment(c call) (int, any) {
	body, ok := s.commentBody(c)
	if !ok {
		return invalid("body is empty or too long")
	}
	for _, k := range s.Issue {
		if k.ID == c.number("comment_id") {
			k.Body = body
			k.Edits++
			return 200, k.json()
		}
	}
	return 404, said("Not Found")
}

// Sarif is an uploaded analysis.
type Sarif struct {
	ID, Commit, Ref, CheckoutURI, Category string
	Data                                   []byte
	at                                     time.Time
}

func (s *Server) upload(c call) (int, any) {
	var r struct {
		Commit      string `json:"commit_sha"`
		Ref         string `json:"ref"`
		Sarif       string `json:"sarif"`
		CheckoutURI string `json:"checkout_uri"`
	}
	if err := json.Unmarshal(c.body, &r); err != nil {
		return 400, said("Problems parsing JSON")
	}
	packed, err := base64.StdEncoding.DecodeString(r.Sarif)
	switch {
	case err != nil:
		return 400, said("sarif is no base64")
	case len(packed) > s.MaxUpload:
		return 413, said("payload too large")
	case strings.Contains(r.Ref, "gh-readonly-queue"):
		return 404, said("ref not found")
	case !regexp.MustCompile(`^refs/(heads|tags|pull)/.+$`).MatchString(r.Ref):
		return 400, said("ref is no full reference")
	}
	data, category, err := unpack(packed)
	if err != nil {
		return 400, said(err.Error())
	}
	u := &Sarif{ID: fmt.Sprintf("47177e22-5596-11eb-80a1-c1e54ef945c%d", len(s.Uploads)), Commit: r.Commit, Ref: r.Ref, CheckoutURI: r.CheckoutURI, Category: category, Data: data, at: s.Now()}
	s.Uploads = append(s.Uploads, u)
	return 202, map[string]any{"id": u.ID, "url": s.URL + "/repos/octo/service/code-scanning/sarifs/" + u.ID}
}

func unpack(packed []byte) (data []byte, category string, err error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, "", err
	}
	if data, err = io.ReadAll(z); err != nil {
		return nil, "", err
	}
	var log struct {
		Version string
		Runs    []struct{ AutomationDetails struct{ ID string } }
	}
	if err := json.Unmarshal(data, &log); err != nil {
		return nil, "", err
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 {
		return nil, "", fmt.Errorf("no SARIF 2.1.0 with one run")
	}
	id := log.Runs[0].AutomationDetails.ID
	return data, id[:strings.LastIndex(id, "/")+1], nil
}

func (s *Server) getUpload(c call) (int, any) {
	for _, u := range s.Uploads {
		if u.ID != c.params["sarif_id"] {
			continue
		}
		switch {
		case s.Now().Sub(u.at) < s.Processing:
			return 200, map[string]any{"processing_status": "pending"}
		case len(s.Refuse) > 0:
			return 200, map[string]any{"processing_status": "failed", "errors": s.Refuse}
		}
		return 200, map[string]any{"processing_status": "complete", "analyses_url": s.URL + "/repos/octo/service/code-scanning/analyses"}
	}
	return 404, said("Not Found")
}
