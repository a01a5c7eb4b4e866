package clientconf

// packageFormats are package managers and the clients of the command line.
func packageFormats() []*format {
	return []*format{}
}
