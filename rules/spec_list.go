package rules

func specRules() []*Rule {
	return []*Rule{
		spec001, spec002, spec003, spec004, spec005, spec006, spec007, spec008, spec009,
		spec010, spec011, spec012, spec013, spec014, spec015, spec016, spec017, spec018, spec019,
	}
}
