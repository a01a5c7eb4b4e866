package models

// Dynamic is what the evaluator has to know of a language whose objects are mappings,
// whose settings are mappings that a call is handed, and whose functions are values.
type Dynamic struct {
	// Records is set where an attribute of a mapping is what it holds under that key.
	Records bool `yaml:"records"`
	// Closures is set where functions are written as values everywhere: those that a
	// library is handed are read there, those that nobody known calls on their own.
	Closures bool `yaml:"closures"`
	// Default is the name of what a module gives where no name is asked for; that of a
	// library is the library.
	Default string `yaml:"default"`
	// Continues are methods that hand what they are called on to a function, by how:
	// "then" and "rescue" the value, the others each of its elements.
	Continues map[string]string `yaml:"continues"`
	// TextMethods are methods of texts, sequences and mappings by what they do.
	TextMethods map[string]string `yaml:"text_methods"`
	// RequestBeside are names of parameters beside which one that is called like a
	// request is one.
	RequestBeside []string `yaml:"request_beside"`
	// Handlers are calls that are handed a path, and functions that answer requests for
	// it; HandlerNames are functions that do so by their own name.
	Handlers     []string `yaml:"handlers"`
	HandlerNames []string `yaml:"handler_names"`
	// AuthKeys are keys of a mapping that authenticates, by what is under them.
	AuthKeys map[string]string `yaml:"auth_keys"`
	// Off are texts that switch off what they are given to.
	Off []string `yaml:"off"`
	// Await is the method that a value is waited for by, whose call sends a request that
	// other methods have put together.
	Await string `yaml:"await"`
	// Listings are functions that give the parts of a mapping one by one: its "keys", its
	// "values", or the "items" that are both.
	Listings map[string]string `yaml:"listings"`
	// Promises are made of a function that is handed what it gives the value to.
	Promises []string `yaml:"promises"`
	// Parses are methods that check the form of a mapping from outside and give it back.
	Parses []string `yaml:"parses"`
}

// The ways of Dynamic.Continues, and what is under the keys of Dynamic.AuthKeys.
var (
	continues = []string{"then", "rescue", "each", "map", "filter", "find", "some", "every"}
	listings  = []string{"keys", "values", "items"}
	authKeys  = []string{"bearer", "user", "password"}
	// textMethods are what a method of Dynamic.TextMethods can do.
	textMethods = []string{"startswith", "endswith", "contains", "find", "concat", "replace", "base64", "match", "join", "append", "set", "get", "delete", "has", "query"}
)

func (v *validation) dynamic(d *Dynamic) {
	for method, how := range d.Continues {
		oneOf(v, "continues, "+method, how, continues)
	}
	for method, does := range d.TextMethods {
		oneOf(v, "text_methods, "+method, does, textMethods)
	}
	for path, what := range d.Listings {
		oneOf(v, "listings, "+path, what, listings)
	}
	for key, is := range d.AuthKeys {
		oneOf(v, "auth_keys, "+key, is, authKeys)
	}
	v.unique("request_beside", d.RequestBeside)
	v.unique("handlers", d.Handlers)
	v.unique("handler_names", d.HandlerNames)
	v.unique("off", d.Off)
	v.unique("promises", d.Promises)
	v.unique("parses", d.Parses)
}
