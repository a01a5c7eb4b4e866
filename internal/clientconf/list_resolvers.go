package clientconf

// resolverFormats are the resolvers, and what stands before them.
func resolverFormats() []*format {
	return []*format{
		&resolvConfFormat, &hostsFormat, &nsswitchFormat, &resolvedFormat, &corefileFormat, &unboundFormat, &namedFormat, &dnsmasqFormat, &javaSecurityFormat,
	}
}
