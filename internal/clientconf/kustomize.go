package clientconf

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var kustomizeFormat = format{
	Format: Format{
		Group: "mesh and cluster", Name: "Kustomize", Files: "kustomization.yaml, Kustomization, patches of single steps",
		Reads: "generated Secrets and ConfigMaps with the files that they take, patches within, images",
	},
	artifact: fact.ArtifactContainer, read: kustomize,
	named: func(_, base string) bool {
		return base == "kustomization.yaml" || base == "kustomization.yml" || base == "kustomization"
	},
	like: func(_ string, data []byte) bool {
		return holdsAny(data, "/spec/", "/data/", "/stringData/") && patchStep.Match(data) && patchPath.Match(data)
	},
}

var (
	patchStep = regexp.MustCompile(`(?m)^-[ \t]+(?:op|path|value):|^\[[ \t\r\n]*\{[ \t\r\n]*"(?:op|path|value)"[ \t]*:`)
	patchPath = regexp.MustCompile(`"?path"?[ \t]*:[ \t]*["']?/(?:spec|data|stringData)/`)
)

func kustomize(t *text) {
	t.find = with(templated, expansions)
	for i, n := range t.yamlDocuments() {
		if n.kind == listNode {
			t.patchSteps(n)
			continue
		}
		for kind, key := range keyed("secretGenerator", "configMapGenerator") {
			for j, g := range n.get(kind).list() {
				t.generator(g, key, strconv.Itoa(i)+" "+kind+strconv.Itoa(j))
			}
		}
		for _, p := range append(n.get("patches").list(), n.get("patchesStrategicMerge").list()...) {
			patch := p
			if p.get("patch") != nil {
				patch = p.get("patch")
			}
			if patch = patch.real(); strings.Contains(patch.str(), "\n") {
				t.patch(patch)
			}
		}
		for _, image := range n.get("images").list() {
			ref := image.first("newName", "name")
			if ref.str() == "" {
				continue
			}
			name, version := imageName(ref.str())
			if tag := image.get("newTag").str(); tag != "" {
				version = tag
			}
			t.out.Images = append(t.out.Images, fact.Image{Name: name, Version: version, At: t.atNode(ref)})
		}
	}
}

// patch reads the part of an object that a patch gives, or the values that a patch of
// single steps sets.
func (t *text) patch(n *node) {
	if t.inside("patch.yaml", n) {
		return
	}
	part := t.part(t.body(n))
	for _, doc := range part.documents() {
		part.patchSteps(doc)
	}
}

// patchSteps reads what single steps put into an object.
func (t *text) patchSteps(steps *node) {
	o := object{text: t, node: steps, id: "patch " + strconv.Itoa(t.at(steps.from, steps.from).Start.Offset)}
	for _, step := range steps.list() {
		switch value := step.get("value"); {
		case value == nil:
		case strings.Contains(step.get("path").str(), "/env/") && value.get("name") != nil:
			o.variable(value, o.id)
		case strings.HasSuffix(step.get("path").str(), "/env"):
			for _, e := range value.list() {
				o.variable(e.real(), o.id)
			}
		default:
			o.pods(value, maxTreeDepth)
		}
	}
}

// generator reads a Secret or ConfigMap that is made of what is written here and of files.
func (t *text) generator(g *node, kind, block string) {
	of := kind + " " + g.get("name").str()
	for _, l := range g.get("literals").list() {
		l = l.real()
		name, value, ok := strings.Cut(l.str(), "=")
		if !ok || value == "" {
			continue
		}
		before := len(t.out.Variables)
		if t.envVar(name, block, t.cut(l, len(name)+1)); len(t.out.Variables) > before {
			t.out.Variables[before].Object = of
		}
	}
	for _, f := range append(g.get("envs").list(), g.get("env").list()...) {
		if p := path.Join(path.Dir(t.path), f.str()); f.str() != "" && !strings.HasPrefix(p, "..") {
			t.out.Inclusions = append(t.out.Inclusions, fact.Inclusion{Into: fact.Block{Path: t.path, Name: of}, From: p, At: t.atNode(f.real())})
		}
	}
}
