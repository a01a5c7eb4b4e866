package openapi

import "errors"

// The bounds of one description with all that it refers to. What lies beyond is
// reported as not analysed.
const (
	maxDepth      = 1000      // of values within values
	maxNodes      = 3 << 20   // values of one JSON file
	maxMarks      = 3 << 19   // characters of a YAML file that a value begins at
	maxMerged     = 200_000   // entries that <<: brings in, of one file
	maxFiles      = 10_000    // files that are referred to
	maxBytes      = 128 << 20 // of those files together
	maxHops       = 50        // from one $ref to the next
	maxOperations = 50_000
	maxServers    = 64      // of one list
	maxVariants   = 8       // of one server with variables
	maxInputs     = 80      // of one operation
	maxAllInputs  = 200_000 // of all operations together, without those that they share
	maxSchemas    = 500     // schemas that are looked at for one value
	maxNesting    = 12      // of inputs within an input
	maxCallbacks  = 4       // of callbacks within callbacks
	maxNotes      = 200     // lines of what was not analysed
	manyNodes     = 200_000 // values of a YAML file that are worth a collection of garbage
	slabSize      = 4096    // nodes that are allocated at once
)

var errTime = errors.New("reading took longer than it may")
