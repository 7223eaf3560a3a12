"""The calls door."""

from flask import Blueprint

blueprint = Blueprint("calls", __name__)

from ifd.web.calls import views  # noqa: E402,F401  views register themselves on the blueprint
