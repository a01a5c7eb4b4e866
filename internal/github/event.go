package github

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Event is what a run knows about why it runs and where.
type Event struct {
	Name              string // "pull_request"
	Owner, Repo       string
	Ref, SHA          string // what GitHub says that the run is of
	APIURL, ServerURL string
	RunURL            string // the page of this run and attempt; empty where it is not known
	Workspace         string
	Pull              *Pull // nil where the event is of no pull request
	Dependabot        bool
	// Before is the commit that a push, or a group of a merge queue, is compared with; empty
	// where there is none.
	Before string
	// Checkout is the commit that the scanned folder is of; empty where it is not known.
	Checkout string
}

// Pull is the pull request of an event.
type Pull struct {
	Number  int
	HeadSHA string
	BaseSHA string // the tip of the base branch; empty where it is not known
	Fork    bool   // the change comes from another repository, or from one that is gone
}

// MaxEvent bounds the file of an event, in bytes. GitHub's own limit is 25 MB.
const MaxEvent = 32 << 20

// payload is what is read of an event's file.
type payload struct {
	PullRequest *struct {
		Number int `json:"number"`
		Head   struct {
			SHA  string      `json:"sha"`
			Repo *repository `json:"repo"`
		} `json:"head"`
		Base struct {
			SHA  string      `json:"sha"`
			Repo *repository `json:"repo"`
		} `json:"base"`
	} `json:"pull_request"`
	Before     string `json:"before"` // of a push
	MergeGroup *struct {
		BaseSHA string `json:"base_sha"`
	} `json:"merge_group"`
}

type repository struct {
	FullName string `json:"full_name"`
}

// ReadEvent reads the variables that GitHub sets for every step, and the event's
// file. Without GITHUB_REPOSITORY there is nobody to talk to; that is an error, and
// so is an event of a pull request that does not say which.
func ReadEvent(getenv func(string) string, file []byte) (Event, error) {
	e := Event{
		Name: getenv("GITHUB_EVENT_NAME"), Ref: getenv("GITHUB_REF"), SHA: getenv("GITHUB_SHA"),
		APIURL: getenv("GITHUB_API_URL"), ServerURL: getenv("GITHUB_SERVER_URL"), Workspace: getenv("GITHUB_WORKSPACE"),
		Dependabot: getenv("GITHUB_ACTOR") == "dependabot[bot]",
	}
	if e.APIURL == "" {
		e.APIURL = "https://api.github.com"
	}
	full := getenv("GITHUB_REPOSITORY")
	var ok bool
	if e.Owner, e.Repo, ok = strings.Cut(full, "/"); !ok || !named(e.Owner) || !named(e.Repo) {
		return e, fmt.Errorf("GITHUB_REPOSITORY is %q, which is no owner/name", full)
	}
	e.RunURL = runURL(e.ServerURL, full, getenv("GITHUB_RUN_ID"), getenv("GITHUB_RUN_ATTEMPT"))
	if !e.ofPull() {
		e.Before = readBefore(file)
		return e, nil
	}
	var err error
	e.Pull, err = readPull(file, full)
	return e, err
}

// readBefore is the commit that was the tip before a push or a group; empty where there
// was none, as of a new branch.
func readBefore(file []byte) string {
	var p payload
	if json.Unmarshal(file, &p) != nil { // an event that says nothing is compared with nothing
		return ""
	}
	before := p.Before
	if p.MergeGroup != nil {
		before = p.MergeGroup.BaseSHA
	}
	if !isSHA(before) || strings.Trim(before, "0") == "" {
		return ""
	}
	return before
}

func (e *Event) ofPull() bool { return e.Name == "pull_request" || e.Name == "pull_request_target" }

func readPull(file []byte, repo string) (*Pull, error) {
	var p payload
	if err := json.Unmarshal(file, &p); err != nil {
		return nil, fmt.Errorf("reading the event: %w", err)
	}
	pr := p.PullRequest
	if pr == nil || pr.Number <= 0 || !isSHA(pr.Head.SHA) {
		return nil, errors.New("the event names no pull request")
	}
	base := repo
	if pr.Base.Repo != nil && pr.Base.Repo.FullName != "" {
		base = pr.Base.Repo.FullName
	}
	return &Pull{
		Number: pr.Number, HeadSHA: pr.Head.SHA, BaseSHA: pr.Base.SHA,
		Fork: pr.Head.Repo == nil || !strings.EqualFold(pr.Head.Repo.FullName, base),
	}, nil
}

// named tells a name that can stand in the path of a URL as it is.
func named(s string) bool {
	return s != "" && s != "." && s != ".." && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == ""
}

func isSHA(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

func runURL(server, repo, id, attempt string) string {
	if server == "" || id == "" || strings.Trim(id, "0123456789") != "" {
		return ""
	}
	u := strings.TrimSuffix(server, "/") + "/" + repo + "/actions/runs/" + id
	if attempt != "" && strings.Trim(attempt, "0123456789") == "" {
		u += "/attempts/" + attempt
	}
	return u
}

// UntrustedHead says why the scanned folder may hold what a stranger wrote, while
// the job holds secrets; empty where it does not. On pull_request_target GitHub
// gives secrets to a run of a change from a fork, and takes it that the run looks at
// the base alone.
func (e *Event) UntrustedHead() string {
	switch {
	case e.Name != "pull_request_target":
		return ""
	case e.Pull == nil:
		return "the event does not say whose change it is"
	case !e.Pull.Fork:
		return ""
	case e.Checkout == "":
		return "it is not known which commit is checked out"
	case e.Checkout == e.SHA:
		return ""
	}
	return "what is checked out is not the base commit " + short(e.SHA)
}

func short(sha string) string { return sha[:min(len(sha), 12)] }

// headCommit is the commit that people look at: on a pull request the head of the
// change, not the merge commit that GitHub makes up for the run.
func (e *Event) headCommit() string {
	if e.Pull != nil {
		return e.Pull.HeadSHA
	}
	return e.SHA
}

// analysed is what an uploaded analysis is of, as a full reference and a commit.
// An error says why there is none that GitHub would take.
func (e *Event) analysed() (ref, sha string, err error) {
	ref, sha = e.Ref, e.SHA
	if p := e.Pull; p != nil {
		switch {
		case e.Checkout == p.HeadSHA, e.Name == "pull_request_target" && e.Checkout != e.SHA:
			// Not the base: its alerts are not those of this change.
			ref, sha = fmt.Sprintf("refs/pull/%d/head", p.Number), p.HeadSHA
		}
	}
	switch {
	case e.Name == "merge_group":
		return "", "", errors.New("the branch of a merge queue is gone before an upload arrives; the verdict stands, and the push after the merge uploads")
	case !strings.HasPrefix(ref, "refs/heads/") && !strings.HasPrefix(ref, "refs/tags/") && !strings.HasPrefix(ref, "refs/pull/"):
		return "", "", fmt.Errorf("GITHUB_REF is %q, and code scanning takes branches, tags and pull requests", ref)
	case !isSHA(sha):
		return "", "", fmt.Errorf("GITHUB_SHA is %q, which is no commit", sha)
	}
	return ref, sha, nil
}

// checkoutURI is the workspace as a URL.
func (e *Event) checkoutURI() string {
	if e.Workspace == "" {
		return ""
	}
	u := url.URL{Scheme: "file", Path: strings.TrimSuffix(e.Workspace, "/") + "/"}
	return u.String()
}
