package clientconf

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/hostbound/hostbound/internal/fact"
)

// showCluster writes what files of clusters and containers give: variables as show does,
// and each other fact in a line.
func showCluster(s *fact.Set) string {
	var out []string
	if v := show(s); v != "" {
		out = append(out, v)
	}
	line := func(at fact.Location, format string, args ...any) {
		out = append(out, fmt.Sprintf("%d:%d ", at.Start.Line, at.Start.Column)+fmt.Sprintf(format, args...))
	}
	for _, r := range s.Routes {
		d, c := &r.Destination, &r.Credential
		to := d.URL.String()
		if to == "" {
			to = d.Scheme.String() + "://" + d.Host.String() + ":" + d.Port.String() + d.Path.String()
		}
		said := fmt.Sprintf("route %s (%s %s %s)", to, c.Kind, c.Origin, c.Carrier)
		if v := r.Channel.Verify.State; v != fact.StateUnknown {
			said += " verify=" + string(v)
		}
		if r.Channel.HostnameCheck.State == fact.StateOff {
			said += " hostname=off"
		}
		if v := r.Channel.ServerName.Value.String(); v != "" {
			said += " name=" + v
		}
		if r.Channel.ClientCert.State == fact.StateOn {
			said += " certificate"
		}
		line(r.At, "%s", said)
	}
	for _, x := range s.Inclusions {
		line(x.At, "takes %s%s %q from %q", x.Prefix, x.Key, x.As, x.From)
	}
	for _, x := range s.Services {
		line(x.At, "service %s in %q", strings.Join(x.Names, ","), x.Namespace)
	}
	for _, x := range s.Meshes {
		line(x.At, "mesh %s %q in %q port %q inbound %v: %s", x.Software, x.Host, x.Namespace, x.Port, x.Inbound, x.TLS.State)
	}
	for _, x := range s.Aliases {
		line(x.At, "alias %s is %s", x.Name, x.To)
	}
	for _, x := range s.Overrides {
		line(x.At, "override %s is %s", x.Name, x.To)
	}
	for _, x := range s.Resolvers {
		said := fmt.Sprintf("resolver of %s, dots %d, search %s", x.Software, x.Dots, strings.Join(x.Search, ","))
		for _, n := range x.Servers {
			said += " " + n.Transport + ":" + n.Address.String()
		}
		line(x.At, "%s", said)
	}
	for _, x := range s.Images {
		line(x.At, "image %s", strings.TrimSpace(x.Name+" "+x.Version))
	}
	for _, x := range s.Listeners {
		line(x.At, "listens for %s, plain %v, redirects %s", strings.Join(x.Hosts, ","), x.Plain, cmp.Or(x.Redirects.State, "unknown"))
	}
	return strings.Join(out, "\n")
}

type clusterCase struct{ name, file, data, want string }

// checkCluster compares what files give; no invented value may be in the facts, and every
// place has to lie in the file.
func checkCluster(t *testing.T, cases []clusterCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := extractNamed(c.file, c.data)
			if s == nil {
				t.Fatal("no format took the file")
			}
			if got := showCluster(s); got != strings.TrimSpace(c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(c.want))
			}
			if strings.Contains(fmt.Sprintf("%+v", s), "made-up") {
				t.Error("a value is in the facts")
			}
			for _, l := range s.Literals {
				if !masked(s, l.Credential.At) {
					t.Errorf("the literal at %s is not masked", l.Credential.At)
				}
			}
			checkClusterPlaces(t, c.data, s)
		})
	}
}

func checkClusterPlaces(t *testing.T, data string, s *fact.Set) {
	t.Helper()
	in := func(what string, l fact.Location) {
		if !l.IsZero() && (l.Start.Offset < 0 || l.Start.Offset > l.End.Offset || l.End.Offset > len(data)) {
			t.Errorf("%s reaches from %d to %d of %d bytes", what, l.Start.Offset, l.End.Offset, len(data))
		}
	}
	for _, x := range s.Variables {
		in("a variable", x.At)
	}
	for _, x := range s.Routes {
		in("a route", x.At)
	}
	for _, x := range s.Masks {
		in("a mask", x)
	}
	for _, x := range s.Images {
		in("an image", x.At)
	}
}

const podHead = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n"

func TestKubernetes(t *testing.T) {
	checkCluster(t, []clusterCase{
		{"container", "a.yaml", podHead + "  containers:\n  - image: ghcr.io/acme/unbound:1.19.0@sha256:00\n    env:\n    - {name: CRM_URL, value: \"http://crm:80/$(V)\"}\n    - name: CRM_TOKEN\n      valueFrom:\n        secretKeyRef: {name: crm, key: token}\n    - name: ERP_URL\n      valueFrom: {configMapKeyRef: {name: erp, key: url}}\n    envFrom:\n    - secretRef: {name: more}\n      prefix: M_\n", `
8:31 CRM_URL http://crm:80/{env:V}
9:13 CRM_TOKEN (bearer secret 0)
12:13 ERP_URL {config:erp/url}
9:13 takes token "CRM_TOKEN" from "Secret crm"
12:13 takes url "ERP_URL" from "ConfigMap erp"
15:25 takes M_ "" from "Secret more"
5:3 resolver of pod, dots 5, search svc.cluster.local,cluster.local
6:12 image unbound 1.19.0`},
		{"dns", "a.yaml", podHead + "  dnsPolicy: None\n  dnsConfig:\n    nameservers: [8.8.8.8]\n    searches: [acme.io]\n    options: [{name: ndots, value: \"2\"}]\n  hostAliases: [{ip: 10.0.0.1, hostnames: [api.acme.io]}]\n  containers: [{name: a}]\n", `
10:44 override api.acme.io is 10.0.0.1
6:3 resolver of pod, dots 2, search acme.io plain:8.8.8.8`},
		{"flags and probes", "a.yaml", podHead + "  containers:\n  - args: [\"--crm-url=http://crm\", --crm-token, $(T), -v]\n    livenessProbe:\n      httpGet: {path: /h, port: 80, httpHeaders: [{name: Authorization, value: Bearer made-up-0001}, {name: Accept, value: x}]}\n", `
6:23 crm-url http://crm
6:49 crm-token (bearer env 0)
8:7 route http://{unknown}:/h (bearer literal header) verify=off
5:3 resolver of pod, dots 5, search svc.cluster.local,cluster.local`},
		{"secret", "a.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  api-token: made-up-1\n  user: made-up-2\n  url: https://a.acme.io\n  config.env: |\n    A_TOKEN=made-up-3\ndata:\n  key: bWFkZS11cC00\n  token: bWFkZS11cC01\n  other: '{{ .Values.x }}'\n  broken: '***'\n", `
5:14 api-token (bearer literal 9)
6:9 user {literal:user}
7:8 url https://a.acme.io
9:13 A_TOKEN (bearer literal 9)
11:8 key {literal:key}
12:10 token (bearer literal 9)
13:11 other {config:.Values.x}`},
		{"cluster of Argo CD", "a.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s, labels: {argocd.argoproj.io/secret-type: cluster}}\nstringData:\n  server: https://10.0.0.1\n  config: |\n    {\"bearerToken\": \"made-up-1\", \"tlsClientConfig\": {\"insecure\": true}}\n", `
5:11 server https://10.0.0.1
7:1 config {literal:config}
5:11 route https://10.0.0.1 (bearer literal header) verify=off`},
		{"config map", "a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  URL: http://a.acme.io\n  script: |\n    a\n    b\n  application.properties: |\n    a.url=http://a\n", `
5:8 URL http://a.acme.io
10:11 a.url http://a`},
		{"list and job", "a.json", `{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "batch/v1", "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [{"env": [{"name": "A", "value": "b"}]}]}}}}}}]}`, `
1:198 A b
1:149 resolver of pod, dots 5, search svc.cluster.local,cluster.local`},
		{"custom resource", "a.yaml", "apiVersion: acme.io/v1\nkind: Thing\nspec:\n  server:\n    env:\n    - name: A\n      value: b\n", "7:14 A b"},
		{"template", "templates/a.yaml", "{{- if .Values.on }}\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: \"{{ .Values.image }}:{{ .Values.tag }}\"\n    env:\n    {{- range .Values.env }}\n    - name: {{ .name }}\n      value: {{ .value | quote }}\n    {{- end }}\n    - name: A_URL\n      value: http://{{ include \"a.fullname\" . }}-b:80\n    - name: A_TOKEN\n      value: {{ .Values.token }}\n{{- end }}\n", `
13:14 A_URL http://{release:include "a.fullname"}-b:80
15:14 A_TOKEN (bearer config 0)
5:3 resolver of pod, dots 5, search svc.cluster.local,cluster.local`},
		{"broken", "a.yaml", podHead + "  containers:\n  - env:\n    - name: A\n      value: b\n  x: [\n", `
8:14 A b
9:1 not analysed, gates true
5:3 resolver of pod, dots 5, search svc.cluster.local,cluster.local`},
	})
}

func TestClusterNetwork(t *testing.T) {
	const istio = "apiVersion: networking.istio.io/v1\nmetadata: {namespace: shop}\n"
	checkCluster(t, []clusterCase{
		{"external name", "a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: crm, namespace: shop}\nspec: {type: ExternalName, externalName: crm.acme.io}\n", `
3:18 service crm in "shop"
4:42 alias crm.shop is crm.acme.io`},
		{"ingress", "a.yaml", "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  namespace: shop\n  annotations:\n    nginx.ingress.kubernetes.io/backend-protocol: HTTPS\n    nginx.ingress.kubernetes.io/auth-url: http://auth.acme.io/check\nspec:\n  tls: [{hosts: [a.acme.io]}]\n  rules:\n  - host: a.acme.io\n    http: {paths: [{backend: {service: {name: web, port: {number: 8443}}}}]}\n  - host: b.acme.io\n", `
12:47 route https://web.shop.svc:8443 ( request ) verify=off
7:43 route http://auth.acme.io/check (other request header)
11:11 listens for a.acme.io, plain false, redirects on
13:11 listens for b.acme.io, plain true, redirects unknown`},
		{"service entry", "a.yaml", istio + "kind: ServiceEntry\nspec: {hosts: [api.acme.io], resolution: DNS, endpoints: [{address: b.acme.io}]}\n---\n" + istio + "kind: ServiceEntry\nspec: {hosts: [c.acme.io], resolution: STATIC}\n", `
4:69 alias api.acme.io is b.acme.io`},
		{"destination rule", "a.yaml", istio + "kind: DestinationRule\nspec:\n  host: api.acme.io\n  trafficPolicy:\n    tls: {mode: SIMPLE}\n    portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]\n", `
7:17 route https://api.acme.io: ( request ) hostname=off
8:58 route http://api.acme.io:80 ( request )
5:9 mesh Istio "api.acme.io" in "shop" port "" inbound false: on
5:9 mesh Istio "api.acme.io" in "shop" port "80" inbound false: off`},
		{"peers", "a.yaml", "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {namespace: istio-system}\nspec: {mtls: {mode: STRICT}}\n---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nspec: {mtls: {mode: PERMISSIVE}, portLevelMtls: {80: {mode: DISABLE}}}\n", `
4:21 mesh Istio "" in "" port "" inbound true: on
8:21 mesh Istio "" in "?" port "" inbound true: custom
8:61 mesh Istio "" in "?" port "80" inbound true: off`},
		{"linkerd", "a.yaml", "apiVersion: policy.linkerd.io/v1beta1\nkind: ServerAuthorization\nmetadata: {namespace: shop}\nspec: {client: {unauthenticated: true}}\n", `
4:34 mesh Linkerd "?" in "shop" port "" inbound true: custom`},
		{"linkerd namespace", "a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  annotations: {config.linkerd.io/default-inbound-policy: all-authenticated}\n", `
5:59 mesh Linkerd "" in "shop" port "" inbound true: on`},
		{"backend policy", "a.yaml", "apiVersion: gateway.networking.k8s.io/v1\nkind: BackendTLSPolicy\nmetadata: {namespace: shop}\nspec:\n  targetRefs: [{kind: Service, name: web}]\n  validation: {caCertificateRefs: [{name: ca}], hostname: web.acme.io}\n", `
5:38 route https://web.shop.svc: ( request ) verify=custom name=web.acme.io`},
		{"gateway", "a.yaml", "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nspec: {listeners: [{hostname: a.acme.io, protocol: HTTP}]}\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec: {rules: [{backendRefs: [{name: web, port: 80}]}]}\n", `
7:38 route http://web:80 ( request )
3:31 listens for a.acme.io, plain true, redirects unknown`},
		{"consul", "a.yaml", "apiVersion: consul.hashicorp.com/v1alpha1\nkind: ServiceDefaults\nmetadata: {name: web}\nspec: {mutualTLSMode: permissive}\n---\napiVersion: consul.hashicorp.com/v1alpha1\nkind: TerminatingGateway\nspec: {services: [{name: crm, caFile: /ca.pem, sni: crm.acme.io}]}\n", `
8:26 route https://crm: ( request ) verify=custom name=crm.acme.io
4:23 mesh Consul "web" in "" port "" inbound true: custom`},
	})
}

func TestKubeconfig(t *testing.T) {
	const users = "users:\n- name: u\n  user: {token: made-up-token-0001}\n- name: v\n  user: {client-certificate-data: AAAA, client-key-data: made-up}\n- name: w\n  user: {exec: {command: aws}}\n"
	checkCluster(t, []clusterCase{
		{"contexts", "kubeconfig", "apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster: {server: \"http://10.0.0.1:6443\"}\n- name: b\n  cluster: {server: \"https://k.acme.io\", insecure-skip-tls-verify: true, tls-server-name: x.acme.io}\n- name: c\n  cluster: {server: \"https://c.acme.io\", certificate-authority-data: AAAA}\ncontexts:\n- context: {cluster: a, user: u}\n- context: {cluster: b, user: v}\n- context: {cluster: b, user: w}\n" + users, `
5:22 route http://10.0.0.1:6443 (bearer literal header)
7:22 route https://k.acme.io (other secret tls) verify=off name=x.acme.io certificate
7:22 route https://k.acme.io (bearer secret header) verify=off name=x.acme.io
9:22 route https://c.acme.io (  ) verify=custom`},
		{"by its content", "prod.yml", "apiVersion: v1\nclusters: []\nkind: Config\nusers: []\n", ""},
		{"broken", ".kube/config", "clusters:\n- name: a\n  cluster:\n    server: http://10.0.0.1\ncontexts: [\n", `
5:1 not analysed, gates true
4:13 route http://10.0.0.1 (  )`},
	})
}

// Parts of a file that name each other over and over cost no more than a file may.
func TestClusterHostile(t *testing.T) {
	var merges, containers, services strings.Builder
	merges.WriteString("services:\n  web:\n    image: a\n    environment: *m40\n")
	head := "m0: &m0 {A: b}\n"
	for i := 1; i <= 40; i++ {
		head += fmt.Sprintf("m%d: &m%d {<<: [*m%d, *m%d, *m%d]}\n", i, i, i-1, i-1, i-1)
	}
	containers.WriteString(podHead + "  x: &x {name: c, args: [a], env: &e [" + strings.Repeat("{name: A, value: b},", 1000) + "]}\n  containers: [" + strings.Repeat("*x,", 5000) + "]\n")
	services.WriteString("x: &x {environment: {" + strings.Repeat("A: b, ", 10) + "}}\nservices:\n")
	for i := range 5000 {
		fmt.Fprintf(&services, "  s%d: {image: a, environment: [A=b, C=d, E=f, G=h, I=j]}\n", i)
	}
	for name, c := range map[string]struct{ file, data string }{
		"merges": {"compose.yml", head + merges.String()}, "containers": {"a.yaml", containers.String()}, "services": {"compose.yml", services.String()},
	} {
		s := extractNamed(c.file, c.data)
		if len(s.Variables) > maxSettingKeys {
			t.Errorf("%s: %d variables", name, len(s.Variables))
		}
		if name != "merges" && len(s.NotAnalysed) != 1 {
			t.Errorf("%s: it is said %d times that there is more", name, len(s.NotAnalysed))
		}
	}
}

func FuzzKubernetes(f *testing.F) {
	for _, s := range []string{podHead + "  containers:\n  - env: [{name: A_TOKEN, value: 'x'}]\n", "apiVersion: v1\nkind: Secret\ndata: {a: YQ==, b: '|', c: |\n  YQ==\n}\n", "apiVersion: v1\nkind: List\nitems: [*a, &a [*a]]\n", "apiVersion: v1\nkind: Config\nclusters: [{name: a, cluster: {server: 'http://$(x)'}}]\nusers: []\n", "{\"apiVersion\": 1, \"kind\": \"Ingress\", \"spec\": []}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if s := extractNamed("a.yaml", data); s != nil {
			checkClusterPlaces(t, data, s)
		}
	})
}
