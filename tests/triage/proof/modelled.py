"""The formulas worked out for one given person, to be held beside the running engine."""

from __future__ import annotations

from dataclasses import dataclass

import z3

from triage.case import Case
from triage.engine import FACTS_WHOEVER_AND_WHENEVER
from triage.kinds_of_harm import kinds_of_harm
from triage.proof.answers import PLACE, UNSURE, YES_NO, Sent
from triage.proof.availability import available
from triage.proof.decision import Decision
from triage.proof.person import Someone, state_of
from triage.screen import Reading, screen_text
from triage.something import is_something
from triage.substance_answer import screen_substance_use
from triage.vocabulary import Flag, OfferKind, Priority, SafetyAnswer, Thrive

_HESITANT = (SafetyAnswer.UNSURE, SafetyAnswer.DECLINED)


@dataclass
class Worked:
    """What the formulas say of one person."""

    is_possible: bool
    fired: set[str]
    certain: set[Flag]
    possible: set[Flag]
    priority: Priority
    thrive: Thrive
    offered: set[OfferKind]
    kept: set[OfferKind]
    questions: set[str]
    found: set[tuple[Flag, str]]


class Modelled:
    """One rule set and directory as formulas, ready to be worked out for person after person."""

    def __init__(self, ruleset, offers) -> None:
        self.sent = Sent(offers)
        self.decision = Decision(self.sent, ruleset, available(self.sent, ruleset, offers))
        self.solver = z3.SolverFor("QF_FD")
        self.terms = dict(self._terms())
        self.whole = z3.Concat(
            *(z3.If(term, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1)) for term in self.terms.values())
        )

    def _terms(self):
        decision = self.decision
        yield "possible", z3.And(*self.sent.rules())
        yield from ((("fired", name), term) for name, term in decision.fired.items())
        for flag, truth in decision.flags.items():
            yield ("yes", flag), truth.yes
            yield ("no", flag), truth.no
        yield from ((("priority", level), term) for level, term in decision.at_least.items())
        yield from ((("thrive", level), term) for level, term in decision.thrive_at_least.items())
        for kind in decision.package.kinds:
            yield ("offered", kind), decision.package.offered(kind)
            yield ("kept", kind), decision.package.kept(kind)
        yield from ((("question", question), term) for (_, question), term in decision.questions.items())
        yield from ((("found", each), term) for each, term in decision.found.items())

    def work_out(self, somebody: Someone) -> Worked:
        assert self.solver.check(*state_of(somebody, self.sent)) == z3.sat
        bits = self.solver.model().eval(self.whole, model_completion=True).as_long()
        values = dict(zip(self.terms, (bit == "1" for bit in f"{bits:0{len(self.terms)}b}"), strict=True))

        def those(group: str) -> set:
            return {name[1] for name, value in values.items() if value and name[0] == group}

        return Worked(
            is_possible=values["possible"],
            fired=those("fired"),
            certain=those("yes"),
            possible=set(Flag) - those("yes") - those("no"),
            priority=Priority.most_urgent(Priority.ROUTINE, *those("priority")),
            thrive=max(those("thrive"), key=tuple(Thrive).index, default=Thrive.THRIVING),
            offered=those("offered"),
            kept=those("kept"),
            questions=those("question"),
            found=those("found"),
        )


def read_as(document, sent: Sent) -> Someone:
    """Who it is that sent a real document, its words read by the screen."""
    case = Case.from_document(document)
    screened, used = screen_text(case.text), screen_substance_use(case.substance_use)
    heard = [found.priority for found in (screened, used) if found.priority]
    return Someone(
        age=case.years,
        answers=dict(_answers(case, sent)),
        has_text=bool(case.text and not case.text.isspace()),
        unreadable=screened.is_unreadable,
        text=_noted((hit.flag, _sure(hit)) for hit in screened.hits),
        substance_answer=_noted((hit.flag, hit.reading is Reading.NOW_SELF) for hit in used.hits),
        harms=frozenset(kinds_of_harm(case.text, screened.hits)),
        heard=Priority.most_urgent(Priority.ROUTINE, *heard),
    )


def _sure(hit) -> bool | None:
    if hit.flag in FACTS_WHOEVER_AND_WHENEVER or hit.reading is Reading.NOW_SELF:
        return True
    return False if hit.reading is Reading.UNCLEAR else None


def _noted(pairs) -> dict[Flag, bool]:
    noted: dict[Flag, bool] = {}
    for flag, sure in pairs:
        if sure is not None:
            noted[flag] = noted.get(flag, False) or sure
    return noted


def _answers(case: Case, sent: Sent):
    given = {
        "requester": case.requester,
        "answers.duration": case.duration,
        "answers.pregnant": case.pregnant,
        "answers.parent_of_under_2": case.parent_of_under_2,
        "answers.looked_after": case.looked_after,
        "answers.postcode_area": case.postcode_area,
        "answers.gp_known": case.gp_known,
        "answers.consent": case.consent,
        PLACE: case.place,
        **{f"answers.safety.{q}": UNSURE if said in _HESITANT else said for q, said in case.safety.items()},
        **{f"answers.impact.{area}": said for area, said in case.impact.items()},
    }
    for name in ("sen_or_disability", "substance_use", "known_to_services"):
        truth = is_something(getattr(case, name))
        given[f"answers.{name}"] = None if truth is None else YES_NO[0] if truth else YES_NO[1]
    for name, said in given.items():
        if said in sent[name].says:
            yield name, (said,)
    for name in ("needs", "wants"):
        if getattr(case, name):
            yield f"answers.{name}", tuple(getattr(case, name))
