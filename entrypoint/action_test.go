package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/result"
)

// TestActionFile holds action.yml and the README to the tables of the code; -update
// writes them.
func TestActionFile(t *testing.T) {
	yml := "inputs:\n"
	rows := "| input | default | meaning |\n|---|---|---|\n"
	for _, in := range actionInputs() {
		yml += fmt.Sprintf("  %s:\n    description: %q\n    default: %q\n", in.name, in.sentence(), in.fallback)
		rows += fmt.Sprintf("| `%s` | %s | %s |\n", in.name, code(in.fallback), in.meaning)
	}
	yml += "outputs:\n"
	rows += "\n| output | meaning |\n|---|---|\n"
	for _, out := range actionOutputNames() {
		yml += fmt.Sprintf("  %s:\n    description: %q\n", out.name, out.sentence())
		rows += fmt.Sprintf("| `%s` | %s |\n", out.name, out.meaning)
	}
	generated(t, "../action.yml", "inputs:\n", "runs:\n", yml)
	generated(t, "../README.md", "| input |", "\n## On the command line\n", rows)
}

// TestFormats holds the tables of the README and of docs/files.md to the formats of the
// code; -update writes them.
func TestFormats(t *testing.T) {
	const rest = "\n\nThe whole"
	var groups []string
	names := map[string][]string{}
	files := "| kind | known by | what it tells |\n|---|---|---|\n"
	for _, f := range gate.Formats() {
		if names[f.Group] == nil {
			groups = append(groups, f.Group)
		}
		names[f.Group] = append(names[f.Group], f.Name)
		if f.Files == "" || f.Reads == "" || strings.Contains(f.Files+f.Reads, "|") {
			t.Errorf("%s does not say what it is known by, or what it tells, in a row of a table", f.Name)
		}
		if !slices.Contains([]string{"source", "API descriptions", "packages"}, f.Group) {
			files += fmt.Sprintf("| %s | %s | %s |\n", f.Name, strings.ReplaceAll(f.Files, "*", "\\*"), strings.ReplaceAll(f.Reads, "*", "\\*"))
		}
	}
	rows := "| what | of |\n|---|---|\n"
	for _, g := range groups {
		rows += fmt.Sprintf("| %s | %s |\n", g, strings.Join(names[g], ", "))
	}
	generated(t, "../README.md", "| what | of |", rest, strings.TrimSuffix(rows, "\n"))
	generated(t, "../docs/files.md", "| kind | known by |", "\n## How they are read\n", files)
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

// generated compares the part of a file from one mark up to another, or writes it.
func generated(t *testing.T, file, from, to, want string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, begun := strings.Cut(string(data), from)
	part, tail, ended := strings.Cut(rest, to)
	if !begun || !ended {
		t.Fatalf("%s has no part from %q to %q", file, from, to)
	}
	if part = from + part; part == want {
		return
	}
	if !*update {
		t.Fatalf("%s differs from the tables of the code (-update writes it):\n%s", file, part)
	}
	if err := os.WriteFile(file, []byte(head+want+to+tail), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestActionOutputs holds that what is set is what is promised, and that the image
// runs the action.
func TestActionOutputs(t *testing.T) {
	var set, promised []string
	for _, o := range actionOutputs(&result.Report{}, "") {
		set = append(set, o.Name)
	}
	for _, o := range actionOutputNames() {
		promised = append(promised, o.name)
	}
	if !slices.Equal(set, promised) {
		t.Errorf("the outputs %v are set, and %v promised", set, promised)
	}
	data, err := os.ReadFile("../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Runs struct{ Args []string } }
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Runs.Args) != 1 || file.Runs.Args[0] != actionCommand(world{}).Name() {
		t.Errorf("the image runs with %v", file.Runs.Args)
	}
}
