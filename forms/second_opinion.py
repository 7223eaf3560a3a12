"""The forms of the models room: how the second opinion stands, which versions, and why."""

from __future__ import annotations

from wtforms import Form, HiddenField, ValidationError

from forms.fields import Line, Lines, ListOf, Needed, OneOf, WholeNumber
from forms.widgets import TextInput

LONGEST_REASON = 2_000
_MODES = (
    ("off", "Off: it is not asked"),
    ("shadow", "Shadow: it is asked, and nobody sees what it thinks"),
    ("shown", "Shown: clinicians see one line beside the rules"),
)


def _why() -> Lines:
    return Lines(
        "Why?",
        hint="The others must be able to follow. It stays in the history",
        longest=LONGEST_REASON,
        rows=3,
        validators=[Needed("Say why")],
    )


class WhyForm(Form):
    """Why somebody changes how the second opinion stands."""

    why = _why()


class SwitchForm(Form):
    """How it is to stand, and with which version."""

    mode = OneOf("How should it stand?", _MODES, validators=[Needed("Choose off, shadow or shown")])
    version = ListOf("Version", (), empty="Choose a version", hint="Not needed to switch it off")
    why = _why()

    def validate_version(self, field: ListOf) -> None:
        is_any_there = len(field.choices) > 1  # the first is that none is chosen
        if is_any_there and not field.data and self.mode.data in ("shadow", "shown"):
            raise ValidationError("Choose the version that should stand so")


class ChallengerForm(Form):
    """Which version is asked beside the champion, in shadow."""

    version = ListOf("Challenger", (), empty="None: the champion alone is asked")
    why = _why()


class PromoteForm(WhyForm):
    """Why the challenger takes the champion's place; and which comparison of the two was looked at."""

    seen = HiddenField()


class TrainForm(Form):
    """How much is left out, to be compared on afterwards."""

    months = Line(
        "How many of the newest months should be left out?",
        hint="From 1 to 24. Versions are compared on months that neither has learned from",
        longest=2,
        widget=TextInput(width="2", inputmode="numeric"),
        validators=[Needed("Enter how many months"), WholeNumber(1, 24, "Enter a number from 1 to 24")],
    )


class CompareForm(Form):
    """Which version to compare with the champion."""

    version = ListOf(
        "Compare the champion with",
        (),
        empty="Choose a version",
        validators=[Needed("Choose the version to compare with")],
    )
