package githubtest

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestContract tries the contract itself: it must refuse what GitHub would.
func TestContract(t *testing.T) {
	dir := os.Getenv("HOSTBOUND_GITHUB_OPENAPI")
	if dir == "" {
		t.Skip("HOSTBOUND_GITHUB_OPENAPI names no folder with GitHub's description of its API")
	}
	for file, prefix := range map[string]string{"api.github.com.json": "", "ghes-3.19.json": "/api/v3"} {
		c, err := LoadContract(filepath.Join(dir, file), prefix)
		if err != nil {
			t.Fatal(err)
		}
		annotation := `{"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}`
		for _, tt := range []struct{ method, path, body, wrong string }{
			{"POST", "/repos/o/r/check-runs", `{"name": "n", "head_sha": "s", "conclusion": "success"}`, ""},
			{"POST", "/repos/o/r/check-runs", `{"name": "n"}`, "head_sha"},
			{"POST", "/repos/o/r/check-runs", `{"name": "n", "head_sha": "s", "conclusion": "well"}`, "conclusion"},
			{"POST", "/repos/o/r/check-runs", `{"name": "n", "head_sha": "s", "colour": "red"}`, "colour is no property"},
			{"POST", "/repos/o/r/check-runs", `{"name": "n", "head_sha": "s", "output": {"title": "t", "summary": "s", "annotations": [` + strings.Repeat(annotation+",", 50) + annotation + `]}}`, "maximum number of items"},
			{"GET", "/repos/o/r/commits/s/check-runs?check_name=n&filter=all&per_page=100", "", ""},
			{"GET", "/repos/o/r/commits/s/check-runs?filter=some", "", "filter"},
			{"GET", "/repos/o/r/commits/s/check-runs?colour=red", "", "colour"},
			{"GET", "/repos/o/r/nothing", "", "no operation"},
			{"POST", "/repos/o/r/code-scanning/sarifs", `{"commit_sha": "` + strings.Repeat("a", 40) + `", "ref": "refs/heads/main", "sarif": "x"}`, ""},
			{"POST", "/repos/o/r/code-scanning/sarifs", `{"commit_sha": "` + strings.Repeat("a", 40) + `", "ref": "main", "sarif": "x"}`, "ref"},
		} {
			r := httptest.NewRequest(tt.method, "http://127.0.0.1:1"+prefix+tt.path, bytes.NewReader([]byte(tt.body)))
			r.Header.Set("Content-Type", "application/json")
			_, err := c.request(r, []byte(tt.body))
			if (err != nil) != (tt.wrong != "") || err != nil && !strings.Contains(err.Error(), tt.wrong) {
				t.Errorf("%s: %s %s %.200s: %v, want %q", file, tt.method, tt.path, tt.body, err, tt.wrong)
			}
		}
		r := httptest.NewRequest("GET", "http://127.0.0.1:1"+prefix+"/repos/o/r/commits/s/check-runs", nil)
		in, err := c.request(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.answer(in, 200, map[string]any{"total_count": 1, "check_runs": []any{map[string]any{"id": "text"}}}); err == nil {
			t.Errorf("%s: an answer of another form is taken", file)
		}
	}
}
