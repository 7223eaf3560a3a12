"""The clinical worklist: what needs doing, one screen a request, and the decision."""

from flask import Blueprint

blueprint = Blueprint("clinic", __name__)

from ifd.web.clinic import (  # noqa: E402,F401  views register themselves
    deciding,
    request,
    steps,
    tasks,
    worklist,
    wrong_hits,
)
