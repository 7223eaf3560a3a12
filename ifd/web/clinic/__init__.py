"""The clinic door."""

from flask import Blueprint

blueprint = Blueprint("clinic", __name__)

from ifd.web.clinic import views  # noqa: E402,F401  views register themselves on the blueprint
