"""Property 3: silence never makes anybody wait longer than the best that silence can hide."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from triage.facts import FACTS
from triage.proof.answers import AGE, PLACE, SUBSTANCE_USE, UNSURE, Age, Answer, Term
from triage.proof.person import Someone, state_of
from triage.proof.promise import Promise, Step
from triage.proof.report import Failure
from triage.proof.search import Change, changed, lowered
from triage.proof.solving import checked
from triage.vocabulary import Priority, YesNo

_FALSE, _TRUE = z3.BoolVal(False), z3.BoolVal(True)


class UnknownIsNotNo(Promise):
    number = 3
    name = "Unknown is not no"
    sentence = (
        "With any answer unknown the priority is at least the lowest it could be were the answer known: "
        "what the other answers force stays."
    )

    def __init__(self, proving) -> None:
        super().__init__(proving)
        self.never_less_than_no: list[str] = []
        self.sometimes_less_than_no: list[str] = []

    def steps(self) -> Iterator[Step]:
        for field in self.proving.sent.fields:
            if field != PLACE:
                yield Step(_label(field), lambda field=field: self.lost(field))

    def lost(self, field: str) -> Iterator[Failure]:
        answer = self.proving.sent[field]
        for unknown in self._ways_not_to_know(answer):
            if somebody := self._waits_longer(answer, unknown):
                yield self.proving.failure(
                    f"With the answer '{_label(field)}' unknown the priority is lower than whatever it might be.",
                    somebody,
                    f"Were the answer known, the priority would be at least "
                    f"{self._least(answer, somebody).label.lower()} whatever it is.",
                )
        if isinstance(answer, Answer) and YesNo.NO in answer.says:
            self._compare_with_no(field, answer)

    def _ways_not_to_know(self, answer: Answer | Age) -> Iterator[Change]:
        """Not asked or not given; and, for a question of safety, unsure or declined."""
        nothing = [(variable, _FALSE) for variable in answer.variables]
        yield nothing
        if isinstance(answer, Answer) and UNSURE in answer.says:
            yield [(term, _TRUE if word == UNSURE else _FALSE) for word, term in answer.says.items()]

    def _waits_longer(self, answer: Answer | Age, unknown: Change) -> Someone | None:
        """Somebody whose priority falls below that of every value the answer could have.

        The values are not all written out, as there are millions of lists of needs. Somebody is sought who beats
        the values tried so far; a value that keeps their priority as low is tried next; with none they are it.
        """
        levels = list(self.proving.decision.at_least.values())
        silent = [changed(level, unknown) for level in levels]
        is_value = z3.And(*answer.rules(), self._is_known(answer))
        raised = self._standing(answer)
        while True:
            with self.proving.search.given(*raised) as solver:
                found = checked(solver)
            if found is None:
                return None
            rest = self._everything_else(found, answer)
            with self.proving.search.given(is_value, *rest, z3.Not(lowered(levels, silent))) as solver:
                value = checked(solver)
            if value is None:
                return self._smallest(answer, unknown, raised)
            raised.append(lowered([changed(level, _as_in(value, answer)) for level in levels], silent))

    def _least(self, answer: Answer | Age, somebody: Someone) -> Priority:
        """The lowest priority that any value of the answer gives somebody."""
        own = {variable.get_id() for variable in answer.variables}
        rest = [
            state
            for variable, state in zip(
                self.proving.sent.variables, state_of(somebody, self.proving.sent), strict=True
            )
            if variable.get_id() not in own
        ]
        for level, reached in self.proving.decision.at_least.items():
            if not self.proving.search.is_possible(*rest, self._is_known(answer), z3.Not(reached)):
                return level
        return Priority.ROUTINE

    def _standing(self, answer: Answer | Age) -> list[Term]:
        """What holds whatever the answer is: words that came with the very answer are unknown with it."""
        sent = self.proving.sent
        if answer.field != SUBSTANCE_USE:
            return []
        heard_in_text = z3.Implies(sent.heard[Priority.SOON], sent.has_text)
        return [z3.Not(z3.Or(sent.substance_answer.variables)), heard_in_text]

    @staticmethod
    def _is_known(answer: Answer | Age) -> Term:
        unsure = [answer.says[UNSURE]] if isinstance(answer, Answer) and UNSURE in answer.says else []
        return z3.And(answer.known, *map(z3.Not, unsure))

    def _everything_else(self, model: z3.ModelRef, answer: Answer | Age) -> list[Term]:
        """All of somebody but this answer, exactly as found."""
        own = {variable.get_id() for variable in answer.variables}
        others = [variable for variable in self.proving.sent.variables if variable.get_id() not in own]
        return [variable == model.eval(variable, model_completion=True) for variable in others]

    def _smallest(self, answer: Answer | Age, unknown: Change, raised: list[Term]) -> Someone:
        """The smallest of those found, the answer itself unknown."""
        silent = [variable if value.eq(_TRUE) else z3.Not(variable) for variable, value in unknown]
        return self.proving.search.somebody(*raised, *silent)

    def _compare_with_no(self, field: str, answer: Answer) -> None:
        levels = list(self.proving.decision.at_least.values())
        with_no = [changed(level, [(t, _TRUE if w == YesNo.NO else _FALSE) for w, t in answer.says.items()])
                   for level in levels]  # fmt: skip
        less = any(
            self.proving.search.is_possible(
                *self._standing(answer), lowered(with_no, [changed(level, unknown) for level in levels])
            )
            for unknown in self._ways_not_to_know(answer)
        )
        (self.sometimes_less_than_no if less else self.never_less_than_no).append(_label(field))

    def notes(self) -> Iterator[str]:
        yield (
            "Each answer is taken as a whole, such as the list of needs; unsure and declined are unknown as well as "
            "not asked; words that were written stay."
        )
        if self.never_less_than_no:
            yield "Unknown is never less than no for: " + "; ".join(self.never_less_than_no) + "."
        if self.sometimes_less_than_no:
            yield "Unknown is sometimes less than no for: " + "; ".join(self.sometimes_less_than_no) + "."


def _as_in(model: z3.ModelRef, answer: Answer | Age) -> Change:
    return [(variable, model.eval(variable, model_completion=True)) for variable in answer.variables]


_OWN_LABELS = {
    AGE: "age",
    "answers.needs": "needs",
    "answers.wants": "wishes",
    "answers.looked_after": "looked after or care leaver",
    "answers.postcode_area": "in or out of the area",
}
_LABELS = {fact.field: fact.label for fact in reversed(FACTS.values()) if not fact.name.startswith("unsure.")}


def _label(field: str) -> str:
    return _OWN_LABELS.get(field) or _LABELS[field]
