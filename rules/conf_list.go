package rules

func confRules() []*Rule {
	return []*Rule{
		conf008, conf009,
	}
}
