"""Clients of services that take an address and a credential."""
import os

import anthropic
import elasticsearch
import gitlab
import hvac
import openai
import opensearchpy
import openapi_client
import pynetbox
import requests
import slack
from atlassian import Bitbucket, Confluence, Jira
from github import Auth, Github
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.httpx import HTTPXAsyncTransport, HTTPXTransport
from gql.transport.requests import RequestsHTTPTransport
from gql.transport.websockets import WebsocketsTransport
from influxdb_client import InfluxDBClient
from jira import JIRA
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamablehttp_client
from openapi_client.rest import ApiException
from qdrant_client import AsyncQdrantClient, QdrantClient
from slack_sdk import WebClient
from slack_sdk.web import WebClient as OtherWebClient
from slack_sdk.web.async_client import AsyncWebClient
from supabase import acreate_client, create_client
from swagger_client import Configuration

KEY = os.environ["SDK_KEY"]
URL = os.environ["SDK_URL"]
PLAIN = "http://sdk.example.com"
H = {"Authorization": "Bearer " + KEY}

openai.OpenAI(api_key=KEY, base_url=URL)
openai.AsyncOpenAI()
openai.AzureOpenAI(azure_endpoint=URL, api_key=KEY)
openai.AzureOpenAI(azure_endpoint=URL, azure_ad_token=KEY)
openai.AsyncAzureOpenAI(base_url=PLAIN)
openai.AsyncAzureOpenAI()
ChatOpenAI(base_url=URL, api_key=KEY)
ChatOpenAI(openai_api_base=PLAIN, openai_api_key=KEY)
OpenAIEmbeddings()
anthropic.Anthropic(api_key=KEY, base_url=URL)
anthropic.AsyncAnthropic(auth_token=KEY)
anthropic.AsyncAnthropic()
WebClient(KEY, URL, proxy="http://proxy.example.com")
OtherWebClient(token=KEY, base_url=URL, ssl=False)
AsyncWebClient(token=KEY)
slack.WebClient(KEY)
Github(KEY)
Github(login_or_token=KEY, base_url=URL, verify=False, timeout=None)
Github(auth=Auth.Token(KEY))
Github(jwt=KEY)
gitlab.Gitlab(URL, KEY, ssl_verify=False)
gitlab.Gitlab(url=URL, private_token=KEY, timeout=10)
gitlab.Gitlab(url=URL, oauth_token=KEY)
gitlab.Gitlab(url=URL, job_token=KEY)
gitlab.Gitlab(private_token=KEY)
hvac.Client(URL, KEY, ("/c.pem", "/k.pem"), False)
hvac.Client(url=URL, token=KEY, cert="/c.pem", verify="/ca.pem", timeout=None)
hvac.AsyncClient()
elasticsearch.Elasticsearch([PLAIN], basic_auth=("elastic", KEY), verify_certs=False)
elasticsearch.Elasticsearch(hosts=["https://sdk.example.com"], bearer_auth=KEY, ssl_assert_hostname=False, timeout=None)
elasticsearch.AsyncElasticsearch(URL, api_key=KEY, ca_certs="/ca.pem", request_timeout=None)
opensearchpy.OpenSearch(URL, http_auth=("admin", KEY))
opensearchpy.OpenSearch(URL, headers=H)
elasticsearch.Elasticsearch()
Jira(URL, username="bot", password=KEY, verify_ssl=False)
Confluence(url=URL, token=KEY, timeout=None)
Bitbucket(url=URL, token=KEY)
JIRA(URL, basic_auth=("bot", KEY), options={"verify": False})
JIRA(server=URL, token_auth=KEY, timeout=10)
create_client(URL, KEY)
acreate_client(supabase_url=URL, supabase_key=KEY)
InfluxDBClient(URL, KEY, verify_ssl=False)
InfluxDBClient(url=URL, token=KEY, timeout=None)
QdrantClient(url=URL, api_key=KEY, timeout=None)
AsyncQdrantClient(url=URL, api_key=KEY)
pynetbox.api(URL, KEY)
pynetbox.api(url=URL, token=KEY)
RequestsHTTPTransport(URL, H, verify=False, timeout=1)
AIOHTTPTransport(url=URL, headers=H, ssl=False)
HTTPXTransport(URL, auth=("bot", KEY))
HTTPXAsyncTransport(URL, headers=H)
WebsocketsTransport("wss://sdk.example.com", headers=H)
sse_client(URL, H, timeout=None)
streamablehttp_client(url=URL, headers=H, auth=("bot", KEY))

generated = openapi_client.Configuration(host=URL, access_token=KEY, ssl_ca_cert="/ca.pem")
with openapi_client.ApiClient(generated) as api_client:
    print(api_client)
generated = openapi_client.Configuration(host=PLAIN, api_key={"X-Api-Key": KEY})
openapi_client.ApiClient(configuration=generated)
configuration = Configuration()
configuration.host = "https://swagger.example.com"
configuration.access_token = KEY
configuration.verify_ssl = False
configuration.proxy = "http://proxy.example.com"
openapi_client.ApiClient(configuration)
configuration = Configuration()
configuration.host = "https://swagger.example.com"
configuration.api_key["Authorization"] = KEY
configuration.ssl_ca_cert = "/ca.pem"
configuration.cert_file = "/client.pem"
openapi_client.ApiClient(configuration)


# What these give is no response: the address of it is not one that a server chose.
requests.get(openai.OpenAI().address, timeout=1)
requests.get(openai.AzureOpenAI().address, timeout=1)
requests.get(ChatOpenAI().address, timeout=1)
requests.get(anthropic.Anthropic().address, timeout=1)
requests.get(slack.WebClient(KEY).address, timeout=1)
requests.get(Github(KEY).address, timeout=1)
requests.get(gitlab.Gitlab(URL).address, timeout=1)
requests.get(Jira(URL).address, timeout=1)
requests.get(JIRA(URL).address, timeout=1)
requests.get(create_client(URL, KEY).address, timeout=1)
requests.get(InfluxDBClient(URL, KEY).address, timeout=1)
requests.get(QdrantClient(url=URL).address, timeout=1)
requests.get(pynetbox.api(URL).address, timeout=1)
requests.get(HTTPXTransport(URL).address, timeout=1)
requests.get(sse_client(URL).address, timeout=1)
requests.get(openapi_client.ApiClient(configuration).address, timeout=1)
