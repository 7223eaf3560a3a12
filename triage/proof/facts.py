"""The facts of a request as formulas: the twin of `triage.facts.facts_of`, over every request at once."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.facts import FACTS, Kind
from triage.proof.answers import AREA, LOOKED_AFTER, NEEDS, UNSURE, WANTS, Sent, Term
from triage.proof.translate import FactTerms, Truth
from triage.vocabulary import (
    Flag,
    Impact,
    ImpactArea,
    LookedAfter,
    Need,
    PostcodeArea,
    SafetyQuestion,
    Want,
    YesNo,
)

_NO = z3.BoolVal(False)


def facts_of(sent: Sent) -> FactTerms:
    """What a request says, before any red flag or kind of harm is known."""
    facts = {name: _as_answered(sent, name) for name in FACTS if not name.startswith(("abuse.", "flags."))}
    facts |= {name: Truth(_NO, _NO) for name in FACTS if name.startswith("abuse.")}
    return facts | {f"flags.{flag}": Truth(_NO, z3.Not(_NO)) for flag in Flag}


def with_words(facts: FactTerms, sent: Sent, flags: dict[Flag, Truth]) -> FactTerms:
    """The same facts once the red flags and the kinds of harm are known."""
    told = {f"abuse.{harm}": Truth(named, _NO) for harm, named in sent.harms.items()}
    return {**facts, **told, **{f"flags.{flag}": truth for flag, truth in flags.items()}}


def _as_answered(sent: Sent, name: str):
    """What stands for one fact; a new fact must be told of here, and a test says so."""
    fact = FACTS[name]
    group, _, member = name.partition(".")
    if fact.kind is not Kind.TRUTH:
        return sent[fact.field]
    if group in _DERIVED:
        return _DERIVED[group](sent, member)
    says = sent[fact.field].says
    return Truth(says[YesNo.YES], says[YesNo.NO])


def _safety_asked(sent: Sent, _: str) -> Truth:
    asked = z3.Or(list(_all_safety(sent)))
    return Truth(asked, z3.Not(asked))


def _all_safety(sent: Sent) -> Iterator[Term]:
    for question in SafetyQuestion:
        yield from sent[f"answers.safety.{question}"].variables


def _unsure(sent: Sent, question: str) -> Truth:
    unsure = sent[f"answers.safety.{question}"].says[UNSURE]
    return Truth(unsure, z3.Not(unsure))


def _impact(sent: Sent, which: str) -> Truth:
    """Some anywhere, a lot anywhere, a lot in several; an area nobody spoke of may yet be the one."""
    areas = [sent[f"answers.impact.{area}"] for area in ImpactArea]
    enough, needed = {
        "anywhere": ((Impact.SOME, Impact.A_LOT), 1),
        "a_lot_anywhere": ((Impact.A_LOT,), 1),
        "a_lot_in_several": ((Impact.A_LOT,), 2),
    }[which]
    reaching = [z3.Or([area.says[word] for word in enough]) for area in areas]
    may_reach = [z3.Or(reaches, z3.Not(area.known)) for reaches, area in zip(reaching, areas, strict=True)]
    return Truth(z3.AtLeast(*reaching, needed), z3.Not(z3.AtLeast(*may_reach, needed)))


def _several(field: str, word: type):
    def truth(sent: Sent, member: str) -> Truth:
        answer = sent[field]
        named = answer.says[word(member)]
        return Truth(named, z3.And(answer.known, z3.Not(named)))

    return truth


def _one_of(field: str, word: str):
    def truth(sent: Sent, _: str) -> Truth:
        answer = sent[field]
        return Truth(answer.says[word], z3.And(answer.known, z3.Not(answer.says[word])))

    return truth


def _written(sent: Sent, _: str) -> Truth:
    return Truth(sent.has_text, z3.Not(sent.has_text))


def _unreadable(sent: Sent, _: str) -> Truth:
    return Truth(sent.unreadable, z3.Not(sent.unreadable))


_DERIVED = {
    "unsure": _unsure,
    "safety_asked": _safety_asked,
    "impact": _impact,
    "needs": _several(NEEDS, Need),
    "wants": _several(WANTS, Want),
    "looked_after": _one_of(LOOKED_AFTER, LookedAfter.YES),
    "care_leaver": _one_of(LOOKED_AFTER, LookedAfter.CARE_LEAVER),
    "out_of_area": _one_of(AREA, PostcodeArea.OUT_OF_AREA),
    "has_text": _written,
    "text_unreadable": _unreadable,
}
"""The facts of truth that are worked out rather than answered with a yes or a no."""
