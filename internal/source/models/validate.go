package models

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/version"
)

// The vocabulary of a model's values.
var (
	states  = []fact.State{fact.StateUnknown, fact.StateOn, fact.StateOff, fact.StateCustom}
	origins = []fact.Origin{fact.OriginUnknown, fact.OriginEnv, fact.OriginConfig, fact.OriginSecretStore, fact.OriginRequest,
		fact.OriginDatabase, fact.OriginResponse, fact.OriginParam, fact.OriginDNS}
	// roles are what an argument, or an attribute of a client, can be for.
	roles = []string{"url", "method", "headers", "auth", "params", "cookies", "data", "json", "verify", "hostname", "ca", "tls", "pin",
		"server_name", "cert", "netrc", "timeout", "redirects", "proxy", "adapter", "scope", "hop", "base_url", "host", "port", "request", "hook", "field", "value", "token", "secret", "client", "transport", "user", "password", "signer", "hop_signer", "with_headers", "entity", "path", "option", "attacher", "scheme"}
	accessorRoles = []string{"name", "default"}
	basicRoles    = []string{"user", "password"}
	contextRoles  = []string{"verify", "hostname", "ca", "insecure", "server_name", "pin"}
	contextParts  = []string{"verify", "hostname", "insecure", "server_name", "pin", "ca", "tls"}
	tokenRoles    = []string{"token", "key", "algorithm", "algorithms", "options", "verify", "audience", "issuer", "ignore_expiry"}
	parts         = []string{"host", "netloc", "origin", "scheme", "protocol", "whole", "port", "path", "query", "fragment", "userinfo"}
	uses          = []string{"link", "redirect", "upstream"}
	operations    = []string{"sign", "verify"}
	switchKinds   = []string{"verify", "hostname", "cache"}
	cases         = []string{"upper", "lower"}
	schemes       = []string{"", "http", "https"}
	ecosystems    = []string{"pypi", "npm", "go", "maven"}
)

// Where settings come from, how a function is called later, and what its arguments are.
var (
	settingSources = []string{"mapping", "object", "file"}
	deferredForms  = []string{"arguments", "packed"}
	packedRoles    = []string{"function", "arguments", "named"}
)

var written = regexp.MustCompile(`^[0-9]+(\.[0-9]+)*$`)

// validate lists everything in a model that nobody would read, or would misread.
func (m *Model) validate() error {
	v := &validation{}
	if m.Language == "" {
		v.add("language is missing")
	}
	v.lists(m)
	for role := range m.Fixes.Values {
		oneOf(v, "fixes", role, roles)
	}
	for _, a := range []string{m.Fixes.Argument, m.Fixes.Option} {
		if a != "" && (!strings.Contains(a, "{name}") || !strings.Contains(a, "{value}")) {
			v.add("fixes: %q lacks {name} or {value}", a)
		}
	}
	if m.Ecosystem != "" {
		oneOf(v, "ecosystem", m.Ecosystem, ecosystems)
	}
	for i := range m.Clients {
		v.client(&m.Clients[i])
	}
	v.clientNames(m.Clients)
	for _, f := range m.Requests {
		v.function("requests", f, roles)
	}
	for _, f := range m.Basic {
		v.function("basic", f, basicRoles)
	}
	for method, how := range m.Settings {
		oneOf(v, "settings, "+method, how, settingSources)
	}
	for method, how := range m.Deferred {
		oneOf(v, "deferred, "+method, how, deferredForms)
	}
	v.arguments("packed", m.Packed, packedRoles)
	for _, s := range m.Starters {
		v.arguments("starters, "+s.Path, s.Args, packedRoles)
	}
	for method, to := range m.Cases {
		oneOf(v, "cases, "+method, to, cases)
	}
	for _, f := range m.Bearers {
		v.function("bearers", f, []string{"token"})
	}
	for _, f := range m.Carried {
		v.function("carried", f, []string{"headers", "field", "with_headers"})
	}
	for _, f := range m.RequestSets {
		v.function("request_sets", f, roles)
	}
	for attribute, role := range m.RequestAttributes {
		oneOf(v, "request_attributes, "+attribute, role, roles)
	}
	for method, does := range m.MappingMethods {
		oneOf(v, "mapping_methods, "+method, does, []string{"set", "get", "delete", "copy", "query", "bearer", "basic"})
	}
	for _, path := range m.Relays {
		if !slices.ContainsFunc(m.Clients, func(c Client) bool { return slices.Contains(c.Constructors, path) }) {
			v.add("relays: %s is no client", path)
		}
	}
	v.arguments("accessor_args", m.AccessorArgs, accessorRoles)
	v.dynamic(&m.Dynamic)
	v.tables(m)
	return errors.Join(v.problems...)
}

type validation struct{ problems []error }

func (v *validation) add(format string, args ...any) {
	v.problems = append(v.problems, fmt.Errorf(format, args...))
}

// unique wants each of the names, and none twice.
func (v *validation) unique(where string, names []string) {
	seen := map[string]bool{}
	for _, n := range names {
		switch {
		case strings.TrimSpace(n) != n || n == "":
			v.add("%s: %q is no name", where, n)
		case seen[n]:
			v.add("%s: %q is there twice", where, n)
		}
		seen[n] = true
	}
}

func oneOf[T comparable](v *validation, where string, value T, of []T) {
	if !slices.Contains(of, value) {
		v.add("%s: %v is not one of %v", where, value, of)
	}
}

func (v *validation) lists(m *Model) {
	for where, names := range map[string][]string{
		"markers": m.Markers, "accessors": m.Accessors, "views": m.Views, "view_classes": m.ViewClasses, "view_methods": m.ViewMethods, "context_managers": m.ContextManagers, "request_parameters": m.RequestParameters,
		"host_header": m.HostHeader, "queries": m.Queries, "joins": m.Joins, "identity": m.Identity, "exits": m.Exits,
		"nothing": m.Nothing, "answer_parameters": m.AnswerParameters, "log_methods": m.LogMethods, "stops": m.Stops, "relays": m.Relays,
		"unsplits": m.Unsplits, "finders": m.Finders, "token_keys": m.TokenKeys, "request_paths": m.RequestPaths, "request_ambient": m.RequestAmbient, "label_checks": m.LabelChecks, "mappings": m.Mappings, "attributes": m.Attributes, "fields": m.Fields, "quantifiers": m.Quantifiers, "neutral": m.Neutral, "logs": m.Logs, "prints": m.Prints, "instance_checks": m.InstanceChecks, "responses": m.Responses, "signers": m.Signers, "encoders": m.Encoders, "callers": m.Callers, "maps": m.Maps, "enumerators": m.Enumerators, "zips": m.Zips, "locals": m.Locals,
		"view_functions": m.ViewFunctions, "providers": m.Providers, "annotated": m.Annotated, "settings_modules": m.SettingsModules, "settings_classes": m.SettingsClasses, "settings_names": m.SettingsNames, "merges": m.Merges, "settings_aliases": m.SettingsAliases, "shared": m.Shared,
		"buffers": m.Buffers, "adds": m.Adds, "verifiers": m.Verifiers, "trusters": m.Trusters, "pairs": m.Pairs, "lists": m.Lists, "flat": m.Flat, "attachers": m.Attachers,
	} {
		v.unique(where, names)
	}
	v.unique("used", m.Used.Words)
	v.unique("used", m.Used.Behind)
	for _, marker := range slices.Concat(m.Markers, m.Used.Words) {
		if marker != strings.ToLower(marker) {
			v.add("markers: %q is not lower case", marker)
		}
	}
}

func (v *validation) client(c *Client) {
	where := "client " + c.Name
	if c.Name == "" {
		v.add("a client has no name")
	}
	v.unique(where, slices.Concat(c.Functions, c.Constructors))
	if len(c.Functions)+len(c.Constructors) == 0 {
		v.add("%s: neither functions nor constructors lead to it", where)
	}
	v.arguments(where, c.Constructor, roles)
	v.unique(where, c.Through)
	for role := range c.Fixes {
		oneOf(v, where+", fixes", role, roles)
	}
	oneOf(v, where, c.Scheme, schemes)
	for attribute, role := range c.Attributes {
		oneOf(v, where+", attribute "+attribute, role, roles)
	}
	v.behaviour(where, c.Behaviour)
	var names []string
	for _, f := range slices.Concat(c.Calls, c.Sets, c.Builds, c.Extends) {
		v.function(where, f, roles)
		names = append(names, f.Names...)
	}
	v.unique(where, names)
	for _, f := range c.Options {
		v.function(where+", options", f, roles)
	}
	if len(c.Calls) == 0 && c.Stub == nil && c.Describes == nil {
		v.add("%s: no call of it sends", where)
	}
	for _, f := range c.Calls {
		_, made := c.Constructor["url"]
		_, hosted := c.Constructor["host"]
		if !c.Once && !has(f, "url") && !made && !hosted && !has(f, "client") && !slices.ContainsFunc(slices.Concat(c.Sets, c.Builds), func(s Function) bool { return gives(s, "url") }) {
			v.add("%s: %v has no url", where, f.Names)
		}
	}
	if c.Stub != nil {
		if len(c.Stub.Names) > 0 {
			v.function(where, *c.Stub, roles)
		}
		v.arguments(where, c.Stub.Args, roles)
	}
	if c.Describes != nil {
		v.describes(where, c.Describes)
	}
	v.history(where, c.History)
}

// gives is has, with what an option may be.
func gives(f Function, role string) bool {
	return has(f, role) || slices.Contains(slices.Collect(maps.Values(f.Options)), role)
}

func (v *validation) describes(where string, d *Describes) {
	v.unique(where+", makes", d.Makes)
	if len(d.Verbs) == 0 {
		v.add("%s: no verb describes a request", where)
	}
	for path, part := range d.Parts {
		oneOf(v, where+", "+path, part, []string{"url", "headers", "params"})
	}
}

func has(f Function, role string) bool {
	_, ok := f.Args[role]
	return ok
}

func (v *validation) history(where string, history []Earlier) {
	for i, e := range history {
		v.behaviour(where, e.Behaviour)
		switch {
		case !written.MatchString(e.Before):
			v.add("%s: before: %q is no version", where, e.Before)
		case i > 0 && !version.Less(e.Before, history[i-1].Before):
			v.add("%s: history: %s stands behind %s, which is not newer", where, e.Before, history[i-1].Before)
		case e.Behaviour == Behaviour{}:
			v.add("%s: nothing was different before %s", where, e.Before)
		}
	}
}

func (v *validation) behaviour(where string, b Behaviour) {
	for _, s := range []fact.State{b.Defaults.Verify, b.Defaults.Redirects, b.Defaults.Timeout, b.Defaults.Netrc,
		b.OnRedirect.CrossHost, b.OnRedirect.Downgrade, b.OnRedirect.Custom, b.AbsoluteWins} {
		oneOf(v, where, s, states)
	}
}

func (v *validation) function(where string, f Function, roles []string) {
	where = fmt.Sprintf("%s, %v", where, f.Names)
	if len(f.Names) == 0 {
		v.add("%s: a function has no names", where)
	}
	v.unique(where, f.Names)
	v.arguments(where, f.Args, roles)
	for role := range f.Absent {
		oneOf(v, where, role, roles)
	}
	for name, role := range f.Options {
		oneOf(v, where+", option "+name, role, roles)
	}
	if len(f.Options) > 0 != (has(f, "option") && has(f, "value")) {
		v.add("%s: options need the arguments option and value, and those need options", where)
	}
	v.behaviour(where, Behaviour{Defaults: f.Defaults})
}

// arguments wants known roles, and no two roles at one place.
func (v *validation) arguments(where string, args map[string]Arg, roles []string) {
	at := map[string]string{}
	for _, role := range slices.Sorted(maps.Keys(args)) {
		oneOf(v, where, role, roles)
		places := args[role].Keys
		if pos := args[role].Pos; pos > 0 {
			places = append([]string{fmt.Sprint(pos - 1)}, places...)
		}
		for _, p := range places {
			if other, taken := at[p]; taken {
				v.add("%s: argument %s is both %s and %s", where, p, other, role)
			}
			at[p] = role
		}
	}
}

// clientNames wants that a constructor or a function belongs to one client.
func (v *validation) clientNames(cs []Client) {
	owner := map[string]string{}
	claim := func(path, client string) {
		if o, taken := owner[path]; taken && o != client {
			v.add("clients: %s belongs to %s and to %s", path, o, client)
		}
		owner[path] = client
	}
	for _, c := range cs {
		if owner["client "+c.Name] != "" {
			v.add("clients: %s is there twice", c.Name)
		}
		owner["client "+c.Name] = c.Name
		for _, path := range c.Constructors {
			claim(path, c.Name)
		}
		for _, module := range c.Functions {
			for _, f := range c.Calls {
				for _, n := range f.Names {
					claim(module+"."+n, c.Name)
				}
			}
		}
	}
}

func (v *validation) tables(m *Model) {
	paths := map[string][]string{}
	for _, x := range m.Values {
		oneOf(v, "values, "+x.Path, x.Origin, origins)
		paths["values"] = append(paths["values"], x.Path)
	}
	for _, x := range m.Lookups {
		oneOf(v, "lookups, "+x.Path, x.Origin, origins)
		if x.Result < 0 || x.Result > 8 {
			v.add("lookups, %s: no call has the result %d", x.Path, x.Result)
		}
		if x.Callback < 0 || x.Callback > 8 {
			v.add("lookups, %s: no function is handed %d values", x.Path, x.Callback)
		}
		v.unique("lookups, "+x.Path, x.Is)
		if (x.Where == nil) != (len(x.Is) == 0) {
			v.add("lookups, %s: where and is belong together", x.Path)
		}
		paths["lookups"] = append(paths["lookups"], x.Path)
	}
	for _, x := range m.HostSinks {
		oneOf(v, "host_sinks, "+x.Path, x.Use, uses)
		paths["host_sinks"] = append(paths["host_sinks"], x.Path)
	}
	for _, x := range m.Parsers {
		for method, does := range x.Methods {
			oneOf(v, "parsers, "+x.Path+", "+method, does, []string{"below", "join", "query", "whole", "same"})
		}
		for _, part := range x.Parts {
			oneOf(v, "parsers, "+x.Path, part, parts)
		}
		paths["parsers"] = append(paths["parsers"], x.Path)
	}
	for method, does := range m.TextMethods {
		oneOf(v, "text_methods, "+method, does, []string{Starts, Ends, Contains, Equals, Format, Concat, Replace, Below, Matches, Same})
	}
	for name, state := range m.Truths {
		oneOf(v, "truths, "+name, state, []fact.State{fact.StateOn, fact.StateOff})
	}
	for _, x := range m.Keyed {
		paths["keyed"] = append(paths["keyed"], x.Path)
	}
	for _, x := range m.Texts {
		oneOf(v, "texts, "+x.Path, x.Does, []string{Starts, Ends, Contains, Equals, Member, Format, Concat, Join, Replace, Below})
		paths["texts"] = append(paths["texts"], x.Path)
	}
	for _, x := range m.Fills {
		oneOf(v, "fills, "+x.Path, x.Origin, append(slices.Clone(origins), ""))
		if x.Into.Pos == 0 && !x.Rest {
			v.add("fills, %s: into has no place", x.Path)
		}
		paths["fills"] = append(paths["fills"], x.Path)
	}
	for _, x := range m.Regexes {
		paths["regexes"] = append(paths["regexes"], x.Path)
	}
	for _, x := range m.Contexts {
		v.context(x)
		paths["contexts"] = append(paths["contexts"], x.Path)
	}
	for _, x := range m.Adapters {
		for _, state := range []fact.State{x.ServerName, x.Pin} {
			oneOf(v, "adapters, "+x.Path, state, states)
		}
		paths["adapters"] = append(paths["adapters"], x.Path)
	}
	for _, x := range m.Switches {
		oneOf(v, "switches, "+x.Assign, x.Kind, switchKinds)
		paths["switches"] = append(paths["switches"], strings.TrimSpace(x.Call+x.Assign+" "+x.Value+x.Property))
	}
	for _, x := range m.Tokens {
		oneOf(v, "tokens, "+x.Path, x.Operation, operations)
		v.arguments("tokens, "+x.Path, x.Args, tokenRoles)
		for part, role := range x.Parts {
			oneOf(v, "tokens, "+x.Path+", "+part, role, []string{"audience", "issuer"})
		}
		paths["tokens"] = append(paths["tokens"], x.Path)
	}
	for where, names := range paths {
		v.unique(where, names)
	}
}

func (v *validation) context(c Context) {
	where := "contexts, " + c.Path
	for _, s := range []fact.State{c.Verify, c.HostnameCheck, c.Pin} {
		oneOf(v, where, s, states)
	}
	v.arguments(where, c.Args, contextRoles)
	for _, part := range c.Attributes {
		oneOf(v, where, part, contextParts)
	}
	v.unique(where, c.Off)
	v.unique(where, c.Strict)
	v.unique(where, c.Trusts)
	v.unique(where, c.Keeps)
	v.unique(where, c.Judges)
	v.unique(where, c.Also)
	v.unique(where, c.Presents)
}
