package clientconf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

func reading(data string) *text {
	return newText("f", []byte(data), fact.ArtifactConfig, credential.NewGrader([16]byte{1}))
}

// dump writes each scalar with its place, as the file has it.
func dump(t *text, n *node, name string) []string {
	if n.kind == aliasNode {
		return []string{name + " = *"}
	}
	if n.kind == scalarNode {
		return []string{fmt.Sprintf("%s = %q at %q", name, n.text, t.data[n.from:n.to])}
	}
	var out []string
	for i, c := range n.items {
		key := c.key
		if n.kind == listNode {
			key = fmt.Sprint(i)
		}
		out = append(out, dump(t, c, name+"/"+key)...)
	}
	return out
}

func TestTree(t *testing.T) {
	for name, c := range map[string]struct{ data, want, fault string }{
		"yaml":           {"a: {b: 'c''d', e: [1, \"x\\ty\"]}\n", "/a/b = \"c'd\" at \"c''d\"\n/a/e/0 = \"1\" at \"1\"\n/a/e/1 = \"x\\ty\" at \"x\\\\ty\"", ""},
		"block":          {"a:\n- run: |\n    x\n    y\n  z: 1\n", "/a/0/run = \"x\\ny\\n\" at \"    x\\n    y\"\n/a/0/z = \"1\" at \"1\"", ""},
		"block in list":  {"- |\n  x\n- y\n", "/0 = \"x\\n\" at \"  x\"\n/1 = \"y\" at \"y\"", ""},
		"alias":          {"a: &x {b: 1}\nc: *x\n", "/a/b = \"1\" at \"1\"\n/c = *", ""},
		"template":       {"{{- if .x }}\na: {{ .Values.host }}:80\n{{- end }}\nb: \"{{ \"q\" }}\"\n", "/a = \"{{ .Values.host }}:80\" at \"{{ .Values.host }}:80\"\n/b = \"{{ \\\"q\\\" }}\" at \"{{ \\\"q\\\" }}\"", ""},
		"template item":  {"a:\n{{- if .x }} # why\n- {{ toYaml .y | nindent 2 }}\n  b: 1\n{{- end }}\n- {{ .z }}\n", "/a/0/b = \"1\" at \"1\"\n/a/1 = \"{{ .z }}\" at \"{{ .z }}\"", ""},
		"template block": {"a:{{ toYaml .x | nindent 2 }}\nb: |-{{ .y | nindent 2 }}\nc: x:{{ .z }}\n", "/a = \"\" at \"\"\n/b = \"\" at \"\"\n/c = \"x:{{ .z }}\" at \"x:{{ .z }}\"", ""},
		"json":           {"{\"a\": [1, \"x\\ty\"], // why\n \"b\": null,}", "/a/0 = \"1\" at \"1\"\n/a/1 = \"x\\ty\" at \"x\\\\ty\"\n/b = \"\" at \"null\"", ""},
		"broken yaml":    {"a: 1\nb:\n  c: 2\nd: [\n", "/a = \"1\" at \"1\"\n/b/c = \"2\" at \"2\"", "f:"},
		"broken json":    {"{\"a\": 1, \"b\": {\"c\": 2, \"d\": oops}}", "/a = \"1\" at \"1\"\n/b/c = \"2\" at \"2\"", "f:1:29"},
		"block at end":   {"a:\n- run: |\n    x\n    fi", "/a/0/run = \"x\\nfi\" at \"    x\\n    fi\"", ""},
		"over lines":     {"a: |\n  x ${{\n    .b\n  }}\n  # ${{ c\n  # d }}\nb: 1\n", "/a = \"x $xx\\n  xx\\nxx\\n# $xxxx\\n# xxxx\\n\" at \"  x ${{\\n    .b\\n  }}\\n  # ${{ c\\n  # d }}\"\n/b = \"1\" at \"1\"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := reading(c.data)
			n := r.tree()
			if n == nil {
				t.Fatalf("nothing was read: %v", r.out.NotAnalysed)
			}
			if got := strings.Join(dump(r, n, ""), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			said := ""
			for _, n := range r.out.NotAnalysed {
				said += n.At.String()
			}
			if (c.fault == "") != (said == "") || !strings.HasPrefix(said, c.fault) {
				t.Errorf("said %q, want %q", said, c.fault)
			}
		})
	}
}

func TestTOMLTree(t *testing.T) {
	for name, c := range map[string]struct{ data, want, fault string }{
		"tables":  {"a = 1\n[b.c]\nd = \"x\" # e\n[b]\nf.g = 'y'\n", "/a = \"1\" at \"1\"\n/b/c/d = \"x\" at \"x\"\n/b/f/g = \"y\" at \"y\"", ""},
		"lists":   {"[[a]]\nb = 1\n[a.c]\nd = true\n[[a]]\nb = [1, # x\n {k = \"v\"}]\n", "/a/0/b = \"1\" at \"1\"\n/a/0/c/d = \"true\" at \"true\"\n/a/1/b/0 = \"1\" at \"1\"\n/a/1/b/1/k = \"v\" at \"v\"", ""},
		"strings": {"a = \"x\\ty\"\nb = \"\"\"\nc\nd\"\"\"\n\"e.f\" = \"\"\n", "/a = \"x\\ty\" at \"x\\\\ty\"\n/b = \"c\\nd\" at \"c\\nd\"\n/e.f = \"\" at \"\"", ""},
		"broken":  {"[a]\nb = 1\nc = oops\nd = 2\n", "/a/b = \"1\" at \"1\"", "f:3:5"},
	} {
		t.Run(name, func(t *testing.T) {
			r := reading(c.data)
			if got := strings.Join(dump(r, r.tomlTree(), ""), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			said := ""
			for _, n := range r.out.NotAnalysed {
				said += n.At.String()
			}
			if said != c.fault {
				t.Errorf("said %q, want %q", said, c.fault)
			}
		})
	}
	for name, data := range map[string]string{
		"deep": "a = " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"many": "a = [" + strings.Repeat("1,", maxTreeNodes+10) + "1]",
	} {
		r := reading(data)
		r.tomlTree()
		if len(r.out.NotAnalysed) == 0 {
			t.Errorf("%s: nothing is said", name)
		}
	}
}

func TestTreeKeys(t *testing.T) {
	r := reading("base: &b {url: x, deep: {k: v}}\nuse:\n  <<: *b\n  url: y\nnone: ~\n")
	n := r.tree()
	for path, want := range map[string]string{"use url": "y", "use deep k": "v", "base url": "x", "use none": "", "none": ""} {
		if got := n.get(strings.Fields(path)...).str(); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

// A tree that is too deep, too large or names itself ends, and says so.
func TestTreeHostile(t *testing.T) {
	for name, data := range map[string]string{
		"deep yaml":  strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"deep json":  "{\"a\": " + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + "}",
		"many":       "a: [" + strings.Repeat("1,", maxTreeNodes+10) + "1]",
		"many json":  "{\"a\": [" + strings.Repeat("1,", maxTreeNodes+10) + "1]}",
		"not closed": strings.Repeat("{\"a\":", 50),
	} {
		r := reading(data)
		r.tree().walk(func(*node) bool { return true })
		if len(r.out.NotAnalysed) == 0 {
			t.Errorf("%s: nothing is said", name)
		}
	}
	r := reading("a: &x [*x]\n")
	if n := r.tree(); n.get("a") != nil && n.get("a").list()[0].get("b") != nil {
		t.Error("a list that holds itself has a key")
	}
}

// What stands within another file is read at its place in the outer one.
func TestEmbedded(t *testing.T) {
	r := reading("data:\n  application.yml: |\n    crm:\n      url: https://crm.acme.io\n      token: made-up-token-0001\n")
	if !r.inside("application.yml", r.tree().get("data", "application.yml")) {
		t.Fatal("no format took it")
	}
	var got []string
	for _, v := range r.out.Variables {
		got = append(got, v.At.String()+" "+v.Name+" "+string(r.data[v.At.Start.Offset:v.At.End.Offset]))
	}
	want := "f:4:12 crm.url https://crm.acme.io\nf:5:14 crm.token made-up-token-0001"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	for _, m := range r.out.Masks {
		if got := string(r.data[m.Start.Offset:m.End.Offset]); got != "made-up-token-0001" {
			t.Errorf("hides %q", got)
		}
	}
	if len(r.out.Masks) == 0 {
		t.Error("the token is not hidden")
	}
}

func FuzzTree(f *testing.F) {
	f.Add("a: {b: [1, {{ .x }}]}\n")
	f.Add("{\"a\": {\"b\": [1, \"\\u0000\", null, oops]}}")
	f.Add("[a.\"b\"]\nc = [1, {d = '''x'''}]\n[[e]]\n")
	f.Fuzz(func(t *testing.T, data string) {
		r := reading(data)
		for _, tree := range []*node{r.tree(), r.tomlTree()} {
			tree.walk(func(n *node) bool {
				if n.from < 0 || n.from > n.to || n.to > len(data) {
					t.Fatalf("%q: a node from %d to %d", data, n.from, n.to)
				}
				return true
			})
		}
	})
}
