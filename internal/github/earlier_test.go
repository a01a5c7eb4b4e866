package github

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/github/githubtest"
)

func TestFetch(t *testing.T) {
	base := strings.Repeat("d", 40)
	large := strings.Repeat("x", 2<<20)
	standIns(t, func(t *testing.T, start func(testing.TB) *githubtest.Server) {
		for name, change := range map[string]func(*Event) Earlier{
			"merge commit": func(e *Event) Earlier { return Earlier{Commit: base} },
			"head commit":  func(e *Event) Earlier { return Earlier{strings.Repeat("b", 40), true} },
			"push":         func(e *Event) Earlier { e.Pull = nil; return Earlier{Commit: strings.Repeat("b", 40)} },
		} {
			t.Run(name, func(t *testing.T) {
				s := start(t)
				s.Base = base
				s.Tree = map[string]string{"a b.py": "a", "gone.py": "gone", "old/name.py": "moved", "large.json": large, "empty.py": "", "image.png": "no"}
				s.Files = []githubtest.File{
					{Path: "a b.py"}, {Path: "new.py", Status: "added"}, {Path: "gone.py", Status: "removed"}, {Path: "name.py", Status: "renamed", Previous: "old/name.py"},
					{Path: "large.json"}, {Path: "empty.py"}, {Path: "image.png"},
				}
				r := deliver(t, s, clean())
				before := change(&r.Event)
				files, err := r.Client.Fetch(t.Context(), &r.Event, before, func(p string) bool { return !strings.HasSuffix(p, ".png") })
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, p := range slices.Sorted(maps.Keys(files)) {
					got = append(got, fmt.Sprintf("%s %d %t", p, len(files[p]), files[p] != nil))
				}
				want := "a b.py 1 true\nempty.py 0 true\ngone.py 4 true\nlarge.json 2097152 true\nname.py 0 false\nnew.py 0 false\nold/name.py 5 true"
				if strings.Join(got, "\n") != want {
					t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
				}
			})
		}
	})
}

// A change that cannot be fetched whole is not taken for a smaller one.
func TestFetchFails(t *testing.T) {
	for name, c := range map[string]struct {
		files []githubtest.File
		fault func(githubtest.Op, int) githubtest.Fault
		want  string
	}{
		"too many":   {many300(), nil, "more than 300 files"},
		"forbidden":  {[]githubtest.File{{Path: "a.py"}}, func(githubtest.Op, int) githubtest.Fault { return githubtest.Forbidden }, "403"},
		"one lost":   {[]githubtest.File{{Path: "a.py"}}, faultOf(githubtest.GetContents, githubtest.Forbidden), "a.py"},
		"elsewhere":  {[]githubtest.File{{Path: "a.py"}}, faultOf(githubtest.GetContents, githubtest.Elsewhere), "a.py"},
		"list fails": {[]githubtest.File{{Path: "a.py"}}, faultOf(githubtest.ListFiles, githubtest.BadGateway), "what changed"},
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.New(t, "", nil)
			s.Base, s.Tree, s.Files = strings.Repeat("d", 40), map[string]string{"a.py": "x"}, c.files
			for _, f := range c.files {
				s.Tree[f.Path] = "x"
			}
			if c.fault != nil {
				s.Fault = c.fault
			}
			r := deliver(t, s, clean())
			_, err := r.Client.Fetch(t.Context(), &r.Event, Earlier{Commit: s.Base}, func(string) bool { return true })
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if n := s.Leaked.Load(); n > 0 {
				t.Errorf("the token went elsewhere %d times", n)
			}
		})
	}
}

// Each call of a fetch goes wrong, once and always: all of the change comes, or an error,
// and never a part of it.
func TestFetchFaults(t *testing.T) {
	base := strings.Repeat("d", 40)
	for _, op := range []githubtest.Op{githubtest.ListFiles, githubtest.Compare, githubtest.GetContents, githubtest.GetBlob} {
		for _, fault := range githubtest.Faults() {
			for _, always := range []bool{false, true} {
				s := githubtest.New(t, "", nil)
				s.Base, s.Tree = base, map[string]string{"a.py": "x", "large.json": strings.Repeat("x", 2<<20)}
				s.Files = []githubtest.File{{Path: "a.py"}, {Path: "large.json"}, {Path: "new.py", Status: "added"}}
				s.Fault = func(o githubtest.Op, n int) githubtest.Fault {
					if o == op && (always || n == 1) {
						return fault
					}
					return githubtest.None
				}
				r := deliver(t, s, clean())
				files, err := r.Client.Fetch(t.Context(), &r.Event, Earlier{strings.Repeat("b", 40), true}, func(string) bool { return true })
				whole := len(files) == 3 && string(files["a.py"]) == "x" && len(files["large.json"]) == 2<<20 && files["new.py"] == nil
				gone := fault == githubtest.Missing && op == githubtest.GetContents // GitHub says that a file was not there
				if err == nil && !whole && !gone || err != nil && files != nil {
					t.Errorf("%s, %s, always %t: %d files, %v", op, fault, always, len(files), err)
				}
				if n := s.Leaked.Load(); n > 0 {
					t.Errorf("%s, %s: the token went elsewhere %d times", op, fault, n)
				}
			}
		}
	}
}

func faultOf(op githubtest.Op, f githubtest.Fault) func(githubtest.Op, int) githubtest.Fault {
	return func(o githubtest.Op, _ int) githubtest.Fault {
		if o == op {
			return f
		}
		return githubtest.None
	}
}

func many300() []githubtest.File {
	var out []githubtest.File
	for i := range 301 {
		out = append(out, githubtest.File{Path: fmt.Sprintf("f%d.py", i)})
	}
	return out
}

func TestEarlier(t *testing.T) {
	sha := func(c string) string { return strings.Repeat(c, 40) }
	for name, c := range map[string]struct {
		e    Event
		want Earlier
		why  string
	}{
		"merge commit": {Event{Name: "pull_request", SHA: sha("c"), Checkout: sha("c"), Pull: &Pull{BaseSHA: sha("b")}}, Earlier{}, ""},
		"head":         {Event{Name: "pull_request", SHA: sha("c"), Checkout: sha("a"), Pull: &Pull{BaseSHA: sha("b")}}, Earlier{sha("b"), true}, ""},
		"target":       {Event{Name: "pull_request_target", SHA: sha("b"), Checkout: sha("b"), Pull: &Pull{BaseSHA: sha("b")}}, Earlier{sha("b"), true}, ""},
		"push":         {Event{Name: "push", SHA: sha("c"), Before: sha("b")}, Earlier{Commit: sha("b")}, ""},
		"new branch":   {Event{Name: "push", SHA: sha("c")}, Earlier{}, "an event of push is no change of anything"},
		"schedule":     {Event{Name: "schedule", SHA: sha("c")}, Earlier{}, "an event of schedule is no change of anything"},
		"no base":      {Event{Name: "pull_request", SHA: sha("c"), Pull: &Pull{}}, Earlier{}, "the event does not name the commit that the change is based on"},
	} {
		if got, why := c.e.Earlier(); got != c.want || why != c.why {
			t.Errorf("%s: %+v, %q", name, got, why)
		}
	}
	for file, want := range map[string]string{
		`{"before":"` + sha("b") + `"}`: sha("b"), `{"before":"` + sha("0") + `"}`: "", `{"merge_group":{"base_sha":"` + sha("d") + `"}}`: sha("d"), `{`: "",
	} {
		if got := readBefore([]byte(file)); got != want {
			t.Errorf("%s: %q", file, got)
		}
	}
}
