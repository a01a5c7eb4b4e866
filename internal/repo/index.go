package repo

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"path"
	"strings"
)

// maxIndex bounds the git index that is read, in bytes.
const maxIndex = 256 << 20

// index knows which paths git tracks.
type index struct{ files, folders map[string]bool }

func (x index) has(p string) bool      { return x.files[p] }
func (x index) hasBelow(p string) bool { return x.folders[p] }

// newIndex takes the names of the whole repository and keeps those below a folder
// ("" is all of them), as that folder names them.
func newIndex(names []string, below string) index {
	x := index{files: make(map[string]bool, len(names)), folders: map[string]bool{}}
	for _, name := range names {
		if below != "" {
			inside, ok := strings.CutPrefix(name, below+"/")
			if !ok {
				continue
			}
			name = inside
		}
		x.files[name] = true
		for d := path.Dir(name); d != "." && !x.folders[d]; d = path.Dir(d) {
			x.folders[d] = true
		}
	}
	return x
}

// readIndex returns the names in the index of a git folder, dir; none where there
// is no index yet. A split index takes most of its names from another file.
func readIndex(fsys fs.FS, dir string) ([]string, error) {
	b, err := readBounded(fsys, path.Join(dir, "index"), maxIndex)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	d, err := decodeIndex(b)
	if err != nil || d.shared == "" {
		return d.names, err
	}
	b, err = readBounded(fsys, path.Join(dir, "sharedindex."+d.shared), maxIndex)
	if err != nil {
		return nil, err
	}
	s, err := decodeIndex(b)
	return append(s.names, d.names...), err
}

// decoded is what matters of an index file: the paths, and the hash that names the
// shared index of a split one.
type decoded struct {
	names  []string
	shared string
}

var errIndex = errors.New("this is no git index of version 2, 3 or 4")

// decodeIndex reads an index (git's gitformat-index), with SHA-1 or SHA-256. The
// size of a hash is not written in the file; only the right one leads to its end.
// Checksums are not compared: git itself can be told not to write them.
func decodeIndex(b []byte) (decoded, error) {
	for _, hash := range []int{20, 32} {
		if d, ok := decodeEntries(b, hash); ok {
			return d, nil
		}
	}
	return decoded{}, errIndex
}

const (
	indexHeader = 12
	statBytes   = 40 // times, device, inode, mode, owner, size
	nameLength  = 0x0fff
	flagLong    = 0x4000 // two more bytes of flags
)

func decodeEntries(b []byte, hash int) (d decoded, ok bool) {
	if len(b) < indexHeader+hash || string(b[:4]) != "DIRC" {
		return d, false
	}
	version, count := binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
	if version < 2 || version > 4 || int64(count)*int64(statBytes+hash+2) > int64(len(b)) {
		return d, false
	}
	d.names = make([]string, 0, count)
	previous, pos := "", indexHeader
	for range count {
		name, next, ok := decodeEntry(b, pos, hash, version, previous)
		if !ok {
			return d, false
		}
		previous, pos = name, next
		if name = strings.TrimSuffix(name, "/"); name != "" { // a sparse folder; a replaced entry of a split index
			d.names = append(d.names, name)
		}
	}
	d.shared, ok = extensions(b[pos:], hash)
	return d, ok
}

func decodeEntry(b []byte, pos, hash int, version uint32, previous string) (name string, next int, ok bool) {
	start := pos
	pos += statBytes + hash
	if pos+2 > len(b) {
		return "", 0, false
	}
	flags := binary.BigEndian.Uint16(b[pos:])
	pos += 2
	if version >= 3 && flags&flagLong != 0 {
		pos += 2
	}
	if version == 4 {
		strip, n := offsetVarint(b[min(pos, len(b)):])
		if n == 0 || strip > len(previous) {
			return "", 0, false
		}
		pos += n
		end := bytes.IndexByte(b[pos:], 0)
		if end < 0 {
			return "", 0, false
		}
		return previous[:len(previous)-strip] + string(b[pos:pos+end]), pos + end + 1, true
	}
	end := bytes.IndexByte(b[min(pos, len(b)):], 0)
	if end < 0 || int(flags&nameLength) != min(end, nameLength) {
		return "", 0, false
	}
	name = string(b[pos : pos+end])
	size := pos + end - start
	next = start + size + 8 - size%8 // 1 to 8 zero bytes follow
	return name, next, next <= len(b)
}

// offsetVarint reads git's variable-width number; n is 0 where there is none.
func offsetVarint(b []byte) (v, n int) {
	for i, c := range b[:min(len(b), 5)] {
		if i > 0 {
			v++
		}
		v = v<<7 | int(c&0x7f)
		if c&0x80 == 0 {
			return v, i + 1
		}
	}
	return 0, 0
}

// extensions walks what follows the entries, to the checksum. Only the link to a
// shared index says something about paths.
func extensions(b []byte, hash int) (shared string, ok bool) {
	for len(b) > hash {
		if len(b) < 8+hash {
			return "", false
		}
		size := int(binary.BigEndian.Uint32(b[4:]))
		if size > len(b)-8-hash {
			return "", false
		}
		if string(b[:4]) == "link" && size >= hash {
			shared = hex.EncodeToString(b[8 : 8+hash])
		}
		b = b[8+size:]
	}
	return shared, len(b) == hash
}
