// Command hostbound finds where a repository's bearer tokens go, and whether
// those names can be trusted.
//
// This package is the only one that touches the environment, the clock and the
// exit code; everything else is handed what it needs.
package main

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"
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
	getenv         func(string) string
	now            func() time.Time
	random         io.Reader
	version        string
	// stdoutTTY and stderrTTY tell whether a person is looking.
	stdoutTTY, stderrTTY bool
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], world{
		stdin:     os.Stdin,
		stdout:    os.Stdout,
		stderr:    os.Stderr,
		getenv:    os.Getenv,
		now:       time.Now,
		random:    rand.Reader,
		version:   programVersion(),
		stdoutTTY: isatty.IsTerminal(os.Stdout.Fd()),
		stderrTTY: isatty.IsTerminal(os.Stderr.Fd()),
	})
	stop()
	os.Exit(code)
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
