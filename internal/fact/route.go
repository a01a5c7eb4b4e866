package fact

import (
	"slices"
	"strconv"
	"strings"
)

// Kind is the kind of a credential.
type Kind string

// The kinds. KindNone is a request with no credential in sight.
const (
	KindNone   Kind = ""
	KindBearer Kind = "bearer"
	KindJWT    Kind = "jwt"
	KindBasic  Kind = "basic"
	KindAPIKey Kind = "api-key"
	KindCookie Kind = "cookie"
	KindOther  Kind = "other" // some credential, of a scheme that is not known
)

// Carrier is the part of a request that holds the credential.
type Carrier string

// The carriers.
const (
	CarrierNone     Carrier = ""
	CarrierHeader   Carrier = "header"
	CarrierQuery    Carrier = "query"
	CarrierPath     Carrier = "path"
	CarrierBody     Carrier = "body"
	CarrierUserinfo Carrier = "userinfo"
	CarrierTLS      Carrier = "tls"
)

// Credential is what authenticates a request. Its value is not here.
type Credential struct {
	Kind    Kind
	Carrier Carrier
	Field   string // header, query or cookie name in lower case: "authorization"
	Origin  Origin
	Name    string // what the origin calls it: GITHUB_TOKEN, a constant, a scheme
	// Grammar names the shape of a literal ("jwt", "github-pat", "opaque"), and
	// Length its length in bytes. Both are empty for a reference.
	Grammar     string
	Length      int
	Placeholder bool // a literal that nobody would take for a real one
	// ID joins equal values within one run; it is keyed anew each run and is
	// never written to a report.
	ID uint64
	// Claims of a literal JWT that could be decoded.
	Claims *Claims
	// FallbackAt is the literal that is used where the origin is not set.
	FallbackAt Location
	// PerHop is set where the client adds the credential again on each redirect.
	PerHop bool
	// FirstHop is set where the client sends the credential with the first request
	// alone, and with none that a redirect leads to.
	FirstHop bool
	// ClientWide is set where the client object sends it with every request.
	ClientWide bool
	// Inbound is set where the credential arrived with the request being served.
	Inbound bool
	// SelfInspected is set where the token that is being asked about (a body or
	// query value of an introspection call) is the caller's own credential too.
	SelfInspected bool
	// Record is the record that it came with; see Hole.
	Record int
	At     Location
}

// Marks are what two facts of one credential have in common: its place and name, its
// value, its name as a setting, or its name in the record that it came with. A name that
// any value has (row.value) is no mark.
func (c *Credential) Marks() []string {
	var out []string
	if c.ID != 0 {
		out = append(out, "value "+strconv.FormatUint(c.ID, 16))
	}
	last := strings.LastIndexByte(c.Name, '.')
	kept := last >= 0 || c.Origin.Setting() || c.Origin == OriginSecretStore || c.Origin == OriginDatabase
	if kept && slices.Contains(anyValue, strings.ToLower(c.Name[last+1:])) {
		return out
	}
	if !c.At.IsZero() {
		out = append(out, strings.Join([]string{"at", c.At.String(), string(c.Origin), c.Name}, " "))
	}
	switch {
	case c.Name == "":
	case c.Origin.Setting() || c.Origin == OriginSecretStore:
		out = append(out, string(c.Origin)+" "+c.Name)
	case c.Record != 0:
		out = append(out, strings.Join([]string{string(c.Origin), c.At.Path, strconv.Itoa(c.Record), c.Name}, " "))
	}
	return out
}

// anyValue are names of what is read by a key that is not known.
var anyValue = []string{"value", "val", "v", "data", "default", "result", "content", "text", "item", "values", "items", "get"}

// Claims are the parts of a literal JWT that grade it. Times are Unix seconds.
type Claims struct {
	Alg         string
	Expires     int64
	HasExpires  bool
	IssuedAt    int64
	HasAudience bool
	Issuer      string
}

// Destination is where a request goes. A reader fills URL, or Scheme, Host and
// Port where only parts are known; link splits the URL. A part that is not
// known stays a hole.
type Destination struct {
	URL                      Text
	Scheme, Host, Port, Path Text
	// Glued is set where a hole follows the host with nothing between that ends it.
	Glued bool
	// Secure is the edit that writes https for http, where that is written in one place.
	Secure *Edit
	// Configured are the hosts that settings files of the repository give to a host
	// that is one setting; link fills it.
	Configured []string
	// Cluster is set where the other end is in the cluster that a file is for, whatever
	// it is called there.
	Cluster bool
	At      Location
}

// State is the state of a switch.
type State string

// The states. Custom is "on, but not the usual way": a private trust store.
const (
	StateUnknown State = ""
	StateOn      State = "on"
	StateOff     State = "off"
	StateCustom  State = "custom"
)

// Setting is a switch and where it was set. A default of the client is not Explicit.
type Setting struct {
	State    State
	Value    Text // what it was set to, where that says more than the state
	Explicit bool
	At       Location
	// Fix is the edit that gives the switch its safe state; nil where none is certain to
	// be right as code.
	Fix *Edit
}

// Edit replaces a range of a file, which may be empty, by a text.
type Edit struct {
	At   Location
	Text string
	// Of is the SHA-256 of the file that it was made for: it holds for no other.
	Of [32]byte
}

// Channel is how the request travels.
type Channel struct {
	Verify        Setting // off: certificates are not checked; custom: another trust store
	HostnameCheck Setting
	Redirects     Setting // on: followed
	Proxy         Setting
	Timeout       Setting // on: bounded; off: waits for ever
	Pin           Setting // on: pinned key or certificate
	ServerName    Setting // on: an explicit name to verify (SNI)
	ClientCert    Setting // on: the client proves itself by a certificate (mutual TLS)
	Encrypted     State   // of a protocol other than HTTP: on, off; unknown where the scheme has to say
	Netrc         Setting // on: credentials of a .netrc are sent, in the place of others too
}

// Client is what is known of the client that sends, from the model of its library.
type Client struct {
	Name string // "requests"
	// Package is what brings it, with what is known of its version; one without a
	// name is the language's own. Through are the packages that carry its requests.
	Package Package
	Through []Package
	// Varies is set where the version is not known so far that a behaviour that
	// changed between versions is: the newest is taken.
	Varies bool
	// ID tells client objects apart: calls through one object share it. 0 is none.
	ID int
	// What is still sent after a redirect, for a credential set by the caller.
	KeepsCrossHost State // Authorization to another host
	KeepsDowngrade State // Authorization from https to http on one host
	KeepsCustom    State // other headers (X-Api-Key) to another host
	// AbsoluteWins is on where an absolute URL given as the path replaces the base URL.
	AbsoluteWins State
	// URLParser names the parser that decides where the request goes: "rfc3986",
	// "whatwg", "urllib3". Empty is unknown.
	URLParser string
}

// Package is a package with what a lock file or a manifest says of its version.
type Package struct {
	Ecosystem string // "pypi", "npm", "go", "maven"
	Name      string
	// Version is the one that is used where Exact is set, else the oldest that may be;
	// Before is newer than all that may be. Both are empty where nothing is known.
	Version, Before string
	Exact           bool
	At              Location // the line that says so
}

// Versions says which versions may be in use: "2.27.1", ">=2.20 <3"; empty is not known.
func (p *Package) Versions() string {
	switch {
	case p.Exact:
		return p.Version
	case p.Version == "" && p.Before == "":
		return ""
	case p.Before == "":
		return ">=" + p.Version
	case p.Version == "":
		return "<" + p.Before
	}
	return ">=" + p.Version + " <" + p.Before
}

// GuardKind is how a check compares.
type GuardKind string

// The kinds of comparison.
const (
	GuardExact     GuardKind = "exact"
	GuardPrefix    GuardKind = "prefix"
	GuardSuffix    GuardKind = "suffix" // with a dot in front, or the whole host
	GuardLoose     GuardKind = "loose"  // suffix without dot, substring, unanchored pattern
	GuardRegex     GuardKind = "regex"  // anchored
	GuardOpaque    GuardKind = "opaque" // a check that could not be read
	GuardSanitized GuardKind = "sanitized"
	GuardRelative  GuardKind = "relative" // it begins with a slash, so that it names no host
)

// Guard is a check that stands on every path to the call.
type Guard struct {
	Subject string // the variable or hole that is checked
	Part    string // "host", "scheme", "origin", "netloc", "url", "port"
	Kind    GuardKind
	// Parser names the parser whose result was checked ("rfc3986", "whatwg");
	// empty where text was compared as it is.
	Parser  string
	Allowed []string
	At      Location
	// Why says what makes a loose comparison loose: "suffix without a dot".
	Why string
}

// Lets reports whether the check is known to let a value pass.
func (g *Guard) Lets(value string) bool {
	return slices.ContainsFunc(g.Allowed, func(a string) bool { return strings.EqualFold(a, value) })
}

// Artifact is the kind of file that a route was read from.
type Artifact string

// The artifacts.
const (
	ArtifactOpenAPI Artifact = "openapi"
	ArtifactSource  Artifact = "source"
	ArtifactDotenv  Artifact = "dotenv"
	ArtifactConfig  Artifact = "config" // settings that the program reads by their keys

	ArtifactProxy          Artifact = "proxy"          // a proxy that hands requests on
	ArtifactMesh           Artifact = "mesh"           // hops between the services of a cluster
	ArtifactContainer      Artifact = "container"      // the environment of a container: two names that belong together
	ArtifactResolver       Artifact = "resolver"       // where names are looked up
	ArtifactRegistry       Artifact = "registry"       // a package manager or another tool's own settings
	ArtifactShell          Artifact = "shell"          // a line of a script
	ArtifactPipeline       Artifact = "pipeline"       // a step of a pipeline
	ArtifactScrape         Artifact = "scrape"         // a collector of metrics that fetches them
	ArtifactExporter       Artifact = "exporter"       // a collector that sends on what it has
	ArtifactCluster        Artifact = "cluster"        // a client of a cluster's own API
	ArtifactIdentity       Artifact = "identity"       // whom a service trusts to vouch for its callers
	ArtifactCollection     Artifact = "collection"     // stored requests of an API client
	ArtifactAssistant      Artifact = "assistant"      // the servers that an assistant may use
	ArtifactInfrastructure Artifact = "infrastructure" // providers and backends of declared infrastructure
)

// Settings reports whether a route was read from a file of settings, and so from two
// names that belong together.
func (a Artifact) Settings() bool {
	return a == ArtifactDotenv || a == ArtifactConfig || a == ArtifactContainer
}

// Hop reports whether a route is one that hands on what somebody else sent, as proxies and
// meshes do: to pass a caller's credential on is what they are for.
func (a Artifact) Hop() bool { return a == ArtifactProxy || a == ArtifactMesh }

// Grades are the three grades of a route; see link.Grade.
type Grades struct {
	Channel    ChannelGrade
	Name       NameGrade
	Credential CredentialGrade
	// ClusterInternal narrows N2: the name is resolved inside one cluster only.
	ClusterInternal bool
	// Meshed is set where a mesh encrypts the hop below what the route says.
	Meshed bool
}

// ChannelGrade grades the channel, from plaintext to pinned.
type ChannelGrade string

// NameGrade grades the name, from attacker-chosen to no DNS at all.
type NameGrade string

// CredentialGrade grades the credential, from placeholder to literal.
type CredentialGrade string

// The grades. The empty grade is unknown.
const (
	C0 ChannelGrade = "C0" // plaintext
	C1 ChannelGrade = "C1" // unverified TLS
	C2 ChannelGrade = "C2" // private trust store
	C3 ChannelGrade = "C3" // verified public TLS
	C4 ChannelGrade = "C4" // pinned, mTLS or DPoP

	N0 NameGrade = "N0" // attacker-chosen or claimable
	N1 NameGrade = "N1" // outside setting with no allowlist
	N2 NameGrade = "N2" // local scope
	N3 NameGrade = "N3" // public, unsigned
	N4 NameGrade = "N4" // signed, with CAA
	N5 NameGrade = "N5" // no DNS

	K0 CredentialGrade = "K0" // placeholder
	K1 CredentialGrade = "K1" // reference
	K2 CredentialGrade = "K2" // literal
)

// Route is one credential that goes to one destination over one channel. Each
// alternative of a branch is a route of its own.
type Route struct {
	ID          int // assigned by link.Join, unique in a run, from 1
	Artifact    Artifact
	Block       Block    // the variables that it was read from, if it was
	At          Location // the call, or the line of configuration, that sends
	Method      string   // upper case; empty is unknown
	Credential  Credential
	Destination Destination
	Channel     Channel
	Client      Client
	Guards      []Guard
	// CameFor are the names that requests which are handed on here came for, where they
	// are written.
	CameFor []string
	// HostHeader is an explicit Host header.
	HostHeader Text
	// BaseURL is the client's base URL, where the call was given a path or a URL
	// to join with it; CallURL is what the call itself was given.
	BaseURL, CallURL Text
	// CallGuards are the checks of what the call was given.
	CallGuards []Guard
	// TrustAnchor is set where the answer decides whom the program trusts
	// afterwards: keys (JWKS), issuer metadata, discovery.
	TrustAnchor bool
	// Demonstration is set where nothing but what a file does when it is run by itself
	// leads through its functions to the call.
	Demonstration bool
	Steps         []Evidence
	Grades        Grades
}
