"""The intake door."""

from flask import Blueprint

blueprint = Blueprint("intake", __name__)

from ifd.web.intake import views  # noqa: E402,F401  views register themselves on the blueprint
