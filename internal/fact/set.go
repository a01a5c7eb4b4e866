package fact

// LiteralUse says what a literal credential is written as.
type LiteralUse string

// The uses.
const (
	UseRoute    LiteralUse = "route"    // it reaches a request
	UseFallback LiteralUse = "fallback" // used where a setting is absent
	UseSetting  LiteralUse = "setting"  // the value of a setting in a file
	UseExample  LiteralUse = "example"  // an example, default or x- value of an API description
	UseURL      LiteralUse = "url"      // in a query, path or userinfo of a URL
)

// Literal is a credential value that is written in a file. The value is dropped.
type Literal struct {
	Credential Credential // At is the value's range
	Use        LiteralUse
	Artifact   Artifact
	Routes     []int // IDs of the routes that it reaches, filled by link.Join
	Steps      []Evidence
}

// Exposure is a credential that is written out.
type Exposure struct {
	Credential Credential
	Sink       string // "log", "print", "exception", "response"
	// ByUse is set where nothing but its use makes a credential of it; link keeps those
	// that a request carries.
	ByUse bool
	// Carried is set where a request carries it; link fills it.
	Carried bool
	// Refused is set where the program has just found that it is none that it takes.
	Refused bool
	// Demonstration is set where only a file that is run by itself writes it out.
	Demonstration bool
	At            Location
	Steps         []Evidence
}

// TokenUse is a place that signs, verifies or decodes a JWT.
type TokenUse struct {
	Operation     string // "sign", "verify"
	Token         Text   // where what is verified comes from: holes alone
	Signature     Setting
	Algorithms    Setting // on: a fixed list; off: taken from the token, or "none" allowed
	Audience      Setting // on: checked
	Issuer        Setting
	Expiry        Setting
	Entry         Location // the function that nobody known calls, from which it is reached; zero at the module's top
	KeyFromHeader Setting  // on: jku, x5u, jwk or kid picks the key with no allowlist
	Key           Credential
	At            Location
	Steps         []Evidence
}

// HostUse is a use of the name that the caller put into a request's own Host.
type HostUse struct {
	Source string // "request.host", "X-Forwarded-Host"
	Use    string // "link", "redirect", "upstream"
	At     Location
	Steps  []Evidence
}

// Switch is a setting that holds beyond one call: for a process, a file's reader, an image.
type Switch struct {
	Kind    string // "verify", "hostname"
	Name    string // what a file calls it: NODE_TLS_REJECT_UNAUTHORIZED, strict-ssl
	Setting Setting
	Scope   string // "process", "client"
	// Hosts are those that it holds for, as written; empty is every host.
	Hosts    []string
	Artifact Artifact
	At       Location
	Steps    []Evidence
}

// Variable is a name with a value in a settings file. A credential's value is dropped.
type Variable struct {
	Name     string
	Block    string // variables of one block stand side by side
	Value    Text   // empty where Credential is set
	Artifact Artifact
	// Credential is set where the variable holds one, literal or reference.
	Credential *Credential
	// Origin is that of the holes which the value fills, by its name; empty where it
	// fills none. Within is the folder whose files see it; empty is every one.
	Origin Origin
	Within string
	// Object is what it is a part of, where others take it from there: "Secret crm".
	Object string
	At     Location // the value
}

// Block is a block of variables that stand side by side.
type Block struct{ Path, Name string }

// Inclusion says that a block of variables takes some that stand elsewhere: a compose
// service those of its env_file, a container those of a Secret.
type Inclusion struct {
	Into Block // who takes them; an empty name is every block of the file
	// From is the path of a file, or an Object.
	From   string
	Prefix string // put before each name
	// Key alone is taken, under the name As, where it is set.
	Key, As string
	// Fills is set where they are not taken, but fill the holes of the block's values.
	Fills bool
	At    Location
}

// Set is everything that was read.
type Set struct {
	Routes     []Route
	Documents  []Document
	Schemes    []SecurityScheme
	Operations []Operation
	References []Reference
	Literals   []Literal
	Exposures  []Exposure
	TokenUses  []TokenUse
	HostUses   []HostUse
	Switches   []Switch
	// IssuerChecks are the places that compare the issuer which an answer names.
	IssuerChecks []Location
	Variables    []Variable
	Inclusions   []Inclusion
	Services     []Service
	Meshes       []Mesh
	Stored       []Stored
	Resolvers    []Resolver
	Overrides    []Override
	Aliases      []Alias
	Zones        []Zone
	Records      []Record
	Resources    []Resource
	Images       []Image
	Listeners    []Listener
	// Masks are the ranges of credential values; no report shows their text.
	Masks       []Location
	NotAnalysed []NotAnalysed
	// Classes holds the class of every path that is not ClassMain.
	Classes map[string]PathClass
}

// Class returns the class of a path.
func (s *Set) Class(path string) PathClass { return s.Classes[path] }

// Document returns the document of an ID, or nil.
func (s *Set) Document(id int) *Document {
	for i := range s.Documents {
		if s.Documents[i].ID == id {
			return &s.Documents[i]
		}
	}
	return nil
}
