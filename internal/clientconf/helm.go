package clientconf

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

var helmFormat = format{
	Format: Format{
		Group: "mesh and cluster", Name: "Helm values", Files: "values*.yml of a chart",
		Reads: "what fills a chart's templates, by its name there; environments, images, files within",
	},
	artifact: fact.ArtifactConfig, size: maxSettings,
	maybe: func(_, base string) bool { return valuesName.MatchString(base) },
	like:  func(_ string, data []byte) bool { return mappingLine.Match(data) },
	read: func(t *text) {
		t.find = with(templated, expansions)
		for i, n := range t.yamlDocuments() {
			t.chartValues(n, path.Dir(t.path), "values "+strconv.Itoa(i))
		}
	},
}

var (
	valuesName  = regexp.MustCompile(`^(?:[a-z0-9-]+[._-])?values(?:[._-][^/]*)?\.ya?ml$`)
	mappingLine = regexp.MustCompile(`(?m)^[A-Za-z_][A-Za-z0-9_-]*[ \t]*:`)
)

// chartValues reads the values of a chart: each fills .Values.… of the templates below a
// folder.
func (t *text) chartValues(n *node, folder, block string) {
	v := valuesReader{t, folder, block}
	for _, c := range n.pairs() {
		v.value(c, ".Values."+c.key, c.key, maxTreeDepth)
	}
	t.telemetry(n) // what watches services is often set among all else
}

type valuesReader struct {
	*text
	folder string
	block  string
}

// value reads what stands below a key; name is its whole name, key the last that is one.
func (v valuesReader) value(n *node, name, key string, left int) {
	if n.kind == aliasNode || left == 0 {
		return
	}
	switch {
	case n.kind == scalarNode:
		v.scalar(n, name, key)
		return
	case secretKeys[n.key]: // they name a Secret and its keys
		return
	case isEnvironment(n) && strings.Contains(strings.ToLower(n.key), "env"): // env, extraEnvVars
		o := object{text: v.text, node: n}
		for _, e := range n.items {
			o.variable(e.real(), v.block+name)
		}
		return
	case isContainers(n) && containersKey(n.key):
		o := object{text: v.text, node: n}
		for i, c := range n.items {
			o.container(c.real(), v.block+name+strconv.Itoa(i))
		}
		return
	case n.kind == mappingNode:
		v.chartImage(n)
	}
	for i, c := range n.items {
		at, last := name+"."+c.key, c.key
		if n.kind == listNode {
			at, last = name+"["+strconv.Itoa(i)+"]", key
		}
		v.value(c, at, last, left-1)
	}
}

// secretKeys are the keys below which a Secret is named.
var secretKeys = map[string]bool{"secretKeyRef": true, "secretRef": true, "configMapKeyRef": true, "imagePullSecrets": true, "secretKeys": true, "valueFrom": true}

func (v valuesReader) scalar(n *node, name, key string) {
	if n.block && v.file(key, n) || strings.Contains(strings.TrimRight(n.text, "\n"), "\n") {
		return
	}
	if namesSecret(key, n.text) {
		return
	}
	if n.text == "" || n.null {
		return
	}
	if len(v.out.Variables) >= maxSettingKeys || len(n.text) > maxValue {
		v.skip(n.from, n.to, "this is over what is read of one file of values", true)
		v.out.Masks = append(v.out.Masks, v.atNode(n))
		return
	}
	x := fact.Variable{Name: name, Block: v.block + name[:strings.LastIndexByte(name, '.')], Artifact: fact.ArtifactConfig, Origin: fact.OriginConfig, Within: v.folder, At: v.atNode(n)}
	literals := len(v.out.Literals)
	if x.Value, x.Credential = v.text.value(key, n); x.Credential != nil && x.Credential.Origin == fact.OriginLiteral {
		x.Credential.Name = name
		for i := literals; i < len(v.out.Literals); i++ {
			v.out.Literals[i].Credential.Name = name
		}
	}
	v.out.Variables = append(v.out.Variables, x)
}

// chartImage notes an image whose name and tag stand apart.
func (v valuesReader) chartImage(n *node) {
	repository, tag := n.get("repository"), n.get("tag")
	if repository.str() == "" || tag == nil && !strings.HasSuffix(strings.ToLower(n.key), "image") {
		return
	}
	name, version := imageName(repository.str())
	if version == "" {
		version, _, _ = strings.Cut(tag.str(), "@")
	}
	if name != "" && !strings.ContainsAny(name+version, "{$") {
		v.out.Images = append(v.out.Images, fact.Image{Name: name, Version: version, At: v.atNode(repository.real())})
	}
}

// keyName is how keys of a Secret that variables are made of are written.
var keyName = regexp.MustCompile(`^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$`)

// objectEnd is how the names of Secrets mostly end.
var objectEnd = regexp.MustCompile(`[.-](?:secrets?|credentials?|creds|tls|certs?|auth|token|keys?|password)$`)

var objectName = regexp.MustCompile(`^[a-z0-9]+(?:[.-][a-z0-9]+)*$`)

// namesSecret tells a value that is the name of a Secret, or of a key in one, by the key
// that it stands at: existingSecret, tlsSecret, passwordKey.
func namesSecret(key, value string) bool {
	ws := keyWords(key)
	if len(ws) == 0 {
		return false
	}
	last := ws[len(ws)-1]
	kind, _ := credential.NameKind(strings.Join(ws[:len(ws)-1], "_"))
	switch {
	case last == "key" && keyName.MatchString(value):
		return true
	case slices.Contains(ws, "existing"), last == "ref", last == "secrets":
		return true
	case last == "key" && kind != fact.KindNone && !slices.Contains(ws, "client"): // passwordKey; of a secretKey the value says more
		return kind != fact.KindOther || len(ws) > 2 || objectName.MatchString(value) && !strings.ContainsAny(value, "0123456789")
	case last == "secret":
		about := len(ws) == 1 || slices.Contains([]string{"tls", "pull", "auth", "credentials", "password", "token", "cert", "certificate", "ca", "license", "admin", "user"}, ws[len(ws)-2]) || objectEnd.MatchString(value)
		return about && objectName.MatchString(value) && strings.ContainsAny(value, "-.") && !strings.ContainsAny(value, "0123456789")
	}
	return false
}

// keyWords are the words of a key in lower case.
func keyWords(key string) []string {
	var b strings.Builder
	before := rune('_')
	for _, r := range key {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return strings.FieldsFunc(b.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
