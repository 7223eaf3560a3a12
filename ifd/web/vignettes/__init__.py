"""The door to the public benchmark: clinicians review its vignettes one by one."""

from flask import Blueprint

blueprint = Blueprint("vignettes", __name__, url_prefix="/vignettes")

from ifd.web.vignettes import overview, reviewing  # noqa: E402,F401  views register themselves
