package clientconf

import (
	"bytes"
	"strings"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// envVar notes one variable of a container. A value that names no more than a
// metadata service or a URL stays as it is; link pairs it with what stands beside it.
func (t *text) envVar(name, block string, n *node) {
	n = n.real()
	if n == nil || n.kind != scalarNode || name == "" || n.text == "" {
		return
	}
	if t.spent() {
		t.out.Masks = append(t.out.Masks, t.atNode(n))
		return
	}
	if len(n.text) > maxValue {
		t.skip(n.from, n.to, "this value is longer than what is read of one", true)
		t.out.Masks = append(t.out.Masks, t.atNode(n))
		return
	}
	v := fact.Variable{Name: name, Block: block, Artifact: fact.ArtifactContainer, At: t.atNode(n)}
	v.Value, v.Credential = t.value(name, n)
	t.out.Variables = append(t.out.Variables, v)
}

// spent reports whether a file has given as much as is taken from one: the parts of a file
// may name each other over and over. It is said once.
func (t *text) spent() bool {
	if len(t.out.Variables) < maxSettingKeys && t.ctx.Err() == nil {
		return false
	}
	for _, n := range t.out.NotAnalysed {
		if n.Reason == spentReason {
			return true
		}
	}
	t.skip(0, len(t.data), spentReason, true)
	return true
}

const spentReason = "the file has more variables, or takes longer, than is read of one"

// reference notes a variable whose value stands in an object of the cluster, or in what
// the program is started with.
func (t *text) reference(name, block string, origin fact.Origin, of string, at *node) {
	if t.spent() {
		return
	}
	v := fact.Variable{Name: name, Block: block, Artifact: fact.ArtifactContainer, At: t.atNode(at)}
	if kind, ok := credential.NameKind(name); ok {
		v.Credential = &fact.Credential{Kind: kind, Origin: origin, Name: of, At: v.At}
	} else {
		v.Value = fact.Text{{Hole: &fact.Hole{Origin: origin, Name: of, At: v.At}}}
	}
	t.out.Variables = append(t.out.Variables, v)
}

// cut is the part of a scalar behind its first i bytes; its place is exact where the
// scalar is written as it reads.
func (t *text) cut(n *node, i int) *node {
	c := *n
	c.text = n.text[i:]
	if t.asWritten(n) {
		c.from += i
	}
	return &c
}

// assignments reads an environment as a mapping, or as a list of NAME=value.
func (t *text) assignments(n *node, block string) {
	for _, c := range n.merged() {
		t.envVar(c.key, block, c)
	}
	if n = n.real(); n == nil || n.kind != listNode {
		return
	}
	for _, c := range n.items {
		c = c.real()
		if name, value, ok := strings.Cut(c.str(), "="); ok && value != "" {
			t.envVar(strings.TrimSpace(name), block, t.cut(c, len(name)+1))
		}
	}
}

// arguments reads what a container is started with: the script of a shell, the words of a
// command, and flags, which are names with values like any other.
func (t *text) arguments(n *node, block string) {
	n = n.real()
	if n == nil || n.null || t.spent() {
		return
	}
	if n.kind == scalarNode {
		t.script(n)
		return
	}
	words := n.list()
	for i := 0; i < len(words); i++ {
		w := words[i].real()
		if w == nil || w.kind != scalarNode {
			continue
		}
		if shellFlag(w.text) && shell(words[0].str()) {
			continue // the script is next
		}
		if strings.ContainsAny(w.text, "\n ") && (w.block || i > 0 && shellFlag(words[i-1].str())) {
			t.script(w)
			continue
		}
		name, value, joined := strings.Cut(w.text, "=")
		flag := strings.TrimLeft(name, "-")
		switch {
		case flag == name || flag == "" || strings.ContainsAny(flag, " /:"):
		case joined:
			t.envVar(flag, block, t.cut(w, len(w.text)-len(value)))
		case i+1 < len(words) && !strings.HasPrefix(words[i+1].str(), "-"):
			i++
			t.envVar(flag, block, words[i])
		}
	}
	if len(words) > 0 && !shell(words[0].str()) && !strings.HasPrefix(words[0].str(), "-") {
		t.commandLine(words)
	}
}

// script reads a scalar as the lines of a shell. Where "$$" is how the format writes "$",
// it is read so, with every place where it is.
func (t *text) script(n *node) {
	data, outer := t.body(n)
	if t.doubled && bytes.Contains(data, []byte("$$")) {
		var one []byte
		var from []int
		for i := 0; i < len(data); i++ {
			if data[i] == '$' && i+1 < len(data) && data[i+1] == '$' {
				i++
			}
			one, from = append(one, data[i]), append(from, i)
		}
		whole := outer
		from = append(from, len(data))
		data, outer = one, func(i int) int { return whole(from[min(i, len(from)-1)]) }
	}
	t.embedded("run.sh", data, outer)
}

// shellFlag tells the flag of a shell behind which a script stands: -c, -ec, -lc.
func shellFlag(s string) bool {
	return len(s) > 1 && s[0] == '-' && s[1] != '-' && strings.HasSuffix(s, "c") && len(s) <= 6
}

func shell(s string) bool {
	switch s[strings.LastIndexByte(s, '/')+1:] {
	case "sh", "bash", "ash", "dash", "zsh", "ksh":
		return true
	}
	return false
}

// commandLine reads the words of a command as the line of a shell that they are alike to.
// Each word is quoted, so that nothing in it is the shell's.
func (t *text) commandLine(words []*node) {
	var line []byte
	var from []int // the place of each byte
	put := func(s string, at int, step int) {
		for i := range len(s) {
			line = append(line, s[i])
			from = append(from, at+i*step)
		}
	}
	for _, w := range words {
		if w = w.real(); w == nil || w.kind != scalarNode || strings.ContainsAny(w.text, "'\n") {
			return
		}
		step := 0
		if t.asWritten(w) {
			step = 1
		}
		put("'", w.from, 0)
		put(w.text, w.from, step)
		put("' ", w.to, 0)
	}
	inner := *t
	inner.outerFind = t.find // what the format puts in, quotes or not
	inner.embedded("run.sh", line, func(i int) int {
		switch {
		case i < len(from):
			return from[i]
		case len(from) > 0:
			return from[len(from)-1]
		}
		return 0
	})
}

// image notes an image by its name: registry/path/name:tag@digest.
func (t *text) image(n *node) {
	n = n.real()
	if n == nil || n.kind != scalarNode || n.text == "" {
		return
	}
	t.imageNamed(t.plain(n), n)
}

func (t *text) imageNamed(ref fact.Text, n *node) {
	s, known := ref.WithDefaults()
	if !known {
		return
	}
	name, version := imageName(s)
	if name == "" {
		return
	}
	t.out.Images = append(t.out.Images, fact.Image{Name: name, Version: version, At: t.atNode(n)})
}

// imageName is the last part of an image's name, and its tag.
func imageName(s string) (name, tag string) {
	s, _, _ = strings.Cut(s, "@")
	s = s[strings.LastIndexByte(s, '/')+1:]
	name, tag, _ = strings.Cut(s, ":")
	return name, tag
}

// merged are the pairs of a mapping with those that its merge keys bring, the mapping's own
// before theirs.
func (n *node) merged() []*node {
	var out []*node
	seen := map[string]bool{}
	left := maxMerges
	var add func(*node)
	add = func(m *node) {
		if left == 0 {
			return
		}
		left--
		for _, c := range m.pairs() {
			if c.key != "<<" && !seen[c.key] {
				seen[c.key] = true
				out = append(out, c)
			}
		}
		for _, c := range m.pairs() {
			if c.key == "<<" {
				for _, b := range c.list() {
					add(b)
				}
			}
		}
	}
	add(n)
	return out
}
