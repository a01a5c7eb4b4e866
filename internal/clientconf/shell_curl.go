package clientconf

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// shellOption is one option of a command line, with its value where it takes one.
type shellOption struct {
	name  string // "-H", "--header"
	word  shellWord
	value shellWord
}

// shellOptions splits the arguments of a command into options and the rest, as getopt does.
// short are the letters that take a value, long tells the names that do.
func shellOptions(args []shellWord, short string, long func(string) bool) (opts []shellOption, rest []shellWord) {
	for i := 0; i < len(args); i++ {
		w := args[i]
		flat := w.flat()
		next := func() shellWord {
			if i+1 < len(args) {
				i++
				return args[i]
			}
			return nil
		}
		switch {
		case flat == "--":
			return opts, append(rest, args[i+1:]...)
		case strings.HasPrefix(flat, "--"):
			name, _, both := strings.Cut(flat, "=")
			o := shellOption{name: name, word: w}
			if both {
				o.value = w.cut(len(name)+1, len(flat))
			} else if long(name) {
				o.value = next()
			}
			opts = append(opts, o)
		case len(flat) > 1 && flat[0] == '-':
			for j := 1; j < len(flat); j++ {
				o := shellOption{name: "-" + flat[j:j+1], word: w}
				if strings.IndexByte(short, flat[j]) >= 0 {
					if o.value = w.cut(j+1, len(flat)); j+1 == len(flat) {
						o.value = next()
					}
					j = len(flat)
				}
				opts = append(opts, o)
			}
		default:
			rest = append(rest, w)
		}
	}
	return opts, rest
}

const curlShort = "AbcCdDeEFhHKmoPQrtTuUwxXyYz"

// curlSwitches are the long options of curl without a value that scripts use; every other
// one that is not of the form --no-… takes one.
var curlSwitches = []string{
	"--anyauth", "--append", "--basic", "--ca-native", "--cert-status", "--compressed", "--compressed-ssh", "--create-dirs", "--crlf", "--digest", "--disable", "--disable-eprt", "--disable-epsv",
	"--disallow-username-in-url", "--doh-insecure", "--fail", "--fail-early", "--fail-with-body", "--false-start", "--form-escape", "--ftp-create-dirs", "--get", "--globoff", "--haproxy-protocol",
	"--head", "--http0.9", "--http1.0", "--http1.1", "--http2", "--http2-prior-knowledge", "--http3", "--http3-only", "--ignore-content-length", "--include", "--insecure", "--ipv4", "--ipv6", "--junk-session-cookies",
	"--list-only", "--location", "--location-trusted", "--metalink", "--negotiate", "--netrc", "--netrc-optional", "--next", "--ntlm", "--parallel", "--parallel-immediate", "--path-as-is", "--post301", "--post302",
	"--post303", "--progress-bar", "--proxy-anyauth", "--proxy-basic", "--proxy-digest", "--proxy-insecure", "--proxytunnel", "--raw", "--remote-header-name", "--remote-name", "--remote-name-all", "--remote-time",
	"--remove-on-error", "--retry-all-errors", "--retry-connrefused", "--sasl-ir", "--show-error", "--show-headers", "--silent", "--ssl", "--ssl-reqd", "--ssl-allow-beast", "--ssl-no-revoke", "--ssl-revoke-best-effort", "--styled-output", "--suppress-connect-headers",
	"--tcp-fastopen", "--tcp-nodelay", "--tlsv1", "--tlsv1.0", "--tlsv1.1", "--tlsv1.2", "--tlsv1.3", "--tr-encoding", "--trace-ids", "--trace-time", "--use-ascii", "--verbose", "--version", "--xattr", "--manual", "--sslv2", "--sslv3", "--buffer", "--keepalive", "--skip-existing",
}

var optionsName = regexp.MustCompile(`(?i)(?:opt|arg|flag)`)

// curl reads the options of one command line of curl, which may hold several requests.
func (s *shellScript) curl(c command) {
	opts, rest := shellOptions(c.args, curlShort, func(name string) bool {
		return !strings.HasPrefix(name, "--no-") && !slices.Contains(curlSwitches, name)
	})
	r := &shellRequest{command: c, client: fact.Client{
		Name: "curl", KeepsCrossHost: fact.StateOff, KeepsDowngrade: fact.StateOff, KeepsCustom: fact.StateOn, URLParser: "rfc3986",
	}}
	at := s.atNodeOf(c.call)
	r.channel = fact.Channel{
		Verify: fact.Setting{State: fact.StateOn, At: at}, Redirects: fact.Setting{State: fact.StateOff, At: at}, Timeout: fact.Setting{State: fact.StateOff, At: at},
	}
	var shown *shellOption
	trusted, head := false, false
	for i := range opts {
		o := &opts[i]
		switch o.name {
		case "-H", "--header":
			r.header(s, o.value)
		case "-u", "--user":
			r.login(s, o.value)
		case "--oauth2-bearer":
			r.add(s.credential(o.value, "authorization", fact.KindBearer, fact.CarrierHeader))
		case "-b", "--cookie":
			r.named(s, "cookie", o.value, fact.CarrierHeader)
		case "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "-F", "--form", "--form-string":
			r.body(s, o.value)
			r.method = first(r.method, "POST")
		case "--url":
			rest = append(rest, o.value)
		case "-X", "--request":
			if m, known := o.value.known(); known {
				r.method = strings.ToUpper(m)
			}
		case "-G", "--get":
			head = true
		case "-I", "--head":
			r.method = first(r.method, "HEAD")
		case "-v", "--verbose", "--trace", "--trace-ascii":
			shown = o
		case "-L", "--location":
			r.channel.Redirects = s.setting(fact.StateOn, o.word)
		case "--location-trusted":
			r.channel.Redirects, trusted = s.setting(fact.StateOn, o.word), true
		case "-k", "--insecure":
			r.channel.Verify = s.setting(fact.StateOff, o.word)
		default:
			s.curlChannel(r, o)
		}
	}
	if head {
		r.method = "GET"
	}
	if r.channel.Netrc.State == fact.StateOn && len(r.sent) == 0 {
		r.sent = append(r.sent, fact.Credential{Kind: fact.KindBasic, Carrier: fact.CarrierHeader, Field: "authorization", Origin: fact.OriginConfig, Name: ".netrc", At: r.channel.Netrc.At})
	}
	for i := range r.sent {
		r.sent[i].PerHop = trusted && r.sent[i].Field == "authorization"
	}
	for _, w := range rest {
		if len(w) == 1 && w[0].split && w[0].hole != nil && optionsName.MatchString(w[0].hole.Name) { // more options, which nobody here sets
			continue
		}
		r.urls = append(r.urls, s.asURL(w, "http"))
	}
	if shown != nil && s.silent == 0 {
		for _, x := range r.sent {
			if !s.masked(&x) && !x.Placeholder && x.Carrier == fact.CarrierHeader {
				s.expose(x, "log", s.place(shown.word), fact.Evidence{At: at, Says: "headers are printed, and with them the credential"})
			}
		}
	}
	s.send(r)
}

// curlChannel reads an option that says how the request travels.
func (s *shellScript) curlChannel(r *shellRequest, o *shellOption) {
	ch := &r.channel
	switch o.name {
	case "--cacert", "--capath":
		if ch.Verify.State != fact.StateOff {
			ch.Verify = s.setting(fact.StateCustom, o.word)
			ch.Verify.Value = s.factText(o.value)
		}
	case "--pinnedpubkey":
		ch.Pin = s.setting(fact.StateOn, o.word)
	case "-E", "--cert":
		ch.ClientCert = s.setting(fact.StateOn, o.word)
	case "-m", "--max-time", "-y", "--speed-time", "-Y", "--speed-limit":
		ch.Timeout = s.setting(fact.StateOn, o.word)
	case "-x", "--proxy", "--preproxy", "--socks5", "--socks5-hostname", "--proxy1.0":
		ch.Proxy = s.setting(fact.StateOn, o.word)
		d, _ := r.destination(s, o.value)
		ch.Proxy.Value = d.URL
	case "-n", "--netrc", "--netrc-optional", "--netrc-file":
		ch.Netrc = s.setting(fact.StateOn, o.word)
	case "--resolve", "--connect-to":
		s.resolved(o)
	}
}

// resolved is host:port:address of --resolve, which answers before any resolver.
func (s *shellScript) resolved(o *shellOption) {
	parts := strings.SplitN(strings.TrimPrefix(o.value.flat(), "+"), ":", 3)
	if len(parts) < 3 || parts[0] == "" || parts[2] == "" || strings.Contains(parts[0], string(holeByte)) {
		return
	}
	to := strings.Trim(parts[2], "[]")
	if strings.IndexByte(to, holeByte) >= 0 {
		to = ""
	}
	s.out.Overrides = append(s.out.Overrides, fact.Override{Name: fact.Lit(parts[0]), To: fact.Lit(to), By: o.name, At: s.place(o.word)})
}

// body adds the parameters of a form that are credentials: client_secret=…
func (r *shellRequest) body(s *shellScript, w shellWord) {
	flat := w.flat()
	for pos := 0; pos < len(flat); {
		pair := flat[pos:]
		if n := strings.IndexByte(pair, '&'); n >= 0 {
			pair = pair[:n]
		}
		name, value, ok := strings.Cut(pair, "=")
		if ok && !strings.ContainsAny(name, "{\" \n\x01") && !strings.HasPrefix(value, "@") && value != "" {
			r.named(s, strings.ToLower(strings.TrimSpace(name)), w.cut(pos+len(name)+1, pos+len(pair)), fact.CarrierBody)
		}
		pos += len(pair) + 1
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
