"""Reading one entry of a data file, and saying everything that is wrong with it.

The area's data is edited by people who do not read Python. So a mistake is a sentence that names the
entry, the field and what would be right, and all mistakes are told at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from triage.ages import OLDEST

Word = TypeVar("Word", bound=StrEnum)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class DataError(ValueError):
    """A data file cannot be used; `mistakes` holds one sentence for each thing to put right."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


class _OnceLoader(yaml.SafeLoader):
    """YAML in which a field written twice is a mistake, where plain YAML would drop the first in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise DataError([f"Line {line}: '{key}' is written twice in the same entry."])
            seen.add(key)
        return super().construct_mapping(node, deep)


def package_text(name: str) -> str:
    """The text of a data file that comes with the software, such as `offers.yaml`."""
    return files("triage").joinpath("data", *name.split("/")).read_text(encoding="utf-8")


def parse_yaml(text: str, name: str) -> Any:
    try:
        return yaml.load(text, Loader=_OnceLoader)  # noqa: S506, a SafeLoader
    except DataError as error:
        raise DataError(f"{name}: {mistake}" for mistake in error.mistakes) from None
    except yaml.YAMLError as error:
        raise DataError([f"{name} is not valid YAML: {' '.join(str(error).split())}."]) from None


def parse_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(), restkey="too many columns"))


class Entry:
    """One mapping of a data file, read field by field. Mistakes are collected in a list that is shared."""

    def __init__(self, values: Any, called: str, mistakes: list[str]) -> None:
        self.called = called
        self.mistakes = mistakes
        self._unread = dict(values) if isinstance(values, Mapping) else {}
        if not isinstance(values, Mapping):
            self.wrong("is not a set of named fields")

    def wrong(self, what: str) -> None:
        self.mistakes.append(f"{self.called} {what}.")

    def _take(self, field: str, needed: bool) -> Any:
        value = self._unread.pop(field, None)
        if isinstance(value, str):
            value = " ".join(value.split())
        if value in (None, "", []):
            if needed:
                self.wrong(f"has no '{field}'")
            return None
        return value

    def text(self, field: str, needed: bool = True) -> str:
        value = self._take(field, needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(f"has '{field}: {value}', which should be text in quotation marks")
        return str(value)

    def slug(self, field: str = "slug") -> str:
        value = self.text(field)
        if value and not SLUG.fullmatch(value):
            self.wrong(f"has '{field}: {value}', which should be lower-case words joined by hyphens")
        return value

    def texts(self, field: str, needed: bool = True) -> tuple[str, ...]:
        value = self._take(field, needed)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.wrong(f"has '{field}', which should be a list of sentences")
            return ()
        return tuple(" ".join(item.split()) for item in value)

    def entries(self, field: str) -> list[Entry]:
        value = self._take(field, needed=True)
        if value is not None and not isinstance(value, list):
            self.wrong(f"has '{field}', which should be a list")
        items = value if isinstance(value, list) else []
        return [Entry(item, f"{self.called}, {field} {n},", self.mistakes) for n, item in enumerate(items, 1)]

    def word(self, field: str, words: type[Word]) -> Word | None:
        value = self._take(field, needed=True)
        return self._word(field, words, value) if value is not None else None

    def words(self, field: str, words: type[Word], needed: bool = True) -> tuple[Word, ...]:
        read = (self._word(field, words, value) for value in self.texts(field, needed))
        return tuple(word for word in read if word is not None)

    def _word(self, field: str, words: type[Word], value: Any) -> Word | None:
        try:
            return words(value)
        except ValueError:
            self.wrong(f"has '{field}: {value}', which should be one of: {', '.join(words)}")
            return None

    def number(self, field: str, low: int, high: int) -> int | None:
        value = self._take(field, needed=False)
        if value is None:
            return None
        if isinstance(value, str) and value.isdigit():  # every cell of a CSV file is text
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.wrong(f"has '{field}: {value}', which should be a whole number from {low} to {high}")
            return None
        return value

    def ages(self, oldest: int = OLDEST) -> tuple[int | None, int | None]:
        """`min_age` and `max_age`, both inclusive; empty means there is no limit."""
        low, high = self.number("min_age", 0, oldest), self.number("max_age", 0, oldest)
        if low is not None and high is not None and low > high:
            self.wrong(f"has min_age {low} above max_age {high}")
        return low, high

    def yes_no(self, field: str, default: bool) -> bool:
        value = self._take(field, needed=False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(f"has '{field}: {value}', which should be true or false")
        return bool(value)

    def day(self, field: str, needed: bool = True) -> date | None:
        value = self._take(field, needed)
        if isinstance(value, str):
            with suppress(ValueError):
                value = date.fromisoformat(value)
        if isinstance(value, date):
            return value
        if value is not None:
            self.wrong(f"has '{field}: {value}', which should be a date such as 2026-11-30")
        return None

    def nothing_else(self) -> None:
        """A field nobody reads is a spelling mistake that would otherwise be lost."""
        for field in self._unread:
            self.wrong(f"has a field '{field}' that nobody reads")


def read_entries(
    values: Any, thing: str, read: Callable[[Entry], Any], mistakes: list[str], key: str = "slug"
) -> tuple:
    """Every entry of a list, read; a name used twice is a mistake."""
    if not isinstance(values, list):
        mistakes.append(f"The list of {thing}s is missing.")
        return ()
    results, seen = [], set()
    for n, value in enumerate(values, 1):
        name = value.get(key) if isinstance(value, Mapping) else None
        entry = Entry(value, f"{thing.capitalize()} {repr(name) if name else n}", mistakes)
        if name and name in seen:
            entry.wrong("is there twice")
        seen.add(str(name))
        results.append(read(entry))
        entry.nothing_else()
    return tuple(results)
