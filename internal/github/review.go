package github

import (
	"context"
	"fmt"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/hostbound/hostbound/internal/result"
	"github.com/hostbound/hostbound/rules"
)

const (
	maxComments = 30 // of one report on the lines of a pull request
	maxPages    = 30 // of a list, with a hundred each: GitHub shows 3,000 files
)

// review is what one report says on a pull request: what stands on lines, and what is
// left to the summary.
type review struct {
	onLines map[*result.Finding]bool
	rest    []*result.Finding
	refused error // why comments are not on their lines
}

// commented are the findings that are worth a comment, by rank.
func commented(r *result.Report) []*result.Finding {
	var out []*result.Finding
	for _, f := range result.Ranked(r.Findings) {
		if annotated(r, f) && f.Gates {
			out = append(out, f)
		}
	}
	return out
}

// annotated tells whether a finding is worth a place beside the code: info is not,
// unless it fails the build.
func annotated(r *result.Report, f *result.Finding) bool {
	return f.Severity > rules.Info || f.Gates && r.Verdict.FailOn == rules.Info.String()
}

// review comments on lines of the diff and writes the summary. An error means that
// nothing could be said; what could be said in part is in the notes.
func (d *Delivery) review(ctx context.Context) (notes []Note, err error) {
	changes, err := d.changes(ctx)
	if err != nil {
		return nil, err
	}
	rv := &review{onLines: map[*result.Finding]bool{}}
	rv.refused = d.Client.settle(ctx, func() error { return d.comment(ctx, changes, rv) })
	for _, f := range result.Ranked(d.Report.Findings) {
		if annotated(d.Report, f) && !rv.onLines[f] {
			rv.rest = append(rv.rest, f)
		}
	}
	if forbidden(rv.refused) {
		return nil, rv.refused
	}
	if rv.refused != nil {
		notes = append(notes, warning("not commented on lines: "+d.explain(rv.refused, "pull-requests")))
	}
	if err := d.Client.settle(ctx, func() error { return d.summarise(ctx, rv) }); err != nil {
		if n := len(rv.onLines); len(rv.rest) > 0 || n == 0 { // the log has to say it
			if n > 0 {
				notes = append(notes, Note{Text: count(n, "finding") + " on lines of the pull request, but no summary of the others"})
			}
			return notes, err
		}
		notes = append(notes, warning("the summary of the pull request is not up to date: "+d.explain(err, "pull-requests")))
	}
	return notes, nil
}

// changes reads the diff of the pull request, if it is still at the commit that was
// scanned.
func (d *Delivery) changes(ctx context.Context) (diff, error) {
	e := d.Event
	pr, _, err := d.Client.api.PullRequests.Get(ctx, e.Owner, e.Repo, e.Pull.Number)
	if err != nil {
		return nil, err
	}
	if head := pr.GetHead().GetSHA(); head != e.Pull.HeadSHA {
		return nil, &staleError{head}
	}
	out := diff{}
	files, err := d.Client.pullFiles(ctx, &e)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		out[f.GetFilename()] = parsePatch(f.GetPatch())
	}
	return out, nil
}

// staleError says that the pull request has moved on.
type staleError struct{ head string }

func (e *staleError) Error() string {
	return "the pull request is at " + short(e.head) + " by now; the run of that commit will comment"
}

// comment posts what does not stand yet, in one review. It looks first, since an
// earlier run, or an earlier attempt, may have said it. What people have resolved
// stands too, and stays as it is.
func (d *Delivery) comment(ctx context.Context, changes diff, rv *review) error {
	standing, err := d.standing(ctx)
	if err != nil {
		return err
	}
	clear(rv.onLines)
	var posted []*result.Finding
	var drafts []*gh.DraftReviewComment
	n := 0
	for _, f := range commented(d.Report) {
		at, ok := changes.anchor(d.Report, f)
		if standing[mark(f.Fingerprint)] {
			rv.onLines[f] = true
		}
		if !ok || n == maxComments {
			continue
		}
		n++
		if !rv.onLines[f] {
			drafts, posted = append(drafts, comment(d.Report, f, at)), append(posted, f)
		}
	}
	if len(drafts) == 0 {
		return nil
	}
	_, _, err = d.Client.api.PullRequests.CreateReview(ctx, d.Event.Owner, d.Event.Repo, d.Event.Pull.Number, &gh.PullRequestReviewRequest{
		CommitID: &d.Event.Pull.HeadSHA, Event: gh.String("COMMENT"), Comments: drafts,
		Body: gh.String(result.Markdown(fmt.Sprintf("%s: %s on lines of this change", d.Category, count(len(drafts), "new finding")))),
	})
	if err != nil {
		return err
	}
	for _, f := range posted {
		rv.onLines[f] = true
	}
	return nil
}

// standing are the marks of the comments on lines that are ours.
func (d *Delivery) standing(ctx context.Context) (map[string]bool, error) {
	out := map[string]bool{}
	o := &gh.PullRequestListCommentsOptions{ListOptions: gh.ListOptions{PerPage: 100}}
	for range maxPages {
		list, resp, err := d.Client.api.PullRequests.ListComments(ctx, d.Event.Owner, d.Event.Repo, d.Event.Pull.Number, o)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			m, ok := markOf(c.GetBody())
			if !ok {
				continue
			}
			own, err := d.own(ctx, c.GetUser())
			if err != nil {
				return nil, err
			}
			if own {
				out[m] = true
			}
		}
		if resp.NextPage == 0 {
			break
		}
		o.Page = resp.NextPage
	}
	return out, nil
}

// markOf is the mark that a comment begins with.
func markOf(body string) (string, bool) {
	line, _, ok := strings.Cut(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
	return line + "\n", ok && strings.HasPrefix(line, "<!-- hostbound:")
}

// own tells whether a comment is of who this token is. A token of a workflow or an
// app writes as a bot and may not ask who it is. What a person wrote with a mark of
// ours in it is only ours if the token is that person's.
func (d *Delivery) own(ctx context.Context, author *gh.User) (bool, error) {
	if author.GetType() == "Bot" {
		return true, nil
	}
	if d.login == nil {
		me, _, err := d.Client.api.Users.Get(ctx, "")
		switch s := status(err); {
		case err == nil:
			d.login = me.Login
		case s == 401, s == 403, s == 404:
			d.login = gh.String("")
		default:
			return false, err
		}
	}
	return *d.login != "" && *d.login == author.GetLogin(), nil
}

// summarise keeps the one comment about all that is on no line. There is none until
// there is something to say.
func (d *Delivery) summarise(ctx context.Context, rv *review) error {
	mine, err := d.findSummary(ctx)
	if err != nil || mine == nil && !d.worthSummary(rv) {
		return err
	}
	body := d.summaryComment(rv)
	issues, e := d.Client.api.Issues, d.Event
	switch {
	case mine == nil:
		_, _, err = issues.CreateComment(ctx, e.Owner, e.Repo, e.Pull.Number, &gh.IssueComment{Body: &body})
	case mine.GetBody() != body:
		_, _, err = issues.EditComment(ctx, e.Owner, e.Repo, mine.GetID(), &gh.IssueComment{Body: &body})
	}
	return err
}

// worthSummary tells whether there is more to say than what stands on lines.
func (d *Delivery) worthSummary(rv *review) bool {
	return len(rv.rest) > 0 || d.Report.Hidden > 0 || missed(d.Report) > 0 ||
		d.Report.Verdict.Status != result.Pass && len(rv.onLines) == 0
}

// missed counts what could have held a finding that fails the build.
func missed(r *result.Report) int {
	n := 0
	for i := range r.NotAnalysed {
		if r.NotAnalysed[i].Gates {
			n++
		}
	}
	return n
}

func (d *Delivery) findSummary(ctx context.Context) (*gh.IssueComment, error) {
	o := &gh.IssueListCommentsOptions{ListOptions: gh.ListOptions{PerPage: 100}}
	for range maxPages {
		list, resp, err := d.Client.api.Issues.ListComments(ctx, d.Event.Owner, d.Event.Repo, d.Event.Pull.Number, o)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if m, ok := markOf(c.GetBody()); !ok || m != summaryMark(d.Category) {
				continue
			}
			if own, err := d.own(ctx, c.GetUser()); err != nil || own {
				return c, err
			}
		}
		if resp.NextPage == 0 {
			break
		}
		o.Page = resp.NextPage
	}
	return nil, nil
}

// summaryComment is the text of the summary: the verdict, and a row for each finding
// that is on no line.
func (d *Delivery) summaryComment(rv *review) string {
	r := d.Report
	head := fmt.Sprintf("%s### %s: %s\n\n%s.\n", summaryMark(d.Category), result.Markdown(d.Category), r.Verdict.Status, result.Markdown(r.Verdict.Reason))
	if n := len(rv.onLines); n > 0 {
		head += fmt.Sprintf("\n%s on lines of the change.\n", count(n, "finding"))
	}
	if n := missed(r); n > 0 {
		head += fmt.Sprintf("\nNot analysed: %s that could hold a finding; the summary of the run lists what and why.\n", count(n, "place"))
	}
	if len(rv.rest) == 0 && r.Hidden == 0 {
		return head
	}
	head += "\nNot on lines of the change, or more than one review holds:\n\n| severity | rule | where | finding |\n|---|---|---|---|\n"
	var b strings.Builder
	left := r.Hidden
	for _, f := range rv.rest {
		row := d.row(f)
		if len(head)+b.Len()+len(row) > maxComment-200 {
			left++
			continue
		}
		b.WriteString(row)
	}
	out := head + b.String()
	if left > 0 {
		out += fmt.Sprintf("\n%s not in this table; the other reports hold them.\n", are(left))
	}
	return out
}

func (d *Delivery) row(f *result.Finding) string {
	severity := f.Severity.String()
	if !f.Gates {
		severity += " (cannot fail)"
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n", severity, f.Rule.ID,
		result.MarkdownCode(fmt.Sprintf("%s:%d", d.Report.RepoPath(f.At.Path), f.At.Start.Line)), words(f.Message))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func are(n int) string {
	if n == 1 {
		return "1 more is"
	}
	return fmt.Sprintf("%d more are", n)
}
