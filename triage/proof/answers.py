"""Everything somebody may have sent, as variables of the solver.

One variable stands for each thing an answer may say and for each thing words may mean; where none of an answer's
variables is true, nobody knows. So the person with every variable false is the one of whom nothing is known, and
the fewer are true the smaller the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import z3

from triage.case import OLDEST
from triage.directory import EVERYWHERE, Offer
from triage.engine import FACTS_WHOEVER_AND_WHENEVER
from triage.kinds_of_harm import Harm
from triage.vocabulary import (
    Consent,
    Duration,
    Flag,
    Impact,
    ImpactArea,
    LookedAfter,
    Need,
    PostcodeArea,
    Priority,
    Requester,
    SafetyQuestion,
    Want,
    YesNo,
)

Term = z3.BoolRef
YES_NO = (YesNo.YES, YesNo.NO)
UNSURE = "unsure"
"""Unsure and declined are one to every rule."""

AGE, REQUESTER, PLACE = "age", "requester", "answers.place"
NEEDS, WANTS, AREA = "answers.needs", "answers.wants", "answers.postcode_area"
LOOKED_AFTER, SUBSTANCE_USE = "answers.looked_after", "answers.substance_use"

_FIELDS: dict[str, Sequence[str]] = {
    REQUESTER: tuple(Requester),
    **{f"answers.safety.{question}": (*YES_NO, UNSURE) for question in SafetyQuestion},
    "answers.duration": tuple(Duration)[:-1],
    **{f"answers.impact.{area}": tuple(Impact)[:-1] for area in ImpactArea},
    NEEDS: tuple(Need),
    WANTS: tuple(Want),
    "answers.pregnant": YES_NO,
    "answers.parent_of_under_2": YES_NO,
    LOOKED_AFTER: tuple(LookedAfter)[:-1],
    "answers.sen_or_disability": YES_NO,
    SUBSTANCE_USE: YES_NO,
    "answers.known_to_services": YES_NO,
    AREA: tuple(PostcodeArea)[:-1],
    "answers.gp_known": YES_NO,
    "answers.consent": tuple(Consent)[:-1],
}
_SEVERAL = (NEEDS, WANTS)
HEARD = tuple(Priority)[:-1]
"""What the screen may ask for, most urgent first; routine is asking for nothing."""


class Answer:
    """The answer to one question: a variable for each word it may say."""

    def __init__(self, field: str, words: Sequence[str]) -> None:
        self.field = field
        self.says = {word: z3.Bool(f"{field}={word}") for word in words}

    @property
    def variables(self) -> list[Term]:
        return list(self.says.values())

    @property
    def known(self) -> Term:
        return z3.Or(self.variables)

    def rules(self) -> Iterator[Term]:
        """What makes it possible: one word at most, where a question takes one."""
        if self.says and self.field not in _SEVERAL:
            yield z3.AtMost(*self.variables, 1)


class Age:
    """An age in whole years: whether it is known, and for each number whether it is at least that."""

    field = AGE

    def __init__(self) -> None:
        self.known = z3.Bool("age known")
        self.steps = [z3.Bool(f"age>={years}") for years in range(1, OLDEST + 1)]

    @property
    def variables(self) -> list[Term]:
        return [self.known, *self.steps]

    def at_least(self, years: int) -> Term:
        """Whether the number reaches `years`; it says nothing of whether the age is known."""
        if years <= 0:
            return z3.BoolVal(True)
        return self.steps[years - 1] if years <= OLDEST else z3.BoolVal(False)

    def between(self, first: int, last: int) -> Term:
        """Known, and from `first` to `last`, both included."""
        return z3.And(self.known, self.at_least(first), z3.Not(self.at_least(last + 1)))

    def rules(self) -> Iterator[Term]:
        for lower, higher in pairwise(self.steps):
            yield z3.Implies(higher, lower)
        yield z3.Implies(self.steps[0], self.known)


class Notes:
    """What one text may mean: each flag certain or possible."""

    def __init__(self, source: str) -> None:
        self.certain = {flag: z3.Bool(f"{source}: {flag}") for flag in Flag}
        self.possible = {flag: z3.Bool(f"{source}: {flag}?") for flag in Flag}

    @property
    def variables(self) -> list[Term]:
        return [*self.certain.values(), *self.possible.values()]

    def of(self, flag: Flag) -> tuple[Term, Term]:
        return self.certain[flag], self.possible[flag]

    def rules(self) -> Iterator[Term]:
        for flag in Flag:
            yield z3.Not(z3.And(self.of(flag)))


class Sent:
    """A request: its answers, and what its words may mean to the screen."""

    def __init__(self, offers: Iterable[Offer] = ()) -> None:
        self.age = Age()
        places = sorted({area for offer in offers if offer.areas != EVERYWHERE for area in offer.areas})
        self.answers = {field: Answer(field, words) for field, words in {**_FIELDS, PLACE: places}.items()}
        self.has_text = z3.Bool("has text")
        self.unreadable = z3.Bool("unreadable")
        self.harms = {harm: z3.Bool(f"harm {harm}") for harm in Harm}
        self.text = Notes("text")
        self.substance_answer = Notes("answer on substances")
        self.heard = {priority: z3.Bool(f"screen asks for {priority}") for priority in HEARD}

    def __getitem__(self, field: str) -> Answer | Age:
        return self.age if field == AGE else self.answers[field]

    @property
    def fields(self) -> list[str]:
        """Every answer that may be unknown."""
        return [AGE, *self.answers]

    @property
    def words(self) -> list[Term]:
        """The variables of what was written."""
        return [
            self.has_text,
            self.unreadable,
            *self.harms.values(),
            *self.text.variables,
            *self.substance_answer.variables,
            *self.heard.values(),
        ]

    @property
    def variables(self) -> list[Term]:
        return [variable for field in self.fields for variable in self[field].variables] + self.words

    def rules(self) -> Iterator[Term]:
        """What makes a request possible: only what a document and a text can say together."""
        for field in self.fields:
            yield from self[field].rules()
        yield from self.text.rules()
        yield from self.substance_answer.rules()
        yield z3.Implies(z3.Or(self.unreadable, *self.text.variables), self.has_text)
        # Abuse, neglect and a baby's safety are told as facts or not at all, whoever and whenever it was.
        yield from (z3.Not(self.text.possible[flag]) for flag in FACTS_WHOEVER_AND_WHENEVER)
        yield z3.Implies(z3.Or(*self.harms.values()), self.text.certain[Flag.ABUSE_OR_EXPLOITATION])
        used = self.answers[SUBSTANCE_USE].says[YesNo.YES]
        yield z3.Implies(z3.Or(self.substance_answer.variables), used)
        yield from self._rules_of_the_screen(used)

    def _rules_of_the_screen(self, used: Term) -> Iterator[Term]:
        """How soon the screen may ask for a person: at most today where nothing is certain."""
        for sooner, later in pairwise(HEARD):
            yield z3.Implies(self.heard[sooner], self.heard[later])
        certain = [*self.text.certain.values(), *self.substance_answer.certain.values()]
        noted = [*self.text.variables, *self.substance_answer.variables]
        yield z3.Implies(self.heard[Priority.SOON], z3.Or(self.has_text, used))
        yield z3.Implies(z3.Or(noted), self.heard[Priority.SOON])
        yield z3.Implies(self.unreadable, self.heard[Priority.URGENT])
        yield z3.Implies(self.heard[Priority.VERY_URGENT], z3.Or(certain))
