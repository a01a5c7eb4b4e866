package rules

func dnsRules() []*Rule {
	return []*Rule{}
}
