package github

import (
	"slices"
	"strings"
	"unicode"
)

// runner is the part of GitHub's runner that reads what a step prints, as far as
// it matters who gets to give commands.
type runner struct {
	stopped  string // the token that ends the stop; empty: commands are taken
	commands []taken
}

type taken struct {
	name, data string
	properties map[string]string
}

// print reads output by lines, as they end for the runner.
func (r *runner) print(output string) {
	for _, line := range strings.FieldsFunc(output, func(c rune) bool { return c == '\n' || c == '\r' }) {
		c, ok := r.parse(line)
		switch {
		case !ok:
		case r.stopped != "" && c.name == r.stopped:
			r.stopped = ""
		case r.stopped != "":
		case c.name == "stop-commands":
			r.stopped = c.data
		default:
			r.commands = append(r.commands, c)
		}
	}
}

func (r *runner) parse(line string) (taken, bool) {
	if rest, found := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::"); found {
		if info, data, closed := strings.Cut(rest, "::"); closed {
			if c, known := r.command(info, ","); known {
				c.data = unescape(data, "%0D", "\r", "%0A", "\n", "%25", "%")
				return c, true
			}
		}
	}
	if _, rest, found := strings.Cut(line, "##["); found {
		if info, data, closed := strings.Cut(rest, "]"); closed {
			if c, known := r.command(info, ";"); known {
				c.data = data
				return c, true
			}
		}
	}
	return taken{}, false
}

func (r *runner) command(info, separator string) (taken, bool) {
	name, properties, _ := strings.Cut(info, " ")
	known := []string{"error", "warning", "notice", "debug", "add-mask", "set-output", "set-env", "add-path", "group", "endgroup", "stop-commands", "echo", "add-matcher"}
	if !slices.Contains(known, name) && (r.stopped == "" || name != r.stopped) {
		return taken{}, false
	}
	c := taken{name: name, properties: map[string]string{}}
	for _, p := range strings.Split(properties, separator) {
		if k, v, found := strings.Cut(p, "="); found {
			c.properties[k] = unescape(v, "%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%")
		}
	}
	return c, true
}

// unescape applies replacements one after the other, as the runner does.
func unescape(s string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, pairs[i], pairs[i+1])
	}
	return s
}
