package result

import "testing"

func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		shown, line string
		want        bool
	}{
		{"", "", true},
		{"a = 1", "a = 1", true},
		{`token = "*****"`, `token = "abc12"`, true},
		{`token = "·•🔒"`, `token = "é漢🙂"`, true},
		{`token = "*****"`, `token = "abc1"`, false},
		{`token = "**"`, `token = "é"`, false},
		{"a = 1", "a = 2", false},
		{"a = 1", "a = 12", false},
		{"a\x1ab", "a\xffb", true},
		{"a = *", "a = \t", true},
	} {
		if got := Covers(tt.shown, tt.line); got != tt.want {
			t.Errorf("Covers(%q, %q) is %v", tt.shown, tt.line, got)
		}
	}
}
