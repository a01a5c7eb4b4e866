package forms

import (
	"fmt"
	"net/http"

	store "example.com/store"
	"github.com/acme/go-forge/v2"
)

const (
	first  = "https://api.acme.example"
	second = iota
)

var (
	client, err = forge.New(first)
	table       = map[string][]string{"a": {"b"}, first: nil}
	points      = []*point{{1, 2}, {x: 3}}
)

type (
	point struct{ x, y int }
	alias = http.Client
	doer  interface {
		fmt.Stringer
		Do(*http.Request) (*http.Response, error)
	}
	service struct {
		outer
		*http.Client
		Name string `json:"name"`
	}
	outer struct{ base string }
	names []string
)

func (s *service) get(path string, more ...string) (body string, err error) {
	req, err := http.NewRequest("GET", s.base+path, nil)
	if v, ok := table[path]; ok && v != nil {
		return v[0], nil
	} else if len(more) > 0 {
		return
	}
	resp, err := (*s).Client.Do(req)
	defer func() { _ = resp.Body.Close() }()
	for i, m := range more {
		if m == "" {
			continue
		}
		body += fmt.Sprintf("%d %s", i, m)
	}
	for i := 0; i < 3; i++ {
		break
	}
	return body, err
}

func choose(x any, ch chan string, s *service) {
	switch y := x.(type) {
	case string:
		fmt.Println(y)
	case *service, nil:
	default:
		panic("no")
	}
	switch s.Name {
	case "a", "b":
		if len(s.base) > 0 {
			fmt.Print("leaves")
			break
		}
		fmt.Print("stays")
	case "c":
		go s.get("d", append([]string{"e"}, names{"f"}...)...)
	}
	select {
	case v := <-ch:
		store.Put(v, -1, !true, 'r', []byte(v), new(service), make(map[string]int, 3))
	default:
	}
	ch <- table["a"][0][1:2]
	a, b := s.base, s.Name
	a, b = b, a
	func(p point) { p.x++ }(point{1, 2})
	var z http.Header = http.Header{"Accept": {a, b}}
	z.Set("b", generic[int, string](b))
	lbl := struct{ n int }{n: 1}
	_ = lbl
}
