//go:build linux && !race

package confine

// childMemory bounds the address space of the child, in bytes.
const childMemory = 2 << 30
