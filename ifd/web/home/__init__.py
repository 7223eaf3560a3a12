"""The home door."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)

from ifd.web.home import views  # noqa: E402,F401  views register themselves on the blueprint
