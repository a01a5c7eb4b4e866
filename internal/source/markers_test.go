package source

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/hostbound/hostbound/internal/credential"
	"github.com/hostbound/hostbound/internal/fact"
	"github.com/hostbound/hostbound/internal/source/eval"
	"github.com/hostbound/hostbound/internal/source/ir"
	"github.com/hostbound/hostbound/internal/source/models"
	"github.com/hostbound/hostbound/internal/source/prefilter"
)

// unfiltered are the facts of a text that nothing chose.
func unfiltered(t *testing.T, name string, data []byte) *fact.Set {
	t.Helper()
	l := languageOf(name)
	mod, err := l.lower(context.Background(), name, data)
	if err != nil {
		t.Fatal(err)
	}
	return alone(l, mod, data)
}

// alone are the facts of a module that is read without any other.
func alone(l *language, m *ir.Module, data []byte) *fact.Set {
	return eval.Run(&eval.File{Module: m, Text: data}, eval.Options{Model: l.model, Grader: credential.NewGrader([16]byte{})}).Set
}

func hasFacts(s *fact.Set) bool {
	return len(s.Routes)+len(s.Literals)+len(s.Exposures)+len(s.TokenUses)+len(s.HostUses)+len(s.Switches) > 0
}

// TestNothingIsLeftOut wants each text that gives facts to be chosen: what the filter
// leaves out is never parsed.
func TestNothingIsLeftOut(t *testing.T) {
	texts := fixtures(t)
	maps.Copy(texts, ruleFixtures(t))
	for language, modules := range small() {
		for name, text := range modules {
			texts[name+extension(language)] = []byte(text)
		}
	}
	for name, data := range texts {
		if hasFacts(unfiltered(t, name, data)) && !languageOf(name).filter.Selects(data) {
			t.Errorf("%s gives facts and is not chosen:\n%s", name, data)
		}
	}
}

// small are modules of each language, of which each is chosen by the one marker that
// is its name.
func small() map[string]map[string]string {
	return map[string]map[string]string{"python": smallPython, "javascript": smallJavaScript, "go": smallGo, "java": smallJava}
}

// extension is the end of a file's name in a language.
func extension(language string) string {
	return map[string]string{"python": ".py", "javascript": ".js", "go": ".go", "java": ".java"}[language]
}

var smallPython = map[string]string{
	"import requests":          "import requests as r\nr.get('https://a.example.com')\n",
	"import httpx":             "from httpx import get\nget('https://a.example.com')\n",
	"import aiohttp":           "import aiohttp\naiohttp.ClientSession().get('https://a.example.com')\n",
	"import urllib":            "import urllib.request\nurllib.request.urlopen('https://a.example.com')\n",
	"import urllib2":           "import urllib2\nurllib2.urlopen('https://a.example.com')\n",
	"import urllib3":           "import urllib3\nurllib3.PoolManager().request('GET', 'https://a.example.com')\n",
	"import http":              "from http import client\nclient.HTTPSConnection('a.example.com').request('GET', '/')\n",
	"import http_client":       "from six . moves import http_client\nhttp_client.HTTPSConnection('a.example.com').request('GET', '/')\n",
	"import httplib":           "import httplib\nhttplib.HTTPSConnection('a.example.com').request('GET', '/')\n",
	"six.moves":                "import six\nsix.moves.urllib.request.urlopen('https://a.example.com')\n",
	"import requests_oauthlib": "from requests_oauthlib import OAuth2Session\nOAuth2Session().get('https://a.example.com')\n",
	"import requests_toolbelt": "from requests_toolbelt.sessions import BaseUrlSession\nBaseUrlSession('https://a.example.com').get('/')\n",
	"import requests_cache":    "from requests_cache import CachedSession\nCachedSession().get('https://a.example.com')\n",
	"import requests_futures":  "from requests_futures.sessions import FuturesSession\nFuturesSession().get('https://a.example.com')\n",
	"import cloudscraper":      "import cloudscraper\ncloudscraper.create_scraper().get('https://a.example.com')\n",
	"import authlib":           "from authlib.integrations.requests_client import OAuth2Session\nOAuth2Session().get('https://a.example.com')\n",
	"import msal":              "import msal\nmsal.ConfidentialClientApplication('a')\n",
	"import keycloak":          "import keycloak\nkeycloak.KeycloakOpenID('https://a.example.com')\n",
	"import tornado":           "from tornado.httpclient import HTTPClient\nHTTPClient().fetch('https://a.example.com')\n",
	"import pycurl":            "import pycurl\nc = pycurl.Curl()\nc.setopt(c.URL, 'https://a.example.com')\nc.perform()\n",
	"import websockets":        "import websockets\nwebsockets.connect('wss://a.example.com')\n",
	"import websocket":         "import websocket\nwebsocket.create_connection('wss://a.example.com')\n",
	"import grpc":              "import grpc\nS(grpc.insecure_channel('a.example.com')).Get(1)\n",
	"import openai":            "import openai\nopenai.OpenAI()\n",
	"import anthropic":         "import anthropic\nanthropic.Anthropic()\n",
	"import slack_sdk":         "from slack_sdk import WebClient\nWebClient(a)\n",
	"import slack":             "import slack\nslack.WebClient(a)\n",
	"import github":            "from github import Github\nGithub(a)\n",
	"import gitlab":            "import gitlab\ngitlab.Gitlab(a)\n",
	"import hvac":              "import hvac\nhvac.Client()\n",
	"import elasticsearch":     "import elasticsearch\nelasticsearch.Elasticsearch(a)\n",
	"import opensearchpy":      "import opensearchpy\nopensearchpy.OpenSearch(a)\n",
	"import atlassian":         "from atlassian import Confluence\nConfluence(a)\n",
	"import jira":              "import jira\njira.JIRA(a)\n",
	"import supabase":          "import supabase\nsupabase.create_client(a, b)\n",
	"import influxdb_client":   "import influxdb_client\ninfluxdb_client.InfluxDBClient(a, b)\n",
	"import qdrant_client":     "import qdrant_client\nqdrant_client.QdrantClient(url=a)\n",
	"import sentry_sdk":        "import sentry_sdk\nsentry_sdk.init(a)\n",
	"import rollbar":           "import rollbar\nrollbar.init(a)\n",
	"import datadog":           "import datadog\ndatadog.initialize(a)\n",
	"import sendgrid":          "import sendgrid\nsendgrid.SendGridAPIClient(a)\n",
	"import pynetbox":          "import pynetbox\npynetbox.api(a, b)\n",
	"import mcp":               "from mcp.client.sse import sse_client\nsse_client(a)\n",
	"configuration(":           "c = acme.Configuration(host=a)\nacme.ApiClient(c)\n",
	"import jwt":               "import jwt\njwt.decode(t, k, ['HS256'])\n",
	"import jose":              "from jose import jws\njws.verify(t, k, ['HS256'])\n",

	"_create_unverified_context": "import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n",

	"host_url": `def f(request):
    r = request
    return r.host_url + "x"
`,
	"url_root": `def f(request):
    return request.url_root + "x"
`,
	"request.host": `def f(request):
    return "https://" + request.host + "/x"
`,
	"request.base_url": `def f(request):
    return request.base_url + "/x"
`,
	"get_host":  "from django.shortcuts import redirect\ndef f(request):\n    redirect(request.get_host())\n",
	"http_host": "from django.shortcuts import redirect\ndef f(request):\n    redirect(request.META['HTTP_HOST'])\n",
	"forwarded-host": `def f(request):
    return "https://" + request.headers['X-Forwarded-Host'] + "/x"
`,
	`headers["host"`: `def f(request):
    return "https://" + request.headers["Host"] + "/x"
`,
	`headers['host'`: `def f(request):
    return "https://" + request.headers['Host'] + "/x"
`,
	`headers.get("host"`: `def f(request):
    return "https://" + request.headers.get("Host") + "/x"
`,
	`headers.get('host'`: `def f(request):
    return "https://" + request.headers.get('Host') + "/x"
`,
	"eyj*":          "x = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmFjbWUtbG9naW4uaW8iLCJzdWIiOiJtYWRlLXVwIn0.bWFkZS11cA'\n",
	"import flask":  "from flask import redirect, request as r\nredirect(r.host)\n",
	"authorization": "def f(request):\n    h = request.headers['Authorization']\n    print(h)\n",

	"token or":      "from decouple import config\nt = config('API_TOKEN', default='made-up-token-0001')\n",
	"secret or":     "from decouple import config\nt = config('CLIENT_SECRET') or 'made-up-token-0001'\n",
	"apikey or":     "from decouple import config\nt = config('APIKEY', 'made-up-token-0001')\n",
	"api_key or":    "from django.conf import settings\nt = settings.get('API_KEY', 'made-up-token-0001')\n",
	"access_key or": "from django.conf import settings\nt = settings['ACCESS_KEY'] or 'made-up-token-0001'\n",
	"password or":   "t = current_app.config.get('PASSWORD', 'made-up-token-0001')\n",
	"credential or": "from decouple import config\nt = config('CREDENTIALS', 'made-up-token-0001')\n",

	"token behind":            "print(self.auth_token)\nimport os\nt = os.environ['API_TOKEN']\nprint(t)\n",
	"bearer behind":           "def f(bearer):\n    print(bearer)\n",
	"apikey behind":           "def f(apikey):\n    print(f'it is {apikey}')\n",
	"api_key behind":          "def f(api_key):\n    print('it is', api_key)\n",
	"access_key behind":       "import os\nk = os.getenv('ACCESS_KEY')\nprint(k)\n",
	"app_key behind":          "import os\nk = os.environ.get('APP_KEY')\nprint(k)\n",
	"auth_key behind":         "def f(self, auth_key):\n    print(\n        'a',\n        auth_key,\n    )\n",
	"account_key behind":      "def f(account_key):\n    logger.info('%s', account_key)\n",
	"service_key behind":      "def f(service_key):\n    logger.debug('%s', service_key)\n",
	"subscription_key behind": "def f(subscription_key):\n    logger.warning('%s', subscription_key)\n",
	"private_key behind":      "def f(private_key):\n    logger.warn(private_key)\n",
	"signing_key behind":      "def f(signing_key):\n    logger.error(signing_key)\n",
	"encryption_key behind":   "def f(encryption_key):\n    logger.exception(encryption_key)\n",
	"secret behind":           "def f(client_secret):\n    logger.log(10, client_secret)\n",
	"credential behind":       "import sys\ndef f(credentials):\n    sys.stdout.write(credentials)\n",
	"password behind":         "import pprint\ndef f(password):\n    pprint.pprint(password)\n",
	"passwd behind":           "def f(passwd):\n    print(passwd)\n",
	"passphrase behind":       "def f(passphrase):\n    logger.critical(passphrase)\n",
	"pwd behind":              "def f(pwd):\n    print(pwd)\n",
	"pat behind":              "def f(pat):\n    print(pat)\n",
	"jwt behind":              "def f(user_jwt):\n    print(user_jwt)\n",
}

var smallJavaScript = map[string]string{
	"fetch":                        "fetch('https://a.example.com')\n",
	"import axios":                 "import a from 'axios'\na.get('https://a.example.com')\n",
	"import got":                   "const g = require('got')\ng('https://a.example.com')\n",
	"import ky":                    "import k from 'ky'\nk('https://a.example.com')\n",
	"import undici":                "import { stream } from 'undici'\nstream('https://a.example.com')\n",
	"import http":                  "import * as h from 'http'\nh.get('x')\n",
	"import https":                 "const h = require('node:https')\nh.get('x')\n",
	"xmlhttprequest":               "const x = new XMLHttpRequest();\nx.open('GET', 'https://a.example.com');\nx.send();\n",
	"import follow-redirects":      "const f = require('follow-redirects')\nf.https.get('https://a.example.com')\n",
	"import passport-jwt":          "import { Strategy } from 'passport-jwt'\nnew Strategy({ secretOrKey: a })\n",
	"import needle":                "import n from 'needle'\nn.get('https://a.example.com')\n",
	"import request":               "import r from 'request'\nr.get('https://a.example.com')\n",
	"import superagent":            "import s from 'superagent'\nawait s.get('https://a.example.com')\n",
	"import ws":                    "import W from 'ws'\nnew W('wss://a.example.com')\n",
	"websocket":                    "new WebSocket('wss://a.example.com')\n",
	"import jsonwebtoken":          "import j from 'jsonwebtoken'\nj.verify(a, b)\n",
	"import jose":                  "import { jwtVerify } from 'jose'\njwtVerify(a, b)\n",
	"import jwks-rsa":              "import j from 'jwks-rsa'\nj({ jwksUri: 'https://a.example.com' })\n",
	"import express-jwt":           "import { expressjwt } from 'express-jwt'\nexpressjwt({ secret: 'x' })\n",
	"rejectunauthorized":           "import h from '\\x68ttps'\nh.globalAgent.options.rejectUnauthorized = false\n",
	"node_tls_reject_unauthorized": "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'\n",
	"eyj*":                         "const t = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'\n",
	"authorization":                "function f(req, res) { console.log(req.headers.authorization) }\n",
	".hostname":                    "function f(req, res) { a(`https://${req.hostname}/x`) }\n",
	"get('host'":                   "function f(req, res) { a(`https://${req.get('host')}/x`) }\n",
	"headers.host":                 "function f(req, res) { a(`https://${req.headers.host}/x`) }\n",
	"forwarded-host":               "function f(req, res) { a(`https://${req.headers['x-forwarded-host']}/x`) }\n",
	"token or":                     "config.get('API_TOKEN', 'written-here')\n",
	"secret or":                    "config.get('API_SECRET', 'written-here')\n",
	"api_key or":                   "config.get('API_KEY', 'written-here')\n",
	"password or":                  "config.get('API_PASSWORD', 'written-here')\n",
	"token behind":                 "const a = process.env.API_TOKEN || 'written-here'\n",
	"bearer behind":                "const a = import.meta.env.API_BEARER || 'written-here'\n",
	"apikey behind":                "function f(apiKey) { console.log(apiKey) }\n",
	"api_key behind":               "function f(api_key) { console.info(api_key) }\n",
	"access_key behind":            "function f(access_key) { console.debug(access_key) }\n",
	"private_key behind":           "function f(private_key) { console.warn(private_key) }\n",
	"secret behind":                "function f(secret) { console.error(secret) }\n",
	"password behind":              "function f(password) { console.log(password) }\n",
	"passphrase behind":            "function f(passphrase) { console.log(passphrase) }\n",
	"jwt behind":                   "function f(userJwt) { console.log(userJwt) }\n",
}

// TestMarkers takes each marker out in turn, and wants the module of its name to be
// left out, and to give facts when it is not.
func TestMarkers(t *testing.T) {
	for _, l := range known() {
		t.Run(l.name, func(t *testing.T) { testMarkers(t, l.model, small()[l.name], extension(l.name)) })
	}
}

func testMarkers(t *testing.T, m *models.Model, small map[string]string, extension string) {
	markers := m.Filter()
	markers = markers[:len(m.Markers)+len(m.Used.Words)] // what names settings has no facts of its own
	for i, marker := range markers {
		name := marker
		if j := len(m.Markers); i >= j {
			name = m.Used.Words[i-j] + " behind"
		}
		text, ok := small[name]
		if !ok {
			t.Errorf("no module for the marker %q", name)
			continue
		}
		if !hasFacts(unfiltered(t, name+extension, []byte(text))) {
			t.Errorf("%s: the module gives no facts", name)
		}
		if prefilter.New(slices.Delete(slices.Clone(markers), i, i+1)).Selects([]byte(text)) {
			t.Errorf("%s: the module is chosen without it", name)
		}
	}
	for i, text := range m.Used.Behind {
		rest := slices.Delete(slices.Clone(m.Used.Behind), i, i+1)
		less := models.Model{Markers: m.Markers, Used: models.Used{Words: m.Used.Words, Behind: rest}}
		if f := prefilter.New(less.Filter()); !slices.ContainsFunc(slices.Collect(maps.Values(small)), func(s string) bool { return !f.Selects([]byte(s)) }) {
			t.Errorf("no module is left out without what stands behind %q", text)
		}
	}
}
