"""What happens before and after each request."""
import os

from flask import current_app, g, request


def register_hooks(app):
    @app.before_request
    def attach_bearer_token():
        if request.blueprint == "api":
            g.token = os.getenv("SERVICE_TOKEN")
            app.logger.info("outgoing calls use token %s", g.token)  # weak: logged-token

    @app.after_request
    def log_outgoing_token_usage(response):
        if hasattr(g, "token"):
            current_app.logger.info("bearer token used for an outgoing call")
        return response
