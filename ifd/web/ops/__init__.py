"""The door for those who run the software: is it alive, is it ready, how is it doing."""

from flask import Blueprint

blueprint = Blueprint("ops", __name__)

from ifd.web.ops import views  # noqa: E402,F401  views register themselves on the blueprint
