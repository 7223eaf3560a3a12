"""The public door."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from ifd.web.public import views  # noqa: E402,F401  views register themselves on the blueprint
