package clientconf

import (
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// off notes a switch that turns certificate checks off for a program from here on.
func (s *shellScript) off(c command, name string, hosts ...string) {
	at := s.atNodeOf(c.call)
	if key := "switch " + at.String() + name; !s.said[key] {
		s.said[key] = true
		s.out.Switches = append(s.out.Switches, fact.Switch{
			Kind: "verify", Name: name, Scope: "client", Hosts: hosts, Artifact: s.artifact, At: at, Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at},
		})
	}
}

// git reads git config, git -c, and URLs with a credential in them.
func (s *shellScript) git(c command) {
	for i, w := range c.args {
		flat := w.flat()
		lower := strings.ToLower(flat)
		var value shellWord
		switch {
		case !strings.HasPrefix(lower, "http."):
		case strings.Contains(lower, "="):
			at := strings.IndexByte(flat, '=')
			lower, value = lower[:at], w.cut(at+1, len(flat))
		case i+1 < len(c.args):
			value = c.args[i+1]
		}
		switch {
		case strings.HasSuffix(lower, ".sslverify") && falsy(strings.ToLower(value.flat())):
			s.off(c, "http.sslVerify", gitHost(flat)...)
		case strings.HasSuffix(lower, ".extraheader"):
			s.extraHeader(c, flat, value)
		}
		if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
			r := &shellRequest{command: c, client: fact.Client{Name: "git", KeepsCrossHost: fact.StateOff, KeepsDowngrade: fact.StateOff}, urls: []shellWord{w}}
			r.channel.Verify = fact.Setting{State: fact.StateOn, At: s.atNodeOf(c.call)}
			s.send(r)
		}
	}
}

// gitHost is the host of http.<url>.key; none where the key has no URL.
func gitHost(key string) []string {
	first, last := strings.IndexByte(key, '.'), strings.LastIndexByte(key[:strings.IndexByte(key+"=", '=')], '.')
	if first < 0 || last <= first {
		return nil
	}
	return []string{key[first+1 : last]}
}

// extraHeader is a header that git sends with every request, to one host or to all.
func (s *shellScript) extraHeader(c command, key string, value shellWord) {
	r := &shellRequest{command: c}
	r.header(s, value)
	for _, cred := range r.sent {
		stored := fact.Stored{Credential: cred, Client: "git", Artifact: s.artifact, At: s.atNodeOf(c.call), AnyHost: true}
		if hosts := gitHost(key); hosts != nil {
			stored.AnyHost, stored.Host = false, fact.Lit(hosts[0])
		}
		s.stored(stored)
	}
}

func (s *shellScript) stored(x fact.Stored) {
	if key := "stored " + x.At.String() + x.Credential.Name; !s.said[key] {
		s.said[key] = true
		s.out.Stored = append(s.out.Stored, x)
	}
}

// nodePackages reads npm config set strict-ssl false, and its like.
func (s *shellScript) nodePackages(c command) {
	for i, w := range c.args {
		name, value, both := strings.Cut(strings.TrimPrefix(w.flat(), "--"), "=")
		if !both && i+1 < len(c.args) {
			value = c.args[i+1].flat()
		}
		if (name == "strict-ssl" || name == "enableStrictSsl") && falsy(strings.ToLower(value)) {
			s.off(c, name)
		}
	}
}

// pip reads the options of pip install.
func (s *shellScript) pip(c command) {
	opts, _ := shellOptions(c.args, "ir", func(name string) bool {
		return name == "--trusted-host" || name == "--index-url" || name == "--extra-index-url" || name == "--allow-insecure-host"
	})
	for i := range opts {
		o := &opts[i]
		switch o.name {
		case "--trusted-host", "--allow-insecure-host":
			host, _ := o.value.known()
			s.off(c, o.name, host)
		case "--index-url", "-i", "--extra-index-url":
			r := &shellRequest{command: c, client: fact.Client{Name: "pip"}, urls: []shellWord{o.value}}
			r.channel.Verify = fact.Setting{State: fact.StateOn, At: s.atNodeOf(c.call)}
			s.send(r)
		}
	}
}
