package rules

import (
	"fmt"
	"strings"
)

var severityNames = [...]string{None: "none", Info: "info", Low: "low", Medium: "medium", High: "high", Critical: "critical"}

// String is the severity in a word, in lower case.
func (s Severity) String() string {
	if s < None || s > Critical {
		return fmt.Sprintf("severity(%d)", int(s))
	}
	return severityNames[s]
}

// ParseSeverity reads the word for a severity.
func ParseSeverity(word string) (Severity, error) {
	for s, name := range severityNames {
		if strings.EqualFold(word, name) {
			return Severity(s), nil
		}
	}
	return None, fmt.Errorf("unknown severity %q", word)
}

// Lower is the severity that many steps down; nothing that was reported falls below info.
func (s Severity) Lower(steps int) Severity {
	if s == None {
		return None
	}
	return max(s-Severity(steps), Info)
}
