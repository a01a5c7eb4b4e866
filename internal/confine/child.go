//go:build linux

package confine

import (
	"fmt"
	"math"
	"runtime/debug"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"golang.org/x/sys/unix"
)

// Enter confines the calling process, all of its threads, for good. The child calls it
// before it reads anything.
func Enter(l Limits) error {
	if err := l.set(); err != nil {
		return err
	}
	if l.Memory > 0 {
		debug.SetMemoryLimit(int64(min(l.Memory/4*3, math.MaxInt64))) // collect harder before the end is reached
	}
	policy, err := policy()
	if err != nil {
		return err
	}
	err = seccomp.LoadFilter(seccomp.Filter{NoNewPrivs: true, Flag: seccomp.FilterFlagTSync, Policy: policy})
	if err != nil {
		return fmt.Errorf("confining the scan: %w", err)
	}
	return nil
}

func (l Limits) set() error {
	limits := map[int]uint64{unix.RLIMIT_CORE: 0, unix.RLIMIT_FSIZE: 0}
	if l.Memory > 0 {
		limits[unix.RLIMIT_AS] = l.Memory
	}
	if l.Files > 0 {
		limits[unix.RLIMIT_NOFILE] = l.Files
	}
	for resource, n := range limits {
		var now unix.Rlimit
		if err := unix.Getrlimit(resource, &now); err != nil {
			return fmt.Errorf("bounding the scan: %w", err)
		}
		n = min(n, now.Max)
		if err := unix.Setrlimit(resource, &unix.Rlimit{Cur: n, Max: n}); err != nil {
			return fmt.Errorf("bounding the scan: %w", err)
		}
	}
	return nil
}

// calls are what the Go runtime, the C library's memory and threads, and reading files
// need. Whatever is not here fails: sockets, other programs, other processes, and every
// change to the file system.
var calls = []string{
	"read", "pread64", "readv", "write", "writev", "close", "lseek", "fstat", "newfstatat", "fstatat", "statx", "stat", "lstat",
	"getdents64", "readlinkat", "readlink", "fcntl", "faccessat", "faccessat2", "fstatfs", "getcwd", "fchdir",
	"mmap", "mprotect", "munmap", "mremap", "madvise", "brk", "mincore", "membarrier",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill", "restart_syscall",
	"futex", "clone", "clone3", "exit", "exit_group", "set_robust_list", "get_robust_list", "rseq", "set_tid_address", "arch_prctl",
	"gettid", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getrlimit", "getrusage", "uname", "sysinfo",
	"sched_yield", "sched_getaffinity", "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "getrandom",
	"epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_wait", "eventfd2", "pipe2", "poll", "ppoll",
	"timer_create", "timer_settime", "timer_delete", "setitimer",
}

// policy allows the calls that this system has, and files to be opened for reading.
func policy() (seccomp.Policy, error) {
	info, err := arch.GetInfo("")
	if err != nil {
		return seccomp.Policy{}, fmt.Errorf("confining the scan: %w", err)
	}
	allowed := seccomp.SyscallGroup{Action: seccomp.ActionAllow}
	for _, name := range calls {
		if _, ok := info.SyscallNames[name]; ok {
			allowed.Names = append(allowed.Names, name)
		}
	}
	// Conditions end a group: behind a test of an argument, the number of the call is gone.
	reading := seccomp.SyscallGroup{Action: seccomp.ActionAllow, NamesWithCondtions: []seccomp.NameWithConditions{{
		Name: "openat", Conditions: seccomp.ArgumentConditions{{Argument: 2, Operation: seccomp.BitsNotSet, Value: unix.O_WRONLY | unix.O_RDWR | unix.O_CREAT | unix.O_TRUNC | unix.O_APPEND}},
	}}}
	return seccomp.Policy{DefaultAction: seccomp.ActionErrno, Syscalls: []seccomp.SyscallGroup{allowed, reading}}, nil
}
