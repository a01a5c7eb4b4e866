package link

import (
	"slices"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/name"
)

// maxConfigured bounds the hosts that one setting is given.
const maxConfigured = 8

// configured fills in, for a host that is one setting, what the settings files of the
// repository set it to. Files of examples and tests set nothing.
func configured(s *fact.Set) {
	hosts := map[string][]string{}
	for i := range s.Variables {
		v := &s.Variables[i]
		if v.Credential != nil || s.Class(v.At.Path) != fact.ClassMain {
			continue
		}
		if h := hostIn(v.Value); h != "" && len(hosts[v.Name]) < maxConfigured && !slices.Contains(hosts[v.Name], h) {
			hosts[v.Name] = append(hosts[v.Name], h)
		}
	}
	if len(hosts) == 0 {
		return
	}
	for i := range s.Routes {
		d := &s.Routes[i].Destination
		if len(d.Host) == 1 && d.Host[0].Hole != nil && d.Host[0].Hole.Origin.Setting() {
			d.Configured = hosts[settingName(d.Host[0].Hole.Name)]
		}
	}
}

// settingName is the setting itself: "settings.CRM_URL" is CRM_URL.
func settingName(n string) string { return n[strings.LastIndexByte(n, '.')+1:] }

// hostIn is the host of a URL, or a text that is a public name.
func hostIn(t fact.Text) string {
	text, known := t.Known()
	if !known {
		return ""
	}
	d := fact.Destination{URL: t}
	if Split(&d); len(d.Host) > 0 {
		h, _ := d.Host.Known()
		return h
	}
	if host, _, _ := strings.Cut(text, ":"); name.Classify(host).Class == name.Public {
		return strings.ToLower(host)
	}
	return ""
}
