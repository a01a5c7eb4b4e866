package clientconf

import (
	"strings"
	"testing"
)

func TestCompose(t *testing.T) {
	checkCluster(t, []clusterCase{
		{"environment", "compose.yml", "x-env: &env {CRM_URL: 'http://crm:80'}\nservices:\n  web:\n    image: acme/bind9:${TAG:-9.18}\n    hostname: web1\n    environment:\n      <<: *env\n      CRM_TOKEN: ${CRM:?no}\n      A: a$$b\n      EMPTY:\n    env_file: [app.env, {path: conf/b.env, required: false}]\n  two:\n    build: {args: [A_TOKEN=made-up-1, B]}\n    environment:\n      - C_TOKEN=made-up-2\n      - \"D=${D_HOST}\"\n      - E\n    networks: {back: {aliases: [db]}}\n", `
8:18 CRM_TOKEN (bearer env 0)
9:10 A a$$b
1:24 CRM_URL http://crm:80
13:28 A_TOKEN (bearer literal 9)
15:17 C_TOKEN (bearer literal 9)
16:12 D {env:D_HOST}
1:1 takes  "" from ".env"
11:16 takes  "" from "app.env"
11:32 takes  "" from "conf/b.env"
3:3 service web,web1 in ""
12:3 service two,db in ""
4:12 image bind9 9.18`},
		{"names", "docker-compose.prod.yaml", "services:\n  web:\n    image: a\n    extra_hosts: ['api.acme.io:10.0.0.1', 'host.docker.internal:host-gateway', \"b=::1\"]\n    dns: [8.8.8.8]\n    dns_search: acme.io\n    dns_opt: ['ndots:2', rotate]\n  two: {image: b, extra_hosts: {api.acme.io: 10.0.0.2}, dns: 1.1.1.1}\n", `
1:1 takes  "" from ".env"
2:3 service web in ""
8:3 service two in ""
4:32 override api.acme.io is 10.0.0.1
4:83 override b is ::1
8:46 override api.acme.io is 10.0.0.2
5:5 resolver of container, dots 2, search acme.io plain:8.8.8.8
8:57 resolver of container, dots 0, search  plain:1.1.1.1
3:12 image a
8:16 image b`},
		{"configs", "stack.yml", "services:\n  a:\n    image: b\nconfigs:\n  app.env:\n    content: |\n      A_TOKEN=made-up-1\n", "7:15 A_TOKEN (bearer literal 9)\n1:1 takes  \"\" from \".env\"\n2:3 service a in \"\"\n3:12 image b"},
		{"script", "compose.yaml", "services:\n  web:\n    image: a\n    command: [sh, -ec, 'curl -H \"Authorization: Bearer $$T\" http://erp.acme.io && serve']\n", `
4:25 route http://erp.acme.io (bearer env header) verify=on
1:1 takes  "" from ".env"
2:3 service web in ""
3:12 image a`},
		{"labels", "compose.yaml", "services:\n  web:\n    image: a\n    labels:\n      - traefik.http.services.web.loadbalancer.server.port=8443\n      - traefik.http.services.web.loadbalancer.server.scheme=https\n", `
6:62 route https://web:8443 (  ) verify=on
1:1 takes  "" from ".env"
2:3 service web in ""
3:12 image a`},
		{"broken", "compose.yaml", "services:\n  a:\n    image: b:1\n  c: [\n", "4:1 not analysed, gates true\n1:1 takes  \"\" from \".env\"\n2:3 service a in \"\"\n3:12 image b 1"},
	})
	if extractNamed("services.yaml", "services:\n  App\\:\n    class: x\n") != nil {
		t.Error("services of another kind are taken for those of compose")
	}
}

func TestDockerfile(t *testing.T) {
	checkCluster(t, []clusterCase{
		{"variables", "Dockerfile", "# syntax=docker/dockerfile:1\nARG TAG=1.19\nFROM --platform=linux/amd64 ghcr.io/acme/unbound:${TAG} AS base\nARG CRM_TOKEN=made-up-1\nENV CRM_URL=\"http://crm.acme.io\" A=b \\\n    C='d e'\nENV OLD http://old.acme.io/x y\nENV FROM_ARG=http://${TAG}/x HOLE=$UNSET\nFROM base\nFROM scratch\nCOPY --from=acme/coredns:1.9 /a /b\n", `
2:9 TAG 1.19
4:15 CRM_TOKEN (bearer literal 9)
5:14 CRM_URL http://crm.acme.io
5:36 A b
6:8 C d e
7:9 OLD http://old.acme.io/x y
8:14 FROM_ARG http://1.19/x
8:35 HOLE {env:UNSET}
3:29 image unbound 1.19
11:13 image coredns 1.9`},
		{"onbuild", "web.Dockerfile", "FROM a\nONBUILD ENV B_TOKEN=made-up-1\n", "2:21 B_TOKEN (bearer literal 9)\n1:6 image a"},
		{"flags", "Containerfile", "FROM a\nENTRYPOINT [\"serve\", \"--crm-url=http://crm.acme.io\", \"--crm-token\", \"made-up-1\"]\n", "2:33 crm-url http://crm.acme.io\n2:70 crm-token (bearer literal 9)\n1:6 image a"},
		{"broken", "Dockerfile", "FROM a\nENV A=b\nRUN <<EOF\nx\n", "2:7 A b\n3:1 not analysed, gates true\n1:6 image a"},
		{"empty", "Dockerfile", "\n", ""},
	})
}

// Comments between lines that go on are no part of a command, and every place stays.
func TestDockerfileComments(t *testing.T) {
	for in, want := range map[string]string{
		"a \\\n  # why\n  b":           "a \\\n      \\\n  b",
		"a \\\n# one\n   # two\n  b #": "a \\\n    \\\n       \\\n  b #",
		"a # b":                        "a # b",
		"a \\\n#\n b":                  "a \\\n\\\n b",
	} {
		if got := string(withoutComments([]byte(in))); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func FuzzContainers(f *testing.F) {
	for _, s := range []string{"FROM a\nENV A=b C d\n", "RUN [\"a\", \"b\"]\n", "ENV A='\nARG", "FROM a\nRUN <<E\nx\nE\nRUN a \\\n # b\n c", "services:\n  a: {image: b, environment: [A_TOKEN=x], command: [sh, -c, 'a b']}\n", "services: {a: {healthcheck: {test: []}}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		for _, name := range []string{"Dockerfile", "compose.yml"} {
			if s := extractNamed(name, data); s != nil {
				checkClusterPlaces(t, data, s)
			}
		}
		if in := withoutComments([]byte(data)); len(in) != len(data) || strings.Count(string(in), "\n") != strings.Count(data, "\n") {
			t.Error("places move")
		}
	})
}
