package clientconf

import "testing"

const prometheusSample = `global:
  scrape_interval: 15s
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ['node-1:9100', 'node-2:9100']
  - job_name: shop
    metrics_path: metrics
    authorization:
      credentials: made-up-token-0001
    tls_config:
      ca_file: /etc/ca.pem
    static_configs:
      - targets: [shop.acme.io:8443, localhost:9090]
  - job_name: secured
    scheme: https
    bearer_token_file: /var/run/secrets/token
    tls_config: {insecure_skip_verify: true}
    kubernetes_sd_configs: [{role: pod}]
    relabel_configs:
      - target_label: __address__
        replacement: kubernetes.default.svc:443
`

func TestPrometheus(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"scrapes", "prometheus.yml", prometheusSample,
			"7:15 http://shop.acme.io:8443/metrics (bearer header literal) verify=custom\n7:15 http://localhost:9090/metrics (bearer header literal) verify=custom\n15:15 https://kubernetes.default.svc:443 (bearer header secret /var/run/secrets/token) verify=off"},
		{"broken", "prometheus.yml", prometheusSample + "  - job_name: [\n",
			"7:15 http://shop.acme.io:8443/metrics (bearer header literal) verify=custom\n7:15 http://localhost:9090/metrics (bearer header literal) verify=custom\n15:15 https://kubernetes.default.svc:443 (bearer header secret /var/run/secrets/token) verify=off\n23:1 not analysed, gates true"},
		{"discovery", "a.yml", `scrape_configs:
- job_name: dns
  scheme: https
  basic_auth: {username: u, password_file: /etc/pw}
  dns_sd_configs: [{names: [_m._tcp.acme.io]}]
- job_name: http
  authorization: {credentials_file: /etc/token}
  http_sd_configs:
  - url: http://sd.acme.io/targets
    basic_auth: {username: u, password: made-up-2}
- job_name: consul
  bearer_token: ${SCRAPE_TOKEN}
  consul_sd_configs: [{server: 'consul.acme.io:8500', token: made-up-3}]
- job_name: pods
  bearer_token_file: /t
  kubernetes_sd_configs: [{role: pod}]
  relabel_configs:
  - {source_labels: [__meta_x], target_label: __scheme__, regex: '(https?)'}
`,
			"2:13 https://{dns:_m._tcp.acme.io} (basic header secret /etc/pw)\n9:10 http://sd.acme.io/targets (basic header literal)\n6:13 http://{dns:http://sd.acme.io/targets} (bearer header secret /etc/token)\n13:33 http://consul.acme.io:8500 (bearer header x-consul-token literal)\n11:13 http://{dns:consul.acme.io:8500} (bearer header env SCRAPE_TOKEN)\n14:13 {config:__scheme__=http}://{unknown} (bearer header secret /t) cluster"},
		{"remote", "values.yaml", `server:
  remoteWrite: x
  config:
    remote_write:
    - url: https://mimir.acme.io/push
      headers: {X-Scope-OrgID: acme, X-Api-Key: made-up-4}
      oauth2: {client_id: a, client_secret: made-up-5, token_url: http://login.acme.io/token}
      proxy_url: http://proxy.acme.io:3128
    alerting:
      alertmanagers:
      - scheme: https
        path_prefix: /am
        basic_auth: {username: u, password: '{{ .Values.am.password }}'}
        static_configs: [{targets: ['am.acme.io:9093']}]
`,
			"7:67 http://login.acme.io/token (other body client_secret literal)\n5:12 https://mimir.acme.io/push (bearer header response oauth2) proxy=on:http://proxy.acme.io:3128\n5:12 https://mimir.acme.io/push (api-key header x-api-key literal) proxy=on:http://proxy.acme.io:3128\n14:38 https://am.acme.io:9093/am (basic header config .Values.am.password)"},
		{"userinfo", "a.yml", "remote_write: [{url: 'http://u:${PW}@mimir.acme.io/push'}, {url: 'http://u:made-up-8@mimir.acme.io'}]\n",
			"1:23 http://u:{env:PW}@mimir.acme.io/push (basic userinfo userinfo env PW)\n1:67 http://u:{literal:userinfo}@mimir.acme.io (basic userinfo userinfo literal)"},
		{"list", "additional.yaml", "- job_name: x\n  basic_auth: {username: u, password: made-up-6}\n  static_configs: [{targets: [a.acme.io]}]\n", "1:13 http://a.acme.io (basic header literal)"},
		{"within", "chart.yaml", "extra: |\n  scrape_configs:\n  - job_name: x\n    bearer_token: made-up-7\n    static_configs:\n    - targets: ['{{ .Values.host }}:80']\n", "3:15 http://{config:.Values.host}:80 (bearer header literal)"},
	})
}

func FuzzPrometheus(f *testing.F) {
	fuzzRoutes(f, "prometheus.yml", prometheusSample, "scrape_configs: [{job_name: &x [*x]}]", "a: |\n  - job_name: x", "alertmanagers: 3\nremote_write: [~]", "x_sd_configs: [&a {names: *a}]\nscrape_configs: [{dns_sd_configs: [1]}]")
}
