"""What a worker wrote down of the classifier holds codes of offers and answers; a page says them in words."""

from __future__ import annotations

import re

from ifd.presenters.summary import answers_of, words_for
from triage.vocabulary import OfferKind, Requester

_OFFERS = {kind.value: kind.label for kind in OfferKind}
_CODED = re.compile(rf"(?<![\w-])({'|'.join(code for code in _OFFERS if '_' in code)})(?![\w-])")
_ANSWER = re.compile(r"'((?:age|voice|duration|safety|impact|need|wants) [\w -]+)'")
_QUESTIONS = {answer.field: answer.question for answer in answers_of({})}


def in_words(text: str) -> str:
    """A code alone as it stands in a table, and each within a sentence."""
    if text in _OFFERS:
        return _OFFERS[text]
    told = _ANSWER.sub(lambda found: f"‘{answer_in_words(found[1])}’", text)
    return _CODED.sub(lambda found: in_a_sentence(_OFFERS[found[1]]), told)


def answer_in_words(fact: str) -> str:
    """'impact home a_lot', as the classifier is told an answer: 'How much it affects home: a lot'."""
    kind, *rest = fact.split()
    try:
        return _SAID[kind](*rest)
    except (KeyError, TypeError, ValueError):
        return fact.replace("_", " ")


def in_a_sentence(label: str) -> str:
    """'Counselling' within a sentence; 'CAMHS' and 'NHS' stay as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _answered(field: str, value: str) -> str:
    return f"{_QUESTIONS[field].replace(': ', ' ')}: {in_a_sentence(words_for(field, value))}"


_SAID = {
    "age": lambda *band: f"Age: {' '.join(band).replace('-', ' to ')}",
    "voice": lambda who: f"Who asked: {in_a_sentence(Requester(who).label)}",
    "duration": lambda value: _answered("duration", value),
    "safety": lambda asked, value: _answered(f"safety.{asked}", value),
    "impact": lambda area, value: _answered(f"impact.{area}", value),
    "need": lambda value: _answered("needs", value),
    "wants": lambda value: _answered("wants", value),
}
