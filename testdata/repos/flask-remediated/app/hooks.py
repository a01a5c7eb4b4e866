"""What happens before and after each request."""
import os

from flask import current_app, g, request


def register_hooks(app):
    @app.before_request
    def attach_bearer_token():
        if request.blueprint == "api":
            g.token = os.environ["SERVICE_TOKEN"]

    @app.after_request
    def log_outgoing_token_usage(response):
        if hasattr(g, "token"):
            current_app.logger.info("bearer token used for an outgoing call by %s", request.endpoint)
        return response
