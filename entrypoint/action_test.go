package main

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/hostbound/hostbound/internal/result"
)

// actionFile is what action.yml promises.
type actionFile struct {
	Inputs map[string]struct {
		Description, Default string
		Required             bool
	}
	Outputs map[string]struct{ Description string }
	Runs    struct {
		Using, Image string
		Args         []string
	}
}

// TestActionFile holds action.yml, the code and the README to one table.
func TestActionFile(t *testing.T) {
	data, err := os.ReadFile("../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file actionFile
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	declared, known := map[string]string{}, map[string]string{}
	for name, in := range file.Inputs {
		declared[name] = in.Default
		if in.Description == "" || in.Required {
			t.Errorf("input %s: described %q, required %v", name, in.Description, in.Required)
		}
	}
	for _, in := range actionInputs() {
		known[in.name] = in.fallback
	}
	if !maps.Equal(declared, known) {
		t.Errorf("action.yml has the inputs %v, the code %v", declared, known)
	}
	outputs := map[string]string{}
	for name := range file.Outputs {
		outputs[name] = ""
	}
	set := map[string]string{}
	for _, o := range actionOutputs(&result.Report{}, "") {
		set[o.Name] = ""
	}
	if !maps.Equal(outputs, set) {
		t.Errorf("action.yml has the outputs %v, the code sets %v", outputs, set)
	}
	if len(file.Runs.Args) != 1 || file.Runs.Args[0] != actionCommand(world{}).Name() {
		t.Errorf("the image runs with %v", file.Runs.Args)
	}
	readme(t, declared, outputs)
}

// readme compares the README's tables of inputs and outputs.
func readme(t *testing.T, inputs, outputs map[string]string) {
	t.Helper()
	data, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	written := map[string]string{}
	name := regexp.MustCompile("`([a-z-]+)`")
	for _, row := range table(t, string(data), "| input |") {
		for _, m := range name.FindAllStringSubmatch(row[0], -1) {
			written[m[1]] = strings.Trim(row[1], "`")
		}
	}
	if !maps.Equal(written, inputs) {
		t.Errorf("the README has the inputs %v, action.yml %v", written, inputs)
	}
	written = map[string]string{}
	for _, row := range table(t, string(data), "| output |") {
		written[strings.Trim(row[0], "`")] = ""
	}
	if !maps.Equal(written, outputs) {
		t.Errorf("the README has the outputs %v, action.yml %v", written, outputs)
	}
}

// table returns the cells of a Markdown table's rows.
func table(t *testing.T, text, head string) [][]string {
	t.Helper()
	_, rest, found := strings.Cut(text, head)
	if !found {
		t.Fatalf("there is no table %s", head)
	}
	lines := strings.Split(rest, "\n")[2:]
	var rows [][]string
	for _, line := range lines {
		if !strings.HasPrefix(line, "|") {
			break
		}
		var cells []string
		for _, c := range strings.Split(strings.Trim(line, "|"), "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		rows = append(rows, cells)
	}
	return rows
}
