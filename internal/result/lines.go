package result

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/hostbound/hostbound/internal/fact"
)

// cacheBytes bounds the text that a LineSource holds at one time, with the hashes
// of its lines. A larger single file is held alone.
const cacheBytes = 64 << 20

// NewLines is a LineSource over read, which bounds what it reads; masks are the
// ranges of credential values. What is held is masked at once, and everything
// that is computed, hashes too, is computed from the masked text. It may be used
// from several goroutines.
func NewLines(read func(path string) ([]byte, error), masks []fact.Location) LineSource {
	s := &lineSource{read: read, masks: map[string][]fact.Location{}, files: map[string]*maskedFile{}}
	for _, m := range masks {
		s.masks[m.Path] = append(s.masks[m.Path], m)
	}
	return s
}

type lineSource struct {
	read  func(string) ([]byte, error)
	masks map[string][]fact.Location

	mu    sync.Mutex
	files map[string]*maskedFile // nil: cannot be read
	held  int                    // bytes of the files
}

func (s *lineSource) Line(path string, n int) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.file(path)
	if f == nil {
		return "", false
	}
	start, end, ok := f.line(n)
	if !ok {
		return "", false
	}
	return strings.TrimSuffix(f.text[start:end], "\r"), true
}

func (s *lineSource) RollingHash(path string, n int) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.file(path)
	if f == nil {
		return "", false
	}
	start, _, ok := f.line(n)
	if !ok {
		return "", false
	}
	if f.hashes == nil {
		f.hashes = hashLines(f.text, f.substituted)
		s.held += len(f.hashes) * lineHashBytes
	}
	i, found := slices.BinarySearchFunc(f.hashes, start, func(h lineHash, at int) int { return cmp.Compare(int(h.start), at) })
	if !found {
		return "", false
	}
	return f.hashes[i].String(), true
}

func (s *lineSource) UTF16Column(path string, line, column int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.file(path)
	if f == nil {
		return column
	}
	start, end, ok := f.line(line)
	if !ok || column < 1 {
		return column
	}
	return f.units.between(f.text, start, min(start+column-1, end)) + 1
}

// file returns a file's masked text, or nil where it cannot be read. The lock is held.
func (s *lineSource) file(path string) *maskedFile {
	if f, seen := s.files[path]; seen {
		return f
	}
	data, err := s.read(path)
	if err != nil {
		s.files[path] = nil
		return nil
	}
	if s.held+len(data) > cacheBytes {
		s.forget()
	}
	f := newMaskedFile(data, s.masks[path])
	s.files[path] = f
	s.held += len(f.text)
	return f
}

// forget drops the texts; what could not be read stays known as such.
func (s *lineSource) forget() {
	for p, f := range s.files {
		if f != nil {
			delete(s.files, p)
		}
	}
	s.held = 0
}
