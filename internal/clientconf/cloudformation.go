package clientconf

import (
	"regexp"
	"strings"

	"github.com/hostbound/hostbound/internal/fact"
)

var cloudFormationFormat = format{
	Format: Format{
		Group: "declared infrastructure", Name: "CloudFormation", Files: "YAML and JSON with AWSTemplateFormatVersion, or with resources of AWS::Route53",
		Reads: "DNS zones, their records and signatures",
	},
	artifact: fact.ArtifactInfrastructure,
	like: func(_ string, data []byte) bool {
		return holdsAny(data, "AWSTemplateFormatVersion", "AWS::Route53::") && cloudFormationMark.Match(data)
	},
	read: cloudFormation,
}

var cloudFormationMark = regexp.MustCompile(`(?m)^[ \t]*"?AWSTemplateFormatVersion"?[ \t]*:|"?Type"?[ \t]*:[ \t]*["']?AWS::Route53::`)

func cloudFormation(t *text) {
	t.find = references
	resources := t.tree().get("Resources")
	for _, r := range resources.pairs() {
		t.stackResource(r.key, r)
	}
}

func (t *text) stackResource(name string, r *node) {
	p := r.get("Properties")
	switch r.get("Type").str() {
	case "AWS::Route53::HostedZone":
		if n := p.get("Name"); n.str() != "" && n.tag == "" {
			t.out.Zones = append(t.out.Zones, fact.Zone{
				Address: name, Name: t.plain(n), Signed: fact.Setting{State: fact.StateOff}, Private: p.get("VPCs") != nil, At: t.atNode(n),
			})
		}
	case "AWS::Route53::DNSSEC":
		t.out.Records = append(t.out.Records, fact.Record{Zone: stackName(p.get("HostedZoneId")), Type: "DNSKEY", At: t.atKey(r)})
	case "AWS::Route53::RecordSet":
		t.stackRecord(p, stackZone(p))
	case "AWS::Route53::RecordSetGroup":
		for _, set := range p.get("RecordSets").list() {
			t.stackRecord(set, stackZone(p))
		}
	default:
		for _, key := range []string{"BucketName", "Name", "DomainName", "EnvironmentName", "ApplicationName"} {
			if n := p.get(key); n.str() != "" && n.tag == "" {
				t.out.Resources = append(t.out.Resources, fact.Resource{Name: n.str(), At: t.atNode(n)})
			}
		}
	}
}

func stackZone(p *node) string {
	if id := stackName(p.get("HostedZoneId")); id != "" {
		return id
	}
	return p.get("HostedZoneName").str()
}

// stackName is the resource that a value refers to; empty where it is none.
func stackName(n *node) string {
	switch {
	case n == nil:
		return ""
	case n.tag == "!Ref", n.tag == "!GetAtt":
		name, _, _ := strings.Cut(n.str(), ".")
		return name
	case n.get("Ref") != nil:
		return n.get("Ref").str()
	}
	if at := n.get("Fn::GetAtt").list(); len(at) > 0 {
		return at[0].str()
	}
	return ""
}

func (t *text) stackRecord(p *node, zone string) {
	name := p.get("Name")
	r := fact.Record{Zone: zone, Type: strings.ToUpper(p.get("Type").str()), At: t.atKey(p)}
	if name.str() != "" {
		r.At = t.atNode(name)
		if name.tag == "" || name.tag == "!Sub" {
			r.Name = t.plain(name)
		}
	}
	target := func(n *node) {
		switch {
		case n == nil:
		case n.kind != scalarNode, n.tag != "" && n.tag != "!Sub", strings.Contains(n.text, "${"):
			r.Managed = true
		case n.text != "":
			r.Values = append(r.Values, t.plain(n))
		}
	}
	for _, v := range p.get("ResourceRecords").list() {
		target(v.real())
	}
	if alias := p.get("AliasTarget"); alias != nil {
		if r.Type == "A" || r.Type == "AAAA" {
			r.Type = "ALIAS"
		}
		target(alias.get("DNSName"))
	}
	t.out.Records = append(t.out.Records, r)
}
