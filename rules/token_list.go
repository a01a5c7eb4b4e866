package rules

func tokenRules() []*Rule {
	return []*Rule{
		tls001, tls003, tls007, tls008,
		token001, token002, token003, token004, token005, token006, token009,
		conf008,
	}
}
