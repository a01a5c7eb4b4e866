//go:build linux

package confine

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"golang.org/x/sys/unix"
)

// Supported reports whether a child can be confined here.
func Supported() bool { return seccomp.Supported() }

// firstFolder is the descriptor of the first folder that is handed over, behind those of
// standard input, output and error.
const firstFolder = 3

// Open opens the n-th folder that the parent handed over, as a root that no link leads out of.
func Open(n int) (*os.Root, error) {
	return os.OpenRoot("/proc/self/fd/" + strconv.Itoa(firstFolder+n))
}

// Run starts the child, hands what it answers to take, and waits for its end. Where the
// child gave no answer, or take refuses it, the error is Ended or that of take.
func (c Child) Run(ctx context.Context, take func(io.Reader) error) error {
	// What this process knows is not for a child of the same user to read.
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("hiding this process: %w", err)
	}
	defer func() { _ = unix.Prctl(unix.PR_SET_DUMPABLE, 1, 0, 0, 0) }() // the child is gone
	program, err := os.Open("/proc/self/exe")
	if err != nil {
		return fmt.Errorf("opening the program: %w", err)
	}
	defer program.Close()
	ctx, cancel := context.WithTimeout(ctx, c.Time)
	defer cancel()
	run, err := c.start(ctx, program)
	if err != nil {
		return fmt.Errorf("starting the scan: %w", err)
	}
	told := make(chan []string)
	go func() { told <- listen(run.said) }()
	refused := take(run.answer)
	cut := errors.Is(refused, io.EOF) || errors.Is(refused, io.ErrUnexpectedEOF)
	if refused != nil && !cut {
		cancel() // what it still wants to say is not heard
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(run.answer, maxRest))
	run.answer.Close()
	open := <-told
	ended := run.Wait()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &Ended{"it took longer than " + c.Time.String(), open}
	case refused != nil && !cut:
		return refused
	case ended != nil:
		return &Ended{how(ended), open}
	case cut:
		return &Ended{"it stopped in the middle of it", open}
	}
	return nil
}

// maxRest bounds what is read behind an answer, in bytes.
const maxRest = 1 << 20

// running is a child with what it answers and says.
type running struct {
	*exec.Cmd
	answer, said io.ReadCloser
}

// start starts the child without a network of its own, where the system allows that.
func (c Child) start(ctx context.Context, program *os.File) (*running, error) {
	run, err := c.startWith(ctx, program, syscall.CLONE_NEWNET|syscall.CLONE_NEWIPC)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC) {
		return c.startWith(ctx, program, 0)
	}
	return run, err
}

func (c Child) startWith(ctx context.Context, program *os.File, namespaces uintptr) (*running, error) {
	files := append(slices.Clone(c.Folders), program)
	cmd := exec.CommandContext(ctx, "/proc/self/fd/"+strconv.Itoa(firstFolder+len(c.Folders)))
	cmd.Args, cmd.Env, cmd.Dir = c.Args, []string{}, "/"
	cmd.Stdin, cmd.ExtraFiles = bytes.NewReader(c.Input), files
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Cloneflags: namespaces}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(c.UID), Gid: uint32(c.GID)}
	}
	answer, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	said, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &running{cmd, answer, said}, nil
}

// listen reads what the child says of itself, and returns the files that it was reading
// at its end, in the order in which it began them.
func listen(said io.Reader) []string {
	var open []string
	lines := bufio.NewReaderSize(said, maxLine)
	for {
		line, err := lines.ReadSlice('\n')
		text := strings.TrimSuffix(string(line), "\n")
		if quoted, ok := strings.CutPrefix(text, begins); ok && len(open) < maxOpen {
			if path, err := strconv.Unquote(quoted); err == nil {
				open = append(open, path)
			}
		} else if quoted, ok := strings.CutPrefix(text, ends); ok {
			if path, err := strconv.Unquote(quoted); err == nil {
				if i := slices.Index(open, path); i >= 0 {
					open = slices.Delete(open, i, i+1)
				}
			}
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return open
		}
	}
}

// The bounds of what a child says of itself.
const (
	maxLine = 64 << 10 // bytes
	maxOpen = 4096     // files
)

// how says how a process ended.
func how(err error) string {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err.Error()
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return fmt.Sprintf("signal %d (%s)", int(status.Signal()), status.Signal())
	}
	return fmt.Sprintf("exit code %d", exit.ExitCode())
}
