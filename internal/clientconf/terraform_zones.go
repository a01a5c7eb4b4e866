package clientconf

import (
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

// zoneKind says how a provider declares zones, records and signatures.
type zoneKind struct {
	zone, record, signing string // types of resources; a record's may be a beginning
	name                  []string
	of                    []string // keys of a record or a signing that name the zone
	values                []string
	private               string // a key that only a private zone has
	unsigned              bool   // without more, a zone is not signed
}

var zoneKinds = []zoneKind{
	{"aws_route53_zone", "aws_route53_record", "aws_route53_hosted_zone_dnssec", []string{"name"}, []string{"zone_id", "hosted_zone_id"}, []string{"records"}, "vpc", true},
	{"google_dns_managed_zone", "google_dns_record_set", "", []string{"dns_name"}, []string{"managed_zone"}, []string{"rrdatas"}, "private_visibility_config", true},
	{"azurerm_dns_zone", "azurerm_dns_", "", []string{"name"}, []string{"zone_name"}, []string{"record", "records"}, "", false},
	{"cloudflare_zone", "cloudflare_record", "cloudflare_zone_dnssec", []string{"zone", "name"}, []string{"zone_id"}, []string{"value", "content"}, "", true},
	{"cloudflare_zone", "cloudflare_dns_record", "", []string{"zone", "name"}, []string{"zone_id"}, []string{"content"}, "", true},
}

// resource reads what is a part of DNS, and notes the names of all else.
func (f terraformFile) resource(kind, label string, body *node) {
	for i := range zoneKinds {
		k := &zoneKinds[i]
		switch {
		case kind == k.zone:
			f.zone(k, label, body)
			return
		case kind == k.signing:
			f.out.Records = append(f.out.Records, fact.Record{Zone: f.zoneOf(k, body), Type: "DNSKEY", At: f.atKey(body)})
			return
		case kind == k.record, strings.HasSuffix(k.record, "_") && strings.HasPrefix(kind, k.record) && strings.HasSuffix(kind, "_record"):
			f.record(k, kind, body)
			return
		}
	}
	for _, key := range []string{"name", "bucket", "app_name", "site_name", "service_name", "domain_name", "custom_domain"} {
		if n := body.get(key); n.str() != "" && n.quoted {
			f.out.Resources = append(f.out.Resources, fact.Resource{Name: n.str(), At: f.atNode(n)})
		}
	}
}

func (f terraformFile) zone(k *zoneKind, label string, body *node) {
	name := body.first(k.name...)
	if name.str() == "" {
		return
	}
	z := fact.Zone{Address: k.zone + "." + label, Name: f.textOf(name), At: f.atNode(name)}
	z.Private = k.private != "" && body.get(k.private) != nil || body.get("visibility").str() == "private"
	if k.unsigned {
		z.Signed = fact.Setting{State: fact.StateOff}
	}
	switch state := body.get("dnssec_config", "state"); {
	case state == nil:
	case state.str() == "on", state.str() == "transfer":
		z.Signed = fact.Setting{State: fact.StateOn, Explicit: true, At: f.atKey(state)}
	case state.str() == "off":
		z.Signed = fact.Setting{State: fact.StateOff, Explicit: true, At: f.atKey(state)}
	default:
		z.Signed = fact.Setting{Explicit: true, At: f.atKey(state)}
	}
	f.out.Zones = append(f.out.Zones, z)
}

var resourceAddress = regexp.MustCompile(`^(?:data\.)?[A-Za-z0-9_]+\.[A-Za-z0-9_-]+`)

// zoneOf is the zone that a record names: its address, or its name.
func (f terraformFile) zoneOf(k *zoneKind, body *node) string {
	n := body.first(k.of...)
	if n.str() == "" || f.literal(n) {
		return n.str()
	}
	return resourceAddress.FindString(n.str())
}

func (f terraformFile) record(k *zoneKind, kind string, body *node) {
	r := fact.Record{Zone: f.zoneOf(k, body), Type: strings.ToUpper(body.get("type").str()), At: f.atKey(body)}
	if rest, ok := strings.CutPrefix(kind, "azurerm_dns_"); ok {
		r.Type = strings.ToUpper(strings.TrimSuffix(rest, "_record"))
	}
	if name := body.get("name"); name.str() != "" && name.str() != "@" {
		r.Name, r.At = f.textOf(name), f.atNode(name)
	}
	target := func(n *node) {
		if n = n.real(); n == nil || n.kind != scalarNode || n.text == "" {
			return
		}
		if !f.literal(n) {
			r.Managed = true
			return
		}
		r.Values = append(r.Values, f.textOf(n))
		r.Managed = r.Managed || strings.Contains(n.text, "${")
	}
	for _, key := range k.values {
		for _, v := range body.get(key).list() {
			target(v)
		}
	}
	if alias := body.get("alias"); alias != nil {
		if r.Type == "A" || r.Type == "AAAA" {
			r.Type = "ALIAS"
		}
		target(alias.get("name"))
	}
	f.out.Records = append(f.out.Records, r)
}
