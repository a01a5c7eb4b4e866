package clientconf

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/hostbound/hostbound/internal/fact"
)

// The variables of the environment that switch certificate checks off for whatever program
// reads them, in capitals.
var (
	offWhenFalse = []string{
		"NODE_TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY", "NPM_CONFIG_STRICT_SSL", "YARN_STRICT_SSL", "YARN_ENABLE_STRICT_SSL", "CONSUL_HTTP_SSL_VERIFY", "CONDA_SSL_VERIFY", "BUNDLE_SSL_VERIFY_MODE",
	}
	offWhenTrue = []string{"GIT_SSL_NO_VERIFY", "VAULT_SKIP_VERIFY", "NOMAD_SKIP_VERIFY", "BOUNDARY_TLS_INSECURE", "HELM_KUBEINSECURE_SKIP_TLS_VERIFY", "ANSIBLE_GALAXY_IGNORE", "COMPOSER_DISABLE_TLS"}
	// offForHosts hold the hosts that are not checked.
	offForHosts = []string{"GOINSECURE", "PIP_TRUSTED_HOST", "UV_INSECURE_HOST"}
	// trustFiles hold a file of certificates that are trusted, for every host.
	trustFiles = []string{
		"NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "AWS_CA_BUNDLE", "PIP_CERT", "NPM_CONFIG_CAFILE", "DENO_CERT", "CARGO_HTTP_CAINFO", "HTTPLIB2_CA_CERTS",
	}
)

// environmentSwitches notes the variables of the file that hold for a whole program.
func (t *text) environmentSwitches() {
	for i := range t.out.Variables {
		v := &t.out.Variables[i]
		if v.Credential != nil {
			continue
		}
		before := len(t.out.Switches)
		t.environment(v.Name, v.Value, v.At, v.Artifact)
		for j := before; j < len(t.out.Switches); j++ {
			t.onlyServer(&t.out.Switches[j], v.Block)
		}
		if slices.Contains(registryNames, strings.ToUpper(v.Name)) {
			t.registryVariable(v)
		}
	}
}

// servers are the variables that name the one server which a switch holds for.
var servers = map[string]string{"CONSUL_HTTP_SSL_VERIFY": "CONSUL_HTTP_ADDR", "VAULT_SKIP_VERIFY": "VAULT_ADDR", "NOMAD_SKIP_VERIFY": "NOMAD_ADDR", "BOUNDARY_TLS_INSECURE": "BOUNDARY_ADDR"}

// onlyServer bounds a switch to the server that the variable beside it names.
func (t *text) onlyServer(s *fact.Switch, block string) {
	server := servers[strings.ToUpper(s.Name)]
	if server == "" || s.Setting.State != fact.StateOff {
		return
	}
	var hosts []string
	for _, v := range t.out.Variables {
		if v.Block != block || !strings.EqualFold(v.Name, server) {
			continue
		}
		host, known := v.Value.Known()
		if !known || host == "" {
			return // it may be any
		}
		hosts = append(hosts, host)
	}
	s.Hosts = hosts
}

// registryNames are variables that name where packages come from.
var registryNames = []string{"GOPROXY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "NPM_CONFIG_REGISTRY", "YARN_NPM_REGISTRY_SERVER", "POETRY_REPOSITORIES_URL"}

// registryVariable notes a registry over plain http; of a list, the first one counts.
func (t *text) registryVariable(v *fact.Variable) {
	if !strings.HasPrefix(strings.ToLower(v.Value.Prefix()), "http:") {
		return
	}
	c := fact.Credential{}
	for _, h := range v.Value.Holes() {
		if h.Origin == fact.OriginLiteral {
			c = fact.Credential{Kind: fact.KindBasic, Carrier: fact.CarrierUserinfo, Field: "userinfo", Origin: fact.OriginLiteral, At: h.At}
		}
	}
	t.out.Routes = append(t.out.Routes, fact.Route{
		Artifact: fact.ArtifactRegistry, At: v.At, Method: "GET", Credential: c, Destination: fact.Destination{URL: v.Value, At: v.At},
	})
}

// environment notes what a variable of the environment switches, if it does.
func (t *text) environment(name string, value fact.Text, at fact.Location, artifact fact.Artifact) {
	text, known := value.Known()
	upper, v := strings.ToUpper(name), strings.ToLower(strings.Trim(text, "\"'"))
	s := fact.Switch{Kind: "verify", Name: name, Scope: "process", Artifact: artifact, At: at, Setting: fact.Setting{State: fact.StateOff, Explicit: true, At: at}}
	switch {
	case len(value) > 0 && slices.Contains(trustFiles, upper):
		s.Setting.State, s.Setting.Value = fact.StateCustom, value
	case !known || v == "":
		return
	case slices.Contains(offWhenFalse, upper):
		if !falsy(v) {
			return
		}
	case slices.Contains(offWhenTrue, upper):
		if falsy(v) {
			return
		}
	case slices.Contains(offForHosts, upper):
		if v == "none" || falsy(v) {
			return
		}
		s.Hosts = strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
	default:
		return
	}
	t.out.Switches = append(t.out.Switches, s)
}

func falsy(v string) bool {
	switch v {
	case "0", "false", "no", "off", "n":
		return true
	}
	return false
}

// environment is a variable that a script sets for what it starts.
func (s *shellScript) environment(name string, value fact.Text, n syntax.Node) {
	if key := "switch " + s.atNodeOf(n).String() + name; !s.said[key] {
		s.said[key] = true
		s.text.environment(name, value, s.atNodeOf(n), s.artifact)
	}
}
