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

func TestOwner(t *testing.T) {
	for host, want := range map[string]string{
		"api.acme.io": "acme", "eu.acme.co.uk": "acme", "api.acme-partner.io": "acme-partner", "uploads.github.com": "github.com",
		"raw.githubusercontent.com": "github.com", "sts.eu-west-1.amazonaws.com": "amazonaws.com", "x.lambda-url.eu-west-1.on.aws": "amazonaws.com",
		"login.microsoftonline.com": "microsoft.com", "one.herokuapp.com": "one.herokuapp.com", "two.herokuapp.com": "two.herokuapp.com", "10.0.0.7": "10.0.0.7",
	} {
		if got := Owner(host); got != want {
			t.Errorf("Owner(%q) = %q, want %q", host, got, want)
		}
	}
}
