package clientconf

// packageFormats are package managers and the clients of the command line.
func packageFormats() []*format {
	return []*format{
		&npmFormat, &yarnFormat, &pipFormat, &requirementsFormat, &pipTOMLFormat, &netrcFormat, &curlrcFormat, &gitFormat, &cargoFormat, &mavenFormat, &gradleFormat, &composerFormat,
		&nugetFormat, &dockerFormat,
	}
}
