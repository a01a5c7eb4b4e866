package clientconf

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// yamlSettings reads nested keys as one dotted name each: "crm: {url: x}" is crm.url,
// and the second of a list list[1]. Each document is a block of its own.
func yamlSettings(ctx context.Context, path string, data []byte, g *credential.Grader) *fact.Set {
	t := newText(path, data, fact.ArtifactConfig, g)
	if len(data) > maxSettings {
		t.skip(0, 0, "the file is over what is read of one file of settings", true)
		return t.out
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for document := 0; ctx.Err() == nil; document++ {
		var n yaml.Node
		err := dec.Decode(&n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// What a template would become is not known here, and is often another kind of file.
			t.skip(0, 0, "the settings cannot be read: "+err.Error(), !bytes.Contains(data, []byte("{{")))
			break
		}
		t.node(&n, "", "document "+strconv.Itoa(document), 0)
	}
	return t.out
}

// node reads what lies below one key. An alias stands for a part that is read where it
// is written.
func (t *text) node(n *yaml.Node, name, block string, depth int) {
	if depth > maxSettingDepth {
		at := t.offset(n)
		t.skip(at, at, "this is nested more deeply than settings are read", true)
		return
	}
	switch n.Kind {
	case yaml.DocumentNode:
		for _, c := range n.Content {
			t.node(c, name, block, depth+1)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if name != "" {
				key = name + "." + key
			}
			t.node(n.Content[i+1], key, block, depth+1)
		}
	case yaml.SequenceNode:
		for i, c := range n.Content {
			t.node(c, name+"["+strconv.Itoa(i)+"]", block, depth+1)
		}
	case yaml.ScalarNode:
		from, to := t.frame(n)
		if n.Tag != "!!null" {
			t.setting(name, n.Value, block, from, to)
		}
	}
}

// offset is where a node begins. Columns of the library count characters.
func (t *text) offset(n *yaml.Node) int {
	at := max(t.lines.Offset(n.Line, 1), 0)
	for range n.Column - 1 {
		if at >= len(t.data) {
			break
		}
		_, size := utf8.DecodeRune(t.data[at:])
		at += size
	}
	return min(at, len(t.data))
}

// frame is the range of a value, without its quotes and behind its anchor and tag.
func (t *text) frame(n *yaml.Node) (from, to int) {
	from = t.offset(n)
	for from < len(t.data) && (t.data[from] == '&' || t.data[from] == '!') {
		for from < len(t.data) && t.data[from] != ' ' && t.data[from] != '\n' {
			from++
		}
		for from < len(t.data) && t.data[from] == ' ' {
			from++
		}
	}
	end := lineEnd(t.data, from)
	switch {
	case from >= len(t.data):
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		from++
		for to = from; to < len(t.data) && t.data[to] != t.data[from-1]; to++ {
			if t.data[to] == '\\' && n.Style&yaml.DoubleQuotedStyle != 0 {
				to++
			}
		}
		return from, min(to, len(t.data))
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		for line := range strings.Lines(string(t.data[min(end+1, len(t.data)):])) {
			if strings.TrimSpace(line) != "" && line[0] != ' ' {
				break
			}
			end += len(line)
		}
		return from, min(end, len(t.data))
	}
	return from, min(from+len(n.Value), end)
}
