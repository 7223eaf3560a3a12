"""Teaching a version from decisions, and comparing two on the same later months. Safe to run twice.

What stands in a finished row's report:
- train (done): `{"version": name, "rows", "learned_from", "learned_until", "offer": figures, "need": figures or None,
  "remarks": [sentences], "counterfactual": what swapping protected words changed}`;
- compare (done): `{"from", "until", "rows", "champion": figures, "challenger": figures, "rules": figures}`, figures as
  `_compared` makes them;
- any that broke off (broken): `{"sentence": why, and what to do}`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from ifd import clock
from ifd.database import db, reading_briefly
from ifd.jobs import classifier, long_work
from ifd.jobs.classifier import NEED, OFFER, Models
from ifd.jobs.long_work import Cannot, Say
from ifd.jobs.model_groups import figures_by_group
from ifd.jobs.watch_model import reference_of
from ifd.jobs.within import TooSlow
from ifd.models import ModelTraining
from ifd.queries import model_data, model_versions, received
from ifd.queries.model_data import Decided, Protected
from ifd.services import lease
from ifd.services.long_work import Found, Turn
from ifd.services.second_opinion.versions import keep_version

if TYPE_CHECKING:
    from triage.ml.examples import Example
    from triage.ml.training import Trained

FEWEST = 200
FEWEST_COMPARED = 50
FEWEST_WRITE = 5
_BEGINNING = datetime(2000, 1, 1, tzinfo=clock.LONDON)
SWAPPED, MEASURED = 100, 300  # texts of which protected words are swapped, and whose likeness is measured
_AT_ONCE = 100
_OF = 1000  # steps that a bar is divided into

FAULT = (
    "The training itself went wrong. Ask again, and if that does not help, tell whoever looks after the software."
)
TOO_FEW = (
    "There are {rows} decided requests to learn from; at least {fewest} are needed. Leave out fewer months, or wait "
    "until more are decided."
)
ONE_KIND = "Every decided request went to the same kind of help. There is nothing to tell apart yet."
SAME = "This is the version {name}, which is there already: nothing new was decided. Ask again later."
TOO_FEW_LATER = (
    "There are {rows} requests decided after both versions had learned; at least {fewest} are needed. Compare again "
    "when more are decided."
)
NO_VERSION = "There is no version {name} any more."
NOT_LOADED = "{name} cannot be compared: {reason}"
SLOW = "it was not loaded in time. Ask again, and if that does not help, tell whoever looks after the computers."
NO_NEED = "The need is not learned: {reason}"


def work(ids: Sequence[int]) -> None:
    """Do the trainings and comparisons rung for."""
    long_work.work(long_work.Kind(ModelTraining, _find_out, FAULT), ids)


@dataclass(frozen=True)
class Asked:
    """What was asked for, and by whom."""

    kind: str
    about: dict
    champion: str
    challenger: str
    asked_by_id: int


def _find_out(turn: Turn, say: Say) -> Found:
    columns = (getattr(ModelTraining, name) for name in Asked.__dataclass_fields__)
    with reading_briefly():
        asked = Asked(*db.session.execute(select(*columns).where(ModelTraining.id == turn.id)).one())
    return _KINDS[asked.kind](turn, asked, say)


def _part(say: Say, start: int, end: int) -> Say:
    """A stretch of the whole bar."""

    def told(done: int, total: int, step: str) -> None:
        say(start + (end - start) * min(done, total) // max(total, 1), _OF, step)

    return told


# Teaching


@dataclass
class Lesson:
    """What is learned from: each request once, as the classifier sees it."""

    examples: list[Example] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    whose: list[Protected] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    not_read: int = 0

    def add(self, decided: Decided, example: Example) -> None:
        self.examples.append(example)
        self.keys.append(classifier.key_of(decided.subject.request_id))
        self.kinds.append(decided.kind.value)
        self.needs.append(decided.primary_reason)
        self.whose.append(decided.protected)
        self.days.append(clock.london_date(decided.decided_at))


def _train(turn: Turn, asked: Asked, say: Say) -> Found:
    until = received.months_back(date.fromisoformat(asked.about["until"]), asked.about["months_left_out"])
    lesson = _lesson(until, _part(say, 0, 150))
    if len(lesson.examples) < FEWEST:
        raise Cannot(TOO_FEW.format(rows=len(lesson.examples), fewest=FEWEST))
    if len(set(lesson.kinds)) < 2:
        raise Cannot(ONE_KIND)
    offer = _learn(lesson, lesson.kinds, _part(say, 150, 550))
    need, remarks = _learn_need(lesson, _part(say, 550, 950))
    say(950, _OF, "Writing the card and signing")
    report = {
        "version": offer.model.version,
        "rows": len(lesson.examples),
        "learned_from": min(lesson.days).isoformat(),
        "learned_until": max(lesson.days).isoformat(),
        "offer": asdict(offer.figures),
        "need": asdict(need.figures) if need else None,
        "remarks": [*offer.remarks, *remarks],
    }
    fairness = _fairness(offer, lesson)
    report["counterfactual"] = fairness
    return Found("done", report, store=_version_of(turn, asked, lesson, offer, need, fairness))


def _lesson(until: datetime, say: Say) -> Lesson:
    from triage.ml.examples import example_of

    lesson, total = Lesson(), model_data.how_many_decided(_BEGINNING, until)
    for place, decided in enumerate(model_data.decided_between(_BEGINNING, until)):
        say(place, max(total, place), "Reading what was decided")
        if decided.subject.case is None:
            lesson.not_read += 1
        else:
            lesson.add(decided, example_of(decided.subject.case, decided.subject.names))
    return lesson


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
    turn: Turn, asked: Asked, lesson: Lesson, offer: Trained, need: Trained | None, fairness: dict
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
        "name": offer.model.version,
        "made_by_id": asked.asked_by_id,
        "training_id": turn.id,
        "learned_from": min(lesson.days),
        "learned_until": max(lesson.days),
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
        dates=f"Decided from {min(lesson.days):%d/%m/%Y} to {max(lesson.days):%d/%m/%Y}.",
        groups=_checked_by_group(lesson, offer),
    )


def _checked_by_group(lesson: Lesson, offer: Trained) -> dict:
    from triage.ml.groups import Seen

    checked = offer.checked
    seen = [
        Seen(int(place), bool(said >= offer.model.least_answer), bool(is_right), float(said))
        for place, said, is_right in zip(checked.places, checked.probability, checked.is_right, strict=True)
    ]
    return figures_by_group(seen, dict(enumerate(lesson.whose)))


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


# Comparing


def _compare(turn: Turn, asked: Asked, say: Say) -> Found:
    versions = [_version(name) for name in (asked.champion, asked.challenger)]
    since = _after([learned_until for _, learned_until in versions])
    until = datetime.combine(
        date.fromisoformat(asked.about["until"]) + timedelta(days=1), time(), tzinfo=clock.LONDON
    )
    models = [_loaded(name, key) for name, (key, _) in zip((asked.champion, asked.challenger), versions, strict=True)]
    later = _Later()
    total = model_data.how_many_decided(since, until)
    for batch in _batches(model_data.decided_between(since, until)):
        later.add(batch, models)
        say(len(later.right), max(total, len(later.right)), "Asking both about each request")
    if len(later.right) < FEWEST_COMPARED:
        raise Cannot(TOO_FEW_LATER.format(rows=len(later.right), fewest=FEWEST_COMPARED))
    return Found(
        "done",
        {
            "from": since.date().isoformat(),
            "until": asked.about["until"],
            "rows": len(later.right),
            "champion": later.figures_of(0),
            "challenger": later.figures_of(1),
            "rules": later.figures_of_rules(),
        },
    )


def _version(name: str) -> tuple[int, date | None]:
    with reading_briefly():
        version = model_versions.find_version(name)
        if version is None:
            raise Cannot(NO_VERSION.format(name=name))
        return version.id, version.learned_until


def _after(days: Sequence[date | None]) -> datetime:
    """The beginning of the day after all that either learned from."""
    known = [day for day in days if day is not None]
    if not known:
        return _BEGINNING
    return datetime.combine(max(known) + timedelta(days=1), time(), tzinfo=clock.LONDON)


def _loaded(name: str, version_id: int) -> Models:
    from triage.ml.errors import ModelUnreadable

    try:
        return classifier.models_of(version_id)
    except ModelUnreadable as reason:
        raise Cannot(NOT_LOADED.format(name=name, reason=reason)) from reason
    except TooSlow as reason:
        raise Cannot(NOT_LOADED.format(name=name, reason=SLOW)) from reason


def _batches(found: Iterator[Decided]) -> Iterator[list[Decided]]:
    batch: list[Decided] = []
    for one in found:
        if one.subject.case is not None:
            batch.append(one)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


class _Later:
    """What both said of the same requests, beside what was right and what the rules had suggested first."""

    def __init__(self) -> None:
        self.right: list[str] = []
        self.rules: list[str] = []
        self.whose: dict[object, Protected] = {}
        self.said: tuple[list, list] = ([], [])

    def add(self, batch: Sequence[Decided], models: Sequence[Models]) -> None:
        from triage.ml.examples import example_of

        examples = [example_of(one.subject.case, one.subject.names) for one in batch]
        for place, one in enumerate(batch, start=len(self.right)):
            self.whose[place] = one.protected
        self.right += [one.kind.value for one in batch]
        self.rules += [one.suggested for one in batch]
        for said, one in zip(self.said, models, strict=True):
            said += one.offer.opinions(examples)

    def figures_of(self, which: int) -> dict:
        return _compared(self.said[which], self.right, self.whose)

    def figures_of_rules(self) -> dict:
        """How often the first suggestion of the rules is what was right."""
        agree = sum(rules == right for rules, right in zip(self.rules, self.right, strict=True))
        return {"accuracy": agree / len(self.right)}


def _compared(opinions: Sequence, right: Sequence[str], whose: dict[object, Protected]) -> dict:
    """The figures of one version: of all answers, of those it stands by, and by group."""
    from triage.ml.groups import Seen
    from triage.ml.measuring import figures_in_words

    found = figures_in_words(right, [one.label for one in opinions], [one.probability for one in opinions])
    answers = [
        (one.label == label) for one, label in zip(opinions, right, strict=True) if not one.abstains
    ]
    seen = [
        Seen(number, not one.abstains, one.label == label, one.probability)
        for number, (one, label) in enumerate(zip(opinions, right, strict=True))
    ]
    held = [label in [each.label for each in one.alternatives] for one, label in zip(opinions, right, strict=True)]
    return {
        **asdict(found),
        "answered": len(answers) / len(right),
        "right_of_answered": sum(answers) / len(answers) if answers else None,
        "sets_that_hold_it": sum(held) / len(held),
        "abstained_because": dict(Counter(one.because for one in opinions if one.abstains)),
        "groups": {name: [asdict(one) for one in rows] for name, rows in figures_by_group(seen, whose).items()},
    }


_KINDS: dict[str, Callable[[Turn, Asked, Say], Found]] = {"train": _train, "compare": _compare}
