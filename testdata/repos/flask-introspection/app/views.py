"""The routes of the gateway."""
from flask import Blueprint, abort, jsonify, request

from .introspection import introspect_token
from .partners import safe_request
from .services import Services

api = Blueprint("api", __name__)
services = Services()


@api.post("/introspect")
def introspect():
    token = request.form.get("token")
    if not token:
        abort(400)
    return jsonify(introspect_token(token))


@api.post("/partners/check")
def partner_check():
    body = request.get_json()
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return jsonify(safe_request(body["url"], token))


@api.get("/customers/<int:number>")
def customer(number):
    return jsonify(services.customer(number))
