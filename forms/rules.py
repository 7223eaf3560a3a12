"""The forms of the rules room: finding rules, beginning a draft, its whole text, and saying why."""

from __future__ import annotations

from wtforms import BooleanField, Form

from forms.fields import Line, Lines, ListOf, Needed, Verbatim, WholeNumber
from forms.versioned import Versioned
from forms.widgets import TextInput, Tick
from triage.vocabulary import Flag, OfferKind

LONGEST_REASON = 2_000
_KINDS = tuple((kind.value, kind.label) for kind in OfferKind)
_FLAGS = tuple((flag.value, flag.label) for flag in Flag)


class WordsForm(Form):
    """Words to find rules by."""

    words = Line("Words to find rules by", hint="In the rule, its reason or its source")


class FindForm(WordsForm):
    """Which rules to show."""

    effect = ListOf("What it does", (), empty="Anything")
    flag = ListOf("Red flag", _FLAGS, empty="Any")
    offer = ListOf("Offer", _KINDS, empty="Any")
    overdue = BooleanField("Only those past their review date", widget=Tick())

    def looked_for(self) -> dict[str, object]:
        """What was filled in; what is not on offer looks for nothing."""
        self.validate()
        return {field.name: field.data for field in self if field.data and not field.errors}


class TitleForm(Form):
    """What a draft is about."""

    title = Line(
        "What is the change about?",
        hint="A few words, such as: self-harm under 13",
        validators=[Needed("Say in a few words what the change is about")],
    )


class NamesForm(TitleForm):
    """What a draft and its version are called."""

    name = Line(
        "Name of the version",
        hint="The day its rules are in force from, and a letter where that is taken: 2026-11-24 or 2026-11-24b",
        widget=TextInput(width="20"),
        validators=[Needed("Enter a name for the version")],
    )


class StartForm(TitleForm):
    """A draft, from any version."""

    base = ListOf(
        "Begin with the rules of",
        (),
        empty="Choose a version",
        validators=[Needed("Choose the version to begin with")],
    )


class CompareForm(Form):
    """Which version to compare with."""

    since = ListOf("Compared with", ())


class TextForm(Versioned):
    """The whole text of a draft."""

    text = Verbatim("The rules, as they are written", rows=36)


class WhyForm(Versioned):
    """Why the rules should change."""

    why = Lines(
        "Why should the rules change?",
        hint="Whoever publishes it reads this, and it stays with the version",
        longest=LONGEST_REASON,
        validators=[Needed("Say why the rules should change")],
    )


class BackForm(Form):
    """Why an earlier version comes back."""

    reason = Lines(
        "Why are you going back?",
        hint="The others must be able to follow. It stays in the list of versions",
        longest=LONGEST_REASON,
        validators=[Needed("Say why you are going back")],
    )


class ReplayForm(Form):
    """How far back to look."""

    months = Line(
        "How many months back?",
        hint="From 1 to 24",
        longest=2,
        widget=TextInput(width="2", inputmode="numeric"),
        validators=[Needed("Enter how many months"), WholeNumber(1, 24, "Enter a number from 1 to 24")],
    )
