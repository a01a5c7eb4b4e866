package rules

import "testing"

func TestOwnLink(t *testing.T) {
	for name, want := range map[string]bool{
		"next": true, "paging.next": true, "@odata.nextLink": true, "headers.Location": true, "links.next.url": true, "_links.next.href": true,
		"Location.String": true, "next_page_url": true, "headers.operation-location": true,
		"upload_url": false, "data": false, "items.url": false, "links.images.href": false, "next_of_kin": false, "url": false, "": false,
	} {
		if got := ownLink(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
}
