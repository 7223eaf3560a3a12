"""The rules room: rules in force as sentences, drafts with their checks, publishing by a second person."""

from flask import Blueprint

from triage.rules.reading_aloud import person

blueprint = Blueprint("rules", __name__, url_prefix="/rules")
blueprint.add_app_template_filter(person, "person_told")
A_DRAFT = "/drafts/<int(max=2147483647):draft_id>"
"""The address of a draft, under which all its pages stand."""

from ifd.web.rules import (  # noqa: E402,F401  views register themselves
    checks,
    drafts,
    editing,
    publishing,
    reading,
    trying,
    versions,
)
