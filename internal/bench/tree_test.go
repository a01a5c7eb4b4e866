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
// so: a tokenizer, a queue of requests, a link in a licence, a token that is checked.
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
	`class Session%[1]d:
    """One user's session. Its token and its secret are checked against the store."""

    def __init__(self, store, user, token=None, password=None):
        self.store, self.user, self.token = store, user, token
        self.password_changed = password is not None

    def is_valid(self, secret):
        if self.token is None or secret != self.store.get(self.user):
            log.info("the token of a user is not valid (attempt %%d)", %[1]d)
            raise PermissionError("bad secret or token")
        return {"user": self.user, "token_type": "session", "secret": None}
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

// worded are parts that few files have, and whose words choose a file: a header in a
// docstring, an exception of a client library, a setting with a secret's name.
var worded = []string{
	`def parse_%[1]d(header):
    """Split the value of an Authorization header into its scheme and the rest."""
    scheme, _, rest = header.partition(" ")
    return scheme.lower(), rest.strip()
`,
	`import requests

class Unavailable%[1]d(requests.RequestException):
    """The service of number %[1]d does not answer."""
`,
	`import os

SECRET_KEY_%[1]d = os.environ["APP_%[1]d_SECRET_KEY"]

def sign_%[1]d(value):
    return hmac.new(SECRET_KEY_%[1]d.encode(), value, "sha256").hexdigest()
`,
}

// wordedEvery is the number of files among which one is worded. In the standard
// library of Python 3.12, which holds HTTP clients and their tests, it is one in 12.
const wordedEvery = 33

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
		if len(paths)%wordedEvery == 0 {
			text.WriteString("\n\n")
			fmt.Fprintf(&text, worded[len(paths)/wordedEvery%len(worded)], r.Intn(100_000))
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
