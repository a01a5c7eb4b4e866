"""Secret stores, prompts and databases."""
import getpass

import boto3
import hvac
import keyring
import requests
from azure.keyvault.secrets import SecretClient
from google.cloud import secretmanager

from .models import Partner, db

URL = "https://api.example.com"


def send(token):
    requests.post(URL, headers={"Authorization": f"Bearer {token}"}, timeout=1)


manager = boto3.client("secretsmanager")
send(manager.get_secret_value(SecretId="acme/token")["SecretString"])
send(boto3.client("ssm").get_parameter(Name="/acme/token", WithDecryption=True)["Parameter"]["Value"])
vault = hvac.Client(url="https://vault.example.com")
send(vault.secrets.kv.v2.read_secret_version(path="acme")["data"]["data"]["token"])
send(vault.secrets.kv.read_secret_version(path="acme")["data"])
send(keyring.get_password("acme", "robot"))
send(SecretClient("https://v.example.com", None).get_secret("acme").value)
google = secretmanager.SecretManagerServiceClient()
send(google.access_secret_version(name="projects/p/secrets/s").payload.data)
send(getpass.getpass("Token: "))
send(input("Token: "))


def partner(identity, cursor, session):
    one = Partner.query.filter_by(id=identity).first()
    requests.post(one.callback_url, timeout=1)
    requests.post(Partner.query.filter_by(id=identity).one().hook, timeout=1)
    requests.post(Partner.query.filter(Partner.id == identity).first().hook, timeout=1)
    requests.post(Partner.query.get(identity).hook, timeout=1)
    requests.post(Partner.query.get_or_404(identity).hook, timeout=1)
    requests.post(Partner.objects.get(pk=identity).hook, timeout=1)
    requests.post(Partner.objects.filter(pk=identity).first().hook, timeout=1)
    requests.post(db.session.query(Partner).get(identity).hook, timeout=1)
    requests.post(db.session.query(Partner).filter_by(id=identity).first().hook, timeout=1)
    requests.post(db.session.query(Partner).filter(Partner.id == identity).first().hook, timeout=1)


def raw(identity):
    cursor = db.cursor()
    cursor.execute("SELECT hook FROM partner")
    requests.post(cursor.fetchone()[0], timeout=1)
    for row in cursor.fetchall():
        requests.post(row["hook"], timeout=1)
    requests.post(db.engine.execute("SELECT 1").fetchone().hook, timeout=1)


send(keyring.get_password("acme", username="named"))
send(SecretClient("https://v.example.com", None).get_secret(name="acme-named").value)


def handed_in(cursor):
    cursor.execute("SELECT hook FROM partner")
    requests.post(cursor.fetchone()[0], timeout=1)
    for row in cursor.fetchall():
        requests.post(row["other"], timeout=1)
