package manifest

import (
	"bytes"
	"strings"
)

// readGoMod reads require and replace. What go.mod names is the version that is
// built: the tool keeps it at the highest that any module asks for.
func readGoMod(d *document) error {
	type replaced struct {
		name, v string
		at      int
	}
	var replacements []replaced
	block, offset := "", 0
	for raw := range bytes.Lines(d.data) {
		at := offset
		offset += len(raw)
		line, _, _ := strings.Cut(string(raw), "//")
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0, len(raw) > maxLine:
			continue
		case block == "" && len(fields) == 2 && fields[1] == "(":
			block = fields[0]
			continue
		case fields[0] == ")":
			block = ""
			continue
		case block == "":
			block, fields = fields[0]+" ", fields[1:]
		}
		switch strings.TrimSpace(block) {
		case "require":
			if len(fields) == 2 {
				d.pinned(fields[0], strings.TrimPrefix(fields[1], "v"), at)
			}
		case "replace":
			if r, ok := replacement(fields); ok {
				replacements = append(replacements, replaced{r[0], r[1], at})
			}
		}
		if strings.HasSuffix(block, " ") {
			block = ""
		}
	}
	for _, r := range replacements {
		delete(d.into.statements, r.name) // a fork or a folder has no version of this module
		d.pinned(r.name, strings.TrimPrefix(r.v, "v"), r.at)
	}
	return nil
}

// replacement reads "old [v] => new [v]": the module and the version that takes its
// place, which is empty where another module does.
func replacement(fields []string) ([2]string, bool) {
	for i, f := range fields {
		if f != "=>" || i == 0 || i+1 >= len(fields) {
			continue
		}
		if i+2 < len(fields) && fields[i+1] == fields[0] {
			return [2]string{fields[0], fields[i+2]}, true
		}
		return [2]string{fields[0], ""}, true
	}
	return [2]string{}, false
}
