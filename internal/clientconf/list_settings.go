package clientconf

// settingsFormats are the files of names and values that a program reads at its start.
func settingsFormats() []*format {
	return []*format{&dotenvFormat, &propertiesFormat, &settingsFormat, &appsettingsFormat, &dynaconfFormat, &oauth2proxyFormat, &vaultFormat, &keycloakFormat}
}
