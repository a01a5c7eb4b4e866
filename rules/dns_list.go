package rules

func dnsRules() []*Rule {
	return []*Rule{
		dns001, dns002, dns003, dns004, dns005, dns006, dns007, dns008, dns009, dns010,
		dns011, dns012, dns013, dns014, dns015, dns016, dns017,
	}
}
