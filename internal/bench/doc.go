// Package bench measures what the promises about speed are about, on inputs that
// it makes itself:
//
//	go test -run NONE -bench . ./internal/bench
//
// Each benchmark times its base line in the same run and reports the ratio, so
// that a slow machine gives the same answer as a fast one.
package bench
