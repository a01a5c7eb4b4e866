package clientconf

// resolverFormats are the resolvers, and what stands before them.
func resolverFormats() []*format {
	return []*format{}
}
