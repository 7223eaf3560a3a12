"""The admin door."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")

from ifd.web.admin import calendar, capacity, directory, staff  # noqa: E402,F401  views register themselves
