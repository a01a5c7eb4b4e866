package rules

func dnsRules() []*Rule {
	return []*Rule{
		dns002, dns003, dns004,
	}
}
