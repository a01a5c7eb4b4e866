"""A Flask service: what its caller sends, and its settings."""
import requests
from flask import Flask, current_app, g, redirect, request, session

app = Flask(__name__)
app.config["CRM_HOST"] = "crm.example.com"
app.config.from_envvar("SERVICE_SETTINGS")
UPSTREAM = "https://upstream.example.com"


@app.route("/forward", methods=["POST"])
def forward():
    body = request.get_json()
    requests.post(body["callback"], json={"ok": True}, timeout=1)
    requests.post(request.json["hook"], timeout=1)
    requests.get("https://" + request.args.get("host", "default.example.com") + "/x", timeout=1)
    requests.get(request.form["url"], timeout=1)
    requests.get(request.values.get("url"), timeout=1)
    return {}


@app.post("/<tenant>/me")
def me(tenant):
    headers = {"Authorization": request.headers["Authorization"]}
    requests.get(UPSTREAM + "/me", headers=headers, timeout=1)
    requests.get(f"https://{tenant}.example.com/me", headers=headers, timeout=1)
    requests.get(UPSTREAM, headers={"Authorization": request.headers.get("Authorization")}, timeout=1)
    requests.get(UPSTREAM, cookies={"session": request.cookies["session"]}, timeout=1)
    return {}


@app.get("/settings")
def from_settings():
    requests.get("https://" + current_app.config["CRM_HOST"], headers={"X-Api-Key": app.config["CRM_KEY"]}, timeout=1)
    requests.get("https://" + current_app.config.get("OTHER_HOST", "other.example.com"), timeout=1)
    requests.get(session["next"], timeout=1)
    requests.get(g.base + "/x", timeout=1)
    return {}


@app.before_request
def note():
    app.logger.info("token %s", request.headers.get("Authorization"))
