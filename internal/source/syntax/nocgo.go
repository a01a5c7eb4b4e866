//go:build !cgo

package syntax

// The parsers are C. Without a C compiler Go leaves out every file that needs one;
// this file is built instead, and fails with a name that says why.
var _ = no_C_compiler__the_parsers_are_C__install_gcc_or_clang_and_set_CGO_ENABLED_1
