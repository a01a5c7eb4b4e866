// Package names asks the DNS for hosts.
package names

import (
	"net"
	"net/http"
	"os"
)

func send(host string) {
	req, _ := http.NewRequest("GET", "https://"+host+"/", nil)
	req.Header.Set("X-Api-Key", os.Getenv("API_KEY"))
	http.DefaultClient.Do(req)
}

func resolved() {
	_, records, _ := net.LookupSRV("people", "tcp", "srv.example.com")
	send(records[0].Target)
	texts, _ := net.LookupTXT("txt.example.com")
	send(texts[0])
	name, _ := net.LookupCNAME("cname.example.com")
	send(name)
	_, more, _ := net.DefaultResolver.LookupSRV(nil, "people", "tcp", "own-srv.example.com")
	for _, r := range more {
		send(r.Target)
	}
	own, _ := net.DefaultResolver.LookupTXT(nil, "own-txt.example.com")
	send(own[0])
}
