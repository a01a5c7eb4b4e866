package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var netrcFormat = format{
	Format:   Format{Group: "package managers", Name: "netrc", Files: ".netrc, _netrc, netrc", Reads: "logins by host, and for every host"},
	artifact: fact.ArtifactRegistry, read: netrc, size: 1 << 20,
	named: func(_, base string) bool { return base == ".netrc" || base == "_netrc" || base == "netrc" },
}

func netrc(t *text) {
	t.find = environmentNames
	words := t.wordNodes(&node{to: len(t.data)})
	host, any := "", false
	for i := 0; i < len(words); i++ {
		next := func() *node {
			if i+1 < len(words) {
				i++
				return words[i]
			}
			return nil
		}
		switch w := words[i]; w.text {
		case "machine":
			host, any = next().str(), false
		case "default":
			host, any = "", true
		case "login", "account":
			next()
		case "password":
			if n := next(); n != nil && (any || host != "") {
				t.keeps("netrc", t.secret("password", fact.KindBasic, n), host, n)
			}
		case "macdef": // commands up to an empty line
			end := strings.Index(string(t.data[w.to:]), "\n\n")
			for i+1 < len(words) && (end < 0 || words[i+1].from < w.to+end) {
				i++
			}
		default:
			if strings.HasPrefix(w.text, "#") {
				for end := lineEnd(t.data, w.from); i+1 < len(words) && words[i+1].from < end; {
					i++
				}
			}
		}
	}
}

var curlrcFormat = format{
	Format:   Format{Group: "package managers", Name: "curl and wget", Files: ".curlrc, _curlrc, .wgetrc, wgetrc", Reads: "credentials for every host, verification"},
	artifact: fact.ArtifactRegistry, read: curlrc, size: 1 << 20,
	named: func(_, base string) bool {
		switch base {
		case ".curlrc", "_curlrc", "curlrc", ".wgetrc", "wgetrc":
			return true
		}
		return false
	},
}

// curlrc reads the options that hold for every call of curl or wget. The long form of
// curl's may have its dashes.
func curlrc(t *text) {
	t.find = environmentNames
	client, separators := "curl", "=: \t"
	if strings.Contains(t.path, "wgetrc") {
		client, separators = "wget", "="
	}
	for _, section := range t.entries(separators) {
		for _, n := range section.items {
			switch strings.ToLower(strings.ReplaceAll(strings.TrimLeft(n.key, "-"), "_", "-")) {
			case "insecure", "k":
				t.switchedOff("insecure", n)
			case "check-certificate", "checkcertificate":
				if falsy(strings.ToLower(n.text)) || n.text == "quiet" {
					t.switchedOff("check_certificate", n)
				}
			case "cacert", "ca-certificate":
				t.trustsFile(n.key, n)
			case "header", "h":
				t.keeps(client, t.inHeader(n), "", n)
			case "oauth2-bearer":
				t.keeps(client, t.secret("oauth2-bearer", fact.KindBearer, n), "", n)
			case "user", "u":
				if i := strings.IndexByte(n.text, ':'); i >= 0 {
					t.keeps(client, t.secret("user", fact.KindBasic, t.scalar(n.key, n.keyFrom, n.keyTo, n.from+i+1, n.to)), "", n)
				}
			case "http-password", "password":
				t.keeps(client, t.secret("password", fact.KindBasic, n), "", n)
			case "proxy", "x", "url", "http-proxy", "https-proxy":
				t.plain(n)
			}
		}
	}
}
