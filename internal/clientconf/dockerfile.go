package clientconf

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/hostbound/hostbound/internal/fact"
)

var dockerfileFormat = format{
	Format: Format{
		Group: "compose and images", Name: "Dockerfile", Files: "Dockerfile, Dockerfile.*, *.Dockerfile, Containerfile",
		Reads: "ENV and ARG, the commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK, images",
	},
	artifact: fact.ArtifactContainer, read: dockerfile, size: 1 << 20,
	named: func(_, base string) bool {
		return dockerfileName.MatchString(base) && !strings.HasSuffix(base, ".dockerignore")
	},
}

var dockerfileName = regexp.MustCompile(`^(?:(?:docker|container)file(?:[._-][^/]*)?|[^/]+\.(?:docker|container)file)$`)

// dockerfile reads each instruction. Of a file with a fault, what stands before the fault is
// read, and the fault is said. Instructions are known by the parser of the format; what
// stands in them is read where it is written, so that every place is exact.
func dockerfile(t *text) {
	d := &dockerfileReader{text: t, arguments: map[string]string{}, stages: map[string]bool{}}
	t.find = expansions
	root, fault := parseDockerfile(t.data)
	if fault != nil {
		line, reason := dockerfileFault(fault)
		at := min(max(t.own.Offset(max(line, 1), 1), 0), len(t.data))
		t.skip(at, lineEnd(t.data, at), "the file is not read from here on: "+reason, true)
		if root, fault = parseDockerfile(t.data[:at]); fault != nil {
			return
		}
	}
	for _, n := range root.Children {
		if t.ctx.Err() != nil {
			return
		}
		d.instruction(n, 1)
	}
}

func parseDockerfile(data []byte) (*parser.Node, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return &parser.Node{}, nil
	}
	r, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return r.AST, nil
}

var dockerfileLine = regexp.MustCompile(`\bline (\d+)\b`)

// dockerfileFault is the line of a fault, and what is said of it.
func dockerfileFault(err error) (line int, reason string) {
	var l *parser.LocationError
	if errors.As(err, &l) && len(l.Locations) > 0 && len(l.Locations[0]) > 0 {
		line = l.Locations[0][0].Start.Line
	}
	if m := dockerfileLine.FindStringSubmatch(err.Error()); line == 0 && m != nil {
		line, _ = strconv.Atoi(m[1]) // digits
	}
	reason, _, _ = strings.Cut(err.Error(), "\n")
	return line, reason[:min(len(reason), 200)]
}

type dockerfileReader struct {
	*text
	// arguments are the defaults of ARG, by their names.
	arguments map[string]string
	stages    map[string]bool
	stage     int
}

// span is the range of an instruction behind the words that name it, and its flags.
func (d *dockerfileReader) span(n *parser.Node, words int) (from, to int) {
	from = max(d.own.Offset(n.StartLine, 1), 0)
	to = len(d.data)
	if at := d.own.Offset(n.EndLine, 1); at >= 0 {
		to = lineEnd(d.data, at)
	}
	to = max(from, to)
	skip := func(more func(byte) bool) {
		for from < to && more(d.data[from]) {
			from++
		}
	}
	blank := func(c byte) bool { return c == ' ' || c == '\t' || c == '\\' || c == '\n' || c == '\r' }
	word := func(c byte) bool { return !blank(c) }
	if from == 0 && bytes.HasPrefix(d.data, []byte("\xef\xbb\xbf")) {
		from = 3
	}
	skip(blank)
	for range words {
		skip(word)
		skip(blank)
	}
	for from+1 < to && d.data[from] == '-' && d.data[from+1] == '-' {
		skip(word)
		skip(blank)
	}
	return from, to
}

func (d *dockerfileReader) instruction(n *parser.Node, words int) {
	from, to := d.span(n, words)
	block := "stage " + strconv.Itoa(d.stage)
	switch strings.ToLower(n.Value) {
	case "onbuild":
		if n.Next != nil && len(n.Next.Children) > 0 && words == 1 {
			inner := *n.Next.Children[0]
			inner.StartLine, inner.EndLine = n.StartLine, n.EndLine
			d.instruction(&inner, 2)
		}
	case "from":
		d.stage++
		d.from(from, to)
	case "copy", "add":
		for _, f := range n.Flags {
			if image, ok := strings.CutPrefix(f, "--from="); ok && !d.stages[strings.ToLower(image)] && strings.ContainsAny(image, "/:") {
				start := max(d.own.Offset(n.StartLine, 1), 0)
				at := start + max(bytes.Index(d.data[start:from], []byte(image)), 0)
				d.use(image, d.at(at, at+len(image)))
			}
		}
	case "arg":
		d.pairs(n, from, to, block+" arguments")
	case "env":
		d.pairs(n, from, to, block)
	case "run", "cmd", "entrypoint":
		d.command(n, from, to)
	case "healthcheck":
		if m := healthcheckCommand.FindIndex(d.data[from:to]); m != nil {
			d.command(n, from+m[1], to)
		}
	}
}

var healthcheckCommand = regexp.MustCompile(`^(?i:CMD)[ \t]+`)

// from notes the image that a stage begins with, by its first word, and the stage's name.
func (d *dockerfileReader) from(from, to int) {
	words := bytes.Fields(d.data[from:to])
	if len(words) == 0 {
		return
	}
	ref := string(words[0])
	if !d.stages[strings.ToLower(ref)] && ref != "scratch" {
		at := from + bytes.Index(d.data[from:to], words[0])
		d.use(ref, d.at(at, at+len(ref)))
	}
	if len(words) >= 3 && strings.EqualFold(string(words[1]), "as") {
		d.stages[strings.ToLower(string(words[2]))] = true
	}
}

func (d *dockerfileReader) use(ref string, at fact.Location) {
	for _, e := range expansions(ref, true) {
		if v, ok := d.arguments[e.name]; ok {
			ref = strings.ReplaceAll(strings.ReplaceAll(ref, "${"+e.name+"}", v), "$"+e.name, v)
		}
	}
	name, version := imageName(ref)
	if name == "" || strings.Contains(name, "$") {
		return
	}
	if strings.Contains(version, "$") {
		version = ""
	}
	d.out.Images = append(d.out.Images, fact.Image{Name: name, Version: version, At: at})
}

// pairs reads NAME=value pairs, or ENV's older "NAME value", each where it is written: the
// parser gives them in order, and the text is gone through with them.
func (d *dockerfileReader) pairs(n *parser.Node, from, to int, block string) {
	isEnv := strings.EqualFold(n.Value, "env")
	for p := n.Next; p != nil; {
		name, value := p.Value, ""
		if isEnv { // name, value and the sign between them
			if p.Next == nil || p.Next.Next == nil {
				return
			}
			value = p.Next.Value
			p = p.Next.Next.Next
		} else {
			name, value, _ = strings.Cut(name, "=")
			p = p.Next
		}
		at := bytes.Index(d.data[from:to], []byte(name))
		if at < 0 {
			return
		}
		from += at + len(name)
		for from < to && (d.data[from] == '=' || d.data[from] == ' ' || d.data[from] == '\t') {
			from++
		}
		if value == "" {
			continue
		}
		v := &node{text: value, from: from, to: from}
		if i := bytes.Index(d.data[from:to], []byte(value)); i == 0 {
			v.to = from + len(value)
		} else if v.to = min(from+len(value), to); len(value) > to-from {
			v.to = to
		}
		if c := value[0]; len(value) >= 2 && (c == '"' || c == '\'') && value[len(value)-1] == c {
			v.text, v.from, v.to, v.quoted = value[1:len(value)-1], v.from+1, v.to-1, c == '"'
		}
		from = max(from, v.to)
		if !isEnv {
			d.arguments[name] = v.text
		}
		d.envVar(name, block, d.filled(v))
	}
}

// filled is a value in which the arguments of the build that it names stand, where each
// has a default.
func (d *dockerfileReader) filled(v *node) *node {
	es := expansions(v.text, true)
	if len(es) == 0 {
		return v
	}
	out := *v
	for i := len(es) - 1; i >= 0; i-- {
		value, ok := d.arguments[es[i].name]
		if !ok || value == v.text || strings.Contains(value, "$") {
			return v
		}
		out.text = out.text[:es[i].start] + value + out.text[es[i].end:]
	}
	return &out
}

// command reads what is run: the words of a list, or the lines of a shell. Comments among
// lines that go on are no part of it; they are written over, so that places stay.
func (d *dockerfileReader) command(n *parser.Node, from, to int) {
	block := "stage " + strconv.Itoa(d.stage)
	body := d.data[from:to]
	switch {
	case n.Attributes["json"] || bytes.HasPrefix(body, []byte("[")):
		if words := d.words(from, to); words != nil {
			d.text.arguments(words, block)
		}
	case len(n.Heredocs) > 0 && bytes.HasPrefix(body, []byte("<<")):
		first := lineEnd(d.data, from) + 1
		last := bytes.LastIndexByte(d.data[:to], '\n') + 1
		if first < last {
			d.embedded("run.sh", d.data[first:last], func(i int) int { return first + i })
		}
	default:
		d.embedded("run.sh", withoutComments(body), func(i int) int { return from + i })
	}
}

var continuedComment = regexp.MustCompile(`(?m)\\[ \t]*\r?\n((?:[ \t]*(?:#[^\n]*)?\n)+)`)

// withoutComments writes white space over the lines of comments that stand between lines
// which go on, with the sign that the line goes on.
func withoutComments(body []byte) []byte {
	if !bytes.Contains(body, []byte("#")) {
		return body
	}
	out := bytes.Clone(body)
	for _, m := range continuedComment.FindAllSubmatchIndex(body, -1) {
		for i := m[2]; i < m[3]; i++ {
			switch {
			case out[i] != '\n':
				out[i] = ' '
			case i > m[2] && out[i-1] == ' ':
				out[i-1] = '\\'
			}
		}
	}
	return out
}

// words are the strings of a list in the way of JSON, with their places; nil where it is
// none.
func (d *dockerfileReader) words(from, to int) *node {
	part := d.part(d.data[from:to], func(i int) int { return from + i })
	part.out = &fact.Set{}
	list := part.jsonTree()
	if list == nil || list.kind != listNode || len(part.out.NotAnalysed) > 0 {
		return nil
	}
	for _, w := range list.items {
		w.from, w.to = w.from+from, w.to+from
	}
	return list
}
