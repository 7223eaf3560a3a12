"""The forms of the rules room. What a text of rules may say, the room itself knows: here is what people type."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wtforms import BooleanField, Form, TextAreaField

from forms.fields import AnyOf, Line, Lines, ListOf, Needed, WholeNumber, choices_of
from forms.versioned import Versioned
from forms.widgets import TextArea, TextInput, Tick
from triage.vocabulary import (
    Duration,
    Flag,
    Impact,
    ImpactArea,
    Need,
    OfferKind,
    Priority,
    Requester,
    SafetyAnswer,
    SafetyQuestion,
    Thrive,
    Want,
    YesNo,
)

LONGEST_REASON = 2_000
_KINDS = tuple((kind.value, kind.label) for kind in OfferKind)
_FLAGS = tuple((flag.value, flag.label) for flag in Flag)
_NEEDS = tuple((need.value, need.label) for need in Need)


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


class Text(TextAreaField):
    """Text kept exactly as it was typed, white space and all."""

    def __init__(self, label: str, *, hint: str = "", rows: int = 20, **kwargs):
        super().__init__(label, description=hint, widget=TextArea(rows=rows, spellcheck="false"), **kwargs)


class TextForm(Versioned):
    """The whole text of a draft."""

    text = Text("The rules, as they are written", rows=36)


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


# ------------------------------------------------------------------ one rule

OFFER_ROWS, CHAIN, TOPICS = 3, 3, 2


class RuleForm(Versioned):
    """One rule, field by field. Whatever is typed can be saved: what is wrong is told beside it.

    `OFFER_ROWS` offers, each with its place and a chain of kinds, and `TOPICS` of self-care can be chosen; a rule
    that holds more gets more (`rule_form`).
    """

    id = Line("Name of the rule", hint="Short, in small letters and hyphens, such as self-harm-young")
    title = Line("Title", hint="What a colleague would call it")
    when = Text(
        "When does it hold?",
        hint="Facts and terms from the list below with and, or, not, unknown( ), brackets, < <= == != in",
        rows=5,
    )
    flag = ListOf("Red flag it finds", _FLAGS, empty="None")
    evidence = Lines(
        "Answers that are the evidence",
        hint="Only for a red flag: one a line, such as answers.safety.immediate_danger",
        rows=2,
        widget=TextArea(rows=2, spellcheck="false"),
    )
    raises = ListOf("Least priority", [(p.value, p.label) for p in Priority], empty="None")
    thrive = ListOf("THRIVE grouping to suggest", [(t.value, t.label) for t in Thrive], empty="None")
    ask_question = Line("Question to ask", hint="Only for a rule that asks", longest=500)
    ask_field = Line("The answer that the question fills", hint="Such as answers.duration")
    because = Text("Because", hint="One sentence a family could read. {age} stands for their age", rows=2)
    source = ListOf("Source", (), empty="Choose")
    owner = Line("Owner", hint="Leave empty for the owner of the whole rule set")
    review = Line("Look again by", hint="A date such as 2027-05-22. Leave empty for that of the whole rule set")
    fires = Text("People it must fire for", hint="One a line, such as: age: 16, needs: [low_mood]", rows=3)
    quiet = Text("People it must stay quiet for", hint="One a line. What is not said is unknown", rows=3)

    def offers(self) -> list[tuple[str, list[str]]]:
        """The offers chosen: the place, and the kinds in the order they are tried."""
        rows = [(row[0].data, [kind.data for kind in row[1:] if kind.data]) for row in self.offer_rows()]
        return [(place, kinds) for place, kinds in rows if place or kinds]

    def offer_rows(self) -> list[list[ListOf]]:
        """The selects of each offer: its place, then its kinds."""
        rows = sorted({int(name.split("_")[1]) for name in self._fields if name.startswith("offer_")})
        return [[field for name, field in self._fields.items() if name.startswith(f"offer_{n}_")] for n in rows]

    def topics(self) -> list[ListOf]:
        return [field for name, field in self._fields.items() if name.startswith("topic_")]

    def keep_what_is_not_offered(self) -> None:
        """A value that is on no list stays choosable: nothing is lost because it is wrong."""
        for field in self:
            if isinstance(field, ListOf):
                offered = choices_of(field.choices)
                if field.data not in [choice.value for choice in offered]:
                    field.choices = [*offered, *choices_of([(field.data, f"{field.data} (not known)")])]


@cache
def rule_form(offers: int = OFFER_ROWS, chain: int = CHAIN, topics: int = TOPICS) -> type[RuleForm]:
    """A form with room for so many offers, kinds in a chain, and topics of self-care."""
    fields: dict[str, object] = {}
    for n in range(1, offers + 1):
        fields[f"offer_{n}_place"] = ListOf(f"Offer {n}: where", (), empty="No offer")
        for m in range(1, chain + 1):
            label = f"Offer {n}: {'what' if m == 1 else 'otherwise'}"
            fields[f"offer_{n}_kind_{m}"] = ListOf(label, _KINDS, empty="None")
    for n in range(1, topics + 1):
        fields[f"topic_{n}"] = ListOf(f"Self-care to start today, {n}", _NEEDS, empty="None")
    return type("RuleFormWithRoom", (RuleForm,), fields)


# ------------------------------------------------------------------ try it

_SAID = {
    SafetyAnswer.YES: "Yes",
    SafetyAnswer.NO: "No",
    SafetyAnswer.UNSURE: "Unsure",
    SafetyAnswer.DECLINED: "Would not say",
}
_YES_NO = ((YesNo.YES.value, "Yes"), (YesNo.NO.value, "No"))
_LONG = tuple((each.value, each.value.replace("_", " ")) for each in Duration if each is not Duration.NOT_GIVEN)
_MUCH = tuple((each.value, each.value.replace("_", " ")) for each in Impact if each is not Impact.NOT_GIVEN)


class TryForm(Form):
    """A made-up person: a vignette, a request document that was pasted, or answers. Nothing of it is kept."""

    vignette = ListOf("One of the vignettes", (), empty="None")
    pasted = Text(
        "A request document or a vignette",
        hint="As JSON or YAML. When this is filled in, what stands below is not read. No real people, please",
        rows=6,
    )
    age = Line(
        "Age in years",
        longest=3,
        widget=TextInput(width="3", inputmode="numeric"),
        validators=[WholeNumber(0, 120, "Enter their age in whole years")],
    )
    requester = ListOf("Who is asking?", [(each.value, each.label) for each in Requester], empty="Not known")
    text = Lines("In their own words", longest=20_000, rows=4)
    needs = AnyOf("Needs", _NEEDS)
    wants = AnyOf("What they would like", [(want.value, want.label) for want in Want])
    duration = ListOf("How long has it gone on?", _LONG, empty="Not known")
    pregnant = ListOf("Pregnant?", _YES_NO, empty="Not known")
    parent_of_under_2 = ListOf("Parent of a child under 2?", _YES_NO, empty="Not known")
    looked_after = ListOf(
        "Looked after?", [("yes", "Yes"), ("care_leaver", "Has left care"), ("no", "No")], empty="Not known"
    )
    substance_use = Line("Alcohol or drugs", hint="In a few words, or none", longest=500)
    known_to_services = Line("Services that know them already", hint="In a few words, or none", longest=500)
    postcode_area = ListOf("Lives in the area?", [("in_area", "Yes"), ("out_of_area", "No")], empty="Not known")

    def safety(self) -> dict[str, ListOf]:
        return {each.value: self[f"safety_{each.value}"] for each in SafetyQuestion}

    def impact(self) -> dict[str, ListOf]:
        return {each.value: self[f"impact_{each.value}"] for each in ImpactArea}

    def document(self) -> dict:
        """The request document these answers make; what was left empty is not said."""
        answers = {
            "safety": _given(self.safety()),
            "impact": _given(self.impact()),
            **{name: self[name].data for name in ("needs", "wants") if self[name].data},
            **_given({name: self[name] for name in _ANSWERS}),
        }
        said = {
            "age": int(self.age.data) if self.age.data else None,
            "requester": self.requester.data,
            "text": self.text.data,
        }
        said = {name: value for name, value in said.items() if value not in (None, "")}
        return {"id": "try", **said, "answers": answers}


_ANSWERS = (
    *("duration", "pregnant", "parent_of_under_2", "looked_after"),
    *("substance_use", "known_to_services", "postcode_area"),
)


def _given(fields: Mapping[str, object]) -> dict[str, str]:
    return {name: field.data for name, field in fields.items() if field.data}


def try_form(safety_labels: Mapping[str, str]) -> type[TryForm]:
    """The form with the safety questions in these words."""
    fields: dict[str, object] = {
        f"safety_{question.value}": ListOf(
            safety_labels[question], [(answer.value, label) for answer, label in _SAID.items()], empty="Not asked"
        )
        for question in SafetyQuestion
    }
    for area in ImpactArea:
        label = f"Impact on {area.value.replace('_', ' ')}"
        fields[f"impact_{area.value}"] = ListOf(label, _MUCH, empty="Not known")
    return type("TryFormWithQuestions", (TryForm,), fields)
