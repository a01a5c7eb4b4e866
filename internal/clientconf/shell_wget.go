package clientconf

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

const wgetShort = "aABDeGIiloOPQRtTUwX"

// wgetValues are the long options of wget with a value that may stand behind a blank.
var wgetValues = []string{
	"--header", "--user", "--password", "--http-user", "--http-password", "--proxy-user", "--proxy-password", "--post-data", "--post-file", "--body-data", "--method", "--output-document", "--output-file", "--directory-prefix",
	"--user-agent", "--tries", "--timeout", "--read-timeout", "--connect-timeout", "--dns-timeout", "--wait", "--waitretry", "--ca-certificate", "--ca-directory", "--certificate", "--private-key", "--pinnedpubkey",
	"--max-redirect", "--load-cookies", "--save-cookies", "--referer", "--input-file", "--level", "--accept", "--reject", "--domains", "--execute", "--config", "--secure-protocol", "--base", "--cut-dirs", "--progress", "--limit-rate", "--retry-on-http-error", "--use-askpass", "--append-output", "--default-page", "--local-encoding",
}

// wget reads one command line of wget, which follows redirects and keeps every header.
func (s *shellScript) wget(c command) {
	opts, rest := shellOptions(c.args, wgetShort, func(name string) bool { return slices.Contains(wgetValues, name) })
	r := &shellRequest{command: c, client: fact.Client{
		Name: "wget", KeepsCrossHost: fact.StateOn, KeepsDowngrade: fact.StateOn, KeepsCustom: fact.StateOn, URLParser: "rfc3986",
	}}
	at := s.atNodeOf(c.call)
	r.channel = fact.Channel{
		Verify: fact.Setting{State: fact.StateOn, At: at}, Redirects: fact.Setting{State: fact.StateOn, At: at}, Timeout: fact.Setting{State: fact.StateOn, At: at},
	}
	for i := range opts {
		o := &opts[i]
		switch o.name {
		case "--header":
			r.header(s, o.value)
		case "--password", "--http-password":
			if cred := s.credential(o.value, "authorization", fact.KindBasic, fact.CarrierHeader); cred != nil {
				cred.FirstHop = true // it is bound to the host that it was given for
				r.sent = append(r.sent, *cred)
			}
		case "--post-data", "--body-data":
			r.body(s, o.value)
			r.method = first(r.method, "POST")
		case "--method":
			if m, known := o.value.known(); known {
				r.method = strings.ToUpper(m)
			}
		case "--no-check-certificate":
			r.channel.Verify = s.setting(fact.StateOff, o.word)
		case "--ca-certificate", "--ca-directory":
			r.channel.Verify = s.setting(fact.StateCustom, o.word)
			r.channel.Verify.Value = s.factText(o.value)
		case "--certificate":
			r.channel.ClientCert = s.setting(fact.StateOn, o.word)
		case "--pinnedpubkey":
			r.channel.Pin = s.setting(fact.StateOn, o.word)
		case "--max-redirect":
			if n, _ := o.value.known(); n == "0" {
				r.channel.Redirects = s.setting(fact.StateOff, o.word)
			}
		case "-T", "--timeout":
			if n, _ := o.value.known(); n == "0" {
				r.channel.Timeout = s.setting(fact.StateOff, o.word)
			}
		}
	}
	for _, w := range rest {
		r.urls = append(r.urls, s.asURL(w, "http"))
	}
	s.send(r)
}

// httpieShort are the letters of HTTPie's options that take a value.
const httpieShort = "aAopPsF"

var httpieSwitches = []string{
	"--json", "--form", "--multipart", "--follow", "--all", "--headers", "--body", "--verbose", "--download", "--continue", "--check-status", "--ignore-stdin", "--offline", "--quiet", "--stream", "--chunked", "--compress", "--debug", "--traceback", "--meta", "--pretty-none", "--https", "--ignore-netrc",
}

// httpie reads one command line of HTTPie: http GET host/path Name:value name=value.
func (s *shellScript) httpie(c command) {
	opts, rest := shellOptions(c.args, strings.TrimSuffix(httpieShort, "F"), func(name string) bool {
		return !strings.HasPrefix(name, "--no-") && !slices.Contains(httpieSwitches, name)
	})
	if len(rest) == 0 {
		return
	}
	r := &shellRequest{command: c, client: fact.Client{Name: "httpie", KeepsCrossHost: fact.StateOff, KeepsDowngrade: fact.StateOff, KeepsCustom: fact.StateOn}}
	at := s.atNodeOf(c.call)
	r.channel = fact.Channel{Verify: fact.Setting{State: fact.StateOn, At: at}, Redirects: fact.Setting{State: fact.StateOff, At: at}}
	scheme, kind := "http", fact.KindBasic
	if c.name == "https" || c.name == "xhs" {
		scheme = "https"
	}
	for i := range opts {
		o := &opts[i]
		switch o.name {
		case "--https":
			scheme = "https"
		case "-A", "--auth-type":
			if t, _ := o.value.known(); t == "bearer" {
				kind = fact.KindBearer
			}
		case "--verify":
			if v, known := o.value.known(); known && (v == "no" || v == "false") {
				r.channel.Verify = s.setting(fact.StateOff, o.word)
			} else if v != "yes" && v != "true" {
				r.channel.Verify = s.setting(fact.StateCustom, o.word)
			}
		case "-F", "--follow":
			r.channel.Redirects = s.setting(fact.StateOn, o.word)
		case "--proxy":
			r.channel.Proxy = s.setting(fact.StateOn, o.word)
		case "--timeout":
			r.channel.Timeout = s.setting(fact.StateOn, o.word)
		case "--cert":
			r.channel.ClientCert = s.setting(fact.StateOn, o.word)
		}
	}
	for i := range opts {
		switch opts[i].name {
		case "-a", "--auth":
			if kind == fact.KindBearer {
				r.add(s.credential(opts[i].value, "authorization", kind, fact.CarrierHeader))
			} else {
				r.login(s, opts[i].value)
			}
		}
	}
	if m, known := rest[0].known(); known && m == strings.ToUpper(m) && strings.Trim(m, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && len(rest) > 1 {
		r.method, rest = m, rest[1:]
	}
	if len(rest) == 0 {
		return
	}
	u := rest[0]
	if flat := u.flat(); strings.HasPrefix(flat, ":") { // :8080/path is this machine
		u = append(shellWord{{text: "localhost", from: u[0].from, to: u[0].from, of: u[0].of}}, u...)
	}
	r.urls = []shellWord{s.asURL(u, scheme)}
	for _, item := range rest[1:] {
		flat := item.flat()
		i := strings.IndexAny(flat, ":=@")
		switch {
		case i <= 0:
		case flat[i] == ':' && !strings.HasPrefix(flat[i:], ":="):
			r.header(s, item)
		case strings.HasPrefix(flat[i:], "=="):
			r.named(s, strings.ToLower(flat[:i]), item.cut(i+2, len(flat)), fact.CarrierQuery)
		case flat[i] == '=':
			r.named(s, strings.ToLower(flat[:i]), item.cut(i+1, len(flat)), fact.CarrierBody)
		}
	}
	s.send(r)
}
