"""What a family types on the status page."""

from __future__ import annotations

from wtforms import Form

from forms.fields import Line, Lines, Needed, OneOf
from forms.widgets import TextInput

_REFERENCE = TextInput(autocomplete="off", spellcheck=False, width=10)
_CODE = TextInput(inputmode="numeric", autocomplete="one-time-code", spellcheck=False, width=10)


def _reference() -> Line:
    return Line(
        "Your reference",
        hint="8 letters and numbers, like 7K3F-92QH",
        longest=40,
        widget=_REFERENCE,
        validators=[Needed("Enter your reference. It is in our first message")],
    )


class FindMyRequest(Form):
    """The reference and the second factor."""

    reference = _reference()
    code = Line(
        "Your six-digit code",
        hint="You got it with your reference",
        longest=40,
        widget=_CODE,
        validators=[Needed("Enter your six-digit code")],
    )


class AskForNewCode(Form):
    """For a code that was lost."""

    reference = _reference()


class GotWorse(Form):
    """Things have got worse: in their own words, and whether to call."""

    words = Lines(
        "What has changed?", hint="A few words are enough. You can also leave this empty.", longest=3_900
    )
    call = OneOf(
        "Shall we call you?",
        [("yes", "Yes, please call me"), ("no", "No, just read what I wrote")],
        validators=[Needed("Choose whether we should call you")],
    )
    number = Line(
        "Which number is safe now?",
        hint="Only if we should call you. You can leave this empty.",
        longest=40,
        widget=TextInput(type="tel", inputmode="tel", autocomplete="off", width=20),
    )
