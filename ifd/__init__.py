"""The Integrated Front Door as a Flask application: one factory, a blueprint a door."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `ifd decide` passes through here and needs neither settings nor the web
    from flask import Flask

    from ifd.settings import Settings

# The doors, in the order a visitor would meet them. Each package offers `blueprint`.
DOORS = (
    "public",
    "intake",
    "status",
    "signin",
    "home",
    "clinic",
    "calls",
    "partner",
    "reports",
    "rules",
    "models",
    "vignettes",
    "admin",
    "mailbox",
    "ops",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, from the environment when none are given.

    `ifd.settings.SettingsError` says all that is wrong with them.
    """
    from ifd.database import connect_database
    from ifd.logging import configure_logging, log_requests
    from ifd.metrics import count_requests
    from ifd.settings import load_settings
    from ifd.web.application import FrontDoor
    from ifd.web.audience import guard
    from ifd.web.errors import answer_errors
    from ifd.web.headers import send_safe_headers
    from ifd.web.protection import protect
    from ifd.web.rendering import prepare_templates
    from ifd.web.transactions import one_transaction_a_request

    settings = settings or load_settings()
    configure_logging(settings)
    app = FrontDoor.from_settings(settings)
    connect_database(app)
    # Before anything reads: who is signed in is the first question of a page, and it must not ask to write.
    one_transaction_a_request(app)
    log_requests(app)
    count_requests(app)
    send_safe_headers(app)
    protect(app)
    guard(app)
    prepare_templates(app)
    answer_errors(app)
    for door in DOORS:
        app.register_blueprint(import_module(f"ifd.web.{door}").blueprint)
    return app
