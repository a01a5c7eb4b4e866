package credential

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// maxJWT bounds what is decoded; no header that a server accepts is longer.
const maxJWT = 64 << 10

type jwt struct {
	fact.Claims
	sample bool // one of the tokens that documentation prints
}

// decodeJWT reads the claims that grade a token. The signature is not looked at.
func decodeJWT(v string) (jwt, bool) {
	parts := strings.Split(v, ".")
	if len(v) > maxJWT || len(parts) != 3 || !strings.HasPrefix(v, "eyJ") {
		return jwt{}, false
	}
	var header struct {
		Alg string `json:"alg"`
	}
	var body map[string]any
	if !decodePart(parts[0], &header) || !decodePart(parts[1], &body) || header.Alg == "" {
		return jwt{}, false
	}
	t := jwt{Claims: fact.Claims{Alg: header.Alg}}
	t.Expires, t.HasExpires = seconds(body["exp"])
	t.IssuedAt, _ = seconds(body["iat"])
	t.Issuer, _ = body["iss"].(string)
	t.HasAudience = present(body["aud"])
	t.sample = body["name"] == "John Doe" && body["sub"] == "1234567890"
	return t, true
}

func decodePart(s string, into any) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	return err == nil && json.Unmarshal(b, into) == nil
}

// seconds reads a NumericDate; one that does not fit is "not there".
func seconds(v any) (int64, bool) {
	f, ok := v.(float64)
	if !ok || math.IsNaN(f) || f < 0 || f > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

func present(aud any) bool {
	switch a := aud.(type) {
	case string:
		return a != ""
	case []any:
		return len(a) > 0
	}
	return false
}
