package clientconf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
)

// declared writes what a file of infrastructure declares, a line each.
func declared(s *fact.Set) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, r := range s.Routes {
		add("%s %s %s %s -> %s verify %s", r.At, r.Credential.Kind, r.Credential.Origin, r.Credential.Name, r.Destination.URL, r.Channel.Verify.State)
	}
	for _, v := range s.Variables {
		add("%s %s = %s %t", v.At, v.Name, v.Value, v.Credential != nil)
	}
	for _, z := range s.Zones {
		add("%s zone %s %s signed %s private %t", z.At, z.Address, z.Name, z.Signed.State, z.Private)
	}
	for _, r := range s.Records {
		add("%s record %s %s of %s to %v managed %t", r.At, r.Type, r.Name, r.Zone, r.Values, r.Managed)
	}
	for _, r := range s.Resources {
		add("%s resource %s", r.At, r.Name)
	}
	for _, n := range s.NotAnalysed {
		add("%s not analysed, gates %t", n.At, n.Gates)
	}
	return strings.Join(out, "\n")
}

func TestInfrastructure(t *testing.T) {
	for name, c := range map[string]struct{ file, data, want string }{
		"provider": {"main.tf", "provider \"vault\" {\n  address = \"https://${var.host}:8200\"\n  token = \"made-up-token-0001\"\n  skip_tls_verify = true\n}\n",
			"main.tf:2:14 bearer literal token -> https://{config:var.host}:8200 verify off"},
		"variable switch": {"main.tf", "provider \"x\" {\n  url = var.url\n  api_key = data.vault_generic_secret.x.data\n  insecure = var.insecure\n}\n",
			"main.tf:2:9 api-key secret data.vault_generic_secret.x.data -> {config:var.url} verify "},
		"no credential": {"main.tf", "provider \"x\" {\n  url = \"http://x.acme.io\"\n}\n", ""},
		"request": {"main.tf", "data \"http\" \"x\" {\n  url = \"https://x.acme.io\"\n  request_headers = {\n    \"X-Api-Key\" = var.key\n    Accept = \"text/plain\"\n  }\n}\n",
			"main.tf:2:10 api-key config var.key -> https://x.acme.io verify on"},
		"variables": {"main.tf", "variable \"host\" {\n  default = \"crm.acme.io\"\n}\nvariable \"api_token\" {\n  default = \"made-up-token-0001\"\n}\nlocals {\n  url = \"https://${var.host}\"\n}\n",
			"main.tf:2:14 var.host = crm.acme.io false\nmain.tf:5:14 var.api_token =  true\nmain.tf:8:10 local.url = https://{config:var.host} false"},
		"tfvars": {"prod.tfvars", "host = \"crm.acme.io\"\n", "prod.tfvars:1:9 var.host = crm.acme.io false"},
		"zone": {"dns.tf", "resource \"aws_route53_zone\" \"a\" {\n  name = \"acme.io\"\n}\nresource \"aws_route53_record\" \"b\" {\n  zone_id = aws_route53_zone.a.zone_id\n  name = \"www\"\n  type = \"A\"\n  alias {\n    name = aws_lb.x.dns_name\n  }\n}\nresource \"aws_s3_bucket\" \"c\" {\n  bucket = \"acme-files\"\n}\n",
			"dns.tf:2:11 zone aws_route53_zone.a acme.io signed off private false\ndns.tf:6:11 record ALIAS www of aws_route53_zone.a to [] managed true\ndns.tf:13:13 resource acme-files"},
		"azure": {"dns.tf", "resource \"azurerm_dns_zone\" \"a\" {\n  name = \"acme.io\"\n}\nresource \"azurerm_dns_cname_record\" \"b\" {\n  zone_name = \"acme.io\"\n  name = \"api\"\n  record = \"acme.azurewebsites.net\"\n}\n",
			"dns.tf:2:11 zone azurerm_dns_zone.a acme.io signed  private false\ndns.tf:6:11 record CNAME api of acme.io to [acme.azurewebsites.net] managed false"},
		"stack": {"stack.yml", "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Zone:\n    Type: AWS::Route53::HostedZone\n    Properties: {Name: acme.io}\n  Api:\n    Type: AWS::Route53::RecordSet\n    Properties:\n      HostedZoneId: !Ref Zone\n      Name: !Sub 'api.${Domain}'\n      Type: CNAME\n      ResourceRecords: [!GetAtt App.Host, old.herokuapp.com]\n",
			"stack.yml:5:24 zone Zone acme.io signed off private false\nstack.yml:10:19 record CNAME api.{unknown} of Zone to [old.herokuapp.com] managed true"},
		"broken": {"main.tf", "provider \"vault\" {\n  address = \"https://v.acme.io\"\n  token = var.t\n}\nresource {{\n",
			"main.tf:2:14 bearer config var.t -> https://v.acme.io verify on\nmain.tf:5:11 not analysed, gates true"},
	} {
		t.Run(name, func(t *testing.T) {
			s := extractNamed(c.file, c.data)
			if got := declared(s); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if strings.Contains(fmt.Sprintf("%+v", s), "made-up") {
				t.Error("a value is in the facts")
			}
		})
	}
}

func FuzzInfrastructure(f *testing.F) {
	f.Add("main.tf", "provider \"vault\" {\n  address = \"https://${var.host}\"\n  token = \"t\"\n}\n")
	f.Add("main.tf", "resource \"aws_route53_record\" \"b\" {\n  zone_id = a.b.c[0]\n  records = [for x in y : \"${x}\"]\n}\n")
	f.Add("stack.yml", "AWSTemplateFormatVersion: 1\nResources: {A: {Type: 'AWS::Route53::RecordSet', Properties: {ResourceRecords: [!Sub '${']}}}\n")
	f.Fuzz(func(t *testing.T, name, data string) {
		s := Extract(t.Context(), name, []byte(data), Options{Grader: credential.NewGrader([16]byte{1})})
		if s == nil {
			return
		}
		for _, m := range s.Masks {
			if m.Start.Offset < 0 || m.End.Offset > len(data) || m.End.Offset < m.Start.Offset {
				t.Fatalf("%q hides from %d to %d", data, m.Start.Offset, m.End.Offset)
			}
		}
	})
}
