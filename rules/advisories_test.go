package rules

import (
	"testing"
	"time"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/version"
)

// TestAdvisories holds that each fixed version is out of its own range, and what is
// just before the end of a range is in it.
func TestAdvisories(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range advisories() {
		if key := a.name + a.id; seen[key] {
			t.Errorf("%s of %s is there twice", a.id, a.name)
		} else {
			seen[key] = true
		}
		pkg := fact.Package{Ecosystem: a.ecosystem, Name: a.name, Exact: true}
		for _, r := range a.affected {
			if r.Low != "" && !version.Less(r.Low, r.Before) {
				t.Errorf("%s: %+v is empty", a.id, r)
			}
			if pkg.Version = r.Before; a.hits(&pkg) {
				t.Errorf("%s: %s is affected, and is where the range ends", a.id, r.Before)
			}
			if pkg.Version = r.Before + "rc1"; !a.hits(&pkg) {
				t.Errorf("%s: %s is not affected", a.id, pkg.Version)
			}
		}
	}
}

func TestAdvisoryHits(t *testing.T) {
	a := advisory{ecosystem: "pypi", name: "urllib3", affected: []version.Range{{Before: "1.26.17"}, {Low: "2.0.0a1", Before: "2.0.6"}}}
	for _, tt := range []struct {
		p    fact.Package
		want bool
	}{
		{fact.Package{Version: "1.26.16", Exact: true}, true},
		{fact.Package{Version: "1.26.17", Exact: true}, false},
		{fact.Package{Version: "1.26.18", Exact: true}, false},
		{fact.Package{Version: "2.0.5", Exact: true}, true},
		{fact.Package{Version: "2.0.6", Exact: true}, false},
		{fact.Package{Version: "1.21", Before: "1.26"}, true},
		{fact.Package{Version: "1.21", Before: "1.27"}, false},
		{fact.Package{Before: "1.26"}, true},
		{fact.Package{Version: "1.21"}, false},
		{fact.Package{}, false},
	} {
		tt.p.Ecosystem, tt.p.Name = "pypi", "urllib3"
		if got := a.hits(&tt.p); got != tt.want {
			t.Errorf("%s: %t", tt.p.Versions(), got)
		}
		if tt.p.Ecosystem = "npm"; a.hits(&tt.p) {
			t.Errorf("%s is hit in another ecosystem", tt.p.Versions())
		}
	}
}

// TestLeakingThrough holds that a package counts that a client's requests go through.
func TestLeakingThrough(t *testing.T) {
	at := fact.Location{Path: "package-lock.json", Start: fact.Position{Line: 7}}
	r := fact.Route{
		ID: 1, At: fact.Location{Path: "src/a.js", Start: fact.Position{Line: 3}},
		Credential:  fact.Credential{Kind: fact.KindBearer, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginEnv},
		Destination: fact.Destination{Scheme: fact.Lit("https"), Host: fact.Lit("api.acme.io")},
		Channel:     fact.Channel{Redirects: fact.Setting{State: fact.StateOn}},
		Client: fact.Client{
			Name: "axios", Package: fact.Package{Ecosystem: "npm", Name: "axios", Version: "0.21.1", Exact: true, At: at},
			Through: []fact.Package{{Ecosystem: "npm", Name: "follow-redirects", Version: "1.14.0", Exact: true, At: fact.Location{Path: "package-lock.json", Start: fact.Position{Line: 9}}}},
		},
	}
	found := Run(&fact.Set{Routes: []fact.Route{r}}, time.Time{}, []*Rule{route013})
	if len(found) != 1 || found[0].At.Start.Line != 9 || found[0].Severity != Medium || len(found[0].Routes) != 1 {
		t.Errorf("%+v", found)
	}
}
