package rules

func tokenRules() []*Rule {
	return []*Rule{
		token001, token002, token003, token004, token005, token006, token007, token008, token009,
	}
}
