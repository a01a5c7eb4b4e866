// Package syntax parses source text into a flat tree. It hides tree-sitter: a
// whole tree crosses from C in one call, as a slice of nodes in preorder that
// point at each other by index, so that a reader can walk any depth without
// recursion and without holding C memory.
package syntax

/*
#cgo CFLAGS: -std=c11 -D_POSIX_C_SOURCE=200809L -O2
#include <stdlib.h>
#include "flatten.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	tree_sitter "github.com/tree-sitter/go-tree-sitter"
)

// None stands where a node has no parent, sibling or child.
const None = ^uint32(0)

// The flags of a node.
const (
	Named   = 1 << iota // it has a name in the grammar, unlike "(" or "import"
	Error               // its text did not parse
	Missing             // the parser invented it to go on
	Extra               // it may stand anywhere: a comment, a line continuation
)

// Node is one node. Start and End are byte offsets; Parent, Next (sibling) and
// First (child) are indexes into Tree.Nodes, or None.
// The C type hb_node has the same layout.
type Node struct {
	Start, End          uint32
	Parent, Next, First uint32
	Kind, Field         uint16
	Flags               uint32
}

// Language is a grammar with the names of its kinds and fields.
type Language struct {
	handle unsafe.Pointer
	kinds  []string
	fields []string
}

// watchMemory is done once, before the first parser exists: the C code bounds what
// a parse may hold. (It is faster too: the binding sends each allocation through Go.)
var watchMemory = sync.OnceFunc(func() { C.hb_watch_memory() })

// NewLanguage takes the handle that a grammar's Go binding gives.
func NewLanguage(handle unsafe.Pointer) *Language {
	watchMemory()
	g := tree_sitter.NewLanguage(handle)
	l := &Language{handle: handle}
	for i := range g.NodeKindCount() {
		l.kinds = append(l.kinds, g.NodeKindForId(uint16(i)))
	}
	for i := range g.FieldCount() + 1 {
		l.fields = append(l.fields, g.FieldNameForId(uint16(i)))
	}
	return l
}

// Limits bound one parse. A zero field means the default.
type Limits struct {
	Time   time.Duration // 2 s of computing, whatever else the machine does
	Bytes  int           // 32 MiB of source
	Nodes  int           // 4 Mi
	Memory int           // 768 MiB that the parser may hold
}

func (l Limits) orDefault() Limits {
	if l.Time <= 0 {
		l.Time = 2 * time.Second
	}
	if l.Bytes <= 0 || l.Bytes > 1<<30 {
		l.Bytes = 32 << 20
	}
	if l.Nodes <= 0 || l.Nodes > 1<<28 {
		l.Nodes = 4 << 20
	}
	if l.Memory <= 0 {
		l.Memory = 768 << 20
	}
	return l
}

// The reasons why a text has no tree. Parse wraps them; a cancelled context's
// error is wrapped instead where that was the cause.
var (
	ErrTime   = errors.New("parsing takes too long")
	ErrSize   = errors.New("the file is too large to parse")
	ErrNodes  = errors.New("the file has too many syntax nodes")
	ErrMemory = errors.New("parsing takes too much memory")
)

// Tree is a parsed text. Nodes[0] is the root; every subtree is contiguous.
type Tree struct {
	Language *Language
	Source   []byte
	Nodes    []Node
	lines    []uint32 // offset of each line's first byte
}

// Parse parses src within the limits. Text with errors has a tree too, with
// nodes that say so; an error means that there is no tree at all.
func Parse(ctx context.Context, lang *Language, src []byte, limits Limits) (*Tree, error) {
	limits = limits.orDefault()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("parsing: %w", err)
	}
	if len(src) > limits.Bytes {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", ErrSize, len(src), limits.Bytes)
	}
	nodes, status := parse(ctx, lang, src, limits)
	if err := failure(ctx, status, limits); err != nil {
		return nil, err
	}
	return &Tree{Language: lang, Source: src, Nodes: nodes, lines: lineStarts(src)}, nil
}

func parse(ctx context.Context, lang *Language, src []byte, limits Limits) ([]Node, C.int) {
	cancelled := new(uint32)
	stop := context.AfterFunc(ctx, func() { atomic.StoreUint32(cancelled, 1) })
	defer stop()
	r := C.hb_parse(lang.handle, (*C.char)(unsafe.Pointer(unsafe.SliceData(src))), C.uint32_t(len(src)),
		C.hb_limits{nanoseconds: C.int64_t(limits.Time), memory: C.uint64_t(limits.Memory), nodes: C.uint32_t(limits.Nodes)},
		(*C.uint32_t)(cancelled))
	if r.status != C.HB_OK {
		return nil, r.status
	}
	defer C.free(unsafe.Pointer(r.nodes))
	nodes := make([]Node, int(r.count))
	copy(nodes, unsafe.Slice((*Node)(unsafe.Pointer(r.nodes)), int(r.count)))
	return nodes, r.status
}

func failure(ctx context.Context, status C.int, limits Limits) error {
	switch status {
	case C.HB_OK:
		return nil
	case C.HB_TIME:
		return fmt.Errorf("%w: the limit is %s", ErrTime, limits.Time)
	case C.HB_CANCELLED:
		return fmt.Errorf("parsing: %w", context.Cause(ctx))
	case C.HB_NODES:
		return fmt.Errorf("%w: the limit is %d", ErrNodes, limits.Nodes)
	case C.HB_LANGUAGE:
		return errors.New("the grammar's version does not fit the parser")
	default:
		return fmt.Errorf("%w: the limit is %d bytes", ErrMemory, limits.Memory)
	}
}
