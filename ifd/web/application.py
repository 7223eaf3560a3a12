"""Flask with the NHS.UK component templates beside our own, and escaping on for all of them."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, PackageLoader
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from ifd.settings import Settings


class FrontDoor(Flask):
    """Escapes every template: Flask alone would leave the components' `.jinja` files open to script injection."""

    jinja_options = {
        "autoescape": True,
        "undefined": ChainableUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }

    @classmethod
    def from_settings(cls, settings: Settings) -> FrontDoor:
        app = cls(
            "ifd", static_folder="web/static", static_url_path="/assets", template_folder="web/templates"
        )
        app.settings = settings
        app.config.update(
            SQLALCHEMY_DATABASE_URI=settings.database_url,
            SECRET_KEY=settings.secret_key,
            TESTING=settings.environment == "test",
            MAX_CONTENT_LENGTH=2 * 1024 * 1024,
            MAX_FORM_MEMORY_SIZE=1024 * 1024,
            PERMANENT_SESSION_LIFETIME=timedelta(days=settings.draft_days),
            SESSION_COOKIE_NAME="__Host-ifd" if settings.is_secure else "ifd",
            SESSION_COOKIE_SECURE=settings.is_secure,
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Lax",
            # A long form must not fail because somebody took their time.
            WTF_CSRF_TIME_LIMIT=None,
            # Our pages tell browsers never to say where they come from: the token is the proof, not a referrer.
            WTF_CSRF_SSL_STRICT=False,
        )
        if settings.trusted_proxies:
            hops = settings.trusted_proxies
            app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = WhiteNoise(
            app.wsgi_app,
            root=app.static_folder,
            prefix="assets/",
            max_age=3600,
            immutable_file_test=r"/built/.*\.[0-9a-f]{8,}\.",
        )
        return app

    def create_global_jinja_loader(self) -> BaseLoader:
        return ChoiceLoader([super().create_global_jinja_loader(), PackageLoader("nhsuk_frontend_jinja")])
