// Package confine runs a part of the program in a child that can do little more than read
// what it was handed, so that a fault of a parser in front of a stranger's file is worth
// nothing: no environment, no network, no other program, no file written, and bounds on
// memory, time and open files. It exists on Linux, where the action runs.
package confine

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"
)

// ErrUnsupported is returned where the system has no such confinement.
var ErrUnsupported = errors.New("the scan cannot be confined on this system")

// Limits bound a child. Zero is no bound.
type Limits struct {
	Memory uint64        // address space in bytes
	Files  uint64        // open files
	Time   time.Duration // from start to end
}

// Child is a run of this very program that is to be confined. It enters the confinement
// itself, with Enter, before it reads anything.
type Child struct {
	// Args are the arguments, the name of the program first.
	Args []string
	// Input is what it reads from its standard input.
	Input []byte
	// Folders are handed over, opened; the child opens the n-th with Open(n).
	Folders []*os.File
	// UID and GID are whom it runs as, where this process may choose.
	UID, GID int
	Time     time.Duration
}

// Ended says how a child that gave no answer ended.
type Ended struct {
	How     string   // "killed (signal 9)", "over its time"
	Reading []string // the files that it was reading, quoted by nobody
}

func (e *Ended) Error() string {
	s := "the scan ended without a report: " + e.How
	for i, p := range e.Reading {
		switch {
		case i == 0:
			s += "; it was reading " + strconv.Quote(p)
		case i == maxTold:
			return s + fmt.Sprintf(" and %d more", len(e.Reading)-i)
		default:
			s += ", " + strconv.Quote(p)
		}
	}
	return s
}

// maxTold bounds the files that an error names.
const maxTold = 4

// Reader tells the parent, through the child's standard error, which files are read.
type Reader struct {
	mu  sync.Mutex
	out io.Writer
}

// NewReader writes to the child's standard error.
func NewReader(out io.Writer) *Reader { return &Reader{out: out} }

// Reading tells that a file is begun; the function that it returns, that it is done.
func (r *Reader) Reading(path string) (done func()) {
	r.tell(begins, path)
	return func() { r.tell(ends, path) }
}

// The marks of a line that tells of a file; anything else is what a runtime prints.
const (
	begins = "reading "
	ends   = "read "
)

func (r *Reader) tell(mark, path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _ = io.WriteString(r.out, mark+strconv.Quote(path)+"\n") // a parent that is gone needs no telling
}
