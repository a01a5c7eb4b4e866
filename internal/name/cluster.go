package name

import "strings"

// SameService reports whether a name that an object of a cluster says, in its namespace, is
// the host of a request: "crm" in shop is crm, crm.shop and crm.shop.svc.cluster.local.
func SameService(said, namespace, host string) bool {
	said, host = strings.ToLower(strings.TrimSuffix(said, ".")), strings.ToLower(strings.TrimSuffix(host, "."))
	if tail, ok := strings.CutPrefix(said, "*."); ok {
		return strings.HasSuffix(host, "."+tail)
	}
	short := func(s string) string {
		for _, end := range []string{".cluster.local", ".svc"} {
			s = strings.TrimSuffix(s, end)
		}
		return s
	}
	said, host = short(said), short(host)
	if said == "" || host == "" {
		return false
	}
	return said == host || !strings.Contains(said, ".") && said+"."+namespace == host || !strings.Contains(host, ".") && strings.HasPrefix(said, host+".") && strings.Count(said, ".") == 1
}
