"""A stand-in for a card processor, so that a fresh machine can practice paying. No money moves.

It shares nothing with the shop but the protocol in its README.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, g
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from practice_processor.api import api
from practice_processor.courier import Courier
from practice_processor.pages import pages, show_error, show_foreign_host
from practice_processor.parts import Parts, attach, parts
from practice_processor.settings import RefusesToStart, Settings, from_environment, refuse_harm
from practice_processor.store import Store

__all__ = ["RefusesToStart", "Settings", "create_app", "create_from_environment", "stop"]

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that a browser hides the origin of our own form from us.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def create_app(settings: Settings) -> Flask:
    """Make the application and start its courier; raises RefusesToStart when the settings allow harm."""
    refuse_harm(settings)
    app = Flask(__name__)
    own_host = urlsplit(settings.address).hostname or "localhost"
    app.config.update(MAX_CONTENT_LENGTH=16 * 1024, TRUSTED_HOSTS=["localhost", "127.0.0.1", own_host])
    store = Store(settings.folder)
    attach(app, Parts(settings, store, Courier(store, settings)))
    app.register_blueprint(api)
    app.register_blueprint(pages)
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(SecurityError, show_foreign_host)
    app.after_request(_secure)
    parts(app).courier.start()
    return app


def create_from_environment() -> Flask:
    """The WSGI factory: settings from the environment."""
    return create_app(from_environment())


def stop(app: Flask) -> None:
    """End the courier of an application; what it has not delivered stays queued."""
    parts(app).courier.stop()


def _secure(response: Response) -> Response:
    # A browser checks the redirect after a form too, so the shop's origin stands beside our own.
    form_action = f"'self' {g.get('return_origin', '')}".strip()
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        f"form-action {form_action}; frame-ancestors 'none'"
    )
    response.headers.update(_HEADERS)
    if response.mimetype != "text/css":
        response.headers["Cache-Control"] = "no-store"
    return response
