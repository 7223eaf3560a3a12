"""Whether an opinion stays the same when only a protected word in the text is another: 'he' for 'she', 'foster mum'
for 'birth mum'.

What this cannot see: a characteristic that a text tells in other words, and a text that holds none of the words. Both
are told as not tested, never as fair.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from triage.data_entry import DataError, Entry, package_text, parse_yaml, read_entries

SWAPS_FILE = "protected_swaps.yaml"
BOUND = 0.05
"""By how much a probability may change."""
MOST_TOLD = 10

Said = tuple[str, float]
_SHORTEST_ROW = 2


class SwapsError(DataError):
    """The tables of protected words have mistakes; `mistakes` lists them all."""


@dataclass(frozen=True, slots=True)
class Table:
    """Words about one characteristic, a row for each meaning and a column for each way of being.

    `only_put`: words that are put for others and never looked for. `blind`: the column that is read in the place of
    all, from 0; None where the words are taken out.
    """

    about: str
    rows: tuple[tuple[str, ...], ...]
    blind: int | None = None
    only_put: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Swaps:
    tables: tuple[Table, ...]
    not_owned: frozenset[str]


@dataclass(frozen=True, slots=True)
class Version:
    """A text with its protected words in another column, and which words were put for which."""

    about: str
    swapped: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one opinion: the words that were swapped, and never the text."""

    about: str
    swapped: tuple[str, ...]
    before: Said
    after: Said

    @property
    def by(self) -> float:
        """By how much the probability of a label changed. Where another label is likeliest, the least that it can be:
        of what was likeliest no more is left than the new one's probability, nor than what that leaves over."""
        (label, probability), (other, now) = self.before, self.after
        if label == other:
            return abs(probability - now)
        return max(probability - min(now, 1 - now), now - min(probability, 1 - probability), 0.0)

    @property
    def is_other_label(self) -> bool:
        return self.before[0] != self.after[0]

    def __str__(self) -> str:
        (label, probability), (other, now) = self.before, self.after
        return f"{', '.join(self.swapped)}: {label} {probability:.0%}, then {other} {now:.0%}"


@dataclass(frozen=True, slots=True)
class About:
    """The changes about one characteristic; all 0 of none compared."""

    about: str
    compared: int
    largest: float
    mean: float
    other_label: float


@dataclass(frozen=True, slots=True)
class Report:
    """`worst`: the largest changes first. `not_tested`: the characteristics that no text held a word of."""

    bound: float
    texts: int
    compared: int
    largest: float
    mean: float
    other_label: float
    by_characteristic: tuple[About, ...]
    worst: tuple[Change, ...]
    not_tested: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether something was compared, and neither a change nor the share of other labels is beyond the bound."""
        return bool(self.compared) and max(self.largest, self.other_label) <= self.bound

    def __str__(self) -> str:
        if not self.compared:
            return "No text held a protected word, so nothing is known. Check with texts that do."
        kept = "No change is" if self.holds else "Some changes are"
        return (
            f"{self.compared:,} swaps of protected words in {self.texts:,} texts: the largest change is "
            f"{self.largest:.1%}, the mean {self.mean:.1%}, and {self.other_label:.1%} got another label. "
            f"{kept} beyond the bound of {self.bound:.0%}."
        )


def check(
    predict: Callable[[Sequence[str]], Sequence[Said]],
    texts: Sequence[str],
    bound: float = BOUND,
    swaps: Swaps | None = None,
) -> Report:
    """Asks `predict`, which gives the likeliest label and its probability, of each text and of each version of it."""
    swaps = swaps or protected_swaps()
    before = predict(texts)
    versions = [(place, version) for place, text in enumerate(texts) for version in versions_of(text, swaps)]
    after = predict([version.text for _place, version in versions])
    changes = [
        Change(version.about, version.swapped, before[place], now)
        for (place, version), now in zip(versions, after, strict=True)
    ]
    by_about: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_about[change.about].append(change)
    every = _figures("everything", changes)
    worst = sorted(changes, key=lambda change: (-change.by, change.about, change.swapped))
    return Report(
        bound,
        len(texts),
        every.compared,
        every.largest,
        every.mean,
        every.other_label,
        tuple(_figures(table.about, by_about[table.about]) for table in swaps.tables),
        tuple(worst[:MOST_TOLD]),
        tuple(table.about for table in swaps.tables if not by_about[table.about]),
    )


def _figures(about: str, changes: Sequence[Change]) -> About:
    moved, number = [change.by for change in changes], len(changes)
    other = sum(change.is_other_label for change in changes)
    return About(
        about, number, max(moved, default=0.0), sum(moved) / (number or 1), other / (number or 1)
    )  # fmt: skip


def versions_of(text: str, swaps: Swaps) -> Iterator[Version]:
    """The text in every other column of each table that it holds a word of, with capitals as they were."""
    for table in swaps.tables:
        found = _found(table, text, swaps.not_owned)
        if found:
            for column in range(len(table.rows[0])):
                version = _in_column(table.about, text, found, column)
                if version.text != text:
                    yield version


def blinded(text: str, swaps: Swaps | None = None) -> str:
    """The text as a model reads it that must not learn by these words: 'they' for 'he' and 'she', and no faith."""
    swaps = swaps or protected_swaps()
    for table in swaps.tables:
        found = _found(table, text, swaps.not_owned)
        if found and table.blind is None:
            text = _finder(table)[0].sub(" ", text)
        elif found:
            text = _in_column(table.about, text, found, table.blind).text
    return text


def _found(table: Table, text: str, not_owned: frozenset[str]) -> list[tuple[re.Match[str], tuple[str, ...]]]:
    """The words of the table in the text, each with the row that is meant."""
    finder, rows = _finder(table)
    return [
        (word, _row(rows[word[0].lower()], text, word.end(), not_owned)) for word in finder.finditer(text)
    ]


def _in_column(
    about: str, text: str, found: Sequence[tuple[re.Match[str], tuple[str, ...]]], column: int
) -> Version:
    pieces, done, swapped = [], 0, {}
    for word, row in found:
        put = _cased_as(word[0], row[column])
        pieces += [text[done : word.start()], put]
        done = word.end()
        if put != word[0]:
            swapped[f"{word[0].lower()} → {put.lower()}"] = None
    return Version(about, tuple(swapped), "".join([*pieces, text[done:]]))


def _cased_as(written: str, word: str) -> str:
    if written.isupper() and len(written) > 1:
        return word.upper()
    if written[0].isupper():
        return word[0].upper() + word[1:]
    return word if written != written.lower() else word.lower()


def _row(rows: Sequence[tuple[str, ...]], text: str, end: int, not_owned: frozenset[str]) -> tuple[str, ...]:
    if len(rows) == 1:
        return rows[0]
    following = _NEXT_WORD.match(text, end)
    return rows[0] if following and following[1].lower() not in not_owned else rows[1]


_NEXT_WORD = re.compile(r"[ \n]([^\W\d_]+)")


@cache
def _finder(table: Table) -> tuple[re.Pattern[str], dict[str, list[tuple[str, ...]]]]:
    rows: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for down, row in enumerate(table.rows):
        looked_for = [word.lower() for across, word in enumerate(row) if (down, across) not in table.only_put]
        for word in dict.fromkeys(looked_for):
            rows[word].append(row)
    longest_first = sorted(rows, key=lambda word: (-len(word), word))
    words = "|".join(map(re.escape, longest_first))
    # Not inside a double word: 'half-brother' is a brother, 'man-made' is no man.
    return re.compile(rf"(?<!\w)(?:{words})(?![\w-])", re.IGNORECASE | re.ASCII), dict(rows)


def load_swaps(text: str) -> Swaps:
    """The tables from YAML text. Raises `SwapsError` with every mistake in it."""
    document = parse_yaml(text, SWAPS_FILE)
    document = document if isinstance(document, dict) else {}
    mistakes: list[str] = []
    tables = read_entries(document.get("tables"), "table", _table, mistakes, "about")
    not_owned = document.get("not_owned")
    if not isinstance(not_owned, str):
        mistakes.append("The list 'not_owned' is missing.")
    if mistakes:
        raise SwapsError(mistakes)
    return Swaps(tables, frozenset(not_owned.split()))


def _table(entry: Entry) -> Table:
    about, lines = entry.text("about"), entry.texts("rows")
    cells = [[word.strip() for word in line.split("/")] for line in lines]
    rows = tuple(tuple(word.strip("()") for word in row) for row in cells)
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < _SHORTEST_ROW or not all(map(all, rows)):
        entry.wrong("should have rows of the same number of words, two or more, with / between them")
    put = {
        (down, across) for down, row in enumerate(cells) for across, word in enumerate(row) if word[:1] == "("
    }
    return Table(about, rows, _blind(entry, len(rows[0])), frozenset(put))


def _blind(entry: Entry, columns: int) -> int | None:
    said = entry.text("blind")
    places = {"out": None, **{f"column {number}": number - 1 for number in range(1, columns + 1)}}
    if said not in places:
        entry.wrong(f"should say what is read in their place: blind: out, or column 1 to {columns}")
    return places.get(said)


@cache
def protected_swaps() -> Swaps:
    """The tables that come with the software."""
    return load_swaps(package_text(f"ml/{SWAPS_FILE}"))
