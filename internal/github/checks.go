package github

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	gh "github.com/google/go-github/v60/github"

	"github.com/hostbound/hostbound/internal/result"
)

// The limits of the Checks API.
const (
	perRequest  = 50       // annotations of one call
	maxMarkdown = 65_535   // characters of a summary
	maxLong     = 64 << 10 // bytes of an annotation's message
	maxTitle    = 255      // characters
	// maxAnnotations is ours: twenty calls, of the eighty a minute that GitHub takes.
	maxAnnotations = 1000
)

// checkRun is a check run as it will be.
type checkRun struct {
	name, head, id string
	detailsURL     string
	conclusion     string
	title, summary string
	annotations    []*gh.CheckRunAnnotation
	left           int // annotations that are not shown
}

// conclusion is the verdict in GitHub's words. A gate that could not decide must not
// look like one that passes, as "neutral" does.
func conclusion(v result.Verdict) string {
	if v.Status == result.Pass {
		return "success"
	}
	return "failure"
}

// newCheckRun is the check run of a report. Its id is made of what it says, so that
// the same run finds it again, and another one does not add to it.
func (d *Delivery) newCheckRun() (*checkRun, error) {
	r := &checkRun{
		name: d.Category, head: d.Event.headCommit(), detailsURL: d.Event.RunURL,
		conclusion: conclusion(d.Report.Verdict),
		title:      result.Cut(result.Plain(string(d.Report.Verdict.Status)+": "+d.Report.Verdict.Reason), maxTitle),
		summary:    d.Summary(maxMarkdown),
	}
	all := candidates(d.Report)
	for _, a := range all[:min(len(all), maxAnnotations)] {
		if a.at.Path != "" { // what has no place is in the summary
			r.annotations = append(r.annotations, a.checked(d.Report))
		}
	}
	r.left = max(len(all)-maxAnnotations, 0) + d.Report.Hidden
	// The summary counts files, and an earlier run may have left one of its reports.
	said, err := json.Marshal([]any{r.name, r.head, r.conclusion, r.title, r.annotations})
	if err != nil {
		return nil, fmt.Errorf("encoding the check run: %w", err)
	}
	sum := sha256.Sum256(said)
	r.id = "hostbound-" + hex.EncodeToString(sum[:16])
	return r, nil
}

// checked is an annotation as the Checks API takes it: columns only where the
// range is within one line.
func (a annotation) checked(r *result.Report) *gh.CheckRunAnnotation {
	level := map[string]string{"error": "failure", "warning": "warning", "notice": "notice"}[a.kind]
	s := place(r, a.at)
	out := &gh.CheckRunAnnotation{
		Path: gh.String(r.RepoPath(a.at.Path)), StartLine: &s.line, EndLine: &s.endLine, AnnotationLevel: &level,
		Title: gh.String(result.Cut(result.Plain(a.title), maxTitle)), Message: gh.String(result.Cut(result.Plain(a.message), maxLong)),
	}
	if s.column > 0 {
		out.StartColumn, out.EndColumn = &s.column, &s.endColumn
	}
	return out
}

// check writes the check run, and tells how many annotations arrived.
func (d *Delivery) check(ctx context.Context, r *checkRun) (arrived int, err error) {
	err = d.Client.settle(ctx, func() error {
		arrived, err = d.checkOnce(ctx, r)
		return err
	})
	return arrived, err
}

// checkOnce goes on where an earlier attempt, or an earlier run, stopped: GitHub
// adds annotations to those that are there, so none may be sent twice.
func (d *Delivery) checkOnce(ctx context.Context, r *checkRun) (arrived int, err error) {
	run, err := d.findCheck(ctx, r)
	if err != nil {
		return 0, err
	}
	if run == nil {
		run, _, err = d.checks().CreateCheckRun(ctx, d.Event.Owner, d.Event.Repo, r.create())
		if err != nil {
			return 0, err
		}
		arrived = min(perRequest, len(r.annotations))
	} else {
		arrived = min(run.GetOutput().GetAnnotationsCount(), len(r.annotations))
	}
	for arrived < len(r.annotations) || run.GetStatus() != "completed" {
		next := min(perRequest, len(r.annotations)-arrived)
		run, _, err = d.checks().UpdateCheckRun(ctx, d.Event.Owner, d.Event.Repo, run.GetID(), r.update(arrived, next))
		if err != nil {
			return arrived, err
		}
		arrived += next
		if next == 0 && run.GetStatus() != "completed" {
			return arrived, fmt.Errorf("GitHub leaves the check run %q", run.GetStatus())
		}
	}
	return arrived, nil
}

func (d *Delivery) checks() *gh.ChecksService { return d.Client.api.Checks }

// findCheck looks for the check run of the same commit, name and content.
func (d *Delivery) findCheck(ctx context.Context, r *checkRun) (*gh.CheckRun, error) {
	o := &gh.ListCheckRunsOptions{CheckName: &r.name, Filter: gh.String("all"), ListOptions: gh.ListOptions{PerPage: 100}}
	for range maxPages {
		list, resp, err := d.checks().ListCheckRunsForRef(ctx, d.Event.Owner, d.Event.Repo, r.head, o)
		if err != nil {
			return nil, err
		}
		for _, run := range list.CheckRuns {
			if run.GetExternalID() == r.id && run.GetHeadSHA() == r.head {
				return run, nil
			}
		}
		if resp.NextPage == 0 {
			break
		}
		o.Page = resp.NextPage
	}
	return nil, nil
}

func (r *checkRun) create() gh.CreateCheckRunOptions {
	n := min(perRequest, len(r.annotations))
	o := gh.CreateCheckRunOptions{
		Name: r.name, HeadSHA: r.head, ExternalID: &r.id, Status: gh.String("in_progress"), Output: r.output(0, n),
	}
	if r.detailsURL != "" {
		o.DetailsURL = &r.detailsURL
	}
	if n == len(r.annotations) {
		o.Status, o.Conclusion = nil, &r.conclusion
	}
	return o
}

func (r *checkRun) update(from, n int) gh.UpdateCheckRunOptions {
	o := gh.UpdateCheckRunOptions{Name: r.name, Output: r.output(from, n)}
	if from+n == len(r.annotations) {
		o.Conclusion = &r.conclusion
	} else {
		o.Status = gh.String("in_progress")
	}
	return o
}

func (r *checkRun) output(from, n int) *gh.CheckRunOutput {
	return &gh.CheckRunOutput{Title: &r.title, Summary: &r.summary, Annotations: r.annotations[from : from+n]}
}
