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

func TestDelegatedDomain(t *testing.T) {
	for host, want := range map[string]string{
		"api.acme.co.uk": "acme.co.uk", "app.herokuapp.com": "herokuapp.com", "herokuapp.com": "herokuapp.com",
		"abc.execute-api.us-east-1.amazonaws.com": "amazonaws.com", "192.0.2.1": "192.0.2.1", "api": "api",
	} {
		if got := DelegatedDomain(host); got != want {
			t.Errorf("DelegatedDomain(%q) = %q, want %q", host, got, want)
		}
	}
}
