"""The reports door."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__)

from ifd.web.reports import waits  # noqa: E402,F401  views register themselves on the blueprint
