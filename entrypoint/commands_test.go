package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// exits runs a command and wants exactly this exit code: exits 2 hostbound scan x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG ...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("running %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exits %d, want %d", args[1], got, want)
	}
}

// repeat appends TEXT to FILE, N times: repeat FILE N TEXT. \n is a line end and \0 a zero byte.
func repeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE N TEXT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := strings.NewReplacer(`\n`, "\n", `\0`, "\x00").Replace(args[2])
	name := ts.MkAbs(args[0])
	old, err := os.ReadFile(name)
	if !errors.Is(err, os.ErrNotExist) {
		ts.Check(err)
	}
	ts.Check(os.WriteFile(name, append(old, strings.Repeat(text, n)...), 0o644))
}

// toUTF16 rewrites FILE in UTF-16 with a byte order mark.
func toUTF16(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: utf16 FILE")
	}
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	out := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(string(data))) {
		out = append(out, byte(u), byte(u>>8))
	}
	ts.Check(os.WriteFile(name, out, 0o644))
}

// mode wants exactly these permissions: mode FILE 0644.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode FILE PERMISSIONS")
	}
	info, err := os.Lstat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := fmt.Sprintf("%#o", info.Mode().Perm()); got != args[1] || !info.Mode().IsRegular() {
		ts.Fatalf("%s is %v, want %s", args[0], info.Mode(), args[1])
	}
}

// output wants the last value of an output in a file of GITHUB_OUTPUT: output FILE NAME VALUE.
func output(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: output FILE NAME VALUE")
	}
	blocks := regexp.MustCompile(`(?m)^([a-z-]+)<<(hostbound-[0-9a-f]{32})\n(.*)\n(hostbound-[0-9a-f]{32})$`)
	got, found := "", false
	for _, b := range blocks.FindAllStringSubmatch(ts.ReadFile(args[0]), -1) {
		if b[1] == args[1] && b[2] == b[4] {
			got, found = b[3], true
		}
	}
	if !found || got != args[2] {
		ts.Fatalf("output %s is %q, want %q", args[1], got, args[2])
	}
}
