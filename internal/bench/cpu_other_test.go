//go:build !unix

package bench

import "time"

var started = time.Now()

// processTime is the clock, where the system does not tell the processors' time.
func processTime() time.Duration { return time.Since(started) }
