"""What a version thinks of one request: its opinion, the phrases that count, and the nearest that it learned from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import structlog

from ifd.jobs import classifier
from ifd.jobs.classifier import Models
from ifd.jobs.within import TooSlow, within
from ifd.queries.model_subjects import Subject
from triage.vocabulary import OfferKind

if TYPE_CHECKING:
    from triage.ml.examples import Example

log = structlog.get_logger()

NEAREST = 5
_CODE = 2  # characters of a primary reason


class NoOpinion(Exception):
    """What came is no opinion: a number that is none, or a label that nobody knows."""


class Thought(NamedTuple):
    """What was read, and the columns of the opinion on it."""

    example: Example
    columns: dict


def think(models: Models, subject: Subject) -> Thought:
    """The opinion without its reasons. Pure. NoOpinion for numbers that are none and labels that nobody knows."""
    from triage.ml.examples import example_of

    example = example_of(subject.case, subject.names)
    [opinion] = models.offer.opinions([example])
    alternatives = [
        {"label": OfferKind(one.label).value, "probability": _number(one.probability)}
        for one in opinion.alternatives
    ]
    columns = {
        "label": _kind(opinion.label),
        "probability": _number(opinion.probability),
        "abstains": bool(opinion.abstains),
        "because": opinion.because,
        "alternatives": alternatives,
        "likeness": _number(opinion.likeness),
        "neighbours": neighbours(models, example, subject.request_id),
        **_need(models, example),
    }
    return Thought(example, columns)


def why(models: Models, thought: Thought, subject: Subject, limit: float) -> list[dict]:
    """The phrases that count, each in its place. They are asked for one at a time, which for a long text takes longest
    of all: where there is no time for them the opinion goes without, and that is no failure."""
    from triage.ml.phrases import phrases

    try:
        found = within(limit, lambda: phrases(models.offer, thought.example, thought.columns["label"].value))
    except TooSlow:
        log.info("no_time_for_phrases", id=subject.request_id)
        return []
    places = [(subject.place_of(phrase.start, phrase.end), phrase.weight) for phrase in found]
    return [{**place, "weight": weight} for place, weight in places if place and math.isfinite(weight)]


def neighbours(models: Models, example: Example, request_id: int) -> list[int]:
    """Requests by their ids, nearest first. Who may see which is asked when they are shown."""
    if not models.knows_our_requests:
        return []
    keys = [classifier.request_of(key) for key, _cosine in models.offer.nearest(example, NEAREST + 1)]
    return [key for key in keys if key not in (None, request_id)][:NEAREST]


def _need(models: Models, example: Example) -> dict:
    if models.need is None:
        return {}
    [opinion] = models.need.opinions([example])
    if opinion.abstains:
        return {}
    if len(opinion.label) != _CODE:
        raise NoOpinion
    return {"need": opinion.label, "need_probability": _number(opinion.probability)}


def _kind(label: str) -> OfferKind:
    try:
        return OfferKind(label)
    except ValueError:
        raise NoOpinion from None


def _number(value: float) -> float:
    if not math.isfinite(value) or not 0 <= value <= 1:
        raise NoOpinion
    return float(value)
