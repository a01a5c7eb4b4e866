package rules

import "testing"

// TestSentence holds that a message begins with a capital, and that a name keeps its own.
func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"a bearer token goes": "A bearer token goes", "npm_config_strict_ssl switches": "npm_config_strict_ssl switches",
		"request.host names": "request.host names", "strict-ssl switches": "strict-ssl switches", "sslVerify switches": "sslVerify switches", "": "",
	} {
		if got := sentence("%s", in); got != want {
			t.Errorf("sentence(%q) = %q, want %q", in, got, want)
		}
	}
}
