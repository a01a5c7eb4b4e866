package rules

func tlsRules() []*Rule {
	return []*Rule{
		tls001, tls002, tls003, tls004, tls005, tls006,
		tls007, tls008,
	}
}
