package rules

func confRules() []*Rule {
	return []*Rule{
		conf003, conf008, conf009,
	}
}
