package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const examples = "../docs/examples"

// TestExampleWorkflows holds that a workflow in the documentation gives the action only
// inputs that it has, and each step of ours only the permissions that it may need.
func TestExampleWorkflows(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(examples, "github", "*.yml"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var names []string
	for _, in := range actionInputs() {
		names = append(names, in.name)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var workflow struct {
			Permissions map[string]string
			Jobs        map[string]struct {
				Permissions map[string]string
				Steps       []struct {
					Uses, Run string
					With, Env map[string]string
				}
			}
		}
		if err := yaml.Unmarshal(data, &workflow); err != nil {
			t.Fatal(err)
		}
		used := 0
		if workflow.Permissions == nil || len(workflow.Permissions) > 0 {
			t.Errorf("%s grants permissions to every job", file)
		}
		for _, job := range workflow.Jobs {
			for _, step := range job.Steps {
				given := step.With
				switch {
				case strings.HasPrefix(step.Uses, "hostbound/hostbound@"):
				case step.Run == "hostbound action":
					given = map[string]string{}
					for name, value := range step.Env {
						given[strings.ToLower(strings.TrimPrefix(name, "INPUT_"))] = value
					}
				default:
					continue
				}
				used++
				for name := range given {
					if !slices.Contains(names, name) {
						t.Errorf("%s: there is no input %s", file, name)
					}
				}
				if uploads := given["upload"] == "true"; uploads != (job.Permissions["security-events"] == "write") {
					t.Errorf("%s: upload is %v, the permissions are %v", file, uploads, job.Permissions)
				}
			}
		}
		if used == 0 {
			t.Errorf("%s does not use the action", file)
		}
	}
}

// TestExampleCommands holds that the command lines of other CI systems are of this program.
func TestExampleCommands(t *testing.T) {
	command := regexp.MustCompile(`(?m)(?:^|[\s\[])scan[ ,][^\n>\]]*`)
	flag := regexp.MustCompile(`--[a-z-]+`)
	scan := scanCommand(world{})
	for _, name := range []string{"gitlab-ci.yml", "Jenkinsfile", "azure-pipelines.yml", "circleci-config.yml", "pre-commit-config.yaml"} {
		data, err := os.ReadFile(filepath.Join(examples, name))
		if err != nil {
			t.Fatal(err)
		}
		found := command.FindAllString(string(data), -1)
		if len(found) != 1 {
			t.Errorf("%s has the command lines %q", name, found)
		}
		for _, line := range found {
			for _, f := range flag.FindAllString(line, -1) {
				if scan.Flags().Lookup(strings.TrimPrefix(f, "--")) == nil {
					t.Errorf("%s: scan has no flag %s", name, f)
				}
			}
			if i := strings.Index(line, "--format "); i >= 0 {
				if _, err := formatOf(formats(), strings.Fields(line[i:])[1]); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}
