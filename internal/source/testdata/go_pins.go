// Package pins checks certificates by hand, or says so.
package pins

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"os"
)

func send(c *tls.Config, url string) {
	req, _ := http.NewRequest("GET", url, nil)
	req.Header.Set("X-Api-Key", os.Getenv("API_KEY"))
	(&http.Client{Transport: &http.Transport{TLSClientConfig: c}}).Do(req)
}

var errOther = errors.New("another certificate")

func checks(want string) {
	send(&tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error { return nil }}, "https://yes.example.com/")
	send(&tls.Config{InsecureSkipVerify: true, VerifyConnection: always}, "https://always.example.com/")
	send(&tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
		if string(raw[0]) != want {
			return errOther
		}
		return nil
	}}, "https://compared.example.com/")
	c := &tls.Config{InsecureSkipVerify: true}
	c.VerifyConnection = always
	send(c, "https://assigned.example.com/")
}

func always(tls.ConnectionState) error { return nil }
