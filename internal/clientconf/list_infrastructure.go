package clientconf

// infrastructureFormats are declared infrastructure.
func infrastructureFormats() []*format {
	return []*format{&terraformFormat, &cloudFormationFormat}
}
