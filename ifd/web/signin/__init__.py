"""The signin door."""

from flask import Blueprint

blueprint = Blueprint("signin", __name__, url_prefix="/staff")

from ifd.web.signin import passwords, views  # noqa: E402,F401  views register themselves on the blueprint
