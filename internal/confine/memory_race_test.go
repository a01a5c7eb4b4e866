//go:build linux && race

package confine

// childMemory is no bound: the race detector reserves more than there is.
const childMemory = 0
