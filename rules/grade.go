package rules

import "github.com/hostbound/hostbound/internal/fact"

// matrix is the severity of a route by its channel (rows C0 to C4) and name
// (columns N0 to N5); docs/severity.md prints the same table.
var matrix = map[fact.ChannelGrade][6]Severity{
	fact.C0: {Critical, Critical, High, Critical, High, Info},
	fact.C1: {Critical, Critical, High, High, High, Low},
	fact.C2: {High, Medium, Medium, Medium, Low, None},
	fact.C3: {High, Medium, Medium, Info, Info, None},
	fact.C4: {Medium, Low, None, None, None, None},
}

var nameColumns = map[fact.NameGrade]int{fact.N0: 0, fact.N1: 1, fact.N2: 2, fact.N3: 3, fact.N4: 4, fact.N5: 5}

// Matrix is the severity of a route by its grades; None where one is not known.
func Matrix(g fact.Grades) Severity {
	row, ok := matrix[g.Channel]
	if !ok {
		return None
	}
	column, ok := nameColumns[g.Name]
	if !ok {
		return None
	}
	switch {
	case g.Meshed && g.Channel == fact.C0: // the mesh encrypts it
		return Info
	case g.Channel == fact.C0 && g.Name == fact.N2 && g.ClusterInternal:
		return Medium
	}
	return row[column]
}
