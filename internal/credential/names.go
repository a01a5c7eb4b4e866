package credential

import (
	"strings"
	"unicode"

	"github.com/hostbound/hostbound/internal/fact"
)

// FieldKind tells which credential a header, query parameter or cookie of this
// name carries; false where the name alone does not say that it carries one.
// The Authorization headers are of KindOther: their value names the scheme.
func FieldKind(field string) (fact.Kind, bool) {
	f := strings.ToLower(strings.TrimSpace(field))
	switch f {
	case "authorization", "proxy-authorization", "x-authorization", "x-forwarded-authorization":
		return fact.KindOther, true
	case "cookie":
		return fact.KindCookie, true
	case "private-token", "job-token", "x-access-token", "access_token", "x-auth-token", "x-id-token", "id_token", "x-amz-security-token", "x-vault-token", "x-consul-token", "auth_token", "oauth_token", "bearer", "token", "x-token", "macaroon", "grpc-metadata-macaroon", "rune":
		return fact.KindBearer, true
	}
	return headerWords(f)
}

// SessionCookie tells a cookie whose name says that it logs its bearer in.
func SessionCookie(name string) bool {
	if _, ok := FieldKind(name); ok {
		return true
	}
	ws := words(name)
	return hasAny(ws, "session", "sessionid", "sid", "sess", "auth", "jwt", "jsessionid", "phpsessid", "remember") && !hasAny(ws, notSecret...)
}

// headerWords judges vendor names such as X-Acme-Api-Key or Ocp-Apim-Subscription-Key.
func headerWords(f string) (fact.Kind, bool) {
	ws := words(f)
	if len(ws) == 0 {
		return fact.KindNone, false
	}
	last := ws[len(ws)-1]
	switch {
	case last == "apikey", last == "appkey", last == "authkey", last == "apitoken":
		return fact.KindAPIKey, true
	case last == "key" && hasAny(ws, "api", "subscription", "functions", "access", "auth", "application", "app", "account", "secret", "service", "rapidapi"):
		return fact.KindAPIKey, true
	case last == "key" && ws[0] == "x" && !hasAny(ws, notSecret...):
		return fact.KindAPIKey, true
	case last == "token" && len(ws) > 1 && !hasAny(ws, notSecret...):
		return fact.KindBearer, true
	case last == "secret", last == "password", last == "passwd":
		return fact.KindOther, true
	}
	return fact.KindNone, false
}

// notSecret are the words that make "token" or "key" something other than a credential.
var notSecret = []string{
	"csrf", "xsrf", "validation", "delta", "skip", "marker", "start", "request", "page", "next", "prev", "previous", "continuation", "continue", "cursor", "sync", "resume",
	"public", "pub", "idempotency", "cache", "primary", "foreign", "sort", "partition", "routing", "row", "hash",
	"pad", "eos", "bos", "unk", "mask", "sep", "cls", "stop", "special", "max", "min", "num", "total", "used",
	"invalid", "missing", "expired", "no", "limit", "limits", "per", "is", "has", "use", "require", "requires", "allow", "enable", "disable",
	"license", "optional", "translation", "i18n", "dict", "lookup", "site", "publishable",
}

// aboutSecret are last words that turn a name into one about a credential.
var aboutSecret = []string{
	"username", "usernames", "user", "login", "url", "link", "links", "uri", "endpoint", "host", "hostname", "server", "path", "file", "filename", "dir", "ttl", "expiry", "expires",
	"expiration", "expire", "lifetime", "time", "timeout", "age", "type", "name", "names", "id", "header", "headers", "prefix",
	"suffix", "algorithm", "alg", "algo", "issuer", "audience", "scope", "scopes", "length", "len", "size", "limit", "count",
	"enabled", "disabled", "required", "format", "field", "param", "regex", "pattern", "class", "location", "salt", "rounds",
	"policy", "algorithms", "directory", "min", "max", "minutes", "seconds", "hours", "days", "delta", "usage", "validator", "validators", "help",
	"hint", "label", "text", "message", "error", "index", "idx", "version", "store", "manager", "provider", "backend",
	"service", "arn", "ref", "status", "rate", "ratelimit", "throttle", "string", "interval", "period", "window", "quota", "burst", "retries", "attempts",
	"mode", "level", "kind", "domain", "realm", "table", "column", "event", "action", "callback", "middleware", "permission", "permissions",
	"role", "style", "sha1", "sha2", "sha256", "sha512", "md5", "bcrypt", "digest", "meta", "meta1", "meta2", "meta3", "metadata", "generator", "serializer", "score", "strength", "complexity", "input", "dialog", "button", "title", "placeholder", "tool",
	"method", "methods", "lock", "task", "job", "queue", "topic", "bucket", "region", "currency", "symbol", "address", "balance", "amount", "price", "reset", "check", "verify", "url2", "leeway", "at", "in", "on", "env", "var", "hash",
	"hashers", "rotation", "changed", "refresh", "auth", "sub", "template", "form", "schema", "model", "view", "handler",
}

// NameKind tells whether a variable, setting or constant of this name holds a
// credential, and of which kind: GITHUB_TOKEN, apiKey, client_secret. Names that
// speak about one (TOKEN_URL, token_ttl), counts (MAX_TOKENS), public keys and
// page tokens do not.
func NameKind(name string) (fact.Kind, bool) {
	ws := words(name)
	if len(ws) == 0 || hasAny(ws[len(ws)-1:], aboutSecret...) || hasAny(ws, notSecret...) {
		return fact.KindNone, false
	}
	switch {
	case ws[len(ws)-1] == "key" && adjacent(ws, "key", "app") && hasAny(ws, "pusher", "soketi", "reverb"): // every browser gets it
		return fact.KindNone, false
	case ws[len(ws)-1] == "secret" && adjacent(ws, "secret", "kube", "k8s", "kubernetes"): // the name of an object of the cluster
		return fact.KindNone, false
	case hasAny(ws, "jwt") && !hasAny(ws, "secret", "key"):
		return fact.KindJWT, true
	case hasAny(ws, "token", "bearer", "macaroon", "pat", "accesstoken", "authtoken", "apitoken"):
		return fact.KindBearer, true
	case hasAny(ws, "apikey", "appkey") || adjacent(ws, "key", "api", "access", "auth", "app", "subscription", "account"), ws[len(ws)-1] == "key" && adjacent(ws, "key", "service"):
		return fact.KindAPIKey, true
	case hasAny(ws, "password", "passwd", "passphrase", "pwd"):
		return fact.KindBasic, true
	case hasAny(ws, "secret", "secretkey", "clientsecret", "credential", "credentials"), adjacent(ws, "key", "private", "secret", "signing", "encryption", "jwt"):
		return fact.KindOther, true
	}
	return fact.KindNone, false
}

// OfDataStore tells the name of a password for a data store, a queue or a mail server,
// which speak protocols of their own: POSTGRES_PASSWORD, DB_PASS.
func OfDataStore(name string) bool {
	kind, ok := NameKind(name)
	ws := words(name)
	return ok && kind == fact.KindBasic && (adjacent(ws, "store", "key", "trust") || hasAny(ws, "db", "database", "sql", "pg", "postgres", "postgresql", "mysql", "mariadb", "mssql",
		"datasource", "jdbc", "r2dbc", "hikari", "flyway", "liquibase", "keystore", "truststore", "oracle", "redis", "valkey", "keydb", "clickhouse", "cockroach", "timescale", "scylla", "mongo", "mongodb", "cassandra", "memcached", "rabbitmq", "amqp", "mqtt", "kafka", "smtp", "imap", "mail", "email", "ldap", "ftp", "sftp", "ssh"))
}

// adjacent reports whether word stands right behind one of before.
func adjacent(ws []string, word string, before ...string) bool {
	for i := 1; i < len(ws); i++ {
		if ws[i] == word && hasAny(ws[i-1:i], before...) {
			return true
		}
	}
	return false
}

func hasAny(ws []string, any ...string) bool {
	for _, w := range ws {
		for _, a := range any {
			if w == a {
				return true
			}
		}
	}
	return false
}

// words splits a name at punctuation and at changes of case, in lower case:
// "X-Api-Key", "apiKey" and "API_KEY" give the same two last words.
func words(name string) []string {
	var out []string
	var cur []rune
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.ToLower(string(cur)))
			cur = cur[:0]
		}
	}
	rs := []rune(name)
	for i, r := range rs {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && startsWord(rs, i):
			flush()
		}
		cur = append(cur, r)
	}
	flush()
	return out
}

// startsWord tells the K of "apiKey" and of "APIKey" from that of "KEY".
func startsWord(rs []rune, i int) bool {
	if unicode.IsLower(rs[i-1]) || unicode.IsDigit(rs[i-1]) {
		return true
	}
	return unicode.IsUpper(rs[i-1]) && i+1 < len(rs) && unicode.IsLower(rs[i+1])
}

// placeholderWords never stand in a value that a provider issued, as a word of it.
var placeholderWords = []string{
	"your", "changeme", "changme", "changeit", "change", "replace", "replaceme", "placeholder", "example", "dummy", "insert", "todo",
	"redacted", "xxx", "foo", "foobar", "sample", "fake", "mock", "enter", "fixme", "removed", "hidden", "masked",
}

// placeholderValues are whole values that name what belongs there.
var placeholderValues = []string{
	"token", "secret", "password", "apikey", "api_key", "api-key", "key", "none", "null", "undefined", "nil", "true", "false",
	"bearer", "access_token", "accesstoken", "jwt", "test", "string", "value", "xxx", "abc", "abc123", "abcdef", "123", "1234", "12345",
	"123456", "my_token", "mytoken", "my-token", "the-token", "empty", "n/a", "unused", "not-needed", "not-used", "not-required", "no-key", "no-key-required", "no-key-needed", "ollama", "lm-studio", "unset", "unknown", "anonymous", "unauthenticated", "demo", "default", "invalid", "some_token",
}

// samples are values that providers print in their own documentation, without the
// head that makes them a token, in lower case.
var samples = []string{"16c7e42f292c6912e7710c838347ae178b4a", "examplekey"}

// Placeholder reports whether a value stands for a credential and is none: empty,
// templated (${X}, {{x}}, <token>, $(X), %X%), a run of one character, an
// ellipsis, or words such as "changeme" and "your-token-here".
func Placeholder(v string) bool {
	s := strings.TrimSpace(v)
	l := strings.ToLower(s)
	switch {
	case len(s) < 3, templated(s), oneCharacter(s), hasAny([]string{l}, placeholderValues...):
		return true
	case strings.Contains(s, "..."), strings.Contains(s, "…"), strings.Contains(s, "***"), strings.Contains(l, "xxxx"), strings.HasSuffix(s, "EXAMPLE"):
		return true
	}
	if _, v, ok := strings.Cut(l, "="); ok && hasAny([]string{v}, placeholderValues...) { // "auth=undefined"
		return true
	}
	for _, sample := range samples {
		if strings.Contains(l, sample) {
			return true
		}
	}
	return saysWhat(words(s)) || hasAny(words(s), placeholderWords...) || hasAny([]string{strings.TrimRight(letters(l), "0123456789")}, placeholderWords...) // ChAnGeMe!
}

// saysWhat tells several words that do no more than name a credential: oauth_client_secret.
func saysWhat(ws []string) bool {
	for _, w := range ws {
		if !hasAny([]string{w}, "oauth", "oauth2", "oidc", "client", "app", "api", "access", "auth", "bearer", "jwt", "user", "admin", "secret", "token", "key", "password", "id", "my", "the", "test") {
			return false
		}
	}
	return len(ws) > 1
}

func templated(s string) bool {
	for _, p := range [][2]string{{"${", "}"}, {"{{", "}}"}, {"<", ">"}, {"$(", ")"}, {"%(", ")s"}, {"#{", "}"}, {"[[", "]]"}, {"__", "__"}, {"{", "}"}, {"[", "]"}} {
		if i := strings.Index(s, p[0]); i >= 0 && strings.Contains(s[i+len(p[0]):], p[1]) {
			return true
		}
	}
	return len(s) > 2 && (s[0] == '%' && s[len(s)-1] == '%' || s[0] == '$' && strings.ToUpper(s) == s)
}

func oneCharacter(s string) bool { return strings.Count(s, s[:1]) == len(s) }

// keptIn are the endings of files that hold a credential.
var keptIn = []string{".pem", ".key", ".json", ".txt", ".crt", ".cer", ".p12", ".pfx", ".jks", ".keystore", ".yaml", ".yml", ".env", ".pub"}

// NamesFile reports whether a value says where a credential is kept: a path, or
// the name of a file. Base64 may begin with a slash too, so a long piece of a path
// is taken for a value.
func NamesFile(v string) bool {
	if strings.HasPrefix(v, "file:") || len(v) > 2 && v[1] == ':' && v[2] == '\\' {
		return true
	}
	for _, c := range v {
		if !(unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("._/~-", c)) {
			return false
		}
	}
	path := false
	for _, p := range []string{"/", "./", "../", "~/"} {
		path = path || strings.HasPrefix(v, p) && len(v) > len(p)
	}
	for _, piece := range strings.Split(v, "/") {
		if len(piece) > 32 {
			return false
		}
	}
	for _, e := range keptIn {
		path = path || strings.HasSuffix(strings.ToLower(v), e) && len(v) > len(e)
	}
	return path
}
