package clientconf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// xmlTree is an XML file as a tree: an element is a mapping of its attributes and the
// elements in it, in their order, and a scalar where it holds text alone. Nothing that it
// refers to is fetched. Of a file with a fault, what stands before it is read, and the
// fault is said.
func (t *text) xmlTree() *node {
	d := xml.NewDecoder(bytes.NewReader(t.data))
	d.Strict = true
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the file is UTF-8, whatever it says
	root := &node{kind: mappingNode, to: len(t.data)}
	open := []*node{root}
	made, last := 0, 0
	for t.ctx.Err() == nil {
		token, err := d.Token()
		at := int(d.InputOffset())
		if err != nil {
			if !errors.Is(err, io.EOF) {
				t.skip(last, lineEnd(t.data, last), "the file is not read from here on: "+err.Error(), true)
			}
			break
		}
		top := open[len(open)-1]
		switch x := token.(type) {
		case xml.StartElement:
			if made++; made > maxTreeNodes || len(open) > maxTreeDepth {
				t.skip(last, last, "the file is nested more deeply, or has more values, than are read", true)
				return root
			}
			n := &node{key: x.Name.Local, kind: mappingNode, keyFrom: last + 1, keyTo: min(last+1+len(x.Name.Local), at), from: at, to: at}
			n.items = t.attributes(x, last, at)
			top.items = append(top.items, n)
			open = append(open, n)
		case xml.EndElement:
			if len(open) > 1 {
				t.closeElement(top, last)
				open = open[:len(open)-1]
			}
		}
		last = at
	}
	for _, n := range open[1:] { // what a fault left open
		n.to = max(n.from, last)
	}
	return root
}

// closeElement ends an element; one without elements and attributes is its text.
func (t *text) closeElement(n *node, end int) {
	n.to = max(n.from, end)
	if len(n.items) > 0 {
		return
	}
	n.kind = scalarNode
	n.from, n.to = t.trimXML(n.from, n.to)
	n.text = unescapeXML(string(t.data[n.from:n.to]))
}

func (t *text) trimXML(from, to int) (start, end int) {
	b := t.data[from:to]
	start = from + len(b) - len(bytes.TrimLeft(b, " \t\r\n"))
	return start, max(start, from+len(bytes.TrimRight(b, " \t\r\n")))
}

var xmlEntities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&amp;", "&")

func unescapeXML(s string) string {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "<![CDATA["), "]]>")
	return xmlEntities.Replace(s)
}

// attributes are those of the element that is written in a range.
func (t *text) attributes(x xml.StartElement, from, to int) []*node {
	var out []*node
	pos := from + 1 + len(x.Name.Local)
	for _, a := range x.Attr {
		i := bytes.Index(t.data[min(pos, to):to], []byte(a.Name.Local))
		if i < 0 {
			break
		}
		key := pos + i
		quote := bytes.IndexAny(t.data[key:to], `"'`)
		if quote < 0 {
			break
		}
		start := key + quote + 1
		end := bytes.IndexByte(t.data[start:to], t.data[start-1])
		if end < 0 {
			break
		}
		pos = start + end + 1
		out = append(out, &node{key: a.Name.Local, keyFrom: key, keyTo: key + len(a.Name.Local), text: a.Value, from: start, to: start + end, quoted: true})
	}
	return out
}

// all are the values of a key, of which there may be several.
func (n *node) all(key string) []*node {
	var out []*node
	for _, c := range n.pairs() {
		if c.key == key {
			out = append(out, c)
		}
	}
	return out
}
