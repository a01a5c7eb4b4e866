package manifest

import (
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// tomlValue is a value of a TOML file with the table that it stands in.
type tomlValue struct {
	table []string // [[package]] is "package"
	key   []string
	node  *unstable.Node
	at    int
}

// walkTOML calls visit with each key of the file, and header where a table begins.
func walkTOML(data []byte, header func(table []string), visit func(tomlValue)) error {
	p := &unstable.Parser{}
	p.Reset(data)
	var table []string
	for p.NextExpression() {
		e := p.Expression()
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = keyOf(e)
			if header != nil {
				header(table)
			}
		case unstable.KeyValue:
			visit(tomlValue{table: table, key: keyOf(e), node: e.Value(), at: offsetOf(e)})
		}
	}
	if err := p.Error(); err != nil {
		return fmt.Errorf("reading TOML: %w", err)
	}
	return nil
}

func keyOf(n *unstable.Node) []string {
	var out []string
	for it := n.Key(); it.Next(); {
		out = append(out, string(it.Node().Data))
	}
	return out
}

// offsetOf is where a key begins.
func offsetOf(n *unstable.Node) int {
	for it := n.Key(); it.Next(); {
		return int(it.Node().Raw.Offset)
	}
	return 0
}

// text is a string, or the version of a table: {version = "^2", extras = []}.
func text(n *unstable.Node, key string) string {
	switch n.Kind {
	case unstable.String:
		return string(n.Data)
	case unstable.InlineTable:
		for it := n.Children(); it.Next(); {
			kv := it.Node()
			if kv.Kind == unstable.KeyValue && strings.Join(keyOf(kv), ".") == key && kv.Value().Kind == unstable.String {
				return string(kv.Value().Data)
			}
		}
	}
	return ""
}

// texts are the strings of a list, with their places.
func texts(n *unstable.Node, visit func(s string, offset int)) {
	if n.Kind != unstable.Array {
		return
	}
	for it := n.Children(); it.Next(); {
		if s := it.Node(); s.Kind == unstable.String {
			visit(string(s.Data), int(s.Raw.Offset))
		}
	}
}
