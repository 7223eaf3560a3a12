"""The clinical worklist: what needs doing, one screen a request, and the decision."""

from flask import Blueprint

blueprint = Blueprint("clinic", __name__)

from ifd.web.clinic import deciding, request, steps, tasks, worklist  # noqa: E402,F401  views register themselves
