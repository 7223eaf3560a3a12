"""The partner door."""

from flask import Blueprint

blueprint = Blueprint("partner", __name__)

from ifd.web.partner import views  # noqa: E402,F401  views register themselves on the blueprint
