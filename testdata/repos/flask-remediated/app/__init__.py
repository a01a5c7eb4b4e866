"""The token gateway: checks tokens and calls the partners' services."""
from flask import Flask

from .hooks import register_hooks
from .views import api


def create_app():
    app = Flask(__name__)
    app.config.from_prefixed_env()
    app.register_blueprint(api, url_prefix="/v1")
    register_hooks(app)
    return app
