package fact

// Stored is a credential that a file keeps for a client, to be sent wherever the client
// goes: a registry's token, an entry of a .netrc.
type Stored struct {
	Credential Credential
	// Client says whose it is: "npm", "git", "curl".
	Client string
	// Host is where it may be sent, or a URL; AnyHost is set where the file names none and
	// the client sends it to every host.
	Host     Text
	AnyHost  bool
	Artifact Artifact
	At       Location // the line
}

// Resolver is where names are looked up, or what answers for them. A default is no
// Explicit setting.
type Resolver struct {
	Software string // "unbound", "resolv.conf", "container": whose settings they are
	// Servers are the resolvers that are asked.
	Servers []NameServer
	// Validation is on where DNSSEC is checked here, off where it is not.
	Validation Setting
	// Weakened are the settings that take away what makes a forged answer hard to guess, or
	// that let data in from outside of the question's zone: off, or custom where only some
	// versions suffer from it. Value says which, in words.
	Weakened []Setting
	// TrustAD is on where the AD bit of an answer is taken for proof.
	TrustAD Setting
	// Cache is off where answers are kept longer than their owner said; Value says how
	// long, in words.
	Cache Setting
	// Multicast is on where short names are asked of the neighbours too, as by LLMNR.
	// (Names below .local always may be, by mDNS.)
	Multicast Setting
	// Search are the domains that are put behind a short name; Dots is the number of dots
	// from which a name is asked as it is first, 0 is not stated.
	Search []string
	Dots   int
	// Within is the block of variables (and all below it) that it holds for, of the file
	// that it stands in; empty is no block's.
	Within   string
	Artifact Artifact
	At       Location
}

// NameServer is a resolver that is asked.
type NameServer struct {
	Address Text // an address or a name, without the port; empty is whoever the network names
	// Transport is "plain", "tls" or "https"; empty is unknown.
	Transport string
	// Authenticated is on where the resolver has to prove its name, off where encryption
	// is used without that.
	Authenticated Setting
	At            Location
}

// Override gives a name an address, or another name, before any resolver is asked.
type Override struct {
	Name   Text // the name; may begin with "*."
	To     Text // an address or a name
	By     string
	Within string // the service, pod or folder that it holds for; empty is everything
	At     Location
}

// Alias is a name inside of a cluster that stands for one outside: a Service of type
// ExternalName, an entry of a mesh that is resolved by DNS.
type Alias struct {
	Name Text
	To   Text
	By   string // "ExternalName", "ServiceEntry"
	At   Location
}

// Service is a name that the repository gives to a service of its own network: a Service
// of a cluster, a service of a compose file.
type Service struct {
	Names     []string // without a domain
	Namespace string   // empty is not stated
	// Folder is where those that can call it by these names are described; empty is
	// everywhere, as within one cluster.
	Folder string
	At     Location
}

// Mesh is what a mesh says of connections: what a service takes, or what its callers send.
type Mesh struct {
	Software string
	// Host is whose connections they are, as written, and may begin with "*."; empty is
	// every service of Namespace, and of everywhere where that is empty too.
	Host, Namespace string
	// Port is set where one port alone is meant.
	Port string
	// Inbound is set where it is about what the service takes; what it says of callers is
	// otherwise meant.
	Inbound bool
	// TLS is on where there is nothing but TLS (of both sides, where it is inbound), custom
	// where plain text is taken too, off where there is none.
	TLS Setting
	At  Location
}

// Zone is a DNS zone that the repository declares.
type Zone struct {
	// Address is what the files of its folder call it: "aws_route53_zone.main".
	Address string
	Name    Text
	Signed  Setting  // DNSSEC
	Private bool     // answered inside of a network only
	Records []Record // filled by link
	At      Location
}

// Record is one DNS record that the repository declares.
type Record struct {
	// Zone is the address of its zone, or the name of it; empty is not known.
	Zone string
	Name Text   // as written, so it may be relative to the zone; empty is the zone itself
	Type string // "CNAME", "CAA"; "DNSKEY" stands for the signing of the zone
	// Values are the targets. Managed is set where a target is a resource of the repository.
	Values  []Text
	Managed bool
	At      Location
}

// Resource is a named thing that the repository declares, which a record may lead to.
type Resource struct {
	Name string // as its provider gets it
	At   Location
}

// Image is a package or an image that a file pins, by the software that is in it.
type Image struct {
	Name    string // "unbound", as the repository of the image ends
	Version string // as written; empty is not stated
	At      Location
}

// Listener is a server that answers for names.
type Listener struct {
	Hosts []string // as written; empty is every name
	Plain bool     // it answers http
	TLS   bool     // it answers https
	// Redirects is on where a plain one sends everybody to https and nothing else.
	Redirects Setting
	// Strict is on where Strict-Transport-Security is sent.
	Strict Setting
	At     Location
}
