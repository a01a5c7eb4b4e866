package clientconf

// clientFormats are stored requests and the servers of assistants.
func clientFormats() []*format {
	return []*format{}
}
