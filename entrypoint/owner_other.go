//go:build !unix

package main

import "io/fs"

// owner is who a file belongs to, which this system does not say.
func owner(fs.FileInfo) (uid, gid int, ok bool) { return 0, 0, false }
