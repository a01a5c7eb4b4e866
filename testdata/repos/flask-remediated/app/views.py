"""The routes of the gateway."""
from flask import Blueprint, abort, jsonify, request

from .introspection import introspect_token
from .partners import NotAllowed, notify
from .services import CustomerService

api = Blueprint("api", __name__)
customers = CustomerService()


@api.post("/introspect")
def introspect():
    token = request.form.get("token")
    if not token:
        abort(400)
    return jsonify(introspect_token(token))


@api.post("/partners/check")
def partner_check():
    try:
        return jsonify(notify(request.get_json()["url"]))
    except NotAllowed:
        abort(403)


@api.get("/customers/<int:number>")
def customer(number):
    return jsonify(customers.customer(number))
