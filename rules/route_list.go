package rules

func routeRules() []*Rule {
	return []*Rule{
		route001, route002, route003, route004, route005, route006, route007, route008, route009, route010, route011,
		route012, route013, route014, route015, route016, route017, route018, route019, route020, route021, route022, route023,
		route024, route025, route026, route027,
	}
}
