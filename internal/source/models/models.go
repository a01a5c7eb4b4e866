// Package models says what the libraries of a language do with a request, as
// data: one file a language. Nothing else in the program names a library.
package models

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/hostbound/hostbound/internal/fact"
)

//go:embed *.yaml
var files embed.FS

// Model is everything that is known of one language's libraries. Paths are dotted
// names as a program would write them after its imports; "()" stands for the
// result of a call: "flask.Flask().config". A path that begins with "*." matches
// any path with that end.
type Model struct {
	Language string `yaml:"language"`
	// Ecosystem is where its packages come from, as their registry is called.
	Ecosystem string `yaml:"ecosystem"`
	// Fixes say how what a rule asks for is written.
	Fixes Fixes `yaml:"fixes"`
	// Markers are the texts of which a file must hold one to be worth parsing, in
	// lower case.
	Markers []string `yaml:"markers"`
	// Used are words of which a file is worth parsing too where they stand behind one
	// of the texts, such as a call that prints.
	Used    Used     `yaml:"used"`
	Clients []Client `yaml:"clients"`
	// Requests are constructors of request objects that are sent later.
	Requests []Function `yaml:"requests"`
	// Values are mappings or objects whose parts come from outside.
	Values []Value `yaml:"values"`
	// Lookups are calls that return a value from outside.
	Lookups []Lookup `yaml:"lookups"`
	// Accessors are methods that read a part by name: get, pop, getlist.
	Accessors []string `yaml:"accessors"`
	// AccessorArgs are their arguments: name and default.
	AccessorArgs map[string]Arg `yaml:"accessor_args"`
	// AccessorParts are what the accessors read from, where that is a part of the request.
	AccessorParts map[string]string `yaml:"accessor_parts"`
	// Views are decorators whose functions get their parameters from a request.
	Views []string `yaml:"views"`
	// ViewFunctions are such decorators by their path.
	ViewFunctions []string `yaml:"view_functions"`
	// ViewClasses are classes whose ViewMethods do.
	ViewClasses []string `yaml:"view_classes"`
	ViewMethods []string `yaml:"view_methods"`
	// ContextManagers are decorators of functions that yield what they hold open.
	ContextManagers []string `yaml:"context_managers"`
	// RequestParameters are names of parameters that hold the request being served.
	RequestParameters []string `yaml:"request_parameters"`
	// RequestState are parts of a request object that its sender does not fill, with
	// the origin of what is in them.
	RequestState map[string]fact.Origin `yaml:"request_state"`
	// RequestAmbient are parts of the request that a browser sends by itself, whoever
	// made it send the rest.
	RequestAmbient []string `yaml:"request_ambient"`
	// RequestPaths are parts of the request that begin with a slash.
	RequestPaths []string `yaml:"request_paths"`
	// HostHeader are parts of the request that the caller's Host decides.
	HostHeader []string   `yaml:"host_header"`
	HostSinks  []HostSink `yaml:"host_sinks"`
	Parsers    []Parser   `yaml:"parsers"`
	// Queries make the text of a URL's query from a mapping.
	Queries []string `yaml:"queries"`
	Joins   []string `yaml:"joins"`
	// Unsplits put the parts of a URL together; Compiler makes a pattern whose methods
	// are those of Regexes; Finders say where one text stands in another.
	Unsplits []string `yaml:"unsplits"`
	Regexes  []Regex  `yaml:"regexes"`
	Compiler string   `yaml:"compiler"`
	Finders  []string `yaml:"finders"`
	// LabelChecks are true only of letters and digits.
	LabelChecks []string `yaml:"label_checks"`
	Identity    []string `yaml:"identity"`
	Exits       []string `yaml:"exits"`
	// Quantifiers ask a test of each element; Neutral calls say nothing of a value
	// but its type or presence.
	Quantifiers []string `yaml:"quantifiers"`
	Neutral     []string `yaml:"neutral"`
	Logs        []string `yaml:"logs"`
	Prints      []string `yaml:"prints"`
	// InstanceChecks ask whether a value is of a class.
	InstanceChecks []string `yaml:"instance_checks"`
	// Responses make what the program answers with.
	Responses []string   `yaml:"responses"`
	Basic     []Function `yaml:"basic"`
	Contexts  []Context  `yaml:"contexts"`
	Switches  []Switch   `yaml:"switches"`
	// Adapters are what a client hands its requests to. One that is not listed may
	// set a time limit or a name to verify.
	Adapters []Adapter   `yaml:"adapters"`
	Tokens   []TokenCall `yaml:"tokens"`
	// TokenKeys are the fields of a token header that hold a key.
	TokenKeys []string `yaml:"token_keys"`
	// Signers are methods that put a credential into a request that they are given.
	Signers []string `yaml:"signers"`
	// Texts are functions of texts; Fills are calls that write into what they are handed.
	Texts []TextCall `yaml:"texts"`
	Fills []Fill     `yaml:"fills"`
	// Bearers make what a client takes a bearer token from; Nothing are calls whose
	// result is as good as none.
	Bearers []Function `yaml:"bearers"`
	Nothing []string   `yaml:"nothing"`
	// RequestAttributes are the parts of a request object by role, and RequestSets its
	// methods that change it.
	RequestAttributes map[string]string `yaml:"request_attributes"`
	RequestSets       []Function        `yaml:"request_sets"`
	// MappingMethods are methods of mappings by what they do.
	MappingMethods map[string]string `yaml:"mapping_methods"`
	// AnswerParameters are types of parameters that say that a function answers a
	// request, which its parameter of a request's type is then.
	AnswerParameters []string `yaml:"answer_parameters"`
	// BlankValues is set where a variable that is declared without a value is an
	// object of its type.
	BlankValues bool `yaml:"blank_values"`
	// Blank are the values of plain types that nothing was given to: a number, or the empty
	// text.
	Blank map[string]string `yaml:"blank"`
	// Merges are functions that give their first argument what the second holds.
	Merges []string `yaml:"merges"`
	// LogMethods are the methods of loggers that write.
	LogMethods []string `yaml:"log_methods"`
	// Relays are clients that something unknown is taken for where it is handed a request
	// object under the name of a call of theirs.
	Relays []string `yaml:"relays"`
	// Stops are what a function that decides about redirects returns to follow none.
	Stops []string `yaml:"stops"`
	// TextMethods are methods of texts by what they do, as functions of Texts do it with
	// what they are called on; Same gives it back.
	TextMethods map[string]string `yaml:"text_methods"`
	// Buffers make a text that grows: Adds are its methods that put more behind it, and
	// any other gives the text.
	Buffers []string `yaml:"buffers"`
	Adds    []string `yaml:"adds"`
	// Pairs make a field with its value, Lists a sequence of their arguments, and Flat a
	// mapping of names and values in turn.
	Pairs []string `yaml:"pairs"`
	Lists []string `yaml:"lists"`
	Flat  []string `yaml:"flat"`
	// Carried are calls that give the headers of a later call along with something else:
	// those of the role headers, with names and values in turn from the role field on, on
	// top of what the role with_headers has already.
	Carried []Function `yaml:"carried"`
	// Attachers are methods of an object that give the headers of each call.
	Attachers []string `yaml:"attachers"`
	// Renamed are the beginnings of paths that a library has had, with those that the
	// model knows it by.
	Renamed map[string]string `yaml:"renamed"`
	// Truths are names of a library that stand for a switch that is on or off.
	Truths map[string]fact.State `yaml:"truths"`
	// Overloads is set where functions of one name differ by their parameters.
	Overloads bool `yaml:"overloads"`
	// Injected is set where an object that nobody hands over is one that a container
	// makes, with all that its constructor asks for.
	Injected bool `yaml:"injected"`
	// Keyed are decorators of classes whose fields are settings, named by the prefix that
	// is their argument.
	Keyed []Keyed `yaml:"keyed"`
	// ErrorLast is set where the last of several results says whether the call failed.
	ErrorLast bool `yaml:"error_last"`
	// SettingsNames are what classes are called that hold settings, by the names that a
	// document has for their fields.
	SettingsNames []string `yaml:"settings_names"`
	// Verifiers are methods that say whether a name fits a certificate, and Trusters those
	// that refuse a certificate by an exception.
	Verifiers []string `yaml:"verifiers"`
	Trusters  []string `yaml:"trusters"`
	// Major is what stands before the number in a part of a path that is a version.
	Major string `yaml:"major"`
	// Initializer is the method that makes an object, Caller the one that calls it.
	// Parent is the function that gives an object as one of its class's bases.
	Initializer string `yaml:"initializer"`
	Parent      string `yaml:"parent"`
	Caller      string `yaml:"caller"`
	// Script is the name that is compared to tell whether a file is run by itself.
	Script string `yaml:"script"`
	// Constants are names of a library that stand for a text.
	Constants map[string]string `yaml:"constants"`
	// Mappings make a mapping of their arguments, Partial a function of the rest.
	// Attributes read an attribute by a name that is a value, Fields declare one.
	Mappings   []string `yaml:"mappings"`
	Attributes []string `yaml:"attributes"`
	Fields     []string `yaml:"fields"`
	Partial    string   `yaml:"partial"`
	// Settings are the methods by which the program's own settings are set: from a
	// "mapping" or names, from the names of an "object", from those of a "file".
	// SettingsModules are variables of the environment that name a module of settings.
	Settings        map[string]string `yaml:"settings"`
	SettingsModules []string          `yaml:"settings_modules"`
	// SettingsClasses fill what they declare from the environment, by its name in upper
	// case behind a prefix; SettingsAliases are arguments of a field that say another.
	SettingsClasses []string         `yaml:"settings_classes"`
	SettingsPrefix  []SettingsPrefix `yaml:"settings_prefix"`
	SettingsAliases []string         `yaml:"settings_aliases"`
	// Traits declare attributes that settings fill.
	Traits Traits `yaml:"traits"`
	// SettingsDelimiter is where such a class says what stands between a field and a field
	// of it in the names of the environment.
	SettingsDelimiter []SettingsPrefix `yaml:"settings_delimiter"`
	// Providers give a parameter what a function returns; Annotated are types that say so
	// of a parameter.
	Providers []string `yaml:"providers"`
	Annotated []string `yaml:"annotated"`
	// Deferred are methods of a function that call it later: with "arguments" of their
	// own, or with those that are given "packed" in two of them. Bound is the argument
	// of a decorator that gives such a function itself first.
	Deferred map[string]string `yaml:"deferred"`
	Packed   map[string]Arg    `yaml:"packed"`
	Bound    string            `yaml:"bound"`
	// Starters are calls that run a function, given with its arguments packed.
	Starters []Starter `yaml:"starters"`
	// Shared are objects of which one function sets the parts that others read.
	Shared []string `yaml:"shared"`
	// Callers call the function that they are given, with the arguments behind it, and
	// give what it returns. Maps call it with each element of a sequence.
	Callers []string `yaml:"callers"`
	Maps    []string `yaml:"maps"`
	// Enumerators give the elements of a sequence with their numbers, Zips those of
	// several side by side. Locals give the names around them as a mapping.
	Enumerators []string `yaml:"enumerators"`
	Zips        []string `yaml:"zips"`
	Locals      []string `yaml:"locals"`
	// Cases are the methods that change the case of a text: "upper" or "lower".
	Cases    map[string]string `yaml:"cases"`
	Encoders []string          `yaml:"encoders"`
	Dynamic  Dynamic           `yaml:"dynamic"`
}

// Fixes are texts of the language. Argument is how a keyword is given, and Option how a
// key of a mapping is, with {name} and {value} in it; without it, none is added.
type Fixes struct {
	Argument string            `yaml:"argument"`
	Option   string            `yaml:"option"`
	On       string            `yaml:"on"`
	Off      string            `yaml:"off"`
	Values   map[string]string `yaml:"values"` // by role: what an added argument gets
}

// Used are words and the texts that they stand behind.
type Used struct {
	Words  []string `yaml:"words"`
	Behind []string `yaml:"behind"`
}

// Filter is all that chooses files, as package prefilter reads it.
func (m *Model) Filter() []string {
	out := slices.Clone(m.Markers)
	for _, w := range m.Used.Words {
		out = append(out, w+" behind "+strings.Join(m.Used.Behind, " "))
	}
	for _, name := range m.SettingsModules {
		out = append(out, strings.ToLower(name))
	}
	return out
}

// Client is one HTTP client library.
type Client struct {
	Name    string `yaml:"name"`
	Package string `yaml:"package"` // none where the language brings it
	// Through are other packages that its requests go through.
	Through []string `yaml:"through"`
	// Functions are the modules whose functions Calls are, if it has such.
	Functions    []string          `yaml:"functions"`
	Constructors []string          `yaml:"constructors"`
	Constructor  map[string]Arg    `yaml:"constructor"` // role to argument
	Scheme       string            `yaml:"scheme"`      // of a client that is made for one host
	Attributes   map[string]string `yaml:"attributes"`  // attribute to role
	// Options are functions whose results say something of a client where it is made.
	Options []Function `yaml:"options"`
	// Calls send. Sets are methods that give the client what it sends later, and
	// Builds are methods that return a request with what the client adds to it.
	Calls  []Function `yaml:"calls"`
	Sets   []Function `yaml:"sets"`
	Builds []Function `yaml:"builds"`
	// TokenField is the header of a token that the object is given, where that is not
	// Authorization. Signs is set where it sends one with every request in any case.
	TokenField string `yaml:"token_field"`
	Signs      bool   `yaml:"signs"`
	// Stub is what the methods take that a library makes of the object, for one call
	// each. Its names are methods of the object that make such a method. Where the object
	// has Parts, the methods of its parts and of what its methods give are such too.
	Stub  *Function `yaml:"stub"`
	Parts bool      `yaml:"parts"`
	// Describes is set where methods without a body say what is sent.
	Describes *Describes `yaml:"describes"`
	// Dispatch is the method that the verbs call, which a class may replace.
	Dispatch string `yaml:"dispatch"`
	// Extends are methods that make a client of this one, with settings of its own; Shared
	// is set where the functions of the module send with one client too.
	Extends []Function `yaml:"extends"`
	Shared  bool       `yaml:"shared"`
	// HeadersReplace is set where headers of a call stand instead of the client's.
	HeadersReplace bool `yaml:"headers_replace"`
	// Once is set where the object is one request, whatever asks for its parts.
	Once        bool `yaml:"once"`
	Behaviour   `yaml:",inline"`
	TrustAnchor bool `yaml:"trust_anchor"`
	// Fixes are values that go before those of the language, where libraries differ.
	Fixes map[string]string `yaml:"fixes"`
	// History is how earlier versions behaved, the newest first.
	History []Earlier `yaml:"history"`
}

// Behaviour is what a client does where the program says nothing.
type Behaviour struct {
	Defaults     Defaults   `yaml:"defaults"`
	OnRedirect   OnRedirect `yaml:"on_redirect"`
	AbsoluteWins fact.State `yaml:"absolute_wins"`
	URLParser    string     `yaml:"url_parser"`
}

// Earlier is what was different before a version. An empty part was not different.
type Earlier struct {
	Before    string `yaml:"before"`
	Behaviour `yaml:",inline"`
}

// Called is what a call of the module or of the client itself is listed as.
const Called = "()"

// SetsField tells a client with a method that gives it a header.
func (c *Client) SetsField() bool {
	return slices.ContainsFunc(c.Sets, func(f Function) bool { _, ok := f.Args["field"]; return ok })
}

// HasPart tells the path of a part of the client, or of a method.
func (c *Client) HasPart(path string) bool {
	prefix := path[:max(strings.LastIndexByte(path, '.'), 0)]
	_, whole := c.Attributes[path]
	return whole || c.Attributes[prefix] == "headers" || slices.ContainsFunc(c.Sets, func(f Function) bool { return slices.Contains(f.Names, path) })
}

// Function is a callable with the roles of its arguments.
type Function struct {
	Names []string `yaml:"names"`
	// Arity is the number of positional arguments; 0 is any.
	Arity  int            `yaml:"arity"`
	Method string         `yaml:"method"` // "" is the name in upper case; "?" is not known
	Args   map[string]Arg `yaml:"args"`
	// Absent are the texts of roles that nobody gives; "env:NAME" is a variable of the
	// environment.
	Absent map[string]string `yaml:"absent"`
	// Opens is set where the result is an object that sends, and no response.
	Opens bool `yaml:"opens"`
	// Public is set where what stands before the host of the URL is no secret.
	Public bool `yaml:"public"`
	// Grant is set where the secret of a client is sent, and no token.
	Grant bool `yaml:"grant"`
	// Defaults override the client's for these names.
	Defaults Defaults `yaml:"defaults"`
	// Options are the names of constants that the argument of the role option may be,
	// with the role that the argument of the role value then has.
	Options map[string]string `yaml:"options"`
}

// Describes says how a method without a body describes a request. What has it is a class
// with a constructor of the client as decorator, or one that a method in Makes is given.
type Describes struct {
	Makes []string `yaml:"makes"`
	// Verbs are decorators of the method, with what is sent ("?" is not known), and Path
	// is their argument. Placeholders is set where settings stand in the base URL.
	Verbs        map[string]string `yaml:"verbs"`
	Path         Arg               `yaml:"path"`
	Placeholders bool              `yaml:"placeholders"`
	// Parts are decorators of parameters: "url", or a field of "headers" or "params" whose
	// name is their argument Field.
	Parts map[string]string `yaml:"parts"`
	Field Arg               `yaml:"field"`
}

// Defaults are a client's settings where nothing is said.
type Defaults struct {
	Verify    fact.State `yaml:"verify"`
	Redirects fact.State `yaml:"redirects"`
	Timeout   fact.State `yaml:"timeout"`
	Netrc     fact.State `yaml:"netrc"`
}

// OnRedirect says what is still sent to the new place.
type OnRedirect struct {
	CrossHost fact.State `yaml:"cross_host"`
	Downgrade fact.State `yaml:"downgrade"`
	Custom    fact.State `yaml:"custom"`
}

// Arg is an argument: written "0:url" (position and keyword), "0", ":url", or
// ":proxy|proxies" where versions of the library call it differently. "0:1.url" is
// what the second argument, a mapping, holds under url, or else the first argument.
type Arg struct {
	Pos  int // counts from 1; 0 is none
	Keys []string
}

// UnmarshalYAML reads the written form.
func (a *Arg) UnmarshalYAML(n *yaml.Node) error {
	pos, keys, _ := strings.Cut(n.Value, ":")
	a.Pos, a.Keys = 0, nil
	if keys != "" {
		a.Keys = strings.Split(keys, "|")
	}
	if pos == "" && len(a.Keys) > 0 {
		return nil
	}
	i, err := strconv.Atoi(pos)
	if err != nil || i < 0 || slices.Contains(a.Keys, "") {
		return fmt.Errorf("line %d: %q is no argument; write 0:name", n.Line, n.Value)
	}
	a.Pos = i + 1
	return nil
}

// Value is a path whose parts come from Origin. Ambient is set where a browser sends
// them by itself.
type Value struct {
	Path    string      `yaml:"path"`
	Origin  fact.Origin `yaml:"origin"`
	Ambient bool        `yaml:"ambient"`
	// Parameter is set where a parameter that is called so is one too.
	Parameter bool `yaml:"parameter"`
}

// Keyed is a decorator of classes whose fields are settings.
type Keyed struct {
	Path   string `yaml:"path"`
	Prefix Arg    `yaml:"prefix"`
}

// Lookup is a call whose result comes from Origin; Name and Default are arguments.
// Where one is given that decides (Where), it must be one of Is. With Placeholders, the
// name is a text with settings in it: ${key:default}. A decorator is a lookup too, and
// where it gives no name its variable lends its own.
type Lookup struct {
	Placeholders bool        `yaml:"placeholders"`
	Part         string      `yaml:"part"` // of the request
	Path         string      `yaml:"path"`
	Origin       fact.Origin `yaml:"origin"`
	Name         *Arg        `yaml:"name"`
	Default      *Arg        `yaml:"default"`
	Called       string      `yaml:"called"` // the name, where no argument is it
	Result       int         `yaml:"result"` // which one it is of several results, from 0
	Where        *Arg        `yaml:"where"`
	Is           []string    `yaml:"is"`
	// Callback is the place of it among what is handed to the function that is the last
	// argument, counted from 1; 0 where it is returned.
	Callback int `yaml:"callback"`
}

// Starter is a call that runs a function.
type Starter struct {
	Path string         `yaml:"path"`
	Args map[string]Arg `yaml:"args"` // of the roles function, arguments and named
}

// SettingsPrefix is where a class says what the names in the environment begin with: the
// Key of what it calls Holder.
type SettingsPrefix struct {
	Holder string `yaml:"holder"`
	Key    string `yaml:"key"`
}

// Traits are calls that declare an attribute of a class which settings fill: what they
// are given for Default holds where nothing is set, or what a method gives that has the
// decorator Provider for the attribute's name.
type Traits struct {
	Paths    []string `yaml:"paths"`
	Default  Arg      `yaml:"default"`
	Provider string   `yaml:"provider"`
	Same     []string `yaml:"same"` // methods that give the declaration back
}

// HostSink is a call that puts a host into a link or a redirect.
type HostSink struct {
	Path string `yaml:"path"`
	Use  string `yaml:"use"`
	Arg  Arg    `yaml:"arg"`
}

// What a function of texts does.
const (
	Starts   = "starts"   // with With
	Ends     = "ends"     // with With
	Contains = "contains" // With
	Equals   = "equals"   // With, whatever the case
	Member   = "member"   // of the sequence With
	Format   = "format"   // fills the text with the arguments behind it
	Concat   = "concat"   // joins all arguments
	Join     = "join"     // joins the elements of Text, With between them
	Replace  = "replace"  // With by the argument behind it
	Below    = "below"    // a path, with slashes between
	Matches  = "matches"  // the whole of it, With
	Same     = "same"
)

// TextCall is a function of texts.
type TextCall struct {
	Path string `yaml:"path"`
	Does string `yaml:"does"`
	Text Arg    `yaml:"text"`
	With Arg    `yaml:"with"`
}

// Fill is a call that writes into its argument Into, with Rest into those behind it
// too: something from Origin, else from its argument From, else from what it is called on.
type Fill struct {
	Path    string      `yaml:"path"`
	Origin  fact.Origin `yaml:"origin"`
	From    *Arg        `yaml:"from"`
	Into    Arg         `yaml:"into"`
	Rest    bool        `yaml:"rest"`
	Name    *Arg        `yaml:"name"`
	Default *Arg        `yaml:"default"`
	Record  bool        `yaml:"record"`
}

// Parser splits a URL; Parts maps attributes to "host", "scheme", "netloc", "port" and
// "path". Whole is the method of the result that gives the URL back, Replace the one
// that gives a result with other parts.
type Parser struct {
	Path    string            `yaml:"path"`
	Parser  string            `yaml:"parser"`
	Parts   map[string]string `yaml:"parts"`
	Whole   string            `yaml:"whole"`
	Replace string            `yaml:"replace"`
	// Query is the attribute that holds the fields of the query, which its methods change.
	Query string `yaml:"query"`
	// Base is the URL that one without a host is relative to.
	Base *Arg `yaml:"base"`
	// Types are declared types of the result, which can be called with named parts too.
	Types []string `yaml:"types"`
	// Methods are methods of the result by what they do: "below", "join", "query",
	// "whole" or "same".
	Methods map[string]string `yaml:"methods"`
	// Also are other functions that do the same.
	Also []string `yaml:"also"`
	// Opens are methods that give a client, by its name, which has a request for the URL.
	Opens map[string]string `yaml:"opens"`
}

// HasMethod tells a method of the result that means something.
func (p *Parser) HasMethod(name string) bool {
	_, part := p.Parts[name+"()"]
	_, method := p.Methods[name]
	_, opens := p.Opens[name]
	return name != "" && (name == p.Whole || name == p.Replace || part || method || opens)
}

// Regex is a call that matches a pattern; Whole is set where it matches the whole
// text, Start where from its start.
type Regex struct {
	Path    string `yaml:"path"`
	Pattern Arg    `yaml:"pattern"`
	Text    Arg    `yaml:"text"`
	Whole   bool   `yaml:"whole"`
	Start   bool   `yaml:"start"`
}

// Context makes a TLS context, or an object that holds the settings of one.
type Context struct {
	Path          string     `yaml:"path"`
	Verify        fact.State `yaml:"verify"`
	HostnameCheck fact.State `yaml:"hostname_check"`
	Pin           fact.State `yaml:"pin"`
	// Plain is set where it stands for a connection without any TLS.
	Plain bool `yaml:"plain"`
	// Strict are arguments that make it check both, whatever the above says.
	Strict     []string          `yaml:"strict"`
	Args       map[string]Arg    `yaml:"args"`       // of the roles verify and ca
	Attributes map[string]string `yaml:"attributes"` // attribute to "verify" or "hostname"
	Off        []string          `yaml:"off"`        // values of these that turn verify off
	// Presents are methods that give the client a certificate of its own.
	Presents []string `yaml:"presents"`
	// Trusts are methods that add certificates to trust, and Judges those that are given
	// what judges certificates. Keeps give the settings back.
	Trusts []string `yaml:"trusts"`
	Judges []string `yaml:"judges"`
	Also   []string `yaml:"also"`
	Keeps  []string `yaml:"keeps"`
}

// Switch is an assignment that holds for the process.
type Switch struct {
	// Call is a function that is given what holds from then on, in its argument Arg.
	Call string `yaml:"call"`
	Arg  Arg    `yaml:"arg"`
	// Property is what the first argument has to be, where Call sets properties by name.
	Property string `yaml:"property"`
	Assign   string `yaml:"assign"`
	Value    string `yaml:"value"`
	// Kind is "cache" where the value is how many seconds addresses are kept.
	Kind string `yaml:"kind"`
}

// Adapter sends for a client; what it sets is on.
type Adapter struct {
	Path       string     `yaml:"path"`
	ServerName fact.State `yaml:"server_name"`
	Pin        fact.State `yaml:"pin"`
}

// TokenCall signs or verifies a JWT.
type TokenCall struct {
	Path      string         `yaml:"path"`
	Operation string         `yaml:"operation"`
	Args      map[string]Arg `yaml:"args"`
	// Parts are calls whose results, as further arguments, ask for a check of the
	// audience or the issuer; with a dot before them, methods on the way to the call.
	Parts map[string]string `yaml:"parts"`
	// AlgorithmsRequired is set where the library refuses to verify without a list.
	AlgorithmsRequired bool `yaml:"algorithms_required"`
	// Keyed is set where it is such a call only if it is given a key.
	Keyed bool `yaml:"keyed"`
	// Unverified is set where it reads a token and checks nothing.
	Unverified bool `yaml:"unverified"`
	// Arity is how many arguments it takes, where with another number it does other things.
	Arity int `yaml:"arity"`
	// Given is what makes its first argument, where another one says nothing.
	Given string `yaml:"given"`
	// Elsewhere is set where what it asks for of a token is said where it is made.
	Elsewhere bool `yaml:"elsewhere"`
}

// Paths are those that rows speak of, with those that they begin with.
func (m *Model) Paths() map[string]bool {
	all := map[string]bool{}
	note := func(paths ...string) {
		for _, p := range paths {
			p, _, _ = strings.Cut(p, "()")
			for p != "" && !all[p] {
				all[p] = true
				p = p[:max(strings.LastIndexByte(p, '.'), 0)]
			}
		}
	}
	for _, c := range m.Clients {
		note(c.Constructors...)
		note(c.Functions...)
		if c.Describes != nil {
			note(slices.Collect(maps.Keys(c.Describes.Verbs))...)
			note(slices.Collect(maps.Keys(c.Describes.Parts))...)
		}
	}
	for _, f := range slices.Concat(m.Requests, m.Basic) {
		note(f.Names...)
	}
	for _, x := range m.Values {
		note(x.Path)
	}
	for _, x := range m.Lookups {
		note(x.Path)
	}
	for _, x := range m.Parsers {
		note(x.Path)
		note(x.Also...)
	}
	for _, x := range m.Contexts {
		note(x.Path)
		note(x.Off...)
		note(x.Also...)
	}
	for _, x := range m.Tokens {
		note(x.Path)
	}
	for _, x := range m.Keyed {
		note(x.Path)
	}
	for name := range m.Constants {
		note(name)
	}
	for name := range m.Truths {
		note(name)
	}
	note(slices.Concat(m.Mappings, m.Identity, m.Encoders, m.Lists, m.Flat, m.Pairs, m.Logs)...)
	return all
}

// Load reads the model of a language that comes with the program.
func Load(language string) (*Model, error) {
	b, err := files.ReadFile(language + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("reading the model of %s: %w", language, err)
	}
	return parse(b)
}

// parse reads a model. Unknown keys, values outside the vocabulary and rows that
// are there twice are errors: a row that is misspelled must not be a silent miss.
func parse(b []byte) (*Model, error) {
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	var m Model
	if err := dec.Decode(&m); err != nil {
		return nil, fmt.Errorf("decoding a model: %w", err)
	}
	if err := dec.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return nil, errors.New("decoding a model: more than one document")
	}
	if err := m.validate(); err != nil {
		return nil, fmt.Errorf("decoding a model: %w", err)
	}
	return &m, nil
}
