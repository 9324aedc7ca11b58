"""The shop: `create_app` is the factory; there is no application object in this package."""

from pathlib import Path

from flask import Flask
from flask.wrappers import Response

from app import extensions, registry
from app.config import ROOT, Settings, load_settings
from app.foundation import access, assets, blocks, converters, database, files, headers, keys, work


class Shop(Flask):
    """Flask with one commit point, after everything that answers a request has run."""

    def process_response(self, response: Response) -> Response:
        return work.finish(super().process_response(response))  # type: ignore[return-value]


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application.

    Raises:
        SettingsError: a setting is missing or unusable.
        RuntimeError: an endpoint has no access mark, or something is not declared to the inventory.
    """
    settings = settings or load_settings()
    app = Shop(
        "app",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(Path(settings.instance).resolve()),
    )
    _configure(app, settings)
    database.bind(app, settings.database)
    extensions.csrf.init_app(app)
    extensions.migrate.init_app(app, database.db, directory=str(ROOT / "app" / "migrations"), render_as_batch=True)
    headers.bind(app, settings)
    app.before_request(access.guard)
    blocks.bind(app)
    registry.register(app, settings)
    assets.bind(app, ROOT / "static", Path(app.instance_path) / "static")
    registry.wrap(app, settings)
    access.check_marks(app)
    registry.check_inventory(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["shop.settings"] = settings
    app.extensions["shop.files"] = files.open_store(settings)
    keys.bind(app, settings)
    converters.bind(app)
    access.public(app.view_functions["static"])
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.env == "test",
        MAX_CONTENT_LENGTH=4 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=1000,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        SESSION_COOKIE_NAME="__Host-session",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_NAME="__Host-remember",
        REMEMBER_COOKIE_SECURE=True,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
    )
