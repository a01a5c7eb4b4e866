package gate

import (
	"slices"

	"github.com/hostbound/hostbound/internal/clientconf"
)

// Format is a kind of file that is read, as users are told of it.
type Format = clientconf.Format

// Formats are all kinds of files that are read.
func Formats() []Format {
	return slices.Concat([]Format{
		{Group: "source", Name: "Python", Files: "*.py, *.pyw; a file without an ending whose first line names Python", Reads: "requests that the program sends, what it logs, how it checks tokens"},
		{Group: "source", Name: "JavaScript and TypeScript", Files: "*.js, *.mjs, *.cjs, *.jsx, *.ts, *.mts, *.cts, *.tsx; script blocks of *.vue, *.svelte and *.astro; a file without an ending whose first line names Node or Deno", Reads: "as of Python"},
		{Group: "source", Name: "Go", Files: "*.go", Reads: "as of Python"},
		{Group: "source", Name: "Java", Files: "*.java", Reads: "as of Python"},
		{Group: "API descriptions", Name: "OpenAPI and Swagger", Files: "*.yaml, *.yml, *.json, *.oas, *.openapi, *.swagger or no ending, with a top-level openapi or swagger key that holds a version", Reads: "servers, security schemes, operations with their inputs, OAuth endpoints, references to other hosts"},
		{Group: "API descriptions", Name: "AsyncAPI", Files: "YAML and JSON with a top-level asyncapi key that holds a version", Reads: "servers with their protocols, security schemes, operations on channels, OAuth endpoints, references to other hosts"},
		{Group: "packages", Name: "lock files and manifests", Files: "requirements, poetry, uv, pdm, Pipenv, npm, pnpm, yarn, go.mod, Maven and Gradle; docs/files.md has the names", Reads: "which version of a client is used"},
	}, clientconf.Formats())
}
