"""Learning from examples whose label is known, and finding out on the way how far the answers can be trusted.

The examples are dealt into parts. Each part is answered by what the others taught; on these answers the probabilities
are put right, the line for staying quiet is drawn, and the figures of the card are counted. Then all of them teach.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from sklearn.model_selection import ShuffleSplit

from triage.ml import answering, checking, conformal, linear, measuring, novelty, words
from triage.ml.calibration import Calibration
from triage.ml.checking import PARTS, Checked
from triage.ml.errors import CannotLearn
from triage.ml.examples import Example, blind
from triage.ml.groups import Seen
from triage.ml.linear import Lines
from triage.ml.model import Model
from triage.ml.sentences.encoder import SentenceEncoder
from triage.ml.words import Reading

FEWEST, FEW, MOST = 50, 200, 200_000
MOST_LABELS = 100
GREAT = 400_000
"""Texts times labels from which one fifth alone is answered by what the rest taught."""
MOST_CHECKED = 20_000
LONGEST_ENCODED = 512
MOST_ENCODED = 12_000_000
"""Characters (at most 512 a text) up to which the encoder reads every text: some five minutes on two cores."""

Say = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Options:
    """`right`: how often what is answered is right; `stated`: how often a set of likely labels holds the right one;
    `blind`: whether words such as 'he' and 'she' are read as one; `least`: in how many texts a word must stand to be
    learned, since a word of one text alone could tell of somebody."""

    seed: int = 0
    right: float = answering.RIGHT
    stated: float = conformal.STATED
    blind: bool = False
    least: int = words.LEAST


@dataclass(frozen=True)
class Trained:
    """A model, the answers its figures are counted on, and what a person should know about its examples."""

    model: Model
    checked: Checked
    figures: measuring.Figures
    remarks: tuple[str, ...]

    def seen(self, keys: Sequence[Hashable]) -> list[Seen]:
        """The answers that the figures are counted on; `keys` are what the caller calls what was given."""
        checked = self.checked
        columns = (checked.places, checked.is_answered, checked.is_right, checked.probability)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [Seen(keys[place], *told) for place, *told in rows]


def train(
    examples: Sequence[Example],
    labels: Sequence[str],
    encoder: SentenceEncoder,
    *,
    options: Options = Options(),
    keys: Sequence[str] | None = None,
    say: Say = lambda done, total, step: None,
) -> Trained:
    """Learns `labels` from `examples`, one each; `keys` are what the caller calls them. The same examples, options and
    machine give the same model. Raises CannotLearn."""
    remarks = tuple(_looked_at(labels))
    drawn = _drawn(len(labels), options.seed)
    keys = [str(place) for place in range(len(labels))] if keys is None else keys
    examples, labels, keys = ([one[place] for place in drawn] for one in (examples, labels, keys))
    if options.blind:
        examples = blind(examples)
    names = tuple(sorted(set(labels)))
    right = np.searchsorted(names, labels)
    steps = _Steps(say, len(names), right)
    reads_sentences = sum(min(len(one.text), LONGEST_ENCODED) for one in examples) <= MOST_ENCODED
    sentences = _encoded(examples, encoder, steps) if reads_sentences else None

    places, raw = _raw_answers(examples, sentences, right, len(names), options, steps)
    checked = checking.check(places, raw, right[places], options.right, options.stated)
    reading = Reading.learned(examples, options.least)
    lines = linear.learn(reading.rows(examples, sentences), right, len(names), options.seed, steps.tell)
    model = Model(
        version=_version(names, lines, checked.calibration),
        labels=names,
        reading=reading,
        lines=lines,
        calibration=checked.calibration,
        least_set=checked.thresholds.least_set,
        least_answer=checked.thresholds.least_answer,
        kept=_kept(examples, sentences, keys, encoder, options.seed),
        reads_sentences=reads_sentences,
        is_blind=options.blind,
        encoder=encoder,
    )
    figures = measuring.figures(names, checked.right, checked.said, checked.probability)
    about = _about(checked, figures, Counter(labels), options, remarks)
    checked = replace(checked, places=drawn[checked.places])
    return Trained(replace(model, about=about), checked, figures, remarks)


def _looked_at(labels: Sequence[str]) -> Iterator[str]:
    """Refuses what nothing can be learned from, and tells what should be known of the rest."""
    counts = Counter(labels)
    if len(labels) < FEWEST:
        raise CannotLearn(
            f"There are {len(labels)} different texts with a label; at least {FEWEST} are needed, and {FEW} are better."
        )
    if len(counts) < 2:
        raise CannotLearn(f"Every text has the same label, '{next(iter(counts))}'. At least two are needed.")
    if len(counts) > MOST_LABELS:
        raise CannotLearn(
            f"There are {len(counts):,} different labels; at most {MOST_LABELS} can be learned. Is it the right column?"
        )
    if len(labels) < FEW:
        yield f"There are only {len(labels)} texts, so every figure is uncertain."
    if len(labels) > MOST:
        yield f"There are {len(labels):,} texts; {MOST:,} of them, drawn by the seed, were learned from."
    rare = sorted(label for label, count in counts.items() if count < PARTS)
    if rare:
        several = f"{len(rare)} labels have" if len(rare) > 1 else "1 label has"
        yield f"{several} fewer than {PARTS} texts and will hardly be found: {', '.join(rare[:10])}."


def _drawn(number: int, seed: int) -> np.ndarray:
    """The places of the examples that are learned from: all, or as many as can be."""
    if number <= MOST:
        return np.arange(number)
    return np.sort(np.random.default_rng(seed).permutation(number)[:MOST])


# Answers to what was not learned from


def _raw_answers(
    examples: Sequence[Example],
    sentences: np.ndarray | None,
    right: np.ndarray,
    labels: int,
    options: Options,
    steps: _Steps,
) -> tuple[np.ndarray, np.ndarray]:
    """What the other parts teach about each part: (places among the examples, a row of raw shares each)."""
    found = []
    for learned, asked in steps.parts(options.seed):
        reading = Reading.learned([examples[place] for place in learned], options.least)
        rows = [
            reading.rows(
                [examples[place] for place in places], None if sentences is None else sentences[places]
            )
            for places in (learned, asked)
        ]
        lines = linear.learn(rows[0], right[learned], labels, options.seed, steps.tell)
        found.append((asked, lines.raw(rows[1])))
    places = np.concatenate([asked for asked, _ in found])
    return places, np.vstack([raw for _, raw in found])


def _encoded(examples: Sequence[Example], encoder: SentenceEncoder, steps: _Steps) -> np.ndarray:
    rows = np.zeros((len(examples), encoder.width), np.float32)
    done = 0
    for places, numbers in encoder.in_parts([example.text for example in examples]):
        rows[places] = numbers
        done += len(places)
        steps.encoded(done)
    return rows


def _kept(
    examples: Sequence[Example],
    sentences: np.ndarray | None,
    keys: Sequence[str],
    encoder: SentenceEncoder,
    seed: int,
) -> novelty.Kept:
    if sentences is None:
        places = np.sort(np.random.default_rng(seed).permutation(len(examples))[: novelty.KEPT])
        examples, keys = [examples[place] for place in places], [keys[place] for place in places]
        sentences = encoder.encode([example.text for example in examples])
    return novelty.keep(sentences, keys, seed)


class _Steps:
    """How the examples are dealt, and how far the work is: reading every text, then a line a label and part."""

    _READING = 100  # steps; about what learning the lines of one part takes

    def __init__(self, say: Say, labels: int, right: np.ndarray) -> None:
        self._say, self._right, self._done = say, right, 0
        self._number = len(right)
        self._is_great = self._number * labels >= GREAT
        self._lines = (2 if self._is_great else PARTS + 1) * (labels if labels > 2 else 1)
        self._total = self._READING + self._lines

    def encoded(self, done: int) -> None:
        self._say(self._READING * done // self._number, self._total, "Reading each text")

    def tell(self) -> None:
        self._done += 1
        self._say(self._READING + self._done, self._total, "Learning what speaks for each label")

    def parts(self, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """(learned from, asked), each as places."""
        if self._is_great:
            asked = min(self._number // 5, MOST_CHECKED)
            yield from ShuffleSplit(1, test_size=asked, random_state=seed).split(self._right)
            return
        dealt = np.random.default_rng(seed).permutation(self._number)
        # Labels with fewer texts than there are parts are dealt as far as they go.
        part = np.empty(self._number, int)
        in_order = dealt[np.argsort(self._right[dealt], kind="stable")]
        part[in_order] = np.arange(self._number) % PARTS
        for number in range(PARTS):
            yield np.flatnonzero(part != number), np.flatnonzero(part == number)


def _version(labels: Sequence[str], lines: Lines, fit: Calibration) -> str:
    """Made from what was learned: another name is another model."""
    digest = hashlib.sha256(repr((labels, fit)).encode())
    for numbers in (lines.weights, lines.offsets):
        digest.update(np.ascontiguousarray(numbers).tobytes())
    return f"m-{digest.hexdigest()[:12]}"


def _about(
    checked: Checked,
    figures: measuring.Figures,
    counts: Counter,
    options: Options,
    remarks: Sequence[str],
) -> dict:
    return {
        "texts": sum(counts.values()),
        "labels": dict(counts.most_common()),
        "options": asdict(options),
        "remarks": list(remarks),
        "figures": asdict(figures),
        **asdict(checked.stood_by),
    }
