"""One rule between its text and its form: what stands in the file as people type it, and back again.

Only fields that somebody changed are written, so what the form cannot show stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field

from forms.one_rule import CHAIN, OFFER_ROWS, TOPICS, RuleForm, rule_form
from ifd.presenters.rules import FIELD_LABELS
from triage.rules.writing import example_line, example_of

_NOBODY = "{}"
_PLAIN = ("id", "title", "when", "because", "source", "owner")
_AS_TYPED = {"flag": "flag", "raise": "raises", "thrive": "thrive"}


def form_for(entry: Mapping[str, Any], typed: Any = None, **more: Any) -> RuleForm:
    """The form of a rule as it stands in the text, with room for all it holds; `typed` is what was sent."""
    said = typed_from(entry)
    offers = [name for name in said if name.startswith("offer_")]
    rows = max([int(name.split("_")[1]) for name in offers], default=0)
    longest = max([int(name.split("_")[3]) for name in offers if "_kind_" in name], default=0)
    topics = sum(name.startswith("topic_") for name in said)
    form_class = rule_form(max(OFFER_ROWS, rows + 1), max(CHAIN, longest), max(TOPICS, topics))
    return form_class(typed, data={**said, **more})


def typed_from(entry: Mapping[str, Any]) -> dict[str, str]:
    """What a rule says, as its form would hold it."""
    said = {name: _text(entry.get(name)) for name in _PLAIN}
    said |= {field: _text(entry.get(name)) for name, field in _AS_TYPED.items()}
    said |= {"review": _text(entry.get("review")), "evidence": "\n".join(_texts(entry.get("evidence")))}
    said |= _typed_offers(entry.get("offer"))
    said |= {f"topic_{n}": topic for n, topic in enumerate(_texts(entry.get("starts_now")), 1)}
    ask = entry.get("ask") if isinstance(entry.get("ask"), Mapping) else {}
    said |= {"ask_question": _text(ask.get("question")), "ask_field": _text(ask.get("field"))}
    for name in ("fires", "quiet"):
        said[name] = "\n".join(_typed_people(entry.get(name)))
    return said


_ASKED_WHERE = {
    **{name: name for name in (*_PLAIN, *_AS_TYPED, "review", "evidence", "fires", "quiet")},
    **_AS_TYPED,
    "offer": "offer_1_place",
    "starts_now": "topic_1",
    "ask": "ask_field",
    "field": "ask_field",
    "question": "ask_question",
}


def field_of(form: RuleForm, name: str) -> Field | None:
    """Where the form asks for a field of the file; None where it asks for it nowhere."""
    return form[_ASKED_WHERE[name]] if name in _ASKED_WHERE else None


def changed_fields(entry: Mapping[str, Any], form: RuleForm) -> dict[str, Any]:
    """The fields that the form says otherwise than the text, ready to be written; None takes one out."""
    was, now = _values(form_for(entry)), _values(form)
    return {name: now[name] for name in now if now[name] != was[name]}


def fields_of(form: RuleForm) -> dict[str, Any]:
    """Every field that was filled in, for a new rule."""
    return {name: value for name, value in _values(form).items() if value is not None}


def differing(entry: Mapping[str, Any], form: RuleForm) -> list[tuple[str, str]]:
    """Where the text says otherwise than the form: the field in words, and what the text says."""
    said = _values(form_for(entry))
    return [
        (FIELD_LABELS.get(name, "Name"), _in_words(said[name]))
        for name in changed_fields(entry, form)
    ]


def _values(form: RuleForm) -> dict[str, Any]:
    """What the form says, by the names of the file; None for what is empty."""
    said = {name: " ".join((form[name].data or "").split()) for name in _PLAIN}
    said |= {name: form[field].data for name, field in _AS_TYPED.items()}
    values: dict[str, Any] = {name: value or None for name, value in said.items()}
    values["review"] = _day(form.review.data)
    values["evidence"] = [line.strip() for line in (form.evidence.data or "").split("\n") if line.strip()] or None
    values["offer"] = _offers(form) or None
    values["starts_now"] = [field.data for field in form.topics() if field.data] or None
    ask = {"field": form.ask_field.data, "question": form.ask_question.data}
    values["ask"] = ask if any(ask.values()) else None
    for name in ("fires", "quiet"):
        values[name] = _people(form[name].data or "") or None
    return values


def _offers(form: RuleForm) -> dict[str, list[str]]:
    offers: dict[str, list[str]] = {}
    for place, kinds in form.offers():
        offers.setdefault(place, []).append(" or ".join(kinds))
    return offers


def _typed_offers(value: Any) -> dict[str, str]:
    typed: dict[str, str] = {}
    chains = [
        (place, chain)
        for place, chains in (value.items() if isinstance(value, Mapping) else ())
        for chain in _texts(chains)
    ]
    for n, (place, chain) in enumerate(chains, 1):
        typed[f"offer_{n}_place"] = str(place)
        for m, kind in enumerate(chain.split(" or "), 1):
            typed[f"offer_{n}_kind_{m}"] = kind.strip()
    return typed


def _typed_people(value: Any) -> list[str]:
    people = value if isinstance(value, list) else []
    return [(example_line(each) or _NOBODY) if isinstance(each, Mapping) else str(each) for each in people]


def _people(text: str) -> list[Any]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [example_of(line[1:-1] if line[0] + line[-1] == "{}" else line) for line in lines]


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, list | Mapping) else str(value)


def _texts(value: Any) -> list[str]:
    value = [value] if isinstance(value, str) else value
    return [str(item) for item in value] if isinstance(value, list) else []


def _day(text: str | None) -> date | str | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return text or None


def _in_words(value: Any) -> str:
    return "" if value is None else "; ".join(map(str, value)) if isinstance(value, list) else str(value)
