package openapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// steadyReader hands text to the YAML reader and stops it where time is up or
// where the text would become more nodes than memory is meant for.
type steadyReader struct {
	ctx   context.Context
	rest  []byte
	marks int
	err   error
}

// begins reports whether a value or a comment can begin at or behind s[0]. Marks
// within words (a path, a date) begin nothing.
func begins(s []byte) bool {
	switch s[0] {
	case ',', '[', '{':
		return true
	case ':', '-', '?':
		return len(s) < 2 || space(s[1])
	case ' ', '\t':
		return len(s) > 1 && s[1] == '#'
	}
	return false
}

func (r *steadyReader) Read(p []byte) (int, error) {
	if r.err == nil && r.ctx.Err() != nil {
		r.err = errTime
	}
	if r.err != nil {
		return 0, r.err
	}
	if len(r.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.rest)
	for i := range n {
		if begins(r.rest[i:]) {
			r.marks++
		}
	}
	if r.marks > maxMarks {
		r.err = errTooMany
		return 0, r.err
	}
	r.rest = r.rest[n:]
	return n, nil
}

// readYAML reads the documents of a YAML file. Where one has a fault, the text
// before the fault is read once more on its own.
func readYAML(ctx context.Context, f *file, data []byte) (docs []*node, lost []int, stop *fault) {
	b := &yamlBuilder{ctx: ctx, file: f}
	stop = b.read(data)
	for try := 0; stop != nil && stop.syntax && try < 2 && len(b.docs) == 0 && stop.offset > 0; try++ {
		cut := strings.LastIndexByte(f.text[:stop.offset], '\n') + 1
		again := &yamlBuilder{ctx: ctx, file: f}
		if rest := again.read(data[:cut]); rest == nil {
			b = again
			if n := len(b.docs); n > 0 {
				f.cut = b.docs[n-1]
			}
		} else if rest.offset >= stop.offset {
			break
		} else {
			stop.offset = rest.offset
		}
	}
	return b.docs, b.lost, stop
}

type yamlBuilder struct {
	ctx     context.Context
	file    *file
	cursor  *cursor
	anchors map[*yaml.Node]*node
	docs    []*node
	slab    []node
	count   int
	merged  int
	lost    []int
}

func (b *yamlBuilder) read(data []byte) *fault {
	b.cursor = newCursor(b.file)
	reader := &steadyReader{ctx: b.ctx, rest: data}
	d := yaml.NewDecoder(reader)
	for {
		var doc yaml.Node
		err := decode(d, &doc)
		switch {
		case errors.Is(err, io.EOF) && reader.err == nil:
			return nil
		case reader.err != nil:
			return &fault{offset: len(data) - len(reader.rest), reason: reader.err.Error()}
		case err != nil:
			return b.fault(err)
		}
		if err := b.document(&doc); err != nil {
			return &fault{offset: b.cursor.offset, reason: err.Error()}
		}
		if b.count > manyNodes { // the library's tree is three times ours: let it go before facts are added
			doc, b.anchors = yaml.Node{}, nil
			runtime.GC()
		}
	}
}

// decode holds a fault of the library, which is not made for hostile text, to be
// a fault of the file.
func decode(d *yaml.Decoder, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: the reader failed: %v", r)
		}
	}()
	return d.Decode(doc)
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// fault takes the line out of the library's message.
func (b *yamlBuilder) fault(err error) *fault {
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	offset := 0
	if m := yamlLine.FindStringSubmatch(reason); m != nil {
		reason = reason[len(m[0]):]
		if line, err := strconv.Atoi(m[1]); err == nil {
			offset = b.cursor.lineStart(line)
		}
	}
	return &fault{offset, "YAML: " + reason, true}
}

func (b *yamlBuilder) document(doc *yaml.Node) error {
	b.anchors = map[*yaml.Node]*node{}
	for _, y := range doc.Content {
		root := &node{}
		if err := b.value(y, root, 0); err != nil {
			return err
		}
		b.docs = append(b.docs, root)
	}
	return nil
}

// value turns y into n, which is already where it stays, so that an alias can
// point to it.
func (b *yamlBuilder) value(y *yaml.Node, n *node, depth int) error {
	if b.count++; b.count&0xfff == 0 && b.ctx.Err() != nil {
		return errTime
	}
	n.file = b.file
	n.start = int32(b.cursor.seek(y.Line, y.Column))
	if y.Anchor != "" {
		b.anchors[y] = n
	}
	switch y.Kind {
	case yaml.AliasNode:
		n.kind, n.text = kindAlias, y.Value
		if target := b.anchors[y.Alias]; target != nil {
			n.to = target
		}
	case yaml.ScalarNode:
		b.scalar(y, n)
	case yaml.MappingNode, yaml.SequenceNode:
		return b.collection(y, n, depth)
	}
	return nil
}

func (b *yamlBuilder) scalar(y *yaml.Node, n *node) {
	n.text = y.Value
	switch y.Tag {
	case "!!null":
		n.kind = kindNull
	case "!!bool":
		n.kind = kindBool
	case "!!int", "!!float":
		n.kind = kindNumber
	default:
		n.kind = kindString
	}
	switch {
	case y.Style&yaml.SingleQuotedStyle != 0:
		n.style = styleSingle
	case y.Style&yaml.DoubleQuotedStyle != 0:
		n.style = styleDouble
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		n.style = styleBlock
	default:
		n.style = stylePlain
	}
	if y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 {
		n.start = int32(afterProperties(b.file.text, int(n.start)))
	}
}

// afterProperties skips the anchor and the tag before a value.
func afterProperties(text string, from int) int {
	for from < len(text) && (text[from] == '&' || text[from] == '!') {
		for from < len(text) && !space(text[from]) {
			from++
		}
		for from < len(text) && space(text[from]) {
			from++
		}
	}
	return from
}

func (b *yamlBuilder) collection(y *yaml.Node, n *node, depth int) error {
	n.kind, n.style = kindSequence, stylePlain
	if y.Kind == yaml.MappingNode {
		n.kind = kindMapping
	}
	if y.Style&yaml.FlowStyle != 0 {
		n.style = styleFlow
	}
	if y.Anchor != "" || y.Style&yaml.TaggedStyle != 0 {
		n.start = int32(afterProperties(b.file.text, int(n.start)))
	}
	if depth >= maxDepth {
		n.kind = kindLost
		b.lost = append(b.lost, int(n.start))
		return nil
	}
	n.kids = b.room(len(y.Content))
	for i, c := range y.Content {
		if err := b.value(c, &n.kids[i], depth+1); err != nil {
			n.kids = n.kids[:i]
			return err
		}
	}
	y.Content = nil // the library's tree is larger than ours, and no longer needed
	if n.kind == kindMapping {
		markDuplicates(n.kids)
		b.merge(n)
	}
	return nil
}

func (b *yamlBuilder) room(size int) []node {
	if size == 0 {
		return nil
	}
	if size > cap(b.slab)-len(b.slab) {
		b.slab = make([]node, 0, max(slabSize, size))
	}
	from := len(b.slab)
	b.slab = b.slab[:from+size]
	return b.slab[from : from+size : from+size]
}

// merge adds the entries that <<: brings in and that the mapping does not state.
func (b *yamlBuilder) merge(n *node) {
	from := n.get("<<")
	if from == nil {
		return
	}
	sources := []*node{from}
	if from.is(kindSequence) {
		sources = from.items()
	}
	known := map[string]bool{}
	n.each(func(k, _ *node) bool { known[k.text] = true; return true })
	kids := append([]node(nil), n.kids...)
	for _, s := range sources {
		s.each(func(k, v *node) bool {
			if known[k.text] || b.merged > maxMerged {
				return true
			}
			known[k.text] = true
			b.merged++
			key := *k
			key.merged = true
			kids = append(kids, key, *v)
			return true
		})
	}
	n.kids = kids
}
