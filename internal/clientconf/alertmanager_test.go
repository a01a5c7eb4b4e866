package clientconf

import "testing"

const alertmanagerSample = `global:
  slack_api_url: https://hooks.slack.com/services/made/up/token0001
route: {receiver: a}
receivers:
- name: a
  webhook_configs:
  - url: http://hook.acme.io/alerts
    http_config:
      authorization: {credentials: made-up-1}
      tls_config: {insecure_skip_verify: true}
- name: b
  slack_configs:
  - channel: '#a'
    api_url: 'https://hooks.slack.com/services/<your>/<slack>/<url>'
  opsgenie_configs:
  - {api_key: made-up-2, api_url: 'https://api.eu.opsgenie.com/'}
  pagerduty_configs:
  - routing_key: made-up-3
  webhook_configs:
  - url: http://bridge:8080/hook
`

func TestAlertmanager(t *testing.T) {
	checkRoutes(t, []routesCase{
		{"receivers", "alertmanager.yml", alertmanagerSample,
			"2:18 https://hooks.slack.com/services/ (api-key path  literal)\n7:10 http://hook.acme.io/alerts (bearer header literal) verify=off\n14:15 https://hooks.slack.com/services/ (api-key path  literal?)\n16:36 https://api.eu.opsgenie.com/ (api-key header literal)"},
		{"objects", "monitoring.yaml", `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
spec:
  receivers:
  - name: a
    webhookConfigs:
    - url: https://hook.acme.io/alerts
      httpConfig:
        basicAuth: {username: {name: s, key: u}, password: {name: hook, key: password}}
        tlsConfig: {insecureSkipVerify: true}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: shop}
spec:
  endpoints:
  - port: http
    bearerTokenFile: /var/run/secrets/token
  - port: https
    scheme: https
    tlsConfig: {insecureSkipVerify: true}
    authorization: {credentials: {name: shop, key: token}}
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
spec:
  remoteWrite:
  - url: http://mimir.acme.io/push
    basicAuth: {password: {name: mimir, key: pw}}
  alerting:
    alertmanagers:
    - {name: am, namespace: mon, port: web, bearerTokenFile: /t}
---
apiVersion: monitoring.coreos.com/v1alpha1
kind: ScrapeConfig
spec:
  scheme: HTTP
  authorization: {credentials: {name: x, key: y}}
  staticConfigs: [{targets: ['a.acme.io:80']}]
  httpSDConfigs: [{url: 'http://sd.acme.io', basicAuth: {password: {name: sd, key: pw}}}]
---
apiVersion: monitoring.coreos.com/v1
kind: Probe
spec:
  prober: {url: 'blackbox.mon.svc:9115', scheme: https}
  bearerTokenSecret: {name: p, key: t}
`,
			"7:12 https://hook.acme.io/alerts (basic header secret hook/password) verify=off\n17:5 http://{unknown} (bearer header secret /var/run/secrets/token) cluster\n19:5 https://{unknown} (bearer header secret shop/token) verify=off cluster\n28:10 http://mimir.acme.io/push (basic header secret mimir/pw)\n32:14 http://am.mon.svc (bearer header secret /t) cluster\n39:31 http://a.acme.io:80 (bearer header secret x/y)\n40:19 http://{dns:http://sd.acme.io} (bearer header secret x/y)\n40:26 http://sd.acme.io (basic header secret sd/pw)\n45:18 https://blackbox.mon.svc:9115 (bearer header secret p/t)"},
	})
}

func FuzzAlertmanager(f *testing.F) {
	fuzzRoutes(f, "alertmanager.yml", alertmanagerSample, "receivers: [~, {a_configs: [1, {url: [x]}]}]\nroute: 1", "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nspec: {endpoints: [{port: a, bearerTokenFile: &x [*x]}]}")
}
