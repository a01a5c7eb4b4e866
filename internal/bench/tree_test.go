package bench

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plain is code that calls nothing over the network, though its words may sound
// so: a tokenizer, a queue of requests, a link in a licence.
var plain = []string{
	`def area_%[1]d(width, height, unit="cm"):
    """Return the area. The caller requests a unit; see https://example.org/units."""
    if width < 0 or height < 0:
        raise ValueError("negative side: %%r, %%r" %% (width, height))
    return {"value": width * height * %[1]d, "unit": unit}
`,
	`class Tokenizer%[1]d(Base):
    KINDS = ("name", "number", "operator")

    def __init__(self, stream, *, strict=False, **options):
        self.stream, self.strict = stream, strict
        self.token = None

    def next_token(self):
        while (line := self.stream.readline()):
            for match in self.pattern.finditer(line):
                self.token = match.group(match.lastgroup)
                yield match.lastgroup, self.token, line[match.end():]
`,
	`def schedule_%[1]d(queue, limit=%[1]d):
    # serve the requests that wait, in their order
    requests = sorted((item for item in queue if item.ready), key=lambda item: item.due)
    try:
        return [f"{item.name}: {item.due:>{limit}}" for item in requests[:limit]]
    except (KeyError, AttributeError) as error:
        log.warning("cannot sort %%s: %%s", queue, error)
        return []
`,
}

// client is code that the tool is about.
const client = `import os
import requests

BASE_%[1]d = os.environ.get("API_BASE", "https://api%[1]d.example.com")

def fetch_%[1]d(path, token):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(f"{BASE_%[1]d}/{path}", headers=headers, timeout=5).json()
`

const licence = "# Licensed under the Example License; see https://example.org/license for its text.\n\n"

// writeTree writes size bytes of Python below a new folder, in files of about
// fileSize; one file in every (0: none) holds a client too.
func writeTree(b *testing.B, size, fileSize, every int) (root string, paths []string) {
	b.Helper()
	root = b.TempDir()
	r := rand.New(rand.NewSource(1))
	for written := 0; written < size; {
		var text strings.Builder
		text.WriteString(licence)
		if every > 0 && len(paths)%every == 0 {
			fmt.Fprintf(&text, client, len(paths))
		}
		for text.Len() < fileSize {
			text.WriteString("\n\n")
			fmt.Fprintf(&text, plain[r.Intn(len(plain))], r.Intn(100_000))
		}
		path := filepath.Join(root, fmt.Sprintf("package%d", len(paths)%40), fmt.Sprintf("module%d.py", len(paths)))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
			b.Fatal(err)
		}
		paths, written = append(paths, path), written+text.Len()
	}
	return root, paths
}
