// Package texts puts URLs together and checks them.
package texts

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	token   = os.Getenv("API_TOKEN")
	allowed = map[string]bool{"a.example.com": true, "b.example.com": true}
	hosts   = []string{"c.example.com", "d.example.com"}
	shape   = regexp.MustCompile(`^[a-z]+\.example\.com$`)
)

func send(target string) {
	req, err := http.NewRequest("GET", target, nil)
	if err != nil {
		return
	}
	req.Header.Set("X-Api-Key", token)
	http.DefaultClient.Do(req)
}

func built(host, id string) {
	send(fmt.Sprintf("https://%s/%d", host, 7))
	send(fmt.Sprint("https://", host, "/sum"))
	send(fmt.Errorf("https://%s/error", host))
	send("https://" + strings.Join([]string{host, "joined"}, "/"))
	send(strings.ReplaceAll("https://HOST/a", "HOST", "replaced.example.com"))
	joined, _ := url.JoinPath("https://path.example.com", "a", id)
	send(joined)
	send("https://clean.example.com/" + path.Join("a", id))
	u, _ := url.Parse("https://parsed.example.com/v1/")
	u.Path = path.Join(u.Path, id)
	send(u.String())
	u.Host = host
	send(u.String())
	u.Scheme = "http"
	send(u.String())
	q := u.Query()
	q.Set("api_key", token)
	u.RawQuery = q.Encode()
	send(u.String())
	base, _ := url.Parse("https://base.example.com/v1/")
	send(base.JoinPath("a").String())
	ref, _ := base.Parse(id)
	send(ref.String())
	rel, _ := url.Parse("/rel")
	send(base.ResolveReference(rel).String())
	lit := url.URL{Scheme: "https", Host: host, Path: "a", RawQuery: "b=c", User: url.UserPassword("me", token)}
	send(lit.String())
	strict, _ := url.ParseRequestURI("https://strict.example.com/x")
	strict.Path = "y"
	send(strict.String())
}

func handler(w http.ResponseWriter, r *http.Request) {
	target := r.URL.Query().Get("url")
	if strings.HasPrefix(target, "https://api.example.com/") {
		send(target)
	}
	u, err := url.Parse(target)
	if err != nil {
		return
	}
	switch {
	case strings.HasSuffix(u.Hostname(), ".suffix.example.com"):
		send(target)
	case strings.Contains(u.Host, "contains.example.com"):
		send(target)
	case strings.EqualFold(u.Host, "fold.example.com"):
		send(target)
	case slices.Contains(hosts, u.Host):
		send(target)
	case allowed[u.Host]:
		send(target)
	case shape.MatchString(u.Host):
		send(target)
	}
	if ok, _ := regexp.MatchString(`^[a-z]+\.match\.example\.com$`, u.Hostname()); ok {
		send(target)
	}
	if _, ok := allowed[u.Host]; !ok {
		return
	}
	send(target)
}

func switched(w http.ResponseWriter, r *http.Request) {
	u, err := url.ParseRequestURI(r.FormValue("url"))
	if err != nil {
		return
	}
	if u.Scheme != "https" || u.Host != "one.example.com" && u.Host != "two.example.com" {
		return
	}
	switch u.Hostname() {
	case "one.example.com", "two.example.com":
	default:
		os.Exit(1)
	}
	send(u.String())
	v, err := url.Parse(r.FormValue("other"))
	if err != nil || v.Port() != "443" {
		return
	}
	send(v.String())
}

// Checks that are none, and ways that end.

func ended(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("host")
	if host != "panic.example.com" {
		panic("no")
	}
	send("https://" + host + "/panic")
}

func opaque(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("host")
	if len(host) > 3 {
		send("https://" + host + "/len")
	}
	if approved(host) {
		send("https://" + host + "/approved")
	}
}

func looped(w http.ResponseWriter, r *http.Request) {
	for name, on := range allowed {
		if on {
			send("https://" + name + "/keys")
		}
	}
	for _, name := range hosts {
		send("https://" + name + "/elements")
	}
	send(r.URL.String())
	forward := "https://" + r.Host + r.URL.Path
	_ = forward
}

// A comparison with a constant leaves those values that it lets pass.
func narrowed(env string) {
	host := os.Getenv("HOST")
	if env == "" {
		host = "api.narrow.example.com"
	}
	if strings.EqualFold(host, "LOCALHOST") {
		send("http://" + host + "/plain")
		return
	}
	if host != "api.narrow.example.com" {
		send("https://" + host + "/other")
	}
	send("https://" + host + "/all")
}

func known(id string) {
	const base = "https://known.example.com/v1/"
	target := base + id
	if strings.HasSuffix(base, "/v2/") || strings.Contains(base, "staging") || !strings.HasPrefix(base, "https://") {
		target = "http://never.example.com/"
	}
	send(target)
	user := url.URL{Scheme: "https", Host: "user.example.com", User: url.UserPassword(token, "")}
	send(user.String())
}

func hidden(debug bool) {
	to := "https://outer.example.com/"
	if debug {
		to := "http://inner.example.com/"
		_ = to
	}
	if to := os.Getenv("OTHER_URL"); to != "" {
		_ = to
	}
	for to := 0; to < 3; to++ {
	}
	r, _ := http.NewRequest("GET", to, nil)
	r.SetBasicAuth("me", os.Getenv("PASSWORD"))
	http.DefaultClient.Do(r)
}
