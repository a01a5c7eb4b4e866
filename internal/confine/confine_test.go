//go:build linux

package confine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The child of these tests is this test's own binary, with what it does as its argument.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[0] == "child" {
		if err := Enter(Limits{Files: 64, Memory: childMemory}); err != nil {
			fmt.Println("not confined:", err)
			os.Exit(4)
		}
		NewReader(os.Stderr).Reading("app/a.py")()
		NewReader(os.Stderr).Reading("app/\"b\".py")
		misbehave(os.Args[1])
		return
	}
	os.Exit(m.Run())
}

// misbehave does what a child must not, and says how that went.
func misbehave(what string) {
	switch what {
	case "answer":
		fmt.Println("all is well")
	case "crash":
		panic("made up")
	case "kill":
		// No signal can be sent, so the end comes by a fault of memory.
		*(*int)(nil) = 1
	case "hang":
		fmt.Println("half of an")
		select {}
	case "bloat":
		var held [][]byte
		for {
			b := make([]byte, 64<<20)
			for i := 0; i < len(b); i += 4096 {
				b[i] = 1
			}
			held = append(held, b)
			_ = held
		}
	case "files":
		for range 100 {
			if _, err := os.Open("/proc/self/exe"); err != nil {
				fmt.Println("stopped")
				return
			}
		}
	case "escape":
		escape()
	case "folder":
		root, err := Open(0)
		if err != nil {
			fmt.Println(err)
			return
		}
		b, err := root.ReadFile("inside")
		fmt.Println(string(b), err)
		_, err = root.ReadFile("link")
		fmt.Println("link:", err != nil)
	}
}

// escape tries each way out, and names those that are open.
func escape() {
	parent := os.Getppid()
	for name, try := range map[string]func() error{
		"socket":      func() error { _, err := net.Dial("tcp", "127.0.0.1:1"); return notBy(err, syscall.ECONNREFUSED) },
		"name":        func() error { _, err := net.LookupHost("auth.acme.io"); return err },
		"unix socket": func() error { _, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0); return err },
		"io_uring": func() error {
			_, _, e := unix.Syscall(unix.SYS_IO_URING_SETUP, 1, 0, 0)
			return notBy(e, syscall.EFAULT)
		},
		"program":     func() error { return exec.Command("/bin/true").Run() },
		"signal":      func() error { return unix.Kill(parent, 0) },
		"trace":       func() error { return unix.PtraceAttach(parent) },
		"new file":    func() error { _, err := os.Create(filepath.Join(os.TempDir(), "hostbound-escape")); return err },
		"append":      func() error { _, err := os.OpenFile("/dev/null", os.O_APPEND|os.O_WRONLY, 0); return err },
		"read write":  func() error { _, err := os.OpenFile("/dev/null", os.O_RDWR, 0); return err },
		"remove":      func() error { return notBy(os.Remove("/nowhere/at/all"), syscall.ENOENT) },
		"mode":        func() error { return notBy(os.Chmod("/nowhere/at/all", 0o777), syscall.ENOENT) },
		"environment": func() error { _, err := os.ReadFile("/proc/" + strconv.Itoa(parent) + "/environ"); return err },
		"memory":      func() error { _, err := os.Open("/proc/" + strconv.Itoa(parent) + "/mem"); return err },
		"own secret":  ownSecret,
	} {
		if err := try(); err == nil {
			fmt.Println("open:", name)
		}
	}
	fmt.Println("tried")
}

// notBy takes an error for none where it comes from behind the confinement.
func notBy(err error, behind error) error {
	if errors.Is(err, behind) {
		return nil
	}
	return err
}

func ownSecret() error {
	b, err := os.ReadFile("/proc/self/environ")
	if err == nil && !bytes.Contains(b, []byte(secret)) && !strings.Contains(strings.Join(os.Environ(), " "), secret) {
		return errors.New("it is not there")
	}
	return err
}

const secret = "made-up-token-0001"

func child(t *testing.T, what string) (Child, *bytes.Buffer) {
	t.Helper()
	if !Supported() {
		t.Skip("skipped: this kernel has no seccomp")
	}
	t.Setenv("GITHUB_TOKEN", secret)
	return Child{Args: []string{"child", what}, UID: 65534, GID: 65534, Time: time.Minute}, &bytes.Buffer{}
}

func runChild(t *testing.T, c Child, out *bytes.Buffer) error {
	t.Helper()
	return c.Run(t.Context(), func(r io.Reader) error {
		_, err := out.ReadFrom(r)
		if err == nil && !strings.HasSuffix(out.String(), "well\n") && !strings.HasSuffix(out.String(), "\n") {
			err = io.ErrUnexpectedEOF
		}
		return err
	})
}

func TestChild(t *testing.T) {
	c, out := child(t, "answer")
	if err := runChild(t, c, out); err != nil || out.String() != "all is well\n" {
		t.Errorf("%q, %v", out, err)
	}
}

func TestChildEnds(t *testing.T) {
	for what, want := range map[string]string{
		"crash": "exit code 2",
		"kill":  "exit code 2",
		"bloat": "exit code 2",
	} {
		t.Run(what, func(t *testing.T) {
			if what == "bloat" && childMemory == 0 {
				t.Skip("skipped: the race detector reserves more memory than any bound")
			}
			c, out := child(t, what)
			err := runChild(t, c, out)
			var ended *Ended
			if !errors.As(err, &ended) || ended.How != want {
				t.Fatalf("%v, want %s", err, want)
			}
			if want := "the scan ended without a report: " + want + `; it was reading "app/\"b\".py"`; err.Error() != want {
				t.Errorf("%q, want %q", err, want)
			}
		})
	}
}

func TestChildHangs(t *testing.T) {
	c, out := child(t, "hang")
	c.Time = 300 * time.Millisecond
	var ended *Ended
	if err := runChild(t, c, out); !errors.As(err, &ended) || !strings.Contains(ended.How, "longer than 300ms") || len(ended.Reading) != 1 {
		t.Errorf("%v", err)
	}
}

func TestChildIsStopped(t *testing.T) {
	c, out := child(t, "hang")
	ctx, cancel := context.WithCancel(t.Context())
	refused := errors.New("refused")
	err := c.Run(ctx, func(r io.Reader) error {
		cancel()
		_, err := out.ReadFrom(r)
		return errors.Join(refused, err)
	})
	if !errors.Is(err, refused) {
		t.Errorf("%v", err)
	}
}

func TestChildCannotEscape(t *testing.T) {
	c, out := child(t, "escape")
	if err := runChild(t, c, out); err != nil || out.String() != "tried\n" {
		t.Errorf("%s%v", out, err)
	}
	c, out = child(t, "files")
	if err := runChild(t, c, out); err != nil || out.String() != "stopped\n" {
		t.Errorf("%s%v", out, err)
	}
}

// A folder is handed over opened, so that the child needs no way to it.
func TestChildReadsFolders(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "inside"), []byte("text"), 0o644), os.Symlink("/etc/passwd", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, out := child(t, "folder")
	c.Folders = []*os.File{f}
	if err := runChild(t, c, out); err != nil || out.String() != "text <nil>\nlink: true\n" {
		t.Errorf("%q, %v", out, err)
	}
}
