"""The intake door: one journey in three voices, from the start page to the reference."""

from flask import Blueprint

blueprint = Blueprint("intake", __name__, url_prefix="/request")

from ifd.web.intake import coming_back, copy, interruptions, leaving, pages, sending, start  # noqa: E402,F401  views register themselves
