package name

import "testing"

func TestFixesDomain(t *testing.T) {
	for tail, want := range map[string]bool{
		".acme.io": true, ".login.acme.co.uk": true, ".acme.internal": true, ".acme.herokuapp.com": true, ".Acme.IO.": true,
		"acme.io": false, ".io": false, ".co.uk": false, ".herokuapp.com": false, ".": false, "": false,
	} {
		if got := FixesDomain(tail); got != want {
			t.Errorf("FixesDomain(%q) = %v", tail, got)
		}
	}
}
