package rules

func confRules() []*Rule {
	return []*Rule{
		conf001, conf002, conf003, conf004, conf005, conf006, conf007, conf008, conf009,
	}
}
