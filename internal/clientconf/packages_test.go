package clientconf

import (
	"testing"
)

func TestPackages(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"npm": {".npmrc", "registry=https://registry.acme.io/\n@acme:registry = http://npm.acme.io/r/\n//npm.acme.io/r/:_authToken=${NPM_TOKEN}\n; _authToken=x\nstrict-ssl=false\ncafile=./ca.pem\n//a.acme.io/:cafile=x\n",
			"2:18 GET http://npm.acme.io/r/ bearer header:authorization=env:NPM_TOKEN\n3:1 npm keeps bearer :=env:NPM_TOKEN for npm.acme.io/r/\n5:1 strict-ssl off \n6:1 cafile custom ./ca.pem"},
		"npm, no host": {".npmrc", "registry=https://npm.acme.io\n_authToken=made-up-token-0001\nalways-auth=true\n_auth=\n",
			"1:10 GET https://npm.acme.io bearer header:authorization=literal:_authToken\n2:1 npm keeps bearer :=literal:_authToken for any host\n2:12 literal setting 18"},
		"yarn 1": {".yarnrc", "registry \"http://npm.acme.io\"\nstrict-ssl false\n\"//npm.acme.io/:_authToken\" made-up-token-0001\n",
			"1:11 GET http://npm.acme.io bearer header:authorization=literal:_authToken\n3:1 npm keeps bearer :=literal:_authToken for npm.acme.io/\n2:1 strict-ssl off \n3:29 literal setting 18"},
		"yarn": {".yarnrc.yml", "npmRegistryServer: http://npm.acme.io\nnpmAuthToken: \"${NPM_TOKEN:-made-up-token-0001}\"\nnpmScopes:\n  acme:\n    npmRegistryServer: https://b.acme.io\nenableStrictSsl: false\nnetworkSettings:\n  \"*.acme.io\": {enableStrictSsl: false}\n",
			"1:20 GET http://npm.acme.io bearer header:authorization=env:NPM_TOKEN\n1:1 yarn keeps bearer :=env:NPM_TOKEN for http://npm.acme.io\n6:1 enableStrictSsl off \n8:17 enableStrictSsl off *.acme.io\n2:29 literal fallback 18"},
		"pip": {"pip.conf", "[global]\nindex-url = https://u:${PIP_PASSWORD}@pypi.acme.io/simple\nextra-index-url =\n    http://b.acme.io/simple\n    https://c.acme.io/simple\ntrusted-host = b.acme.io\n    localhost\ncert = /etc/ca.pem\n",
			"2:13 GET https://u:{env:PIP_PASSWORD}@pypi.acme.io/simple basic userinfo:userinfo=env:PIP_PASSWORD\n4:5 GET http://b.acme.io/simple nothing\n6:1 trusted-host off b.acme.io\n6:1 trusted-host off localhost\n8:1 cert custom /etc/ca.pem"},
		"pypirc": {".pypirc", "[acme]\nrepository: http://pypi.acme.io\nusername: x\npassword: made-up-pw-1\n",
			"2:13 GET http://pypi.acme.io basic header:authorization=literal:password\n4:1 twine keeps basic :=literal:password for http://pypi.acme.io\n4:11 literal setting 12"},
		"requirements": {"requirements.txt", "--index-url http://pypi.acme.io/simple\n--trusted-host=pypi.acme.io\n# -i http://x.acme.io\na==1 # http://x.acme.io\ngit+https://x:${GIT_TOKEN}@git.acme.io/a.git@main#egg=a\nb @ https://files.acme.io/b.whl\n",
			"1:13 GET http://pypi.acme.io/simple nothing\n5:5 GET https://x:{env:GIT_TOKEN}@git.acme.io/a.git@main basic userinfo:userinfo=env:GIT_TOKEN\n2:1 --trusted-host off pypi.acme.io"},
		"pipfile": {"Pipfile", "[[source]]\nurl = \"http://pypi.acme.io/simple\"\nverify_ssl = false\n",
			"2:8 GET http://pypi.acme.io/simple nothing verify=off@3:1"},
		"pyproject": {"pyproject.toml", "[[tool.uv.index]]\nurl = \"http://pypi.acme.io\"\n[tool.uv]\nallow-insecure-host = [\"b.acme.io\"]\n[[tool.poetry.source]]\nurl = \"https://c.acme.io\"\n",
			"2:8 GET http://pypi.acme.io nothing\n4:25 allow-insecure-host off b.acme.io"},
		"netrc": {".netrc", "machine api.acme.io login x password made-up-pw-1\n# machine y\nmacdef init\n password z\n\ndefault\n  login y\n  password $PW\n",
			"1:38 netrc keeps basic :=literal:password for api.acme.io\n8:12 netrc keeps basic :=env:PW for any host\n1:38 literal setting 12"},
		"curlrc": {".curlrc", "# x\ninsecure\n--header = \"Authorization: Bearer made-up-token-0001\"\nuser = \"me:made-up-pw-1\"\nuser-agent = x\n",
			"3:1 curl keeps bearer header:authorization=literal:Authorization for any host\n4:1 curl keeps basic :=literal:user for any host\n2:1 insecure off \n3:35 literal setting 18\n4:12 literal setting 12"},
		"wgetrc": {".wgetrc", "check_certificate = off\nheader = X-Api-Key: made-up-key-0001\n",
			"2:1 wget keeps api-key header:x-api-key=literal:X-Api-Key for any host\n1:1 check_certificate off \n2:21 literal setting 16"},
		"git": {".gitconfig", "[http]\n\tsslVerify = false\n\textraHeader = Authorization: Bearer made-up-token-0001\n[http \"https://git.corp/\"]\n\tsslVerify = false\n\textraHeader = Authorization: Basic made-up-token-0002\n[url \"https://x:made-up-token-0003@git.acme.io/\"]\n\tinsteadOf = git@git.acme.io:\n[submodule \"a\"]\n\turl = https://git.acme.io/a\n",
			"7:7 GET https://x:{literal:userinfo}@git.acme.io/ basic userinfo:userinfo=literal:\n3:2 git keeps bearer header:authorization=literal:Authorization for any host\n6:2 git keeps basic header:authorization=literal:Authorization for https://git.corp/\n2:2 http.sslVerify off \n5:2 http.sslVerify off https://git.corp/\n3:38 literal setting 18\n6:37 literal setting 18\n7:17 literal url 18"},
		"cargo": {".cargo/config.toml", "[registries.acme]\nindex = \"sparse+http://cargo.acme.io/index/\"\ntoken = \"made-up-token-0001\"\n[source.x]\nregistry = \"https://b.acme.io\"\n[http]\ncainfo = \"certs/ca.pem\"\n",
			"2:17 GET http://cargo.acme.io/index/ bearer header:authorization=literal:token\n1:13 cargo keeps bearer :=literal:token for sparse+http://cargo.acme.io/index/\n7:1 http.cainfo custom certs/ca.pem\n3:10 literal setting 18"},
		"settings.xml": {".mvn/settings.xml", "<?xml version=\"1.0\"?>\n<settings xmlns=\"http://maven.apache.org/SETTINGS/1.0.0\">\n <servers><server><id>a</id><username>u</username><password>made-up-pw-1</password></server>\n <server><id>b</id><password>${env.B_PASSWORD}</password></server></servers>\n <mirrors><mirror><id>a</id><url>http://nexus.acme.io/</url></mirror></mirrors>\n <profiles><profile><repositories><repository><id>b</id><url>https://b.acme.io</url></repository></repositories></profile></profiles>\n</settings>\n",
			"5:34 GET http://nexus.acme.io/ basic header:authorization=literal:password\n6:62 GET https://b.acme.io basic header:authorization=env:B_PASSWORD\n3:61 literal setting 12"},
		"pom": {"pom.xml", "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n<repositories><repository><id>x</id><url>http://repo.acme.io</url></repository></repositories>\n<distributionManagement><repository><id>rel</id><url>${base.url}/rel</url></repository><snapshotRepository><id>s</id><url>http://repo.acme.io/s</url></snapshotRepository></distributionManagement>\n<scm><url>http://git.acme.io</url></scm></project>",
			"2:42 GET http://repo.acme.io nothing\n3:54 GET {config:base.url}/rel basic header:authorization=config:server rel\n3:123 GET http://repo.acme.io/s basic header:authorization=config:server s"},
		"broken pom": {"pom.xml", "<project><repositories><repository><url>http://repo.acme.io</url></repository>\n</oops>\n",
			"1:41 GET http://repo.acme.io nothing\n2:1 not analysed, gates true"},
		"gradle": {"build.gradle", "repositories {\n  mavenCentral()\n  maven {\n    url \"http://repo.acme.io\" // http://x\n    allowInsecureProtocol = true\n    credentials {\n      username = 'x'\n      password = System.getenv(\"REPO_PASSWORD\")\n    }\n  }\n  maven { url 'https://b.acme.io' }\n}\n",
			"4:10 GET http://repo.acme.io basic header:authorization=env:REPO_PASSWORD"},
		"gradle in kotlin": {"settings.gradle.kts", "maven(\"http://a.acme.io\")\nmaven {\n  url = uri(\"https://b.acme.io\")\n  credentials(HttpHeaderCredentials::class) { name = \"X\"; value = \"made-up-token-0001\" }\n}\n",
			"3:14 GET https://b.acme.io basic header:authorization=literal:password\n1:8 GET http://a.acme.io nothing\n4:68 literal setting 18"},
		"composer": {"auth.json", "{\"http-basic\": {\"repo.acme.io\": {\"username\": \"x\", \"password\": \"made-up-pw-1\"}}, \"bearer\": {\"b.acme.io\": \"made-up-token-0001\"}}",
			"1:18 composer keeps basic :=literal:password for repo.acme.io\n1:93 composer keeps bearer :=literal:token for b.acme.io\n1:64 literal setting 12\n1:106 literal setting 18"},
		"composer.json": {"composer.json", "{\"repositories\": [{\"type\": \"composer\", \"url\": \"http://repo.acme.io\"}, {\"url\": \"https://b.acme.io\", \"options\": {\"ssl\": {\"verify_peer\": false}}}],\n\"config\": {\"disable-tls\": true}}",
			"1:48 GET http://repo.acme.io nothing\n1:80 GET https://b.acme.io nothing verify=off@1:121\n2:13 disable-tls off "},
		"nuget": {"NuGet.config", "<configuration><packageSources><add key=\"acme\" value=\"http://nuget.acme.io/v3\" /><add key=\"o\" value=\"https://o.acme.io\"/></packageSources>\n<packageSourceCredentials><acme><add key=\"Username\" value=\"u\"/><add key=\"ClearTextPassword\" value=\"%NUGET_PASSWORD%\"/></acme></packageSourceCredentials></configuration>",
			"1:55 GET http://nuget.acme.io/v3 basic header:authorization=env:NUGET_PASSWORD"},
		"docker": {".docker/config.json", "{\"auths\": {\"ghcr.io\": {\"auth\": \"made-up-auth-0001\"}}}",
			"1:13 docker keeps basic :=literal:auth for ghcr.io\n1:33 literal setting 17"},
		"daemon": {"etc/docker/daemon.json", "{\"insecure-registries\": [\"reg.acme.io:5000\"], \"registry-mirrors\": [\"http://mirror.acme.io\"]}",
			"1:27 GET https://reg.acme.io:5000 nothing verify=off@1:27\n1:69 GET http://mirror.acme.io nothing"},
		"a variable": {".env", "GOPROXY=http://go.acme.io,direct\nPIP_INDEX_URL=https://pypi.acme.io\n",
			"1:9 GET http://go.acme.io,direct nothing"},
		"written by a script": {"run.sh", "cat > ~/.npmrc <<EOF\nregistry=http://npm.acme.io\n//npm.acme.io/:_authToken=${NPM_TOKEN}\nEOF\n",
			"2:10 GET http://npm.acme.io bearer header:authorization=env:NPM_TOKEN\n3:1 npm keeps bearer :=env:NPM_TOKEN for npm.acme.io/"},
	} {
		t.Run(name, func(t *testing.T) { checkSent(t, c.file, c.text, c.want) })
	}
}

func FuzzPackages(f *testing.F) {
	for _, s := range []string{"a = b\n  c://d\n[e \"f\"]\n", "machine a password b default password c", "<a b='c'><d>&amp;</d></a>", "maven { url 'http://a'\ncredentials { password \"$x\" } }", "--index-url http://a:b@c\n", "[registries.a]\ntoken='b'\n", "{\"auths\": {\"a\": {\"auth\": \"b\"}}}"} {
		f.Add(s)
	}
	files := []string{".npmrc", ".yarnrc", ".yarnrc.yml", "pip.conf", "requirements.txt", "pyproject.toml", ".netrc", ".curlrc", ".gitconfig", ".cargo/config.toml", "pom.xml", "a.gradle", "composer.json", "nuget.config", ".docker/config.json"}
	f.Fuzz(func(t *testing.T, data string) {
		for _, file := range files {
			s := extractNamed(file, data)
			for i := range s.Routes {
				if at := s.Routes[i].At; at.Start.Offset < 0 || at.End.Offset > len(data) || at.Start.Offset > at.End.Offset {
					t.Errorf("%s: a route from %d to %d of %d bytes", file, at.Start.Offset, at.End.Offset, len(data))
				}
			}
			for _, m := range s.Masks {
				if m.Start.Offset < 0 || m.End.Offset > len(data) || m.Start.Offset > m.End.Offset {
					t.Errorf("%s: a mask from %d to %d of %d bytes", file, m.Start.Offset, m.End.Offset, len(data))
				}
			}
		}
	})
}
