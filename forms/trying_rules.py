"""Somebody made up, to try rules on."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import Form

from forms.fields import AnyOf, Line, Lines, ListOf, Verbatim, WholeNumber
from forms.widgets import TextInput
from triage.vocabulary import (
    Duration,
    Impact,
    ImpactArea,
    Need,
    Requester,
    SafetyAnswer,
    SafetyQuestion,
    Want,
    YesNo,
)

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
    pasted = Verbatim(
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
    needs = AnyOf("Needs", [(need.value, need.label) for need in Need])
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
