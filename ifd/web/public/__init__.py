"""The public door."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from ifd.web.public import looking_around, not_found, self_care, views  # noqa: E402,F401  views register themselves
