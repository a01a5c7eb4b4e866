//go:build !linux

package confine

import (
	"context"
	"io"
	"os"
)

// Enter returns ErrUnsupported.
func Enter(Limits) error { return ErrUnsupported }

// Supported reports whether a child can be confined here.
func Supported() bool { return false }

// Run returns ErrUnsupported.
func (c Child) Run(context.Context, func(io.Reader) error) error { return ErrUnsupported }

// Open opens a folder that the parent handed over.
func Open(int) (*os.Root, error) { return nil, ErrUnsupported }
