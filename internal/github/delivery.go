package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/hostbound/hostbound/internal/result"
)

// Mode is how lines of findings are annotated.
type Mode string

// The modes.
const (
	Auto     Mode = "auto"
	Checks   Mode = "checks"
	Review   Mode = "review"
	Commands Mode = "commands"
	None     Mode = "none"
)

// Modes are all modes.
func Modes() []Mode { return []Mode{Auto, Checks, Review, Commands, None} }

// Delivery takes one report to GitHub. Nothing in it changes the verdict.
type Delivery struct {
	Client *Client // nil where there is nobody to talk to
	Unable string  // why Client is nil
	Event  Event
	Report *result.Report
	// Category tells runs over one commit apart; the check run and the summary bear it.
	Category string
	File     string // where the SARIF report is, for others to take; may be empty
	// Summary writes the report as Markdown of at most so many bytes.
	Summary func(limit int) string

	login *string // who a personal token is; "" is nobody
}

// Note is one line about what was done or not done. A warning is of something that
// was asked for.
type Note struct {
	Warning bool
	Text    string
}

func warning(text string) Note { return Note{true, text} }

// Annotate annotates lines in the best way that is allowed. What it returns is the
// way that was taken; Commands and None are left to the caller, who has the log.
func (d *Delivery) Annotate(ctx context.Context, mode Mode) (Mode, []Note) {
	if mode == Commands || mode == None {
		return mode, nil
	}
	var notes []Note
	for _, way := range d.ways(mode) {
		said, err := d.try(ctx, way)
		notes = append(notes, said...)
		if err == nil {
			return way, notes
		}
		// In auto the next way is as good a place, unless something other than a
		// missing permission is in the way.
		notes = append(notes, Note{mode != Auto || !expected(err), fmt.Sprintf("no %s: %s", map[Mode]string{Checks: "check run", Review: "review"}[way], err.Error())})
	}
	last := Note{Text: "lines are annotated by workflow commands"}
	if len(notes) == 0 {
		last.Text += ": " + d.Unable
	}
	return Commands, append(notes, last)
}

// ways are what to try, in this order.
func (d *Delivery) ways(mode Mode) []Mode {
	switch {
	case mode != Auto:
		return []Mode{mode}
	case d.Client == nil:
		return nil
	case d.Event.Pull == nil:
		return []Mode{Checks}
	}
	return []Mode{Checks, Review}
}

// refusal is why a way is closed, in one line, with what to do.
type refusal struct {
	says     string
	expected bool // a token without the permission, or no pull request
}

func (r *refusal) Error() string { return r.says }

func expected(err error) bool {
	var r *refusal
	return errors.As(err, &r) && r.expected
}

func (d *Delivery) try(ctx context.Context, way Mode) ([]Note, error) {
	if d.Client == nil {
		return nil, &refusal{d.Unable, true}
	}
	if way == Review {
		if d.Event.Pull == nil {
			return nil, &refusal{"the event " + d.Event.Name + " is of no pull request", true}
		}
		notes, err := d.review(ctx)
		if err != nil {
			return notes, &refusal{d.explain(err, "pull-requests"), forbidden(err) || errors.As(err, new(*staleError))}
		}
		return notes, nil
	}
	run, err := d.newCheckRun()
	if err != nil {
		return nil, err
	}
	arrived, err := d.check(ctx, run)
	if err != nil {
		why := d.explain(err, "checks")
		if arrived > 0 {
			why += fmt.Sprintf("; the check run holds %d of %d annotations", arrived, len(run.annotations))
		}
		return nil, &refusal{why, forbidden(err)}
	}
	if run.left > 0 {
		return []Note{{Text: fmt.Sprintf("the check run holds %d annotations; %s in the other reports", arrived, are(run.left))}}, nil
	}
	return nil, nil
}

func forbidden(err error) bool {
	s := status(err)
	return s == http.StatusForbidden || s == http.StatusUnauthorized || s == http.StatusNotFound
}

// readOnly says why the token of this run cannot write, whatever the workflow says.
func (e *Event) readOnly() string {
	switch {
	case e.Name == "pull_request" && e.Pull != nil && e.Pull.Fork:
		return "the token of a pull request from a fork can only read"
	case e.Dependabot:
		return "the token of a run for Dependabot can only read, unless the job's permissions say more"
	}
	return ""
}

// explain says in one line what went wrong and what to do. GitHub's own words may
// hold text of the repository.
func (d *Delivery) explain(err error, permission string) string {
	if !forbidden(err) {
		if s := status(err); s > 0 {
			return fmt.Sprintf("GitHub answers %d (%s)", s, said(err))
		}
		return result.Cut(result.Plain(cause(err).Error()), maxStep)
	}
	answer := fmt.Sprintf("GitHub answers %d (%s)", status(err), said(err))
	if strings.Contains(said(err), "GitHub App") { // a person's token, for checks
		return answer + "; GitHub takes check runs from the job's own token or an app's: leave the input token as it is"
	}
	if why := d.Event.readOnly(); why != "" {
		return answer + ": " + why
	}
	return answer + "; give the job the permission " + permission + ": write"
}

// cause is an error without the call that it is of.
func cause(err error) error {
	var call *url.Error
	if errors.As(err, &call) {
		err = call.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("GitHub did not answer in time")
	}
	return err
}

// said is GitHub's message, with what it says of each part.
func said(err error) string {
	var e *gh.ErrorResponse
	if !errors.As(err, &e) {
		return ""
	}
	parts := []string{e.Message}
	for _, x := range e.Errors {
		if x.Message != "" {
			parts = append(parts, x.Message)
		}
	}
	return result.Cut(result.Plain(strings.Join(parts, ": ")), maxStep)
}
