package github

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"

	gh "github.com/google/go-github/v60/github"
)

// Earlier is what a run's change is compared with.
type Earlier struct {
	// Commit is the commit before the change; empty is the first parent of what is checked
	// out, which is a merge that GitHub made.
	Commit string
	// Forked is set where the change began at what HEAD and Commit have in common.
	Forked bool
}

// Earlier says what the change of this run is compared with; why there is nothing where
// there is not.
func (e *Event) Earlier() (before Earlier, why string) {
	switch {
	case e.Pull != nil && e.Checkout == e.SHA && e.Name == "pull_request":
		return Earlier{}, ""
	case e.Pull != nil && isSHA(e.Pull.BaseSHA):
		return Earlier{e.Pull.BaseSHA, true}, ""
	case isSHA(e.Before):
		return Earlier{Commit: e.Before}, ""
	case e.Pull != nil:
		return Earlier{}, "the event does not name the commit that the change is based on"
	}
	return Earlier{}, "an event of " + e.Name + " is no change of anything"
}

// The bounds of what is fetched of an earlier tree.
const (
	maxEarlier      = 300      // files
	maxEarlierBytes = 64 << 20 // of all together
	maxCompared     = 300      // files that GitHub lists of a comparison
	maxPullFiles    = 3000     // and of a pull request
)

// Fetch returns the files that the change of this run touches, as they were at the commit
// before it; nil is a file that was not there. Only those that wants takes are fetched.
func (c *Client) Fetch(ctx context.Context, e *Event, before Earlier, wants func(path string) bool) (map[string][]byte, error) {
	touched, commit, err := c.touched(ctx, e, before)
	if err != nil {
		return nil, fmt.Errorf("asking GitHub what changed: %w", err)
	}
	out := map[string][]byte{}
	size, fetched := 0, 0
	for path, was := range touched {
		if !wants(path) || !fs.ValidPath(path) {
			continue
		}
		if !was {
			out[path] = nil
			continue
		}
		if fetched++; fetched > maxEarlier {
			return nil, fmt.Errorf("the change touches more than %d files; check out the whole history (fetch-depth: 0)", maxEarlier)
		}
		if out[path], err = c.FileAt(ctx, e, path, commit); err != nil {
			return nil, fmt.Errorf("fetching %q as it was: %w", path, err)
		}
		if size += len(out[path]); size > maxEarlierBytes {
			return nil, errors.New("the change touches more than is fetched; check out the whole history (fetch-depth: 0)")
		}
	}
	return out, nil
}

// touched are the paths of the change, with whether they were there before it, and the
// commit that says so.
func (c *Client) touched(ctx context.Context, e *Event, before Earlier) (map[string]bool, string, error) {
	if e.Pull != nil {
		files, err := c.pullFiles(ctx, e)
		if err == nil && len(files) >= maxPullFiles {
			err = fmt.Errorf("the change touches %d files or more; check out the whole history (fetch-depth: 0)", maxPullFiles)
		}
		if err != nil || !before.Forked {
			return paths(files), before.Commit, err
		}
		base, err := c.compare(ctx, e, before.Commit, e.Pull.HeadSHA)
		return paths(files), base.GetMergeBaseCommit().GetSHA(), err
	}
	between, err := c.compare(ctx, e, before.Commit, e.SHA)
	if err == nil && len(between.Files) >= maxCompared {
		err = fmt.Errorf("the change touches %d files or more; check out the whole history (fetch-depth: 0)", maxCompared)
	}
	if err != nil {
		return nil, "", err
	}
	return paths(between.Files), between.GetMergeBaseCommit().GetSHA(), nil
}

func (c *Client) compare(ctx context.Context, e *Event, from, to string) (*gh.CommitsComparison, error) {
	between, _, err := c.api.Repositories.CompareCommits(ctx, e.Owner, e.Repo, from, to, &gh.ListOptions{PerPage: 1})
	if err != nil {
		return nil, err
	}
	if !isSHA(between.GetMergeBaseCommit().GetSHA()) {
		return nil, errors.New("GitHub names no commit that the two have in common")
	}
	return between, nil
}

func (c *Client) pullFiles(ctx context.Context, e *Event) ([]*gh.CommitFile, error) {
	var out []*gh.CommitFile
	o := &gh.ListOptions{PerPage: 100}
	for range maxPages {
		files, resp, err := c.api.PullRequests.ListFiles(ctx, e.Owner, e.Repo, e.Pull.Number, o)
		if err != nil {
			return nil, err
		}
		out = append(out, files...)
		if resp.NextPage == 0 {
			break
		}
		o.Page = resp.NextPage
	}
	return out, nil
}

func paths(files []*gh.CommitFile) map[string]bool {
	out := map[string]bool{}
	for _, f := range files {
		switch f.GetStatus() {
		case "added", "copied":
			out[f.GetFilename()] = false
		case "renamed":
			out[f.GetFilename()] = false
			out[f.GetPreviousFilename()] = true
		case "unchanged":
		default:
			out[f.GetFilename()] = true
		}
	}
	return out
}

// FileAt is a file at a commit; nil where it is not there, and not nil where it is empty.
func (c *Client) FileAt(ctx context.Context, e *Event, path, commit string) ([]byte, error) {
	file, _, _, err := c.api.Repositories.GetContents(ctx, e.Owner, e.Repo, path, &gh.RepositoryContentGetOptions{Ref: commit})
	switch {
	case status(err) == http.StatusNotFound:
		return nil, nil
	case err != nil:
		return nil, err
	case file == nil || file.GetType() != "file": // a folder, a link, a submodule
		return nil, nil
	}
	if file.GetSize() > maxEarlierBytes {
		return nil, errors.New("the file is larger than is fetched")
	}
	if file.GetEncoding() == "none" { // over 1 MB
		b, err := c.blob(ctx, e, file.GetSHA())
		return append([]byte{}, b...), err
	}
	text, err := file.GetContent()
	return append([]byte{}, text...), err
}

func (c *Client) blob(ctx context.Context, e *Event, sha string) ([]byte, error) {
	b, _, err := c.api.Git.GetBlob(ctx, e.Owner, e.Repo, sha)
	if err != nil {
		return nil, err
	}
	if b.GetEncoding() != "base64" {
		return []byte(b.GetContent()), nil
	}
	return base64.StdEncoding.DecodeString(strings.ReplaceAll(b.GetContent(), "\n", ""))
}
