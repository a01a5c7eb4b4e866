package clientconf

// clientFormats are stored requests and the servers of assistants.
func clientFormats() []*format {
	return []*format{&postmanFormat, &insomniaFormat, &brunoFormat, &httpFileFormat, &httpEnvFormat, &generatorFormat, &mcpFormat}
}
