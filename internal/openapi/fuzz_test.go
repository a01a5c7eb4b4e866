package openapi

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// FuzzExtract holds for any text: no panic, no place outside of the file, and no
// password of a server in the facts.
func FuzzExtract(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range paths {
		if !strings.HasSuffix(p, ".facts") {
			data, err := os.ReadFile(p)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(data))
		}
	}
	f.Add(head + "x: &a {<<: *a, $ref: '#/x'}\n")
	f.Add("\ufeffopenapi: '3.1'\r\nservers: [{url: \"http://a:made-up@b\\\\c#@d\"}]\rpaths: *x")
	f.Add(`{"openapi":"3.0.3","servers":[{"url":"//x:y@{z}"}],"paths":{"/a":{"$ref":"#/paths/~1a"}}}`)
	f.Add("swagger: 2\nhost: u:p@h\nschemes: [http, [x]]\nsecurityDefinitions: {a: {type: basic}}\nsecurity: [a: []]\n")
	f.Add("asyncapi: 2.6.0\nservers: {a: {url: 'a:{p},b', protocol: kafka, security: [{s: []}]}}\nchannels: {c: {publish: {traits: [{$ref: '#/channels/c'}]}}}\n")
	f.Add(`{"asyncapi":"3.0.0","servers":{"a":{"host":"u:made-up@h","pathname":"{x}?token=y","protocol":"ws","security":[{"type":"http"},{"$ref":"#/servers/a"}]}}}`)
	f.Fuzz(func(t *testing.T, data string) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		files := 0
		read := func(string) ([]byte, error) {
			if files++; files > 20 { // a tree of any depth is slow, and finds nothing new
				return nil, fs.ErrNotExist
			}
			return []byte(data), nil
		}
		s := Extract(ctx, Input{Path: "a", Data: []byte(data), Read: read}, Options{Grader: credential.NewGrader([16]byte{1})})
		if ctx.Err() != nil {
			t.Error("it took more than 5 s")
		}
		places(t, reflect.ValueOf(s), len(data))
	})
}

// places checks every location that a fact holds.
func places(t *testing.T, v reflect.Value, size int) {
	if at, ok := v.Interface().(fact.Location); ok {
		if at.IsZero() {
			return
		}
		from, to := at.Start, at.End
		if from.Offset < 0 || to.Offset > size || from.Offset > to.Offset || from.Line > to.Line || from.Column < 1 && from.Line > 0 {
			t.Errorf("a place of %+v in %d bytes", at, size)
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			places(t, v.Elem(), size)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			places(t, v.Field(i), size)
		}
	case reflect.Slice:
		for i := range v.Len() {
			places(t, v.Index(i), size)
		}
	}
}

// FuzzJSON holds the reader of JSON against the standard library: what that
// accepts gives the same values.
func FuzzJSON(f *testing.F) {
	f.Add(`{"a": [1, 2.5e3, "x\u00e9\ud83d\ude00\n", null, true], "b": {}}`)
	f.Add(`{"a": 1, "a": 2, "": "\\\""}`)
	f.Add(`[[], {"x": [false]}, "\ud83d", "\/"]`)
	f.Fuzz(func(t *testing.T, data string) {
		root, lost, stop := readJSON(context.Background(), newFile("a.json", []byte(data)))
		var want any
		d := json.NewDecoder(strings.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&want); err != nil || d.More() || len(lost) > 0 || !utf8.ValidString(data) {
			return
		}
		if stop != nil {
			if strings.TrimSpace(data[d.InputOffset():]) == "" {
				t.Fatalf("%q is refused: %v at %d", data, stop, stop.offset)
			}
			return
		}
		if got := plain(root); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is read as %#v, not %#v", data, got, want)
		}
	})
}

// plain turns nodes into what encoding/json gives.
func plain(n *node) any {
	switch n.kind {
	case kindNull:
		return nil
	case kindBool:
		return n.text == "true"
	case kindNumber:
		return json.Number(n.text)
	case kindString:
		return strings.ToValidUTF8(n.text, "\ufffd")
	case kindSequence:
		out := []any{}
		for _, v := range n.items() {
			out = append(out, plain(v))
		}
		return out
	}
	out := map[string]any{}
	n.each(func(k, v *node) bool {
		out[strings.ToValidUTF8(k.text, "\ufffd")] = plain(v)
		return true
	})
	return out
}

// TestJSONAndYAMLAgree holds that a description means the same in either form.
func TestJSONAndYAMLAgree(t *testing.T) {
	for _, p := range []string{"testdata/openapi31.yaml"} {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := yaml.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		j, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		a, b := extract("a", string(data)), extract("a", string(j))
		if len(a.Operations) != len(b.Operations) || len(a.Routes) != len(b.Routes) || len(a.Literals) != len(b.Literals) ||
			len(a.Schemes) != len(b.Schemes) || len(a.NotAnalysed) != len(b.NotAnalysed) {
			t.Errorf("%s: YAML gives\n%s\nand JSON\n%s", p, dump(a), dump(b))
		}
	}
}
