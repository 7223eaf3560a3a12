"""Texts with labels out of a CSV file, whatever program wrote it: what could be read, what was left out, and why."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from triage.ml.errors import CannotLearn

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_LABELS = {"nan", "none", "null", "n/a", "na", "nil", "-", "?"}
_DELIMITERS = ",;\t|"
LARGEST_CELL = 64 * 1024 * 1024
"""Characters; far more than anybody wrote."""


@dataclass(frozen=True)
class Table:
    """A CSV file: its columns, its rows as they stand, and what about it had to be guessed or mended."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()

    def column(self, name: str) -> list[str]:
        """One cell a row. Raises CannotLearn that names the columns there are."""
        if name in self.columns:
            place = self.columns.index(name)
            return [row[place] for row in self.rows]
        lower = {column.lower(): column for column in self.columns}
        near = get_close_matches(name.strip().lower(), lower, 1)
        hint = f"Did you mean '{lower[near[0]]}'?" if near else f"It has: {', '.join(self.columns)}."
        raise CannotLearn(f"The file has no column '{name}'. {hint}")


@dataclass(frozen=True)
class Labelled:
    """What can be learned from or measured on: one label a text, and the places of their rows in the table."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    places: tuple[int, ...]
    remarks: tuple[str, ...] = ()


def read(content: bytes) -> Table:
    """The CSV file that holds these bytes. Raises CannotLearn with what is wrong with it."""
    text, remarks = _decoded(content)
    if "\0" in text:
        text = text.replace("\0", "")
        remarks.append("The file holds zero bytes, which were taken out.")
    return _table(text, remarks)


def labelled(table: Table, text_column: str, label_column: str) -> Labelled:
    """The rows with a text and a label. Rows that say the same twice count once; what is left out is told."""
    texts, labels = table.column(text_column), table.column(label_column)
    kept: dict[tuple[str, str], int] = {}
    empty = unlabelled = twice = 0
    for place, (text, label) in enumerate(zip(texts, labels, strict=True)):
        row = (text.strip(), " ".join(label.split()))
        if not row[0]:
            empty += 1
        elif not row[1]:
            unlabelled += 1
        elif row in kept:
            twice += 1
        else:
            kept[row] = place
    two_labels = sum(count > 1 for count in Counter(text for text, _ in kept).values())
    return Labelled(
        tuple(text for text, _ in kept),
        tuple(label for _, label in kept),
        tuple(kept.values()),
        (*table.remarks, *_told(empty, unlabelled, twice, two_labels), *_strange_labels(kept)),
    )


def _told(empty: int, unlabelled: int, twice: int, two_labels: int) -> Iterator[str]:
    if empty:
        yield f"{_rows(empty)} without a text {_was(empty)} left out."
    if unlabelled:
        yield f"{_rows(unlabelled)} without a label {_was(unlabelled)} left out."
    if twice:
        yield f"{_rows(twice)} {_was(twice)} left out, for an earlier row has the same text and label."
    if two_labels:
        texts = "1 text has" if two_labels == 1 else f"{two_labels:,} texts have"
        yield f"{texts} more than one label; each label stays, so no model can be right on all of them."


def _strange_labels(kept: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, count in Counter(label for _, label in kept if label.lower() in _NO_LABELS).items():
        yield f"{_rows(count)} {_has(count)} the label '{label}', which counts as a label like any other. Is it one?"


def _has(number: int) -> str:
    return "has" if number == 1 else "have"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _decoded(content: bytes) -> tuple[str, list[str]]:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise CannotLearn(
                "The file begins as UTF-16 and is cut or damaged. Save it again as UTF-8."
            ) from error
    remark = "The file is not UTF-8 and was read as Windows-1252. Look whether accents and quotation marks are right."
    return content.decode("cp1252", errors="replace"), [remark]


def _table(text: str, remarks: list[str]) -> Table:
    if not text.strip():
        raise CannotLearn(
            "The file is empty. It needs a first line that names the columns, and a row for each text."
        )
    csv.field_size_limit(LARGEST_CELL)
    try:
        lines = _lines(text, strict=True)
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise CannotLearn(
                "A quotation mark is opened in the file and never closed, so the texts after it cannot be told apart."
            ) from error
        remarks.append(
            "Quotation marks stand where none are expected. Look whether texts are cut in the right places."
        )
        lines = _lines(text, strict=False)
    header, found = tuple(name.strip() for name in lines[0]), lines[1:]
    _refuse_same_names(header)
    if not found:
        raise CannotLearn("The file names its columns and has no rows.")
    uneven = sum(len(row) != len(header) for row in found)
    if uneven:
        remarks.append(
            f"{_rows(uneven)} {_has(uneven)} more or fewer cells than there are columns. "
            "What is missing counts as empty. Is a text with a comma not in quotation marks?"
        )
    return Table(header, tuple(_evened(row, len(header)) for row in found), tuple(remarks))


def _lines(text: str, *, strict: bool) -> list[list[str]]:
    lines = csv.reader(
        io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=_delimiter(text), strict=strict
    )
    return [row for row in lines if row]  # a line with nothing on it is no row


def _evened(row: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple([*row, *[""] * (width - len(row))][:width])


def _delimiter(text: str) -> str:
    """What parts the names of the first line; a comma where nothing does."""
    first = text.lstrip().split("\n", 1)[0]
    return max(_DELIMITERS, key=lambda one: (first.count(one), one == ","))


def _refuse_same_names(header: Sequence[str]) -> None:
    twice = [name for name, count in Counter(header).items() if count > 1 and name]
    if twice:
        raise CannotLearn(f"Two columns are called '{twice[0]}'. Rename one of them.")
