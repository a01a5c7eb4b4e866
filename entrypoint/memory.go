//go:build !race

package main

// childMemory bounds the address space of the child that scans, in bytes.
const childMemory = 8 << 30
