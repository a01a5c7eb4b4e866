package sarif

import (
	"fmt"

	gosarif "github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/result"
)

// maxNotifications bounds the files that are named as not analysed.
const maxNotifications = 1000

// invocation says how the run ended and what this file does not speak of:
// findings and evidence that were left out, and what was not analysed.
func invocation(r *result.Report, omitted []string) *gosarif.Invocation {
	inv := gosarif.NewInvocation().
		WithExecutionSuccess(r.Verdict.Status != result.Undecided).
		WithExitCode(r.Verdict.ExitCode)
	if r.Verdict.Reason != "" {
		inv.WithExitCodeDescription(message(r.Verdict.Reason))
	}
	say := func(level, text string) {
		inv.AddTToolExecutionNotification(gosarif.NewNotification().WithLevel(level).WithTextMessage(text))
	}
	for _, text := range omitted {
		say("warning", text)
	}
	if r.Hidden > 0 {
		say("note", fmt.Sprintf("%d findings are not in this file: --max-findings left them out", r.Hidden))
	}
	if r.Files.Ignored > 0 {
		say("note", fmt.Sprintf("%d files are left out by .hostboundignore", r.Files.Ignored))
	}
	for i := range min(len(r.NotAnalysed), maxNotifications) {
		inv.AddTToolExecutionNotification(notAnalysed(r, &r.NotAnalysed[i]))
	}
	if more := len(r.NotAnalysed) - maxNotifications; more > 0 {
		say("warning", fmt.Sprintf("%d more files or parts of files were not analysed", more))
	}
	return inv
}

func notAnalysed(r *result.Report, n *fact.NotAnalysed) *gosarif.Notification {
	level := "note"
	if n.Gates {
		level = "warning"
	}
	out := gosarif.NewNotification().WithLevel(level).WithTextMessage(message("Not analysed: " + n.Reason))
	if n.At.Path != "" {
		out.AddLocation(location(r, n.At))
	}
	return out
}
