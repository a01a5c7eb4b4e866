package clientconf

import "testing"

func TestHelmValues(t *testing.T) {
	checkCluster(t, []clusterCase{
		{"values", "chart/values.yaml", "# a chart\ncrm:\n  url: http://crm.acme.io\n  token: made-up-1\n  existingSecret: crm-secret\n  passwordKey: pw\n  peer: \"http://{{ .Release.Name }}-peer\"\nimage: {repository: acme/unbound, tag: \"1.19\"}\nconf:\n  application.properties: |\n    a.url=http://a\nextraEnv:\n  - {name: B_URL, value: http://b}\n  - name: B_TOKEN\n    valueFrom: {secretKeyRef: {name: b, key: token}}\nsidecars:\n  - {env: [{name: C, value: d}]}\n", `
3:8 .Values.crm.url http://crm.acme.io
4:10 .Values.crm.token (bearer literal 9)
7:10 .Values.crm.peer http://{release:.Release.Name}-peer
8:21 .Values.image.repository acme/unbound
8:41 .Values.image.tag 1.19
11:11 a.url http://a
13:26 B_URL http://b
14:11 B_TOKEN (bearer secret 0)
17:29 C d
14:11 takes token "B_TOKEN" from "Secret b"
8:21 image unbound 1.19`},
		{"release", "flux.yaml", "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  values:\n    crm: {url: http://crm.acme.io, apiToken: made-up-1}\n", `
6:16 .Values.crm.url http://crm.acme.io
6:46 .Values.crm.apiToken (bearer literal 9)`},
		{"application", "app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      values: |\n        crm: {apiToken: made-up-1}\n      valuesObject: {url: http://a}\n", `
8:27 .Values.url http://a
7:25 .Values.crm.apiToken (bearer literal 9)`},
		{"broken", "values-prod.yaml", "a: b\nc: [\n", "1:4 .Values.a b\n2:1 not analysed, gates true"},
	})
	s := extractNamed("charts/a/values.yaml", "crm: {url: http://crm.acme.io}\n")
	if len(s.Variables) != 1 || s.Variables[0].Within != "charts/a" {
		t.Errorf("the values are %+v, which are to be those of charts/a", s.Variables)
	}
}

func TestNamesSecret(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"existingSecret", "x"}: true, {"tlsSecret", "web-tls"}: true, {"secretName", "a-b"}: false, {"passwordKey", "password"}: true, {"adminPasswordKey", "pw"}: true,
		{"secret", "app-credentials"}: true, {"secret", "made-up-token-0001"}: false, {"clientSecret", "a-b"}: false, {"secretKey", "made-up-0001"}: false, {"secretKey", "client-secret"}: true, {"secretKey", "CRM_API_KEY"}: true,
		{"apiKey", "a-b"}: false, {"token", "a-b"}: false, {"tokenRef", "x"}: true, {"githubConfigSecret", "ops-runner-secret"}: true, {"appSecret", "made-up-words"}: false,
	} {
		if got := namesSecret(pair[0], pair[1]); got != want {
			t.Errorf("%s: %s names a Secret: %v", pair[0], pair[1], got)
		}
	}
}

func TestKustomize(t *testing.T) {
	checkCluster(t, []clusterCase{
		{"generators and patches", "k/kustomization.yaml", "secretGenerator:\n- name: s\n  literals: [A_TOKEN=made-up-1, B]\n  envs: [a.env]\nconfigMapGenerator:\n- {name: c, literals: [URL=http://a]}\nimages: [{name: acme/coredns, newTag: \"1.9\"}, {name: b, newName: acme/c}]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Pod\n    spec: {containers: [{env: [{name: A, value: b}]}]}\n- patch: |\n    - {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: C, value: d}}\n", `
3:22 A_TOKEN (bearer literal 9)
6:28 URL http://a
12:49 A b
14:87 C d
4:10 takes  "" from "k/a.env"
12:11 resolver of pod, dots 5, search svc.cluster.local,cluster.local
7:17 image coredns 1.9
7:66 image c`},
		{"steps", "patch.yaml", "- op: add\n  path: /spec/template/spec/containers/0/env\n  value:\n  - {name: A_TOKEN, value: made-up-1}\n", "4:28 A_TOKEN (bearer literal 9)"},
		{"steps of JSON", "patch.json", "[{\"op\": \"add\", \"path\": \"/spec/template/spec/containers/0/env/-\", \"value\": {\"name\": \"A\", \"value\": \"b\"}}]", "1:99 A b"},
		{"broken", "kustomization.yml", "images: [{name: a}]\nb: [\n", "2:1 not analysed, gates true\n1:17 image a"},
	})
}

func FuzzCharts(f *testing.F) {
	for _, s := range []string{"a: {env: [{name: B, value: c}], image: {repository: a}}\n", "secretGenerator: [{literals: [A=b]}]\npatches: [{patch: \"- op: x\\n  value: [1]\\n\"}]\n", "a: &a [*a]\nb: {<<: *a}\n", "{{ a }}: {{ b }}\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, name := range []string{"values.yaml", "kustomization.yaml"} {
			if s := extractNamed(name, data); s != nil {
				checkClusterPlaces(t, data, s)
			}
		}
	})
}
