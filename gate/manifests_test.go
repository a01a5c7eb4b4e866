package gate_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hostbound/hostbound/gate"
	"github.com/hostbound/hostbound/internal/manifest"
	"github.com/hostbound/hostbound/internal/repo"
	"github.com/hostbound/hostbound/rules"
)

// TestManifestsAreFound holds that what is found as a manifest has a reader, and the
// other way round.
func TestManifestsAreFound(t *testing.T) {
	for _, p := range []string{
		"requirements.txt", "requirements-dev.txt", "test_requirements.txt", "requirements/base.txt", "constraints.txt", "poetry.lock", "uv.lock", "pdm.lock",
		"pylock.toml", "Pipfile", "Pipfile.lock", "pyproject.toml", "setup.cfg", "package.json", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml",
		"yarn.lock", "go.mod", "pom.xml", "gradle.lockfile", "build.gradle", "build.gradle.kts", "gradle/libs.versions.toml",
		"notes.txt", "a.json", "a.yaml", "a.toml", "go.sum", "setup.py", "Cargo.lock",
	} {
		if found := repo.KindOf(p) == repo.KindManifest; found != manifest.Is(p) {
			t.Errorf("%s: found %t, read %t", p, found, manifest.Is(p))
		}
	}
}

// TestBehaviourByVersion holds that the version that a manifest names decides how a
// client behaves, and that the route says what is known of it.
func TestBehaviourByVersion(t *testing.T) {
	const code = "import httpx\nhttpx.get('https://api.acme.io/', headers={'Authorization': f'Bearer {t}'})\n"
	for _, tt := range []struct{ requirements, want string }{
		{"httpx==0.19.0", "0.19.0 exact=true on varies=false"},
		{"httpx==0.27.0", "0.27.0 exact=true off varies=false"},
		{"httpx<0.20", " exact=false on varies=false"},
		{"httpx>=0.21", "0.21 exact=false off varies=false"},
		{"httpx>=0.18", "0.18 exact=false off varies=true"},
		{"httpx", " exact=false off varies=true"},
	} {
		tree := fstest.MapFS{
			"svc/app/a.py":         {Data: []byte(code)},
			"svc/requirements.txt": {Data: []byte("# pinned\n" + tt.requirements + "\n")},
			"requirements.txt":     {Data: []byte("flask==1.0\n")},
		}
		r, err := gate.Run(t.Context(), tree, gate.Options{FailOn: rules.High, Jobs: 1, Now: fixtureTime})
		if err != nil || len(r.Routes) != 1 {
			t.Fatalf("%s: %d routes: %v", tt.requirements, len(r.Routes), err)
		}
		c := r.Routes[0].Client
		got := fmt.Sprintf("%s exact=%t %s varies=%t", c.Package.Version, c.Package.Exact, r.Routes[0].Channel.Redirects.State, c.Varies)
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.requirements, got, tt.want)
		}
		if at := c.Package.At; strings.ContainsAny(tt.requirements, "=<") && (at.Path != "svc/requirements.txt" || at.Start.Line != 2) {
			t.Errorf("%s: at %v", tt.requirements, at)
		}
	}
}

// TestManifestThatCannotBeRead holds that it is said, and decides nothing.
func TestManifestThatCannotBeRead(t *testing.T) {
	tree := fstest.MapFS{
		"a.py":        {Data: []byte("import requests\nrequests.get('https://api.acme.io/', headers={'Authorization': f'Bearer {t}'}, timeout=5)\n")},
		"poetry.lock": {Data: []byte("[[package\n")},
	}
	r, err := gate.Run(t.Context(), tree, gate.Options{FailOn: rules.High, Jobs: 1, Now: fixtureTime})
	if err != nil || len(r.NotAnalysed) != 1 || r.NotAnalysed[0].At.Path != "poetry.lock" || r.NotAnalysed[0].Gates {
		t.Errorf("%v: %v", err, r.NotAnalysed)
	}
}
