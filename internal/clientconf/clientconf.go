// Package clientconf turns settings files of clients into facts, one file of this
// package for each format.
package clientconf

import (
	"context"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// Options are the same for every file.
type Options struct{ Grader *credential.Grader }

// Extract reads one file. What cannot be read is in NotAnalysed; there is no other
// error.
func Extract(ctx context.Context, path string, data []byte, o Options) *fact.Set {
	return dotenv(ctx, path, data, o.Grader)
}
