package clientconf

import (
	"path"
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var pipFormat = format{
	Format:   Format{Group: "package managers", Name: "pip", Files: "pip.conf, pip.ini, .pypirc", Reads: "indexes, their credentials, hosts that are not checked"},
	artifact: fact.ArtifactRegistry, read: pipConf, size: 1 << 20,
	named: func(_, base string) bool {
		return base == "pip.conf" || base == "pip.ini" || base == ".pypirc" || base == "pypirc"
	},
}

func pipConf(t *text) {
	t.find = environmentNames
	for _, section := range t.entries("=:") {
		var url, password *node
		for _, n := range section.items {
			switch strings.ReplaceAll(strings.ToLower(n.key), "_", "-") {
			case "index-url", "extra-index-url", "find-links", "index":
				for _, u := range t.wordNodes(n) {
					t.registry("pip", u, nil, fact.Setting{})
				}
			case "trusted-host":
				for _, h := range t.wordNodes(n) {
					t.switchedOff("trusted-host", n, h.text)
				}
			case "cert":
				t.trustsFile("cert", n)
			case "proxy":
				t.plain(n)
			case "repository":
				url = n
			case "password":
				password = n
			}
		}
		if password != nil || url != nil { // a section of .pypirc
			t.uploads(section.key, url, password)
		}
	}
}

func (t *text) uploads(section string, url, password *node) {
	var c *fact.Credential
	if password != nil {
		if c = t.secret("password", fact.KindBasic, password); c == nil {
			return
		}
		t.keeps("twine", c, first(url.str(), first(section, "upload.pypi.org")), password)
	} else {
		c = &fact.Credential{Kind: fact.KindBasic, Origin: fact.OriginUnknown}
	}
	if url != nil {
		t.registry("twine", url, c, fact.Setting{})
	}
}

// wordNodes are the words of a value, as nodes.
func (t *text) wordNodes(n *node) []*node {
	var out []*node
	for i := n.from; i < n.to; {
		for i < n.to && strings.IndexByte(" \t\r\n", t.data[i]) >= 0 {
			i++
		}
		from := i
		for i < n.to && strings.IndexByte(" \t\r\n", t.data[i]) < 0 {
			i++
		}
		if from < i {
			out = append(out, t.scalar(n.key, 0, 0, from, i))
		}
	}
	return out
}

var requirementsFormat = format{
	Format:   Format{Group: "package managers", Name: "requirements", Files: "*requirements*.txt, *requirements*.in, requirements/*.txt, constraints*.txt", Reads: "indexes, their credentials, hosts that are not checked"},
	artifact: fact.ArtifactRegistry, read: requirements, size: 4 << 20,
	named: func(p, base string) bool {
		if ext := path.Ext(base); ext != ".txt" && ext != ".in" {
			return false
		}
		return strings.Contains(base, "requirements") || strings.HasPrefix(base, "constraints") || strings.EqualFold(path.Base(path.Dir(p)), "requirements")
	},
}

var requirementOption = regexp.MustCompile(`(?m)^[ \t]*(--index-url|-i|--extra-index-url|--find-links|-f|--trusted-host)(?:[ \t]*=[ \t]*|[ \t]+)(\S+)`)

// requirementURL is a package that is fetched by a URL of its own.
var requirementURL = regexp.MustCompile(`(?m)^[^#\n]*?\b(?:(?:git|hg|svn|bzr)\+)?(https?://[^\s#;]+)`)

func requirements(t *text) {
	t.find = environmentNames
	options := requirementOption.FindAllSubmatchIndex(t.data, maxWords)
	for _, m := range options {
		option := string(t.data[m[2]:m[3]])
		n := t.scalar(option, m[2], m[3], m[4], m[5])
		if option == "--trusted-host" {
			t.switchedOff(option, n, n.text)
			continue
		}
		t.registry("pip", n, nil, fact.Setting{})
	}
	for _, m := range requirementURL.FindAllSubmatchIndex(t.data, maxWords) {
		line := strings.TrimLeft(string(t.data[m[0]:m[2]]), " \t")
		if n := t.scalar("", 0, 0, m[2], m[3]); !strings.HasPrefix(line, "-") {
			t.registry("pip", n, nil, fact.Setting{})
		}
	}
}

var pipTOMLFormat = format{
	Format:   Format{Group: "package managers", Name: "Pipfile and pyproject.toml", Files: "Pipfile, pyproject.toml, uv.toml", Reads: "sources, their credentials, hosts that are not checked"},
	artifact: fact.ArtifactRegistry, read: pipTOML, size: 4 << 20,
	named: func(_, base string) bool { return base == "pipfile" || base == "pyproject.toml" || base == "uv.toml" },
}

func pipTOML(t *text) {
	t.find = environmentNames
	root := t.tomlTree()
	for _, place := range []struct {
		of   *node
		list string
	}{{root, "source"}, {root.get("tool", "poetry"), "source"}, {root.get("tool", "pdm"), "source"}, {root.get("tool", "uv"), "index"}, {root, "index"}} {
		for _, source := range place.of.get(place.list).list() {
			source = source.real()
			verify := fact.Setting{}
			if n := source.get("verify_ssl"); n.is(false) {
				verify = t.verifyOff(n)
			}
			t.registry("pip", source.get("url"), nil, verify)
		}
	}
	for _, uv := range []*node{root, root.get("tool", "uv"), root.get("pip"), root.get("tool", "uv", "pip")} {
		for _, key := range []string{"index-url", "extra-index-url", "find-links"} {
			for _, u := range uv.get(key).list() {
				t.registry("uv", u, nil, fact.Setting{})
			}
		}
		for _, h := range uv.get("allow-insecure-host").list() {
			t.switchedOff("allow-insecure-host", h, h.str())
		}
	}
}
