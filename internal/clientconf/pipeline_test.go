package clientconf

import (
	"strings"
	"testing"
)

func TestGitHubActions(t *testing.T) {
	for name, c := range map[string]struct{ workflow, want string }{
		"levels of env": {
			"env:\n  API: http://api.acme.io\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env: {TOKEN: \"${{ secrets.CRM_TOKEN }}\"}\n    steps:\n      - env:\n          P: v1\n        run: 'curl -m 1 -H \"Authorization: Bearer $TOKEN\" \"$API/$P\"'\n",
			"10:15 http://api.acme.io/v1 bearer header:authorization=secret:CRM_TOKEN timeout=on@10:20",
		},
		"a block": {
			"jobs:\n  a:\n    steps:\n      - name: x\n        run: |\n          set -x\n          curl -k \\\n            -H \"Authorization: Bearer ${{ secrets.T }}\" \\\n            https://a.acme.io\n",
			"7:11 https://a.acme.io bearer header:authorization=secret:T verify=off@7:16",
		},
		"a folded block": {
			"jobs:\n  a:\n    steps:\n      - run: >-\n          curl -k\n          -H \"Authorization: Bearer ${{ secrets['T'] }}\"\n          https://a.acme.io\n",
			"5:11 https://a.acme.io bearer header:authorization=secret:T verify=off@5:16",
		},
		"a host by others": {
			"jobs:\n  a:\n    steps:\n      - run: 'curl -m 1 -H \"Authorization: Bearer ${{ secrets.T }}\" \"https://${{ github.event.pull_request.head.ref }}/\"'\n",
			"4:15 https://{request:github.event.pull_request.head.ref}/ bearer header:authorization=secret:T timeout=on@4:20",
		},
		"expressions in env": {
			"env: {HOST: \"${{ vars.HOST }}\", T: \"${{ secrets.A || github.token }}\"}\njobs:\n  a:\n    steps:\n      - run: 'curl -m 1 -H \"Authorization: Bearer ${{ env.T }}\" https://${{ env.HOST }}/'\n      - run: 'curl -m 1 -H \"Authorization: Bearer $T\" $GITHUB_API_URL/x'\n",
			"5:15 https://{config:HOST}/ bearer header:authorization=secret:A timeout=on@5:20\n6:15 {param:GITHUB_API_URL}/x bearer header:authorization=secret:A timeout=on@6:20",
		},
		"other shells": {
			"jobs:\n  a:\n    runs-on: windows-latest\n    steps:\n      - run: Invoke-WebRequest https://a.acme.io\n      - run: echo x\n      - shell: bash\n        run: curl -m 1 -u \"${{ secrets.U }}\" https://a.acme.io\n",
			"8:14 https://a.acme.io basic header:authorization=secret:U timeout=on@8:19\n5:14 not analysed, gates false",
		},
		"composite": {
			"name: x\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: 'wget --header \"Authorization: Bearer ${{ inputs.token }}\" https://a.acme.io/x'\n",
			"6:13 https://a.acme.io/x bearer header:authorization=param:inputs.token",
		},
		"what is hidden in the log": {
			"jobs:\n  a:\n    steps:\n      - run: |\n          set -x\n          curl -m 1 -u \"${{ secrets.U }}\" https://a.acme.io\n          curl -m 1 -H \"X-Api-Key: $K\" https://a.acme.io\n",
			"6:11 https://a.acme.io basic header:authorization=secret:U timeout=on@6:16\n7:11 https://a.acme.io api-key header:x-api-key=env:K timeout=on@7:16\n5:11 log of api-key header:x-api-key=env:K",
		},
		"switches and literals": {
			"env:\n  NODE_TLS_REJECT_UNAUTHORIZED: 0\n  API_TOKEN: made-up-token-0001\njobs:\n  a:\n    steps:\n      - run: 'curl -m 1 -H \"Authorization: Bearer $API_TOKEN\" https://a.acme.io'\n",
			"7:15 https://a.acme.io bearer header:authorization=literal: timeout=on@7:20\n2:33 NODE_TLS_REJECT_UNAUTHORIZED off \n3:14 literal setting 18\n3:14 literal route 18",
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := ".github/workflows/a.yml"
			if name == "composite" {
				file = "actions/x/action.yml"
			}
			checkSent(t, file, c.workflow, c.want)
		})
	}
}

// What an action is given with a URL is noted side by side, for link to join.
func TestGitHubActionsWith(t *testing.T) {
	s := extractNamed(".github/workflows/a.yml", "jobs:\n  a:\n    steps:\n      - uses: x/y@v1\n        with:\n          url: http://a.acme.io\n          token: ${{ secrets.T }}\n      - uses: x/z@v1\n        with: {url: http://b.acme.io}\n")
	var got []string
	for _, v := range s.Variables {
		got = append(got, v.Block+" "+v.Name)
	}
	if len(got) != 3 || strings.Fields(got[0])[1] != strings.Fields(got[1])[1] || strings.Fields(got[2])[1] == strings.Fields(got[1])[1] {
		t.Errorf("variables: %q", got)
	}
}

func TestGitLabCI(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"lines of one shell": {
			".gitlab-ci.yml",
			"variables:\n  API: {value: \"http://api.acme.io\", description: x}\ndefault:\n  before_script:\n    - 'H=\"Authorization: Bearer $CRM_TOKEN\"'\ndeploy:\n  script:\n    - curl -m 1 -H \"$H\" $API/x\n    - - 'curl -m 1 -H \"JOB-TOKEN: $CI_JOB_TOKEN\" \"$CI_API_V4_URL/x\"'\n",
			"8:7 http://api.acme.io/x bearer header:authorization=env:CRM_TOKEN timeout=on@8:12\n9:10 {param:CI_API_V4_URL}/x bearer header:job-token=env:CI_JOB_TOKEN timeout=on@9:15",
		},
		"included": {
			"ci/gitlab/deploy.yml",
			"deploy:\n  stage: x\n  script:\n    - >\n      curl -k -m 1\n      -u $U:$P\n      https://$[[ inputs.host ]]/\n",
			"5:7 https://{param:inputs.host}/ basic header:authorization=env:P timeout=on@5:15 verify=off@5:12",
		},
		"another system": {
			".circleci/config.yml",
			"jobs:\n  build:\n    environment:\n      U: http://a.acme.io\n    steps:\n      - run:\n          name: x\n          command: |\n            curl -m 1 -H \"Authorization: Bearer $T\" $U\n      - run: 'curl -m 1 -H \"X-Api-Key: $K\" http://b.acme.io'\n",
			"9:13 http://a.acme.io bearer header:authorization=env:T timeout=on@9:18\n10:15 http://b.acme.io api-key header:x-api-key=env:K timeout=on@10:20",
		},
		"broken": {
			".gitlab-ci.yml",
			"a:\n  script:\n    - curl -m 1 -u $U:$P http://a.acme.io\nb: [\n",
			"3:7 http://a.acme.io basic header:authorization=env:P timeout=on@3:12\n4:1 not analysed, gates true",
		},
	} {
		t.Run(name, func(t *testing.T) { checkSent(t, c.file, c.text, c.want) })
	}
}

func TestPipelinesHostile(t *testing.T) {
	for name, c := range map[string]struct{ file, text string }{
		"many lines":       {".gitlab-ci.yml", "a:\n  script:\n" + strings.Repeat("    - curl -u $A:$B http://a.acme.io\n", 15_000)},
		"many expressions": {".github/workflows/a.yml", "jobs: {a: {steps: [{run: 'curl " + strings.Repeat("${{ a.b }}", 50_000) + "'}]}}"},
		"many variables":   {".github/workflows/a.yml", "jobs:\n  a:\n    env:\n" + strings.Repeat("      A: b\n", 20_000) + "    steps:\n" + strings.Repeat("      - run: curl $A\n", 20_000)},
		"templates":        {"run.sh", strings.Repeat("curl {{ .a.b }}${c.d}\n", 30_000)},
		"never ends":       {".github/workflows/a.yml", "jobs: {a: {steps: [{run: '${{ " + strings.Repeat("${{ ", 50_000) + "'}]}}"},
	} {
		t.Run(name, func(t *testing.T) {
			if s := extractNamed(c.file, c.text); s == nil {
				t.Fatal("not read")
			}
		})
	}
}

func FuzzPipelines(f *testing.F) {
	f.Add("env: {A: '${{ secrets.B }}'}\njobs: {a: {steps: [{run: 'curl -H \"Authorization: Bearer $A\" http://a'}]}}")
	f.Add("a:\n  script:\n    - >\n      curl\n\n      -k http://a\n    - |\n      x=${{\n")
	f.Fuzz(func(t *testing.T, data string) {
		for _, file := range []string{".github/workflows/a.yml", ".gitlab-ci.yml", ".travis.yml"} {
			s := extractNamed(file, data)
			for i := range s.Routes {
				if at := s.Routes[i].At; at.Start.Offset < 0 || at.End.Offset > len(data) || at.Start.Offset > at.End.Offset {
					t.Errorf("%s: a route from %d to %d of %d bytes", file, at.Start.Offset, at.End.Offset, len(data))
				}
			}
		}
	})
}
