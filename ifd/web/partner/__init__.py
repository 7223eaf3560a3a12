"""The partner door: an organisation's own requests, and what it does with them."""

from flask import Blueprint

blueprint = Blueprint("partner", __name__)

from ifd.web.partner import inbox, steps  # noqa: E402,F401  views register themselves on the blueprint
