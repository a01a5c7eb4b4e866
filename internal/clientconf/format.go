package clientconf

import (
	"path"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// Format is a kind of file that is read, as users are told of it.
type Format struct {
	Group string // "proxies"
	Name  string // "nginx"
	Files string // the names and contents by which a file is known
	Reads string // what it declares, in a few words
}

// format is one kind of file.
type format struct {
	Format
	artifact fact.Artifact
	step     bool // within a pipeline, it is a step of that
	// named tells a file by its path alone: whatever is in it, it is of this format. Nil is
	// none.
	named func(path, base string) bool
	// unless tells, by its content, a file that its name alone would make one of this
	// format, and which is another. Nil is none.
	unless func(data []byte) bool
	// maybe tells, by its path, a file that could be of this format and is looked into;
	// nil is every file of YAML and JSON.
	maybe func(path, base string) bool
	// like tells a file by its content, where its path does not; it looks at bytes, cheaply.
	// Nil is none.
	like func(path string, data []byte) bool
	read func(*text)
	size int // the bound of a file in bytes; 0 is maxConfig
}

// maxConfig bounds a file of configuration, in bytes.
const maxConfig = 4 << 20

func (f *format) limit() int {
	if f.size > 0 {
		return f.size
	}
	return maxConfig
}

// formats are all formats. Of two that take a file, the first reads it, and one that knows
// it by its name comes before one that knows it by its content.
func formats() []*format {
	return slices.Concat(settingsFormats(), proxyFormats(), clusterFormats(), resolverFormats(), packageFormats(), pipelineFormats(), serviceFormats(), clientFormats(), infrastructureFormats())
}

// Formats are the formats that are read, in the order in which users are told of them.
func Formats() []Format {
	var out []Format
	for _, f := range formats() {
		out = append(out, f.Format)
	}
	return out
}

// Selects tells, by its path, a file that Extract may take. YAML and JSON are looked into
// whatever their name.
func Selects(p string) bool {
	base := strings.ToLower(path.Base(p))
	return structured(base) || slices.ContainsFunc(formats(), func(f *format) bool {
		return f.named != nil && f.named(p, base) || f.maybe != nil && f.maybe(p, base)
	})
}

// Named tells a path that alone says that the file is configuration which Extract reads, so
// that one which cannot be opened was one.
func Named(p string) bool {
	base := strings.ToLower(path.Base(p))
	return slices.ContainsFunc(formats(), func(f *format) bool { return f.named != nil && f.named(p, base) })
}

func structured(base string) bool {
	switch path.Ext(base) {
	case ".yaml", ".yml", ".json":
		return true
	}
	return false
}

// find is the format of a file, or nil.
func find(p string, data []byte) *format {
	base := strings.ToLower(path.Base(p))
	all := formats()
	for _, f := range all {
		if f.named != nil && f.named(p, base) && (f.unless == nil || !f.unless(data)) {
			return f
		}
	}
	for _, f := range all {
		if f.like == nil || f.maybe == nil && !structured(base) || f.maybe != nil && !f.maybe(p, base) {
			continue
		}
		if f.like(p, data) {
			return f
		}
	}
	return nil
}
