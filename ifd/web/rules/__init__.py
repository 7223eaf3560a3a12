"""The rules room: rules in force as sentences, drafts with their checks, publishing by a second person."""

from flask import Blueprint

from triage.rules.telling import person

blueprint = Blueprint("rules", __name__, url_prefix="/rules")
blueprint.add_app_template_filter(person, "person_told")

from ifd.web.rules import (  # noqa: E402,F401  views register themselves
    checks,
    drafts,
    editing,
    publishing,
    reading,
    trying,
    versions,
)
