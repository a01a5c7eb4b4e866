// Package github writes a report the way GitHub Actions takes it: workflow
// commands, and the text of output files.
//
// Whatever a step prints is read for commands: "::command::" at the start of a
// line, "##[command]" anywhere in one. So no text of the scanned repository is
// printed here before it is made harmless.
package github

import (
	"fmt"
	"io"
	"strings"

	"github.com/sethvargo/go-githubactions"

	"github.com/hostbound/hostbound/internal/result"
)

// maxMessage is where the runner cuts the message of a command, in characters.
const maxMessage = 4096

// Harmless is s on one line, in which the runner finds no "##[command]". A line
// that begins with it could still be a "::command::".
func Harmless(s string) string {
	return strings.ReplaceAll(result.Plain(s), "##[", `#\x23[`)
}

// Error is the command, with its line end, that shows an error of the program itself.
func Error(message string) string {
	return command("error", message, githubactions.CommandProperties{"title": "hostbound"})
}

// command is one workflow command with its line end. Text in it may come from the
// repository.
func command(name, message string, properties githubactions.CommandProperties) string {
	for k, v := range properties {
		properties[k] = Harmless(v)
	}
	c := githubactions.Command{Name: name, Message: result.Cut(Harmless(message), maxMessage), Properties: properties}
	return c.String() + "\n"
}

// Fenced writes what people read, with text of the repository in it, between two
// commands that make the runner take no other command from it. The token must be
// one that nobody could guess.
func Fenced(w io.Writer, token string, write func(io.Writer) error) error {
	if _, err := fmt.Fprintf(w, "::stop-commands::%s\n", token); err != nil {
		return fmt.Errorf("writing the log: %w", err)
	}
	err := write(w)
	// What was written may have stopped within a line.
	if _, closing := fmt.Fprintf(w, "\n::%s::\n", token); err == nil && closing != nil {
		err = fmt.Errorf("writing the log: %w", closing)
	}
	return err
}

// HarmlessJSON rewrites an encoded JSON document so that it says the same and
// holds no "##[command]". It holds no "::command::" as it is: no line of an
// indented document begins with a colon.
func HarmlessJSON(document string) string {
	return strings.ReplaceAll(document, "##[", `#\u0023[`)
}

// Output is an output of the action.
type Output struct{ Name, Value string }

// Outputs is the text that sets outputs when it is appended to the file that
// GITHUB_OUTPUT names. The delimiter must be one that nobody could guess, so that
// no value ends early and sets another output.
func Outputs(delimiter string, outputs []Output) string {
	var b strings.Builder
	for _, o := range outputs {
		fmt.Fprintf(&b, "%s<<%s\n%s\n%s\n", o.Name, delimiter, o.Value, delimiter)
	}
	return b.String()
}
