"""The status door."""

from flask import Blueprint

blueprint = Blueprint("status", __name__, url_prefix="/my-request")

from ifd.web.status import copy, views  # noqa: E402,F401  views register themselves on the blueprint
