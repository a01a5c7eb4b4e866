package rules

func routeRules() []*Rule {
	return []*Rule{
		route011, route012, route013, route016, route017, route018, route019, route021, route022, route023, route025,
	}
}
