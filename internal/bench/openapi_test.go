package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/openapi"
)

// specSize is the size of the description that is made, in bytes.
const specSize = 10 << 20

// spec makes a description in the proportions of a large public one: paths with
// parameters, bodies and responses, schemas that refer to each other, examples,
// and prose.
func spec(size int) []byte {
	var b bytes.Buffer
	b.WriteString(`openapi: 3.0.3
info: {title: Made for the benchmark, version: "1.0"}
servers:
  - url: https://{region}.api.example.com/v1
    variables: {region: {default: eu, enum: [eu, us]}}
security: [{token: []}]
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
  schemas:
`)
	schema, n := size/2, 0
	for ; b.Len() < schema; n++ {
		fmt.Fprintf(&b, schemaText, n, (n+1)%97, n*7%97)
	}
	b.WriteString("paths:\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, pathText, i, i%n, (i*13)%n)
	}
	return b.Bytes()
}

const schemaText = `    Thing%[1]d:
      type: object
      description: A thing of the kind %[1]d, which belongs to its owner until it is given away.
      required: [id, name]
      properties:
        id: {type: integer, format: int64, example: %[1]d}
        name: {type: string, maxLength: 100, description: "What it is called; at most 100 characters."}
        access_token:
          type: string
          example: made-up-token-%[1]d
        labels:
          type: array
          items: {type: string}
        next: {$ref: '#/components/schemas/Thing%[2]d'}
        owner:
          allOf:
            - $ref: '#/components/schemas/Thing%[3]d'
            - type: object
              properties:
                since: {type: string, format: date-time, example: "2020-01-02T03:04:05Z"}
                role: {type: string, enum: [reader, writer, "owner", other]}
`

const pathText = `  /things/%[1]d/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
    get:
      operationId: getThing%[1]d
      summary: Get one thing of the kind %[1]d
      description: |
        Gives the thing with its owner and labels. A thing that was given away
        is found under its new owner only.
      parameters:
        - name: page
          in: query
          schema: {type: integer, minimum: 1}
        - name: filter
          in: query
          description: A word of the name.
          schema: {type: string}
      responses:
        "200":
          description: The thing
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing%[2]d'}
              example: {id: %[1]d, name: a thing, labels: [one, two], next: {id: 2, name: another}}
        "401": {description: Not allowed}
    post:
      operationId: setThing%[1]d
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing%[3]d'}
      responses:
        "204": {description: Done}
`

// asJSON is the same description as JSON with the given indent.
func asJSON(b *testing.B, data []byte, indent string) []byte {
	b.Helper()
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		b.Fatal(err)
	}
	out, err := json.MarshalIndent(v, "", indent)
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func bareDecode(b *testing.B, data []byte) {
	var n yaml.Node
	if err := yaml.Unmarshal(data, &n); err != nil {
		b.Fatal(err)
	}
}

func extract(b testing.TB, data []byte) {
	s := openapi.Extract(context.Background(), openapi.Input{Path: "api.yaml", Data: data}, openapi.Options{Grader: credential.NewGrader([16]byte{1})})
	if len(s.Documents) != 1 || len(s.Operations) == 0 || len(s.Routes) != 2 {
		b.Fatalf("%d documents, %d operations and %d routes", len(s.Documents), len(s.Operations), len(s.Routes))
	}
}

// benchmarkSpec takes turns with the base line, so that both meet the same
// machine, and counts processor time: of all threads, those that collect garbage too.
func benchmarkSpec(b *testing.B, data []byte) {
	base, took := time.Duration(1<<62), time.Duration(1<<62)
	for b.Loop() {
		for range 3 {
			base = min(base, processed(func() { bareDecode(b, data) }))
			took = min(took, processed(func() { extract(b, data) }))
		}
	}
	b.ReportMetric(0, "ns/op") // of both together, which says nothing
	b.ReportMetric(float64(took)/float64(base), "x-bare-decode")
	b.ReportMetric(float64(len(data))/1e6/took.Seconds(), "MB-read/s")
	b.ReportMetric(float64(peak(b, data))/1e6, "MB-peak")
}

func processed(f func()) time.Duration {
	runtime.GC()
	start := processTime()
	f()
	return processTime() - start
}

// BenchmarkSpecYAML reads a description of 10 MB to its facts.
func BenchmarkSpecYAML(b *testing.B) { benchmarkSpec(b, spec(specSize)) }

// BenchmarkSpecJSON reads one of 10 MB that is written on many lines.
func BenchmarkSpecJSON(b *testing.B) {
	data := asJSON(b, spec(specSize/2), "  ")
	benchmarkSpec(b, data)
}

// BenchmarkSpecMinified reads one without any white space.
func BenchmarkSpecMinified(b *testing.B) {
	var out bytes.Buffer
	if err := json.Compact(&out, asJSON(b, spec(specSize), "")); err != nil {
		b.Fatal(err)
	}
	benchmarkSpec(b, out.Bytes())
}

// peakFile names, to a process that measures itself, the file that it reads.
const peakFile = "HOSTBOUND_BENCH_PEAK"

// peak is the largest memory that a process of its own had resident while it read
// the description, in bytes: file, tree, facts and the program itself.
func peak(b *testing.B, data []byte) int {
	if runtime.GOOS != "linux" {
		return 0
	}
	path := b.TempDir() + "/spec"
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run", "^TestPeak$", "-test.v")
	cmd.Env = append(os.Environ(), peakFile+"="+path)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	_, rest, _ := strings.Cut(string(out), "VmHWM:")
	kb, err := strconv.Atoi(strings.Fields(rest + " ?")[0])
	if err != nil {
		b.Fatalf("no peak in %s", out)
	}
	return kb << 10
}

// TestPeak is the process that peak starts.
func TestPeak(t *testing.T) {
	path := os.Getenv(peakFile)
	if path == "" {
		t.Skip("it is run by the benchmarks of descriptions")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	extract(t, data)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "VmHWM:") {
			t.Log(line)
		}
	}
}
