// Command hostbound finds where a repository's bearer tokens go, and whether
// those names can be trusted.
//
// This package is the only one that touches the environment, the clock and the
// exit code; everything else is handed what it needs.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/hostbound/hostbound/internal/confine"
)

// version is set when a release is built.
var version = ""

// The exit codes that do not come from a verdict.
const (
	exitOK        = 0
	exitUsage     = 2
	exitUndecided = 3
)

// world is everything outside the program that a command may use.
type world struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	lookupEnv      func(string) (string, bool)
	now            func() time.Time
	sleep          func(context.Context, time.Duration) error
	random         io.Reader
	version        string
	// stdoutTTY and stderrTTY tell whether a person is looking.
	stdoutTTY, stderrTTY bool
	width                int // columns of that person's terminal; 0 is not known
	// child makes the process that scans for the action; nil where the system cannot
	// confine one.
	child func(confine.Child) confine.Child
}

func (w world) getenv(name string) string {
	v, _ := w.lookupEnv(name)
	return v
}

// inActions tells whether GitHub's runner reads what is printed.
func (w world) inActions() bool { return w.getenv("GITHUB_ACTIONS") == "true" }

// token is a text that nobody can guess.
func (w world) token() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(w.random, b[:]); err != nil {
		return "", fmt.Errorf("reading random bytes: %w", err)
	}
	return "hostbound-" + hex.EncodeToString(b[:]), nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	width, _, _ := term.GetSize(int(os.Stdout.Fd())) // 0 where it is no terminal
	code := run(ctx, os.Args[1:], world{
		stdin:     os.Stdin,
		stdout:    os.Stdout,
		stderr:    os.Stderr,
		lookupEnv: os.LookupEnv,
		now:       time.Now,
		sleep:     sleep,
		random:    rand.Reader,
		version:   programVersion(),
		stdoutTTY: term.IsTerminal(int(os.Stdout.Fd())),
		stderrTTY: term.IsTerminal(int(os.Stderr.Fd())),
		width:     width,
		child:     ownChild(),
	})
	stop()
	os.Exit(code)
}

// sleep waits, unless the program is stopped first.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// programVersion is the release's version, or what the toolchain recorded.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
