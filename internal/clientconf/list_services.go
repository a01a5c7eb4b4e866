package clientconf

// serviceFormats are what observes services and whom they trust.
func serviceFormats() []*format {
	return []*format{
		&vectorFormat, &otelFormat, &prometheusFormat, &alertmanagerFormat, &grafanaFormat, &grafanaIniFormat,
		&fluentbitFormat, &fluentdFormat,
	}
}
