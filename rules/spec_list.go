package rules

func specRules() []*Rule { return []*Rule{} }
