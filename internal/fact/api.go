package fact

// Document is one API description.
type Document struct {
	ID      int    // unique in a run after link.Join; before, unique in its Set
	Format  string // "openapi", "swagger", "asyncapi"
	Version string // as written
	At      Location
	// Security is the document-wide security; SecurityDeclared tells "[]" from
	// absent, and SecurityAt is the list.
	Security         []Requirement
	SecurityDeclared bool
	SecurityAt       Location
	// Servers is empty where none is stated: requests then go to wherever the
	// description itself was fetched from.
	Servers []Server
}

// Server is one server of a document, path or operation, or what stands for it.
type Server struct {
	// URL has variables as holes of OriginParam, undefined ones and the scheme of
	// //host as holes of OriginUnknown. A variable with an enum is one server a value
	// (up to 8). A password is a hole of OriginLiteral.
	URL       Text
	Raw       string // as written, but for a password
	Absolute  bool   // it names a host, by a variable too
	Variables []ServerVariable
	// Problems are what makes the URL misleading: "userinfo", "backslash",
	// "fragment before @", "undefined variable {x}", "no valid host".
	Problems []string
	At       Location // the url's value
	// Security is what the server itself asks for, beside what an operation does.
	Security []Requirement
	// Encrypted is on or off where the protocol of the messages says so.
	Encrypted State
}

// ServerVariable is a variable of a server URL.
type ServerVariable struct {
	Name        string
	Default     string
	HasDefault  bool
	Enum        []string
	InAuthority bool // in the scheme, host or port
	At          Location
}

// SecurityScheme is a declared scheme.
type SecurityScheme struct {
	Doc    int
	Name   string
	Type   string // "http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"; what other formats call these is told in the same words
	Scheme string // of http: "bearer", "basic", … in lower case
	In     string // of apiKey: "header", "query", "cookie"; "user", "password" of a broker's login
	Field  string // of apiKey: the name of the header, parameter or cookie
	Flows  []Flow
	Scopes []string // all that are declared
	// URL is openIdConnectUrl.
	URL    Text
	URLAt  Location
	At     Location // the scheme's key
	TypeAt Location // the value of type, scheme or in: what an edit changes
	Used   bool     // an operation or the document requires it
}

// Flow is an OAuth 2 flow.
type Flow struct {
	Name string // "implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"
	At   Location
	URLs []Endpoint
}

// Endpoint is a URL of an OAuth flow or of OpenID Connect.
type Endpoint struct {
	Key string // "tokenUrl"
	URL Text   // a password is a hole of OriginLiteral
	// Problems as in Server.
	Problems []string
	At       Location
}

// Requirement is one alternative of a security list: all of its schemes together.
type Requirement struct {
	Schemes []RequiredScheme // empty is "{}": none needed
	At      Location
}

// RequiredScheme is a scheme with the scopes that are asked of it.
type RequiredScheme struct {
	Name    string
	Scopes  []string
	Defined bool // the name is declared, is an absolute URI, or may be declared where nothing could be read
	At      Location
	// UndefinedScopes are those that an oauth2 scheme does not declare.
	UndefinedScopes []string
}

// Operation is one operation of a document. One whose security, or whose rest,
// could not be read is in NotAnalysed instead: what it lacks is not known.
type Operation struct {
	Doc    int
	Method string   // upper case; of messages what is done with them
	Path   string   // or the name of a webhook or channel, or the runtime expression of a callback
	ID     string   // operationId
	At     Location // the method's key
	// Security is what is in force: its own, or the document's. Nothing says whether
	// the document's holds for webhooks and callbacks too. SecurityDeclared is set
	// where the operation itself says so, and SecurityAt is that list.
	Security         []Requirement
	SecurityDeclared bool
	SecurityAt       Location
	// Servers are those that the operation or its path item states; where there are
	// none, the document's are in force.
	Servers     []Server
	Inputs      []Input
	Responses   []string // status codes and "default"
	ResponsesAt Location // the key
	// Webhook: the provider calls the consumer. CallbackURL: the runtime expression of a callback.
	Webhook     bool
	CallbackURL string
	// Messages is set where messages are sent or received through a channel, by
	// either side: no request is made that anybody answers.
	Messages bool
}

// Bound is a set of constraints that a schema states.
type Bound uint16

// The constraints.
const (
	BoundMaxLength Bound = 1 << iota
	BoundPattern
	BoundEnum   // or const
	BoundFormat // one that limits the value: date-time, uuid, int32; not binary, byte, password, float, double
	BoundMaxItems
	BoundMinimum
	BoundMaximum
	BoundMaxProperties
)

// Input is a parameter, or a value in a request body, with the bounds it states.
// Arrays, their items and nested properties are inputs of their own. Where one
// schema out of several holds, the bounds are those that each of them states.
type Input struct {
	Name   string // "limit", "body.user.name", "body.tags[]"
	In     string // "query", "header", "path", "cookie", "body", "formData"
	Type   string // "string", "integer", "number", "boolean", "array", "object"; empty is unknown
	Bounds Bound
	At     Location
}

// Reference is a $ref, or another link, to a host that a tool would fetch from.
// References within the tree are followed and are no facts.
type Reference struct {
	Doc  int
	URL  string // as written, but for a password
	Kind string // "$ref", "externalValue", "jsonSchemaDialect", "extends"
	At   Location
}
