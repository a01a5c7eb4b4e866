// Package calls sends with net/http and what is built on it.
package calls

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	cleanhttp "github.com/hashicorp/go-cleanhttp"
	"github.com/hashicorp/go-retryablehttp"
)

var key = os.Getenv("API_KEY")

func functions() {
	http.Get("https://get.example.com/?api_key=" + key)
	http.Head("https://head.example.com/?api_key=" + key)
	http.Post("https://post.example.com/", "text/plain", strings.NewReader(key))
	http.PostForm("https://form.example.com/", url.Values{"api_key": {key}})
	req, _ := http.NewRequest("PUT", "https://default.example.com/", nil)
	req.Header.Set("X-Api-Key", key)
	http.DefaultClient.Do(req)
	bare(http.MethodPut)
	bare(http.MethodPatch)
	bare(http.MethodDelete)
	bare(http.MethodHead)
	bare(http.MethodPost)
	form := url.Values{}
	form.Add("client_secret", key)
	form.Set("unused", "a")
	form.Del("unused")
	http.PostForm("https://values.example.com/", form)
	http.Get("https://query.example.com/?" + form.Encode())
}

func bare(method string) {
	req, _ := http.NewRequest(method, "https://bare.example.com/"+method, nil)
	http.DefaultClient.Do(req)
}

func clients(ctx context.Context) {
	c := &http.Client{Timeout: time.Minute, Transport: &http.Transport{}, CheckRedirect: func(req *http.Request, via []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	req, err := http.NewRequestWithContext(ctx, "POST", "https://context.example.com/", strings.NewReader("x"))
	if err != nil {
		panic(err)
	}
	req.Header["Authorization"] = []string{"Bearer " + key}
	req.Host = "other.example.com"
	req = req.WithContext(context.Background())
	c.Do(req)
	var d http.Client
	d.Get("https://declared.example.com/?api_key=" + key)
	d.CheckRedirect = func(*http.Request, []*http.Request) error { return nil }
	d.Timeout = time.Second
	d.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	d.Head("https://attributes.example.com/?api_key=" + key)
	d.Post("https://posted.example.com/?api_key="+key, "", nil)
	d.PostForm("https://posted.example.com/form", url.Values{"api_key": {key}})
	endless, _ := http.NewRequestWithContext(context.TODO(), "GET", "https://endless.example.com/", nil)
	endless.SetBasicAuth("me", os.Getenv("PASSWORD"))
	http.DefaultClient.Do(endless)
	bg, _ := http.NewRequestWithContext(context.Background(), "GET", "https://background.example.com/", nil)
	http.DefaultClient.Do(bg)
	http.DefaultClient.Do(bg.WithContext(ctx))
	bg.URL.Path = "/changed"
	params := bg.URL.Query()
	params.Add("api_key", key)
	bg.URL.RawQuery = params.Encode()
	http.DefaultClient.Do(bg)
	literal := &http.Request{
		Method: http.MethodGet,
		URL:    &url.URL{Scheme: "https", Host: "literal.example.com", Path: "/a"},
		Header: http.Header{"X-Api-Key": {key}},
		Body:   nil,
	}
	new(http.Client).Do(literal.Clone(ctx))
	h := make(http.Header)
	h.Set("X-Api-Key", key)
	literal.Header = h
	other := literal.Header.Clone()
	other.Set("X-Auth-Token", h.Get("x-api-key"))
	literal.Header = other
	cleanhttp.DefaultClient().Do(literal)
	cleanhttp.DefaultPooledClient().Get("https://pooled.example.com/?api_key=" + key)
}

func retrying(ctx context.Context) {
	retryablehttp.Get("https://retried.example.com/?api_key=" + key)
	retryablehttp.Post("https://retried.example.com/post?api_key="+key, "text/plain", nil)
	retryablehttp.Head("https://retried.example.com/head?api_key=" + key)
	retryablehttp.PostForm("https://retried.example.com/form", url.Values{"api_key": {key}})
	c := retryablehttp.NewClient()
	req, _ := retryablehttp.NewRequest("GET", "https://retried.example.com/do", nil)
	req.Header.Set("X-Api-Key", key)
	c.Do(req)
	again, _ := retryablehttp.NewRequestWithContext(ctx, "GET", "https://retried.example.com/context", nil)
	again.Header.Set("X-Api-Key", key)
	c.Do(again)
	c.StandardClient().Get("https://retried.example.com/standard?api_key=" + key)
}

// What is handed in has its declared type.

func handed(c *http.Client, r *retryablehttp.Client, req *retryablehttp.Request) {
	c.Get("https://handed.example.com/?api_key=" + key)
	req.Header.Set("X-Api-Key", key)
	r.Do(req)
}

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

func relayed(d doer, ctx context.Context) {
	req, _ := http.NewRequest("GET", "https://relayed.example.com/", nil)
	req.Header.Set("X-Api-Key", key)
	d.Do(req)
}

func unsent(c interface{ Handle(*http.Request) }) {
	req, _ := http.NewRequest("GET", "https://unsent.example.com/", nil)
	req.Header.Set("X-Api-Key", key)
	c.Handle(req)
}

// A request that is made on one way, and none on another.

type api struct {
	base, token string
	http        *http.Client
}

func newAPI(base, token string) *api {
	return &api{base: base, token: token, http: &http.Client{Timeout: time.Minute}}
}

func (a *api) request(path string) (*http.Request, error) {
	u, err := url.Parse(a.base)
	if err != nil {
		return nil, err
	}
	u.Path = path
	req, err := http.NewRequest(http.MethodPost, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	return req, nil
}

func (a *api) things() error {
	req, err := a.request("/things")
	if err != nil {
		return err
	}
	_, err = a.http.Do(req)
	return err
}
