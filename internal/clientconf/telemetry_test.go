package clientconf

import "testing"

const otelSample = `extensions:
  bearertokenauth: {token: "${env:OTLP_TOKEN}"}
  basicauth/x: {client_auth: {username: u, password: made-up-1}}
  oidc: {issuer_url: http://login.acme.io}
receivers:
  otlp: {protocols: {grpc: {endpoint: 0.0.0.0:4317}}}
  kubeletstats: {auth_type: serviceAccount, endpoint: "${env:NODE}:10250", insecure_skip_verify: true}
  prometheus:
    config:
      scrape_configs:
        - job_name: a
          bearer_token: made-up-2
          static_configs: [{targets: [a.acme.io]}]
exporters:
  otlp:
    endpoint: tempo.acme.io:4317
    tls: {insecure: true}
    auth: {authenticator: bearertokenauth}
  otlphttp/x:
    endpoint: https://otlp.acme.io
    headers: {Authorization: "Bearer made-up-token-3", x-tenant: a}
    tls: {insecure_skip_verify: true}
  loki: {endpoint: "http://loki:3100", auth: {authenticator: basicauth/x}}
  debug:
service: {pipelines: {}}
`

const fluentbitSample = `[SERVICE]
    Flush 1
[FILTER]
    Name kubernetes
    Kube_URL https://kubernetes.default.svc:443
    tls.verify Off
[OUTPUT]
    Name  http
    Match *
    Host  logs.acme.io
    Port  443
    Header Authorization Bearer made-up-token-1
[OUTPUT]
    name splunk
    host splunk.acme.io
    tls On
    tls.verify Off
    splunk_token ${SPLUNK_TOKEN}
[OUTPUT]
    Name stdout
`

const fluentdSample = `<source>
  @type forward
</source>
<match a.**>
  @type copy
  <store>
    @type http
    endpoint http://logs.acme.io/in
    headers {"X-Api-Key": "made-up-1"}
    tls_verify_mode none
    <auth>
      method basic
      username u
      password "#{ENV['LOG_PASSWORD']}"
    </auth>
  </store>
  <store>
    @type elasticsearch
    host es.acme.io
    user elastic
    password made-up-2
  </store>
</match>
<match b>
  @type splunk_hec
  hec_host splunk.acme.io
  hec_token made-up-3
  insecure_ssl true
</match>
`

const vectorSample = `[sources.m]
type = "prometheus_scrape"
endpoints = ["http://a.acme.io/metrics"]
auth.strategy = "bearer"
auth.token = "${SCRAPE_TOKEN}"

[sinks.out]
type = "http"
uri = "https://logs.acme.io/in"
[sinks.out.request.headers]
X-Api-Key = "made-up-1"
[sinks.out.tls]
verify_certificate = false
verify_hostname = false
`

const grafanaSample = `apiVersion: 1
datasources:
- name: a
  type: prometheus
  access: proxy
  url: http://mimir.acme.io/prometheus
  basicAuth: true
  secureJsonData: {basicAuthPassword: $MIMIR_PASSWORD, httpHeaderValue1: Bearer made-up-1}
  jsonData: {httpHeaderName1: Authorization, tlsSkipVerify: true}
- name: b
  type: loki
  url: loki:3100
  jsonData: {oauthPassThru: true}
- name: c
  type: postgres
  url: db:5432
  secureJsonData: {password: made-up-2}
`

func TestTelemetry(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"collector", "otel-config.yaml", otelSample,
			"11:21 http://a.acme.io (bearer header literal)\n4:22 http://login.acme.io (none) anchor\n16:15 http://tempo.acme.io:4317 (bearer header env OTLP_TOKEN)\n20:15 https://otlp.acme.io (bearer header literal) verify=off\n23:21 http://loki:3100 (basic header literal)\n7:56 https://{env:NODE}:10250 (bearer header secret service account) verify=off cluster"},
		{"fluent bit", "fluent-bit.conf", fluentbitSample,
			"4:10 https://kubernetes.default.svc:443 (bearer header secret service account) verify=off cluster\n8:11 http://logs.acme.io:443 (bearer header literal)\n14:10 https://splunk.acme.io (bearer header env SPLUNK_TOKEN) verify=off"},
		{"fluent bit in YAML", "fluent-bit.yaml", "pipeline:\n  inputs: []\n  outputs:\n  - name: loki\n    host: loki.acme.io\n    tls: on\n    http_user: u\n    http_passwd: made-up-2\n  - {Name: http, Host: a.acme.io, header: [X-Api-Key made-up-3]}\n",
			"4:11 https://loki.acme.io (basic header literal)\n9:12 http://a.acme.io (api-key header x-api-key literal)"},
		{"fluentd", "fluent.conf", fluentdSample,
			"8:14 http://logs.acme.io/in (basic header env LOG_PASSWORD) verify=off\n8:14 http://logs.acme.io/in (api-key header x-api-key literal) verify=off\n19:10 http://es.acme.io (basic header literal)\n26:12 https://splunk.acme.io (bearer header literal) verify=off"},
		{"vector", "vector.toml", vectorSample,
			"3:15 http://a.acme.io/metrics (bearer header env SCRAPE_TOKEN)\n9:8 https://logs.acme.io/in (api-key header x-api-key literal) verify=off hostname=off"},
		{"vector in YAML", "etc/logs.yaml", "sources: {a: {type: stdin}}\nsinks:\n  b: {type: loki, inputs: [a], endpoint: 'http://loki.acme.io', auth: {strategy: basic, user: u, password: made-up-4}}\n", "3:43 http://loki.acme.io (basic header literal)"},
		{"grafana", "provisioning/datasources/all.yaml", grafanaSample,
			"6:8 http://mimir.acme.io/prometheus (basic header env MIMIR_PASSWORD) verify=off\n6:8 http://mimir.acme.io/prometheus (bearer header literal) verify=off\n12:8 http://loki:3100 (bearer header request)"},
		{"grafana.ini", "grafana.ini", "[auth.generic_oauth]\nclient_secret = made-up-5\n;x = y\ntls_skip_verify_insecure = true\n[auth.jwt]\njwk_set_url = http://login.acme.io/keys\n", "6:15 http://login.acme.io/keys (none) anchor\n4:28 switch verify off"},
		{"objects of a cluster", "all.yaml", `apiVersion: opentelemetry.io/v1beta1
kind: OpenTelemetryCollector
spec:
  config:
    exporters: {otlphttp: {endpoint: "http://otlp.acme.io", headers: {Authorization: "Bearer made-up-token-7"}}}
---
apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDatasource
spec:
  datasource: {type: loki, url: "http://loki.acme.io", jsonData: {oauthPassThru: true}}
---
apiVersion: v1
kind: ConfigMap
data:
  relay: |
    exporters:
      otlphttp: {endpoint: "http://far.acme.io", headers: {X-Api-Key: made-up-8}}
    receivers: {}
  prometheus.yml: |
    scrape_configs:
    - job_name: a
      bearer_token: made-up-9
      static_configs: [{targets: [a.acme.io]}]
`, "5:39 http://otlp.acme.io (bearer header literal)\n10:34 http://loki.acme.io (bearer header request)\n17:29 http://far.acme.io (api-key header x-api-key literal)\n21:17 http://a.acme.io (bearer header literal)"},
		{"promtail", "promtail.yaml", "clients:\n- url: http://loki.acme.io/loki/api/v1/push\n  bearer_token: made-up-6\nscrape_configs: [{job_name: a}]\n", "2:8 http://loki.acme.io/loki/api/v1/push (bearer header literal)"},
	})
}

func FuzzCollector(f *testing.F) {
	fuzzRoutes(f, "otel.yaml", otelSample, "exporters: {otlp: {endpoint: [a, {}], tls: 3}}\nreceivers: {a: [b]}")
}

func FuzzFluentBit(f *testing.F) {
	fuzzRoutes(f, "a.conf", fluentbitSample, "[OUTPUT]\nname\nHost a\n header x", "[OUTPUT]\nName http\nHeader Authorization Bearer\n")
}

func FuzzFluentd(f *testing.F) {
	fuzzRoutes(f, "a.conf", fluentdSample, "<match\n@type x\nheaders {\"a\":\n</match>", "<match a>\n@type http\nendpoint http://a\nheaders {\"Authorization\": [\"\\u0041\"]}\n")
}

func FuzzVector(f *testing.F) {
	fuzzRoutes(f, "vector.toml", vectorSample, "sinks = [[1]]\n[sources]\na.endpoint = 'x'")
}

func FuzzGrafana(f *testing.F) {
	fuzzRoutes(f, "a.yaml", grafanaSample, "datasources: [{url: &x [*x], type: a}]")
}

func FuzzGrafanaIni(f *testing.F) {
	fuzzRoutes(f, "grafana.ini", "[auth.jwt]\na = \"b\"\n", "=\n[\n \"=\"")
}
