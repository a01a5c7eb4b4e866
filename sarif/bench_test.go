package sarif

import (
	"io"
	"testing"
)

func BenchmarkWrite(b *testing.B) {
	r := many(25_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
