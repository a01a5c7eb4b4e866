// Package channel sets how a connection is checked.
package channel

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"

	"github.com/gorilla/websocket"
)

var token = os.Getenv("API_TOKEN")

func send(c *http.Client, url string) {
	req, _ := http.NewRequest("GET", url, nil)
	req.Header.Set("Authorization", "Bearer "+token)
	c.Do(req)
}

func literals(pool *x509.CertPool, check func(tls.ConnectionState) error, raw func([][]byte, [][]*x509.Certificate) error, off bool) {
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}, "https://off.example.com/")
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: false}}}, "https://on.example.com/")
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: off}}}, "https://asked.example.com/")
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}, "https://private.example.com/")
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{ServerName: "named.example.com"}}}, "https://10.0.0.1/")
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, VerifyConnection: check}}}, "https://pinned.example.com/")
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{VerifyPeerCertificate: raw}}}, "https://raw.example.com/")
	send(&http.Client{}, "https://default.example.com/")
}

func attributes(pool *x509.CertPool, check func(tls.ConnectionState) error) {
	var c tls.Config
	c.InsecureSkipVerify = true
	t := &http.Transport{}
	t.TLSClientConfig = &c
	send(&http.Client{Transport: t}, "https://assigned.example.com/")
	var d tls.Config
	d.RootCAs = pool
	d.ServerName = "b.example.com"
	d.VerifyConnection = check
	send(&http.Client{Transport: &http.Transport{TLSClientConfig: &d}}, "https://several.example.com/")
	clone := http.DefaultTransport.(*http.Transport).Clone()
	clone.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	send(&http.Client{Transport: clone}, "https://cloned.example.com/")
	plain := http.DefaultTransport.(*http.Transport).Clone()
	send(&http.Client{Transport: plain}, "https://plain.example.com/")
	send(&http.Client{Transport: http.DefaultTransport}, "https://transport.example.com/")
}

func process() {
	http.DefaultTransport.(*http.Transport).TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
}

func sockets() {
	h := http.Header{"Authorization": {"Bearer " + token}}
	websocket.DefaultDialer.Dial("wss://socket.example.com/", h)
	d := websocket.Dialer{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, HandshakeTimeout: 5}
	d.DialContext(nil, "wss://off.example.com/", h)
	var e websocket.Dialer
	e.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	e.Dial("wss://assigned.example.com/", h)
}
