"""The signin door."""

from flask import Blueprint

blueprint = Blueprint("signin", __name__)

from ifd.web.signin import views  # noqa: E402,F401  views register themselves on the blueprint
