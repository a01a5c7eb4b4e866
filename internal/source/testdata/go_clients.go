// Package clients talks to services through libraries made for them.
package clients

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"os"

	old "github.com/dgrijalva/jwt-go"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-github/v66/github"
	consul "github.com/hashicorp/consul/api"
	vault "github.com/hashicorp/vault/api"
	"github.com/prometheus/common/config"
	"github.com/rs/zerolog/log"
	"github.com/xanzy/go-gitlab"
	gl "gitlab.com/gitlab-org/api/client-go"
	"golang.org/x/oauth2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/credentials/oauth"
	"google.golang.org/grpc/metadata"

	pb "example.com/people/proto"
)

var token = os.Getenv("API_TOKEN")

func asked(ctx context.Context, conn *grpc.ClientConn) {
	c := pb.NewPeopleClient(conn)
	c.Get(metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token), &pb.Id{})
}

func plain(ctx context.Context) {
	a, _ := grpc.NewClient("plain.example.com:80", grpc.WithTransportCredentials(insecure.NewCredentials()))
	asked(ctx, a)
	b, _ := grpc.Dial("old.example.com:80", grpc.WithInsecure())
	asked(ctx, b)
	c, _ := grpc.DialContext(ctx, "context.example.com:80", grpc.WithInsecure())
	asked(ctx, c)
	more := metadata.AppendToOutgoingContext(metadata.AppendToOutgoingContext(ctx, "x-api-key", token), "a", "b")
	c.Invoke(more, "/people.People/Get", nil, nil)
	c.NewStream(more, nil, "/people.People/All")
}

func secure(ctx context.Context, pool *x509.CertPool) {
	a, _ := grpc.NewClient("tls.example.com:443", grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{})))
	asked(ctx, a)
	b, _ := grpc.NewClient("off.example.com:443", grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})))
	asked(ctx, b)
	c, _ := grpc.NewClient("pool.example.com:443", grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(pool, "")))
	asked(ctx, c)
	d, _ := grpc.NewClient("named.example.com:443", grpc.WithTransportCredentials(credentials.NewClientTLSFromCert(nil, "other.example.com")))
	asked(ctx, d)
	file, _ := credentials.NewClientTLSFromFile("ca.pem", "more.example.com")
	e, _ := grpc.NewClient("file.example.com:443", grpc.WithTransportCredentials(file))
	asked(ctx, e)
}

type perCall struct{ token string }

func (p perCall) GetRequestMetadata(ctx context.Context, uri ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + p.token}, nil
}

func (perCall) RequireTransportSecurity() bool { return false }

func each(ctx context.Context) {
	var options []grpc.DialOption
	options = append(options, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithPerRPCCredentials(perCall{token}))
	a, _ := grpc.NewClient("each.example.com:80", options...)
	pb.NewPeopleClient(a).List(ctx, &pb.None{})
	b, _ := grpc.NewClient("raw.example.com:80", grpc.WithInsecure())
	md := metadata.New(map[string]string{"x-api-key": token})
	b.Invoke(metadata.NewOutgoingContext(ctx, md), "/people.People/Get", nil, nil)
	b.NewStream(metadata.NewOutgoingContext(ctx, metadata.Pairs("authorization", "Bearer "+token)), nil, "/people.People/All")
	c, _ := grpc.NewClient("token.example.com:443", grpc.WithPerRPCCredentials(oauth.NewOauthAccess(&oauth2.Token{AccessToken: token})))
	pb.NewPeopleClient(c).List(ctx, &pb.None{})
}

func forges(ctx context.Context) {
	c := github.NewClient(nil).WithAuthToken(token)
	c.Repositories.Get(ctx, "acme", "billing")
	c.BaseURL = "https://assigned.example.com/"
	c.Issues.List(ctx, true, nil)
	d, _ := github.NewClient(nil).WithAuthToken(token).WithEnterpriseURLs("https://github.example.com/", "")
	d.Users.Get(ctx, "")
	e := github.NewClient(oauth2.NewClient(ctx, oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
	e.Users.Get(ctx, "")
	github.NewClientWithEnvProxy().WithAuthToken(token).Users.Get(ctx, "")
	f, _ := gitlab.NewClient(token, gitlab.WithBaseURL("https://gitlab.example.com/api/v4"))
	f.Projects.ListProjects(nil)
	g, _ := gl.NewClient(token)
	g.Users.CurrentUser()
	h, _ := gl.NewClient(token, gl.WithBaseURL("https://own.example.com"))
	h.Users.CurrentUser()
}

func stores() {
	a, _ := vault.NewClient(&vault.Config{Address: "https://vault.example.com:8200"})
	a.SetToken(token)
	a.Logical().Read("secret/a")
	conf := vault.DefaultConfig()
	b, _ := vault.NewClient(conf)
	b.Logical().Read("secret/b")
	conf.Address = "https://assigned.example.com"
	b.SetToken(token)
	b.Sys().Health()
	b.SetAddress("http://address.example.com")
	b.Logical().Write("secret/b", nil)
	c, _ := consul.NewClient(&consul.Config{Address: "consul.example.com:8501", Scheme: "https", Token: token})
	c.KV().Get("a", nil)
	own := consul.DefaultConfig()
	d, _ := consul.NewClient(own)
	d.KV().Get("b", nil)
	own.Address = "plain.example.com:8500"
	own.Token = token
	d.Catalog().Services(nil)
	own.Scheme = "https"
	d.Catalog().Nodes(nil)
}

func scraped() {
	a, _ := config.NewClientFromConfig(config.HTTPClientConfig{BearerToken: token, FollowRedirects: true, TLSConfig: config.TLSConfig{InsecureSkipVerify: true}}, "a")
	a.Get("https://bearer.example.com/metrics")
	b, _ := config.NewClientFromConfig(config.HTTPClientConfig{BasicAuth: &config.BasicAuth{Username: "me", Password: token}, TLSConfig: config.TLSConfig{CAFile: "ca.pem", ServerName: "b.example.com"}}, "b")
	b.Get("https://basic.example.com/metrics")
	var c config.HTTPClientConfig
	c.BearerToken = token
	c.FollowRedirects = false
	c.TLSConfig = config.TLSConfig{InsecureSkipVerify: true}
	d, _ := config.NewClientFromConfig(c, "c")
	d.Get("https://assigned.example.com/metrics")
	var e config.HTTPClientConfig
	e.BasicAuth = &config.BasicAuth{Username: "me", Password: token}
	f, _ := config.NewClientFromConfig(e, "e")
	f.Get("https://pair.example.com/metrics")
	a.Head("https://head.example.com/metrics")
	a.Post("https://post.example.com/metrics", "", nil)
	a.PostForm("https://form.example.com/metrics", url.Values{"client_secret": {token}})
	req, _ := http.NewRequest("GET", "https://do.example.com/metrics", nil)
	a.Do(req)
	h, _ := config.NewClientFromConfig(config.HTTPClientConfig{BearerToken: token, TLSConfig: config.TLSConfig{}}, "h")
	h.Get("https://checked.example.com/metrics")
}

type settings struct {
	Host  string `env:"PEOPLE_HOST" envDefault:"people.example.com"`
	Token string `env:"PEOPLE_TOKEN,required" json:"-"`
}

type more struct {
	Host  string `envconfig:"MORE_HOST" default:"more.example.com"`
	Token string `mapstructure:"more_token"`
}

func tagged(s *settings, m more) {
	req, _ := http.NewRequest("GET", "https://"+s.Host+"/", nil)
	req.Header.Set("X-Api-Key", s.Token)
	http.DefaultClient.Do(req)
	other, _ := http.NewRequest("GET", "https://"+m.Host+"/", nil)
	other.Header.Set("X-Api-Key", m.Token)
	http.DefaultClient.Do(other)
}

func unverified(text string, c jwt.MapClaims, p *jwt.Parser, q *old.Parser) {
	jwt.NewParser().ParseUnverified(text, c)
	new(jwt.Parser).ParseUnverified(text, c)
	p.ParseUnverified(text, c)
	q.ParseUnverified(text, nil)
}

func written() {
	log.Info().Str("token", token).Msg("a")
	log.Debug().Msg(token)
	log.Warn().Msgf("%s", token)
	log.Error().Any("token", token).Send()
	log.Trace().Interface("token", token).Send()
}
