// Package settings keeps what the program is configured with in structs.
package settings

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"example.org/cmd"
	"example.org/flags"
	"example.org/vault"
	"github.com/prometheus/common/config"
	"github.com/xanzy/go-gitlab"
	gl "gitlab.com/gitlab-org/api/client-go/v2"
	"golang.org/x/oauth2"
	core "k8s.io/api/core/v1"
)

// What a file fills.

type secret string

type address struct{ *url.URL }

func (a *address) copy() *address {
	v := *a.URL
	return &address{&v}
}

type service struct {
	Yaml  string `yaml:"yaml_host"`
	Toml  string `toml:"toml_host"`
	Hcl   string `hcl:"hcl_host"`
	Plain string `config:"config_host"`
	Koanf string `koanf:"koanf_host"`
	Ini   string `ini:"ini_host"`
}

func (s *service) each(token string) {
	for _, host := range []string{s.Yaml, s.Toml, s.Hcl, s.Plain, s.Koanf, s.Ini} {
		req, _ := http.NewRequest("GET", "https://"+host+"/", nil)
		req.Header.Set("X-Api-Key", token)
		http.DefaultClient.Do(req)
	}
}

type ServiceConfig struct {
	Host    string   `json:"service_host"`
	Key     secret   `json:"service_key"`
	Address *address `json:"service_address"`
	Unnamed string
}

type ServiceConfiguration struct{ Host string }

type ServiceSettings struct{ Host string }

func (c ServiceConfiguration) get() { http.Get("https://" + c.Host + "/configuration") }
func (c ServiceSettings) get()      { http.Get("https://" + c.Host + "/settings") }

// The methods of what is made further down.

type connection struct {
	host string
	key  secret
}

func (c *connection) get() {
	req, _ := http.NewRequest("GET", "https://"+c.host+"/connection", nil)
	req.Header.Set("X-Api-Key", string(c.key))
	http.DefaultClient.Do(req)
}

func (c *ServiceConfig) open() *connection { return &connection{c.Host, c.Key} }

func (c *ServiceConfig) paths() {
	one := c.Address.copy()
	one.Path += "/one"
	two := c.Address.copy()
	two.Path += "/two"
	http.Get(one.String())
	http.Get(c.Address.JoinPath("three").String())
	http.Get("https://" + c.Unnamed + "/unnamed")
}

func (c *ServiceConfig) decrypted() {
	req, _ := http.NewRequest("GET", "https://api.example.io/decrypted", nil)
	req.Header.Set("Authorization", "Bearer "+vault.Decrypt(string(c.Key)))
	http.DefaultClient.Do(req)
}

// Results of which the last says that it failed.

func (c *ServiceConfig) requests(ctx context.Context) ([]*http.Request, bool, error) {
	var out []*http.Request
	for range 3 {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		req, err := http.NewRequest("GET", "https://"+c.Host+"/several", nil)
		if err != nil {
			return nil, true, err
		}
		out = append(out, req.WithContext(ctx))
	}
	for _, req := range out {
		req.Header.Set("Authorization", fmt.Sprintf("GenieKey %s", c.Key))
	}
	return out, true, nil
}

func (c *ServiceConfig) several(ctx context.Context) {
	requests, _, err := c.requests(ctx)
	if err != nil {
		return
	}
	for _, req := range requests {
		http.DefaultClient.Do(req)
	}
}

func (c *ServiceConfig) host() (string, error) {
	if c.Unnamed == "" {
		return "", errors.New("no host")
	}
	return c.Host, nil
}

func (c *ServiceConfig) checked() {
	host, err := c.host()
	if err == nil {
		http.Get("https://" + host + "/checked")
	}
}

// Variables of the package, which functions write.

var (
	flagged  = "https://flagged.example.io/"
	flagKey  = ""
	assigned string
)

func init() {
	flags.StringVarP(cmd.Flags(), &flagged, "url", "", flagged, "where to")
	flags.StringVarP(cmd.Flags(), &flagKey, "key", "", "", "with what")
	assigned = os.Getenv("ASSIGNED_TOKEN")
}

func written(path string) {
	req, _ := http.NewRequest("GET", flagged+path, nil)
	if flagKey != "" {
		req.SetBasicAuth("me", flagKey)
	}
	http.DefaultClient.Do(req)
	req, _ = http.NewRequest("GET", "https://assigned.example.io/", nil)
	req.Header.Set("Authorization", "Bearer "+assigned)
	http.DefaultClient.Do(req)
}

func local() {
	token := ""
	flags.Ask("which?", &token)
	req, _ := http.NewRequest("GET", "https://asked.example.io/", nil)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	http.DefaultClient.Do(req)
}

// Fields that nobody gives.

type options struct {
	path, user, password string
	count                int
	big                  int64
}

func call(o *options, headers map[string]string) {
	req, _ := http.NewRequest("GET", "https://options.example.io/"+o.path, nil)
	if o.user != "" || o.password != "" {
		req.SetBasicAuth(o.user, o.password)
	}
	if o.count != 0 {
		req.Header.Set("X-Api-Key", os.Getenv("COUNTED"))
	}
	if o.big != 0 {
		req.Header.Set("X-Api-Key", os.Getenv("BIG"))
	}
	all := map[string]string{}
	maps.Copy(all, headers)
	for k, v := range all {
		req.Header.Add(k, v)
	}
	http.DefaultClient.Do(req)
}

func calls() {
	call(&options{path: "plain"}, nil)
	call(&options{path: "user", user: "me", password: os.Getenv("PASSWORD")}, nil)
	call(&options{path: "headers"}, map[string]string{"Authorization": "Bearer " + os.Getenv("HEADER_TOKEN")})
}

// A closure sees the variable of its block.

func outlives() {
	token := "another"
	var run func()
	{
		token := os.Getenv("INNER_TOKEN")
		run = func() {
			req, _ := http.NewRequest("GET", "https://inner.example.io/", nil)
			req.Header.Set("Authorization", "Bearer "+token)
			http.DefaultClient.Do(req)
		}
	}
	run()
	_ = token
}

// Texts that grow, and parts of one.

func grown(u *url.URL) {
	sb := strings.Builder{}
	sb.WriteString("Bea")
	sb.WriteByte('r')
	sb.WriteRune('e')
	sb.WriteString("r ")
	sb.WriteString(u.Path[1:])
	req, _ := http.NewRequest("GET", "https://grown.example.io/", nil)
	req.Header.Set("Authorization", sb.String())
	http.DefaultClient.Do(req)
	var buf bytes.Buffer
	buf.Write(os.Getenv("BUFFERED"))
	req.Header.Set("Authorization", "Bearer "+buf.String())
	http.DefaultClient.Do(req)
}

// A time of so many seconds is one.

const patience = 10 * time.Second

func patient() {
	(&http.Client{Timeout: patience}).Get("https://patient.example.io/")
	(&http.Client{Timeout: 0 * time.Second}).Get("https://endless.example.io/")
}

// Secrets of a cluster, and clients that take their tokens from sources.

func cluster(name string) {
	secret := &core.Secret{}
	req, _ := http.NewRequest("GET", "https://cluster.example.io/", nil)
	req.Header.Set("Authorization", "Bearer "+string(secret.Data[name]))
	http.DefaultClient.Do(req)
	req.Header.Set("Authorization", "Bearer "+secret.StringData[name])
	http.DefaultClient.Do(req)
}

func projects(host, token string) {
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})
	a, _ := gl.NewAuthSourceClient(gl.OAuthTokenSource{TokenSource: source}, gl.WithBaseURL(host), gl.WithHTTPClient(&http.Client{CheckRedirect: stay}))
	a.Projects.List(nil)
	b, _ := gl.NewOAuthClient(token)
	b.Projects.List(nil)
	c, _ := gitlab.NewOAuthClient(token, gitlab.WithHTTPClient(&http.Client{CheckRedirect: stay}))
	c.Projects.List(nil)
}

func stay(req *http.Request, via []*http.Request) error { return http.ErrUseLastResponse }

type tripper struct{ token string }

func (t *tripper) RoundTrip(req *http.Request) (*http.Response, error) {
	req.Header.Set("Authorization", "Bearer "+t.token)
	return http.DefaultTransport.RoundTrip(req)
}

func common(token string) {
	client, _ := config.NewClientFromConfig(config.HTTPClientConfig{}, "name")
	client.Transport = &tripper{token}
	client.Get("https://common.example.io/")
}
