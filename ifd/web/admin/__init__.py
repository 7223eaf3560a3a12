"""The admin door."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)

from ifd.web.admin import views  # noqa: E402,F401  views register themselves on the blueprint
