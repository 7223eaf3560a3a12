"""One fact as a clause: that it is so, that it is known not to be so, and that nobody knows.

What could be taken for a joint of the sentence around it ('and', 'or', a comma) stands in quotation marks or
brackets, so that a sentence made of clauses reads in one way only.
"""

from __future__ import annotations

from typing import NamedTuple

from triage.facts import QUESTION_LABELS, Fact, Kind
from triage.vocabulary import Flag, Need, Requester, SafetyQuestion, Want


class Phrase(NamedTuple):
    """A clause. Those with the same frame and different items can be told in one breath (`folded`)."""

    frame: str
    item: str = ""
    all_of: str = "each of"
    any_of: str = "at least one of"

    @property
    def words(self) -> str:
        return self.frame.format(self.item)


def folded(phrases: list[Phrase], joint: str) -> str:
    """Phrases of one frame as one clause: 'at least one of (‘low mood’, ‘sleep’) is named as a need'."""
    how_many = phrases[0].any_of if joint == "or" else phrases[0].all_of
    return phrases[0].frame.format(f"{how_many} ({', '.join(phrase.item for phrase in phrases)})")


class _Frame(NamedTuple):
    """The words around an item: it is so, it is known not to be so, and how many are meant when none is."""

    so: str
    not_so: str
    all_not: str


_FAMILIES = {
    "needs": (_Frame("{} is named as a need", "the needs named leave out {}", "all of"), Need),
    "wants": (_Frame("they would like {}", "what they would like leaves out {}", "all of"), Want),
    "flags": (_Frame("{} is raised as a red flag", "there is no sign of {} as a red flag", "any of"), Flag),
    "unsure": (
        _Frame(
            "they gave neither a yes nor a no when asked about {}",
            "they gave a plain answer when asked about {}",
            "all of",
        ),
        SafetyQuestion,
    ),
}

_CLAUSES = {
    "safety.suicidal_thoughts_now": (
        "they have thoughts of suicide now",
        "they are known to have no thoughts of suicide now",
    ),
    "safety.suicide_plan_or_intent": (
        "they have ‘a plan or intent to end their life’",
        "they are known to have no ‘plan or intent to end their life’",
    ),
    "safety.self_harm_last_month": (
        "they harmed themselves in the last month",
        "they are known not to have harmed themselves in the last month",
    ),
    "safety.feels_unsafe_or_being_hurt": (
        "they are ‘feeling unsafe or being hurt’",
        "they are known not to be ‘feeling unsafe or being hurt’",
    ),
    "safety.risk_to_others": (
        "there is a risk to other people",
        "it is known that there is no risk to other people",
    ),
    "safety.unusual_experiences": (
        "they are ‘hearing or seeing things others do not’",
        "they are known not to be ‘hearing or seeing things others do not’",
    ),
    "safety.rapid_weight_loss_or_fainting": (
        "there is ‘rapid weight loss or fainting’",
        "it is known that there is no ‘rapid weight loss or fainting’",
    ),
    "safety.immediate_danger": (
        "there is immediate danger",
        "it is known that there is no immediate danger",
    ),
    "safety_asked": ("at least one safety question was put", "no safety question was put"),
    "impact.anywhere": (
        "daily life is affected somewhere at least",
        "it is known that daily life is not affected anywhere",
    ),
    "impact.a_lot_anywhere": (
        "at least one area of life is affected a lot",
        "it is known that no area of life is affected a lot",
    ),
    "impact.a_lot_in_several": (
        "at least two areas of life are affected a lot",
        "it is known that fewer than two areas of life are affected a lot",
    ),
    "pregnant": ("they are pregnant", "they are known not to be pregnant"),
    "parent_of_under_2": ("they have a child under 2", "they are known to have no child under 2"),
    "looked_after": ("they are looked after", "they are known not to be looked after"),
    "care_leaver": ("they have left care", "they are known not to have left care"),
    "sen_or_disability": (
        "they have a ‘special educational need or disability’",
        "they are known to have no ‘special educational need or disability’",
    ),
    "substance_use": ("they use ‘alcohol or drugs’", "they are known to use no ‘alcohol or drugs’"),
    "known_to_services": ("a service knows them already", "it is known that no service knows them already"),
    "out_of_area": ("they live outside the area", "they are known to live in the area"),
    "gp_known": ("their GP is known", "it was said that their GP is not known"),
    "has_text": ("something is written in their own words", "nothing is written in their own words"),
    "text_unreadable": (
        "their words are in a language the screen cannot read",
        "none of their words are in a language the screen cannot read",
    ),
    "abuse.sexual": (
        "their words speak of sexual harm",
        "their words are known to speak of no sexual harm",
    ),
    "abuse.at_home": (
        "their words speak of ‘harm at home or by a partner’",
        "their words are known to speak of no ‘harm at home or by a partner’",
    ),
    "abuse.exploitation": (
        "their words speak of being used by others",
        "their words are known not to speak of being used by others",
    ),
}

_NOT_SAID = {
    "needs": "nobody has said what the needs are (perhaps {})",
    "wants": "nobody has said what they would like (perhaps {})",
    "flags": "{} is possible but not certain as a red flag",
}
"""Of a family that is answered as one, that nobody knows; a red flag nobody knows is one their words may mean."""

_NOBODY_KNOWS = {
    "duration": "nobody knows how long it has gone on",
    "requester": "nobody knows who is asking",
    "consent": "nobody knows who agreed to the request",
    "gp_known": "nobody has said whether their GP is known",
}

_SUBJECTS = {
    "age": "their age",
    "requester": "the person asking",
    "duration": "the time it has gone on",
    "consent": "the agreement given",
}


def is_so(fact: Fact) -> Phrase:
    """A true-or-false fact, told as true."""
    if fact.name in _CLAUSES:
        return Phrase(_CLAUSES[fact.name][0])
    frame, item = _framed(fact)
    return Phrase(frame.so, item)


def is_not_so(fact: Fact) -> Phrase:
    """A true-or-false fact, told as known to be false."""
    if fact.name in _CLAUSES:
        return Phrase(_CLAUSES[fact.name][1])
    frame, item = _framed(fact)
    return Phrase(frame.not_so, item, frame.all_not)


def is_unknown(fact: Fact) -> Phrase:
    """That nobody knows a fact."""
    if fact.name in _NOBODY_KNOWS:
        return Phrase(_NOBODY_KNOWS[fact.name])
    if fact.kind is not Kind.TRUTH:
        return Phrase(f"nobody knows {subject(fact)}")
    family = fact.name.partition(".")[0]
    if family in _NOT_SAID:
        item = _framed(fact)[1]
        return Phrase(_NOT_SAID[family], item) if family == "flags" else Phrase(_NOT_SAID[family].format(item))
    return Phrase(f"nobody knows whether {is_so(fact).words}")


def subject(fact: Fact) -> str:
    """What a number or a word is the number or word of."""
    if fact.name in _SUBJECTS:
        return _SUBJECTS[fact.name]
    return f"the ‘{fact.label}’" if " or " in fact.label else f"the {fact.label}"


def word(fact: Fact, value: str) -> str:
    """One of the words a fact may be, as staff read it."""
    return Requester(value).label.lower() if fact.name == "requester" else value.replace("_", " ")


def _framed(fact: Fact) -> tuple[_Frame, str]:
    """The frame of a fact's family and the fact's own part in it, in quotation marks."""
    family, _, name = fact.name.partition(".")
    frame, words = _FAMILIES[family]
    label = QUESTION_LABELS[name] if family == "unsure" else words(name).label
    return frame, f"‘{label if family == 'flags' else inside_a_sentence(label)}’"


def inside_a_sentence(label: str) -> str:
    """'Possible autism or ADHD' as it stands within a sentence: small at first, its other letters kept."""
    return label[:1].lower() + label[1:]
