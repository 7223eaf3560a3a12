"""One rule, field by field. What a text of rules may say, the rules room knows: here is what people type."""

from __future__ import annotations

from functools import cache

from forms.fields import Line, Lines, ListOf, Verbatim, choices_of
from forms.versioned import Versioned
from forms.widgets import TextArea
from triage.vocabulary import Flag, Need, OfferKind, Priority, Thrive

_KINDS = tuple((kind.value, kind.label) for kind in OfferKind)
_FLAGS = tuple((flag.value, flag.label) for flag in Flag)
_NEEDS = tuple((need.value, need.label) for need in Need)
OFFER_ROWS, CHAIN, TOPICS = 3, 3, 2


class RuleForm(Versioned):
    """One rule, field by field. Whatever is typed can be saved: what is wrong is told beside it.

    `OFFER_ROWS` offers, each with its place and a chain of kinds, and `TOPICS` of self-care can be chosen; a rule
    that holds more gets more (`rule_form`).
    """

    id = Line("Name of the rule", hint="Short, in small letters and hyphens, such as self-harm-young")
    title = Line("Title", hint="What a colleague would call it")
    when = Verbatim(
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
    because = Verbatim("Because", hint="One sentence a family could read. {age} stands for their age", rows=2)
    source = ListOf("Source", (), empty="Choose")
    owner = Line("Owner", hint="Leave empty for the owner of the whole rule set")
    review = Line("Look again by", hint="A date such as 2027-05-22. Leave empty for that of the whole rule set")
    fires = Verbatim("People it must fire for", hint="One a line, such as: age: 16, needs: [low_mood]", rows=3)
    quiet = Verbatim("People it must stay quiet for", hint="One a line. What is not said is unknown", rows=3)

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
