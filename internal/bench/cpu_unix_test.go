//go:build unix

package bench

import (
	"syscall"
	"time"
)

// processTime is what this process has used of the processors, the collection of
// garbage included. Unlike the clock, it does not count what others do meanwhile.
func processTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
