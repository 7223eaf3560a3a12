"""The models room: how the second opinion stands, its versions with their cards, and how it does in this house."""

from flask import Blueprint

from ifd.presenters.coded_words import in_words
from ifd.presenters.model_card import card_told

blueprint = Blueprint("models", __name__, url_prefix="/models")
blueprint.add_app_template_filter(card_told)
blueprint.add_app_template_filter(in_words)
A_VERSION = "/versions/<name>"
"""The address of a version, under which its pages stand."""

from ifd.web.models import governing, reading, working  # noqa: E402,F401  views register themselves
