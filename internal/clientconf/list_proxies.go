package clientconf

// proxyFormats are the proxies that hand requests on.
func proxyFormats() []*format {
	return []*format{&nginxFormat, &haproxyFormat, &apacheFormat, &caddyFormat, &envoyFormat, &traefikFormat}
}
