"""One person out of all possible ones: found in the solver's answer, made as small as can be, told in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import z3

from triage.case import Case
from triage.facts import FACTS, PLACE_OF, QUESTION_LABELS, Facts, Kind, facts_of, set_flag, set_harm
from triage.kinds_of_harm import Harm
from triage.perinatal_words import DANGER, OLDEST_INFANT, YOUNGEST_PARENT
from triage.proof.answers import AGE, AREA, HEARD, NEEDS, PLACE, REQUESTER, WANTS, Sent, Term
from triage.proof.solving import checked
from triage.rules.examples import facts_from_example
from triage.rules.ruleset import said
from triage.vocabulary import Flag, Need, Priority, Requester, Want, YesNo

_LIKELY_AGES = (15, 10, 20, 7, 17, 13, 18, 3, 1, 0, 26, 40)
_ASKED_FOR_BY = {
    Requester.YOUNG_PERSON: "asking for themselves",
    Requester.PARENT_CARER: "asked for by a parent or carer",
    Requester.PROFESSIONAL: "asked for by a professional",
}
_ANSWER_IN_WORDS = {
    "answers.sen_or_disability": "autism",
    "answers.substance_use": "vaping",
    "answers.known_to_services": "a counsellor",
}
"""Where an answer is free words: something, in words the screen finds no danger in."""

Noted = Mapping[Flag, bool]
"""Red flags that words raise: True where it is certain, False where it is possible."""


@dataclass(frozen=True)
class Someone:
    """One request: the answers, and what the screen would read in the words."""

    age: int | None = None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    has_text: bool = False
    unreadable: bool = False
    text: Noted = field(default_factory=dict)
    substance_answer: Noted = field(default_factory=dict)
    harms: frozenset[Harm] = frozenset()
    heard: Priority = Priority.ROUTINE

    def document(self) -> dict[str, Any]:
        """The request document these answers came in, without the words."""
        document: dict[str, Any] = {"id": "somebody", "answers": {}}
        if self.age is not None:
            document["age"] = self.age
        for name, words in self.answers.items():
            *groups, last = name.split(".")
            inside = document
            for group in groups:
                inside = inside.setdefault(group, {})
            inside[last] = _written(name, words)
        return document

    def case(self) -> Case:
        return Case.from_document(self.document())

    def notes(self) -> Iterator[tuple[Flag, bool]]:
        """Every red flag the words raise, perinatal danger with it where a baby is known of."""
        yield from self.substance_answer.items()
        yield from self.text.items()
        if self._is_perinatal_time:
            yield from ((Flag.PERINATAL_DANGER, sure) for flag, sure in self.text.items() if flag in DANGER)

    @property
    def screened(self) -> Priority:
        """How soon the screen asks for a person."""
        asked = [self.heard]
        for flag, sure in self.text.items() if self._is_perinatal_time else ():
            if flag in DANGER:
                grave = sure and flag is not Flag.SELF_HARM
                asked.append(Priority.VERY_URGENT if grave else Priority.URGENT)
        return Priority.most_urgent(*asked)

    def facts(self) -> Facts:
        """The facts before any rule has run and before the words are read for red flags."""
        facts = facts_of(self.case(), self.unreadable)
        facts[PLACE_OF["has_text"]] = self.has_text
        return facts

    def note_words(self, facts: Facts) -> None:
        """Add what the words mean."""
        for flag, sure in self.notes():
            set_flag(facts, flag, True if sure else None)
        for harm in self.harms:
            set_harm(facts, harm)

    @property
    def _is_perinatal_time(self) -> bool:
        if self.age is not None and self.age <= OLDEST_INFANT:
            return True
        says_so = any(
            YesNo.YES in self.answers.get(name, ())
            for name in ("answers.pregnant", "answers.parent_of_under_2")
        )
        names_it = Need.PREGNANCY_OR_NEW_BABY in self.answers.get(NEEDS, ())
        return (says_so or names_it) and (self.age is None or self.age >= YOUNGEST_PARENT)


def _written(name: str, words: tuple[str, ...]) -> Any:
    """An answer as the request document holds it."""
    if name in (NEEDS, WANTS):
        return [str(word) for word in words]
    if name in _ANSWER_IN_WORDS:
        return _ANSWER_IN_WORDS[name] if words == (YesNo.YES,) else "none"
    return str(words[0])


def read(model: z3.ModelRef, sent: Sent) -> Someone:
    """The person of the solver's answer."""

    def is_true(term: Term) -> bool:
        return z3.is_true(model.eval(term, model_completion=True))

    def noted(notes) -> Noted:
        found = {flag: True for flag, term in notes.certain.items() if is_true(term)}
        return found | {flag: False for flag, term in notes.possible.items() if is_true(term)}

    answers = {
        name: tuple(word for word, term in answer.says.items() if is_true(term))
        for name, answer in sent.answers.items()
    }
    return Someone(
        age=sum(map(is_true, sent.age.steps)) if is_true(sent.age.known) else None,
        answers={name: words for name, words in answers.items() if words},
        has_text=is_true(sent.has_text),
        unreadable=is_true(sent.unreadable),
        text=noted(sent.text),
        substance_answer=noted(sent.substance_answer),
        harms=frozenset(harm for harm, term in sent.harms.items() if is_true(term)),
        heard=next((priority for priority in HEARD if is_true(sent.heard[priority])), Priority.ROUTINE),
    )


def state_of(somebody: Someone, sent: Sent) -> list[Term]:
    """Every variable as it is for somebody: what `read` would read as the same person."""
    true = [sent.has_text] * somebody.has_text + [sent.unreadable] * somebody.unreadable
    if somebody.age is not None:
        true += [sent.age.known, *sent.age.steps[: somebody.age]]
    true += [sent.answers[name].says[word] for name, words in somebody.answers.items() for word in words]
    for notes, noted in ((sent.text, somebody.text), (sent.substance_answer, somebody.substance_answer)):
        true += [(notes.certain if sure else notes.possible)[flag] for flag, sure in noted.items()]
    true += [sent.harms[harm] for harm in somebody.harms]
    true += [sent.heard[level] for level in HEARD if somebody.heard.rank <= level.rank]
    said = {variable.get_id() for variable in true}
    return [each if each.get_id() in said else z3.Not(each) for each in sent.variables]


def smallest(solver: z3.Solver, sent: Sent) -> Someone:
    """Somebody for whom all that the solver holds is true, of whom as little as possible is known.

    There must be somebody: what the solver holds can be.
    """
    silent = _as_many_as_possible(solver, [z3.Not(variable) for variable in _told_apart(sent)])
    likely = (checked(solver, *silent, sent.age.between(age, age)) for age in _LIKELY_AGES)
    found = next((model for model in likely if model is not None), None)
    return read(checked(solver, *silent) if found is None else found, sent)


def _told_apart(sent: Sent) -> Iterator[Term]:
    """What may be known of somebody, each thing once: an age is one thing, whatever it is."""
    yield sent.age.known
    for name in sent.fields:
        if name != AGE:
            yield from sent[name].variables
    yield from sent.words


def _as_many_as_possible(solver: z3.Solver, wishes: Iterable[Term]) -> list[Term]:
    """Wishes that can be granted together, no other among them: of those that contradict, the first gives way."""
    granted, refused = {wish.get_id(): wish for wish in wishes}, []
    while checked(solver, *granted.values()) is None:
        blamed = {wish.get_id() for wish in solver.unsat_core()}
        refused.append(granted.pop(next(each for each in granted if each in blamed)))
    for wish in refused:
        if checked(solver, *granted.values(), wish) is not None:
            granted[wish.get_id()] = wish
    return list(granted.values())


def example(facts: Facts) -> dict[str, Any]:
    """The facts of somebody as a rule's examples say them: what is not said is unknown, and flags are quiet."""
    plain = facts_from_example({})
    told: dict[str, Any] = {}
    for group, words in _LISTS.items():
        if named := [str(word) for word in words if facts[PLACE_OF[f"{group}.{word}"]] is True]:
            told[group] = named
    for name, place in PLACE_OF.items():
        group = name.partition(".")[0]
        if facts[place] == plain[place] or (group in told and facts[place] is not None):
            continue
        told[name] = (
            _AS_SAID.get(facts[place], facts[place]) if FACTS[name].kind is Kind.TRUTH else facts[place]
        )
    return {name: str(value) if isinstance(value, str) else value for name, value in told.items()}


_LISTS = {"needs": Need, "wants": Want, "flags": Flag}
_AS_SAID = {True: "yes", False: "no", None: "unknown"}


def in_english(somebody: Someone) -> str:
    """Who it is, in one sentence: 'A 15-year-old, asked for by a parent or carer; pregnant: yes; ...'."""
    return "; ".join([_who(somebody), *_what(somebody), "everything else not known"]) + "."


def _who(somebody: Someone) -> str:
    told = [_aged(somebody.age)]
    for name, words in somebody.answers.items():
        if name == REQUESTER:
            told.append(_ASKED_FOR_BY[words[0]])
        elif name == PLACE:
            told.append("living in " + words[0].replace("-", " ").title())
        elif name == AREA:
            told.append("living in the area" if words[0] == "in_area" else "living outside the area")
    return ", ".join(told)


def _aged(age: int | None) -> str:
    if age is None:
        return "Somebody whose age nobody knows"
    if age == 0:
        return "A baby under 1"
    return f"An {age}-year-old" if str(age).startswith("8") or age in (11, 18) else f"A {age}-year-old"


def _what(somebody: Someone) -> Iterator[str]:
    for name, words in somebody.answers.items():
        if name in (NEEDS, WANTS):
            kind, what = (Need, "needs named") if name == NEEDS else (Want, "would like")
            yield f"{what}: " + ", ".join(kind(word).label.lower() for word in words)
        elif name not in (REQUESTER, PLACE, AREA):
            yield f"{_LABELS[name]}: {said(words[0])}"
    for flag, sure in somebody.text.items():
        yield f"their words {'say' if sure else 'may mean'}: {flag.label.lower()}"
    for flag, sure in somebody.substance_answer.items():
        yield f"the answer about alcohol or drugs {'says' if sure else 'may mean'}: {flag.label.lower()}"
    for harm in sorted(somebody.harms):
        yield FACTS[f"abuse.{harm}"].label
    if somebody.unreadable:
        yield "words in a language the screen cannot read"
    elif somebody.has_text and not somebody.text:
        yield "something written in their own words"


_LABELS = {fact.field: fact.label for fact in reversed(FACTS.values())} | {
    f"answers.safety.{question}": label for question, label in QUESTION_LABELS.items()
} | {"answers.looked_after": "looked after or care leaver"}  # fmt: skip
