//go:build race

package main

// childMemory is no bound: the race detector reserves more than there is.
const childMemory = 0
