package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

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
