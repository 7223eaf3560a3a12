"""Teaching a version from decisions.

What stands in the report: `{"version": name, "rows", "learned_from", "learned_until", "offer": figures, "need": figures
or None, "remarks": [sentences], "counterfactual": what swapping protected words changed}`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from ifd import clock
from ifd.database import reading_briefly
from ifd.jobs import classifier
from ifd.jobs.classifier import NEED, OFFER
from ifd.jobs.long_work import Cannot, Say
from ifd.jobs.model_groups import figures_by_group
from ifd.jobs.model_lesson import Lesson, lesson_of_decisions
from ifd.jobs.watch_model import reference_of
from ifd.queries import model_versions
from ifd.services import lease
from ifd.services.long_work import Found
from ifd.services.second_opinion.versions import keep_version

if TYPE_CHECKING:
    from triage.ml.training import Trained

FEWEST = 200
FEWEST_WRITE = 5
SWAPPED, MEASURED = 100, 300  # texts of which protected words are swapped, and whose likeness is measured
_OF = 100  # the bar is told in hundredths of the whole, for its parts count different things

TOO_FEW = (
    "There are {rows} decided requests to learn from; at least {fewest} are needed. Leave out fewer months, or wait "
    "until more are decided."
)
ONE_KIND = "Every decided request went to the same kind of help. There is nothing to tell apart yet."
SAME = "This is the version {name}, which is there already: nothing new was decided. Ask again later."
NO_NEED = "The need is not learned: {reason}"


def teach(before: datetime, say: Say, *, training_id: int, made_by_id: int) -> Found:
    """A version learned from what was decided before then, to be stored. Cannot, where there is too little."""
    lesson = lesson_of_decisions(before, _part(say, 0, 15))
    if len(lesson.examples) < FEWEST:
        raise Cannot(TOO_FEW.format(rows=len(lesson.examples), fewest=FEWEST))
    if len(set(lesson.kinds)) < 2:
        raise Cannot(ONE_KIND)
    offer = _learn(lesson, lesson.kinds, _part(say, 15, 55, "The kind of help"))
    need, remarks = _learn_need(lesson, _part(say, 55, 95, "The main need"))
    say(95, _OF, "Writing the card and signing")
    fairness = _fairness(offer, lesson)
    report = {
        "version": offer.model.version,
        "rows": len(lesson.examples),
        "learned_from": lesson.learned_from.isoformat(),
        "learned_until": lesson.learned_until.isoformat(),
        "offer": asdict(offer.figures),
        "need": asdict(need.figures) if need else None,
        "remarks": [*offer.remarks, *remarks],
        "counterfactual": fairness,
    }
    store = _version_of(lesson, offer, need, fairness, training_id=training_id, made_by_id=made_by_id)
    return Found("done", report, store=store)


def _part(say: Say, start: int, end: int, what: str = "") -> Say:
    """A stretch of the whole bar; `what` is learned in it."""

    def told(done: int, total: int, step: str) -> None:
        say(start + (end - start) * min(done, total) // max(total, 1), _OF, f"{what}: {step.lower()}" if what else step)

    return told


def _learn(lesson: Lesson, labels: Sequence[str], say: Say) -> Trained:
    from triage.ml.errors import CannotLearn
    from triage.ml.training import Options, train

    # What fewer than five wrote is in no file of a model, as it is in no figure.
    options = Options(blind=True, least=FEWEST_WRITE)
    try:
        return train(lesson.examples, labels, classifier.encoder(), options=options, keys=lesson.keys, say=say)
    except CannotLearn as reason:
        raise Cannot(str(reason)) from reason


def _learn_need(lesson: Lesson, say: Say) -> tuple[Trained | None, list[str]]:
    """A version may be without this part."""
    try:
        return _learn(lesson, lesson.needs, say), []
    except Cannot as reason:
        return None, [NO_NEED.format(reason=reason)]


def _version_of(
    lesson: Lesson, offer: Trained, need: Trained | None, fairness: dict, **made: int
) -> Callable[[], None]:
    """What stores the version with its files, signed."""
    from triage.ml import card, files

    with reading_briefly():
        if model_versions.find_version(offer.model.version) is not None:
            raise Cannot(SAME.format(name=offer.model.version))

    signer = classifier.signer()
    papers = card.papers(offer, _learned(lesson, offer))
    archives = {OFFER: files.pack(files.files_of(offer.model, signer, papers))}
    if need is not None:
        archives[NEED] = files.pack(files.files_of(need.model, signer))
    facts = {
        **made,
        "name": offer.model.version,
        "learned_from": lesson.learned_from,
        "learned_until": lesson.learned_until,
        "rows": len(lesson.examples),
        "about": {
            "offer": offer.model.about,
            "need": need.model.about if need else None,
            "not_read": lesson.not_read,
            "reference": reference_of(lesson.examples, lesson.kinds, _likenesses(offer, lesson)),
            "counterfactual": fairness,
            "picture": papers[card.PICTURE].decode(),
        },
        "card": papers[card.CARD].decode(),
    }
    return lambda: keep_version(archives, made_at=lease.database_now(), **facts)


def _learned(lesson: Lesson, offer: Trained):
    from triage.ml.card import Learned

    return Learned(
        made_on=clock.london_date(clock.now()),
        source="the decisions of this front door",
        text="what was written when asking and since",
        label="the kind of help that a clinician chose, or named as right when closing",
        dates=f"Decided from {lesson.learned_from:%d/%m/%Y} to {lesson.learned_until:%d/%m/%Y}.",
        groups=figures_by_group(offer.seen(range(len(lesson.keys))), dict(enumerate(lesson.whose))),
    )


def _fairness(offer: Trained, lesson: Lesson) -> dict:
    """Whether swapping protected words in some of these texts changes what it says. Words and figures, no texts."""
    from triage.ml.counterfactual import check
    from triage.ml.examples import example_of_text

    def predict(texts: Sequence[str]) -> list[tuple[str, float]]:
        opinions = offer.model.opinions([example_of_text(text) for text in texts])
        return [(one.label, one.probability) for one in opinions]

    found = check(predict, [example.text for example in _some(lesson.examples, SWAPPED)])
    return {**asdict(found), "holds": found.holds, "sentence": str(found)}


def _likenesses(offer: Trained, lesson: Lesson) -> list[float]:
    """How like some of these are to the others: each is nearest to itself, and says nothing by that."""
    from triage.ml.novelty import NEAREST

    found = []
    for key, example in zip(_some(lesson.keys, MEASURED), _some(lesson.examples, MEASURED), strict=True):
        nearest = [cosine for other, cosine in offer.model.nearest(example, NEAREST + 1) if other != key]
        found.append(sum(nearest[:NEAREST]) / NEAREST)
    return found


def _some(found: Sequence, most: int) -> Sequence:
    """At most so many, evenly over all of them."""
    return found[:: max(1, -(-len(found) // most))]
