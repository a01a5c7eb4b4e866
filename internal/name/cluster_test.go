package name

import "testing"

func TestSameService(t *testing.T) {
	for _, tt := range []struct {
		said, namespace, host string
		want                  bool
	}{
		{"crm", "shop", "crm", true},
		{"crm", "shop", "crm.shop", true},
		{"crm", "shop", "CRM.shop.svc.cluster.local.", true},
		{"crm.shop.svc", "", "crm", true},
		{"crm", "", "crm", true},
		{"api.acme.io", "", "api.acme.io", true},
		{"*.acme.io", "", "api.acme.io", true},
		{"*.acme.io", "", "acme.io", false},
		{"crm", "shop", "crm.other", false},
		{"crm", "shop", "crm.shop.acme.io", false},
		{"api.acme.io", "", "api", false},
		{"", "", "", false},
	} {
		if got := SameService(tt.said, tt.namespace, tt.host); got != tt.want {
			t.Errorf("SameService(%q, %q, %q) = %v", tt.said, tt.namespace, tt.host, got)
		}
	}
}
