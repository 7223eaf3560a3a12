"""The clinical worklist: what needs doing, one screen a request, and the decision."""

from flask import Blueprint

from ifd.presenters.starts_now import starts_now_told

blueprint = Blueprint("clinic", __name__)
blueprint.add_app_template_filter(starts_now_told)

from ifd.web.clinic import (  # noqa: E402,F401  views register themselves
    deciding,
    request,
    same_person,
    second_opinion,
    steps,
    tasks,
    worklist,
    wrong_hits,
)
