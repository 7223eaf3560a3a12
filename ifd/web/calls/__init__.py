"""The telephone desk: requests taken by telephone, advice calls, and finding a request."""

from flask import Blueprint

blueprint = Blueprint("calls", __name__)

from ifd.web.calls import advising, finding, finishing, taking  # noqa: E402,F401  views register themselves
