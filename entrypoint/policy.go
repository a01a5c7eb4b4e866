package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hostbound/hostbound/internal/github"
)

// A pull request runs the workflow as the change has it, so that a change could also edit
// what the gate is asked for. Where it edits its workflow, those inputs that can silence a
// finding are taken from the workflow as it was before.

// silencing are the inputs that decide what is looked at and what fails.
var silencing = []string{
	"path", "fail-on", "max-findings", "include", "exclude", "rules", "disable", "allow-empty", "strict-paths", "scope", "policy-from", "allow-untrusted-head",
}

// maxWorkflow bounds a workflow that is read, in bytes.
const maxWorkflow = 1 << 20

// baseInputs are the inputs that this run takes from the workflow before the change, and
// what to say of that; none where the change leaves its workflow as it is.
func (s settings) baseInputs(ctx context.Context, event actionEvent, ws *workspace, w world) (map[string]string, string) {
	file := workflowFile(w)
	if event.Name != "pull_request" || event.wrong != nil || event.Pull == nil || event.Pull.BaseSHA == "" || file == "" {
		return nil, ""
	}
	client, unable := s.client(event, w)
	if client == nil {
		return nil, "whether this change edits the inputs of the gate is not known: " + unable
	}
	before, err := client.FileAt(ctx, &event.Event, file, event.Pull.BaseSHA)
	if err != nil {
		return nil, "whether this change edits the inputs of the gate is not known: " + err.Error()
	}
	now, err := fs.ReadFile(ws.root.FS(), file)
	if before == nil || len(before) > maxWorkflow || err == nil && bytes.Equal(before, now) || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, "" // a workflow that is new has no inputs before
	}
	given, err := inputsOf(before, w)
	if err != nil {
		return nil, "this change edits its workflow, and the inputs before it are not known: " + err.Error()
	}
	if given["policy-from"] == "head" {
		return nil, ""
	}
	return overridden(given, inputs(w))
}

// overridden are the inputs that differ from those before the change. One that is an
// expression there stays as it is.
func overridden(before, now map[string]string) (map[string]string, string) {
	out := map[string]string{}
	var names []string
	for _, in := range actionInputs() {
		if !slices.Contains(silencing, in.name) {
			continue
		}
		value, given := before[in.name]
		if !given || value == "" {
			value = in.fallback
		}
		if strings.Contains(value, "${{") || value == now[in.name] {
			continue
		}
		out[in.name] = value
		names = append(names, in.name)
	}
	if len(names) == 0 {
		return nil, ""
	}
	return out, "this change edits its workflow, so the gate takes from the workflow before it: " + strings.Join(names, ", ")
}

// workflowFile is the path of the workflow that runs; empty where it is of another
// repository, or not known.
func workflowFile(w world) string {
	ref, _, _ := strings.Cut(w.getenv("GITHUB_WORKFLOW_REF"), "@")
	file, ok := strings.CutPrefix(ref, w.getenv("GITHUB_REPOSITORY")+"/")
	if !ok || !strings.HasPrefix(file, ".github/workflows/") || !fs.ValidPath(file) {
		return ""
	}
	return file
}

// workflow is what is read of a workflow.
type workflow struct {
	Jobs map[string]struct {
		Steps []workflowStep `yaml:"steps"`
	} `yaml:"jobs"`
}

type workflowStep struct {
	ID   string               `yaml:"id"`
	Uses string               `yaml:"uses"`
	With map[string]yaml.Node `yaml:"with"`
}

// inputsOf are the inputs that a workflow gives to the step that runs now.
func inputsOf(file []byte, w world) (map[string]string, error) {
	var wf workflow
	if err := yaml.Unmarshal(file, &wf); err != nil {
		return nil, fmt.Errorf("reading it: %w", err)
	}
	var found []workflowStep
	for _, step := range wf.Jobs[w.getenv("GITHUB_JOB")].Steps {
		if step.ID != "" && step.ID == w.getenv("GITHUB_ACTION") {
			found = []workflowStep{step}
			break
		}
		if runsThis(step.Uses, w.getenv("GITHUB_ACTION_REPOSITORY")) {
			found = append(found, step)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d of its steps run this action in this job", len(found))
	}
	out := map[string]string{}
	for name, value := range found[0].With {
		out[strings.ToLower(name)] = value.Value
	}
	return out, nil
}

// runsThis tells a step that uses this action: by its repository, or as a folder of this one.
func runsThis(uses, repository string) bool {
	if repository == "" {
		return strings.HasPrefix(uses, "./")
	}
	name, _, _ := strings.Cut(uses, "@")
	return strings.EqualFold(name, repository) || strings.HasPrefix(strings.ToLower(name), strings.ToLower(repository)+"/")
}

// withInputs is a world in which some inputs have other values.
func (w world) withInputs(values map[string]string) world {
	lookup := w.lookupEnv
	w.lookupEnv = func(name string) (string, bool) {
		if input, ok := strings.CutPrefix(name, "INPUT_"); ok {
			if v, ok := values[strings.ToLower(input)]; ok {
				return v, true
			}
		}
		return lookup(name)
	}
	return w
}

// ofBase is the world with the inputs that count, and says where they are not those of the
// change.
func (s settings) ofBase(ctx context.Context, ws *workspace, w world) (world, error) {
	values, said := s.baseInputs(ctx, readEvent(ws, ".", w), ws, w)
	if said == "" {
		return w, nil
	}
	_, err := github.WriteNotes(w.stdout, []github.Note{{Text: said, Warning: len(values) > 0}})
	return w.withInputs(values), err
}
