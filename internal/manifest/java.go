package manifest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
)

// pom is what matters of a project file of Maven.
type pom struct {
	properties map[string]string
	parent     struct{ relative, version, group string }
	isChild    bool
	own        struct{ group, version string }
	uses       []dependency
	managed    []dependency
}

type dependency struct {
	group, artifact, version string
	at                       int
}

// maxParents bounds the chain of parents, and of properties in properties.
const maxParents = 8

func readPom(d *document) error {
	p, err := parsePom(d.data)
	if err != nil {
		return err
	}
	chain := []*pom{p}
	for at, up := d.path, p; up.isChild && len(chain) < maxParents; {
		parent, where := d.parentOf(at, up)
		if parent == nil {
			break
		}
		chain, at, up = append(chain, parent), where, parent
	}
	for _, dep := range append(p.managed, p.uses...) {
		if v := resolve(chain, dep.version); v != "" {
			d.coordinates(dep, v)
		}
	}
	for _, dep := range p.uses {
		if dep.version != "" {
			continue
		}
		for _, up := range chain { // a version that the project or one above it manages
			if v := managed(chain, up, dep); v != "" {
				d.coordinates(dep, v)
				break
			}
		}
	}
	return nil
}

func (d *document) coordinates(dep dependency, v string) {
	name := dep.group + ":" + dep.artifact
	if strings.HasPrefix(v, "[") || strings.HasPrefix(v, "(") { // an interval
		return
	}
	d.pinned(name, v, dep.at)
}

func managed(chain []*pom, in *pom, dep dependency) string {
	for _, m := range in.managed {
		if resolve(chain, m.group) == resolve(chain, dep.group) && m.artifact == dep.artifact {
			return resolve(chain, m.version)
		}
	}
	return ""
}

// parentOf reads the parent of a project, where it is of this repository.
func (d *document) parentOf(at string, p *pom) (*pom, string) {
	relative := p.parent.relative
	if relative == "" {
		relative = "../pom.xml"
	}
	where := path.Join(path.Dir(at), relative)
	if path.Ext(where) != ".xml" {
		where = path.Join(where, "pom.xml")
	}
	if strings.HasPrefix(where, "../") || !contains(d.index.near[path.Dir(where)], where) {
		return nil, ""
	}
	data, err := d.index.read(where)
	if err != nil || len(data) > maxBytes {
		return nil, ""
	}
	parent, err := parsePom(data)
	if err != nil {
		return nil, ""
	}
	return parent, where
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

var property = regexp.MustCompile(`\$\{([^{}]+)\}`)

// resolve puts properties in; empty where one is not known.
func resolve(chain []*pom, text string) string {
	for range maxParents {
		m := property.FindStringSubmatchIndex(text)
		if m == nil {
			return strings.TrimSpace(text)
		}
		v := propertyOf(chain, text[m[2]:m[3]])
		if v == "" || len(v) > maxLine {
			return ""
		}
		text = text[:m[0]] + v + text[m[1]:]
	}
	return ""
}

func propertyOf(chain []*pom, name string) string {
	for _, p := range chain {
		if v := p.properties[name]; v != "" {
			return v
		}
		switch name {
		case "project.version", "version":
			if v := first(p.own.version, p.parent.version); v != "" {
				return v
			}
		case "project.groupId", "groupId":
			if v := first(p.own.group, p.parent.group); v != "" {
				return v
			}
		case "project.parent.version":
			return p.parent.version
		}
	}
	return ""
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// parsePom reads the elements that matter, by their way from the root. Profiles and
// plugins are not those of the build itself.
func parsePom(data []byte) (*pom, error) {
	p := &pom{properties: map[string]string{}}
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var way []string
	var current dependency
	var text strings.Builder
	for n := 0; n < maxStatements*16; n++ {
		t, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading XML: %w", err)
		}
		switch e := t.(type) {
		case xml.StartElement:
			way = append(way, e.Name.Local)
			text.Reset()
			if e.Name.Local == "dependency" {
				current = dependency{at: int(dec.InputOffset())}
			}
		case xml.CharData:
			if text.Len() < maxLine {
				text.Write(e)
			}
		case xml.EndElement:
			if len(way) == 0 {
				return nil, errors.New("reading XML: an element ends that has not begun")
			}
			p.element(strings.Join(way[min(1, len(way)):], "/"), strings.TrimSpace(text.String()), &current, int(dec.InputOffset()))
			way = way[:len(way)-1]
			text.Reset()
		}
		if len(way) > 64 {
			return nil, errors.New("reading XML: elements are nested too deeply")
		}
	}
	return nil, errors.New("reading XML: the file has too many parts")
}

const (
	usesPath    = "dependencies/dependency"
	managedPath = "dependencyManagement/dependencies/dependency"
)

func (p *pom) element(way, text string, current *dependency, at int) {
	switch way {
	case "groupId":
		p.own.group = text
	case "version":
		p.own.version = text
	case "parent":
		p.isChild = true
	case "parent/version":
		p.parent.version = text
	case "parent/groupId":
		p.parent.group = text
	case "parent/relativePath":
		p.parent.relative = text
	case usesPath:
		p.uses = append(p.uses, *current)
	case managedPath:
		p.managed = append(p.managed, *current)
	case usesPath + "/groupId", managedPath + "/groupId":
		current.group = text
	case usesPath + "/artifactId", managedPath + "/artifactId":
		current.artifact = text
	case usesPath + "/version", managedPath + "/version":
		current.version, current.at = text, at
	default:
		if name, ok := strings.CutPrefix(way, "properties/"); ok && !strings.Contains(name, "/") {
			p.properties[name] = text
		}
	}
}

// readGradleLock reads lines group:artifact:version=configurations.
func readGradleLock(d *document) error {
	offset := 0
	for line := range bytes.Lines(d.data) {
		t, _, ok := strings.Cut(string(line), "=")
		if parts := strings.Split(t, ":"); ok && len(parts) == 3 && len(line) < maxLine {
			d.pinned(parts[0]+":"+parts[1], parts[2], offset)
		}
		offset += len(line)
	}
	return nil
}

var gradleNotation = regexp.MustCompile(`["']([A-Za-z0-9_.-]+):([A-Za-z0-9_.-]+):([0-9][A-Za-z0-9_.+-]*)(?:@[a-z]+)?["']`)

// readGradle reads versions that are written out: implementation("g:a:1.2.3").
func readGradle(d *document) error {
	offset := 0
	for line := range bytes.Lines(d.data) {
		if t := strings.TrimSpace(string(line)); len(line) < maxLine && !strings.HasPrefix(t, "//") {
			for _, m := range gradleNotation.FindAllStringSubmatch(t, -1) {
				d.required(m[1]+":"+m[2], m[3], offset)
			}
		}
		offset += len(line)
	}
	return nil
}

// readCatalog reads a version catalogue: [versions], and [libraries] that refer to them.
func readCatalog(d *document) error {
	versions := map[string]string{}
	type library struct {
		name, version, ref string
		at                 int
	}
	var libraries []library
	err := walkTOML(d.data, nil, func(v tomlValue) {
		full := append(v.table[:len(v.table):len(v.table)], v.key...)
		switch {
		case len(full) == 2 && full[0] == "versions":
			versions[full[1]] = text(v.node, "strictly") + text(v.node, "require")
			if s := text(v.node, ""); s != "" {
				versions[full[1]] = s
			}
		case len(full) == 2 && full[0] == "libraries":
			l := library{name: text(v.node, "module"), version: text(v.node, "version"), ref: text(v.node, "version.ref"), at: v.at}
			if g := text(v.node, "group"); g != "" {
				l.name = g + ":" + text(v.node, "name")
			}
			if parts := strings.Split(text(v.node, ""), ":"); len(parts) == 3 {
				l.name, l.version = parts[0]+":"+parts[1], parts[2]
			}
			libraries = append(libraries, l)
		}
	})
	for _, l := range libraries {
		d.required(l.name, first(l.version, versions[l.ref]), l.at)
	}
	return err
}
