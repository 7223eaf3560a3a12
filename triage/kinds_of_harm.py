"""What kind of harm the words speak of, so that the right specialist worker is offered.

The screen says that somebody may be hurt; these words of the passage say how. A passage that says neither
leaves the kind unknown, and a person asks: nothing is concluded from silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from triage.screen import Hit
from triage.vocabulary import Flag


class Harm(StrEnum):
    """The kinds of harm that different specialist workers help with."""

    SEXUAL = "sexual"
    AT_HOME = "at_home"
    EXPLOITATION = "exploitation"


_WORDS = {
    Harm.SEXUAL: re.compile(
        r"\b(sex|rape|raping|molest|grope|fingered|nude|naked|indecent|intimate|touch|private parts|cse\b|fgm\b"
        r"|female genital|(?:older|grown|adult) (?:man|men|boyfriend|guy|male)s?\b)"
    ),
    Harm.AT_HOME: re.compile(
        r"\b(dad|father|mum|mam\b|mother|parent|step|uncle|brother|carer|boyfriend|girlfriend|partner|husband"
        r"|wife|ex\b|home|house|domestic|dv\b|marac\b|coercive|controlling|honour|marry|married|marriage"
        r"|relationship|placement)"
    ),
    Harm.EXPLOITATION: re.compile(
        r"\b(county lines|gang|dealer|dealing|debt|packages?|carry|exploit|traffick|cuckoo|cce\b|cse\b|missing"
        r"|radicali|modern slavery|trap house|two phones|older lads|elders|sextort|blackmail|groom|nude)"
    ),
}
# 'He abused me' may mean any of it, so what it may mean is offered and a person asks.
_UNQUALIFIED = re.compile(r"\babus(?:ed|es|ing) (?:me|her|him|by)\b")
_PHRASES = {
    "rape_or_assault": {Harm.SEXUAL},
    "images_and_online": {Harm.SEXUAL, Harm.EXPLOITATION},
    "exploited": {Harm.EXPLOITATION},
    "parents_fight": {Harm.AT_HOME},
    "punished_cruelly": {Harm.AT_HOME},
    "controlled_by_a_partner": {Harm.AT_HOME},
    "married_or_cut": {Harm.AT_HOME},
    "not_safe_at_home": {Harm.AT_HOME},
}
"""Entries of the lexicon that say the kind by themselves."""


def kinds_of_harm(text: str, hits: Iterable[Hit]) -> set[Harm]:
    """The kinds that the passages about abuse or exploitation name, or may mean."""
    found: set[Harm] = set()
    for hit in hits:
        if hit.flag is Flag.ABUSE_OR_EXPLOITATION:
            words = text[hit.start : hit.end].lower()
            found |= {harm for harm, pattern in _WORDS.items() if pattern.search(words)}
            if _UNQUALIFIED.search(words):
                found |= {Harm.SEXUAL, Harm.AT_HOME}
            found |= _PHRASES.get(hit.phrase, set())
    return found
