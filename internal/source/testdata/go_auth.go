// Package auth hands credentials to clients.
package auth

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"net/http"
	"net/url"
	"os"

	"github.com/go-resty/resty/v2"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

var (
	token    = os.Getenv("API_TOKEN")
	insecure = &tls.Config{InsecureSkipVerify: true}
)

func tokenClients(ctx context.Context) {
	static := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})
	c := oauth2.NewClient(ctx, static)
	c.Get("https://get.example.com/")
	c.Head("https://head.example.com/")
	c.Post("https://post.example.com/", "", nil)
	c.PostForm("https://form.example.com/", url.Values{"client_secret": {token}})
	c.Timeout = 5
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Transport = &http.Transport{TLSClientConfig: insecure}
	req, _ := http.NewRequest("GET", "https://do.example.com/", nil)
	c.Do(req)
	oauth2.NewClient(ctx, oauth2.ReuseTokenSource(&oauth2.Token{AccessToken: token}, static)).Get("https://reused.example.com/")
	conf := &oauth2.Config{ClientID: "a"}
	conf.Client(ctx, &oauth2.Token{AccessToken: token}).Get("https://config.example.com/")
	cc := clientcredentials.Config{ClientID: "a", ClientSecret: token}
	own := cc.Client(ctx)
	own.Post("https://own.example.com/before", "", nil)
	own.Timeout = 5
	own.CheckRedirect = nil
	own.Transport = &http.Transport{TLSClientConfig: insecure}
	own.Do(req)
	own.Get("https://own.example.com/")
	own.Head("https://own.example.com/head")
	own.Post("https://own.example.com/post", "", nil)
	own.PostForm("https://own.example.com/form", url.Values{"client_secret": {token}})
}

// A transport that adds a header does so on every hop.

type bearer struct {
	token string
	next  http.RoundTripper
}

func (b *bearer) RoundTrip(req *http.Request) (*http.Response, error) {
	req.Header.Set("Authorization", "Bearer "+b.token)
	return b.next.RoundTrip(req)
}

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(req *http.Request) (*http.Response, error) { return t(req) }

func transports() {
	c := &http.Client{Transport: &bearer{token, http.DefaultTransport}}
	c.Get("https://transport.example.com/")
	f := &http.Client{Transport: tripper(func(req *http.Request) (*http.Response, error) {
		req.Header.Set("X-Api-Key", token)
		return http.DefaultTransport.RoundTrip(req)
	})}
	f.Get("https://function.example.com/")
}

func encoded() {
	pair := base64.StdEncoding.EncodeToString([]byte("me:" + token))
	req, _ := http.NewRequest("GET", "https://encoded.example.com/", nil)
	req.Header.Set("Authorization", "Basic "+pair)
	http.DefaultClient.Do(req)
	req.Header.Set("Authorization", "Basic "+base64.URLEncoding.EncodeToString([]byte("me:"+token)))
	http.DefaultClient.Do(req)
}

func builders() {
	c := resty.New().SetBaseURL("https://base.example.com").SetAuthToken(token).SetTimeout(5)
	c.R().Get("/a")
	c.R().SetHeader("X-Api-Key", token).SetQueryParams(map[string]string{"api_key": token}).Post("/b")
	c.NewRequest().SetHeaders(map[string]string{"X-Api-Key": token}).Put("https://absolute.example.com/")
	c.R().SetFormData(map[string]string{"client_secret": token}).Patch("/c")
	c.R().SetBody(map[string]any{"client_secret": token}).Delete("/d")
	c.R().SetHeader("x-api-key", token).Options("/e")
	c.R().SetBasicAuth("me", token).Head("/f")
	d := resty.New()
	d.SetHostURL("https://host.example.com")
	d.SetHeader("X-Api-Key", token)
	d.SetProxy("http://proxy.example.com:3128")
	d.SetTransport(&bearer{token, nil})
	d.SetBasicAuth("me", token)
	d.SetRedirectPolicy(resty.NoRedirectPolicy())
	d.R().Execute("GET", "/g")
	e := resty.New()
	e.SetTLSClientConfig(insecure)
	e.R().SetAuthToken(token).Get("https://insecure.example.com/")
}

func typed(c *resty.Client) {
	c.R().SetAuthToken(token).Get("https://typed.example.com/")
}
