"""Reading the fields of a rule file one by one, and keeping every mistake with its line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from triage.rules.language import meant
from triage.rules.lined_yaml import Entry


class Mistake(NamedTuple):
    """One thing to put right in a file: where, what, of which entry, and in which field of it."""

    file: str
    line: int
    what: str
    about: str = ""
    field: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, for whoever has the whole file before them."""
        return f"{self.about}: {self.what}" if self.about else self.what

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.sentence}"


class RuleSetError(ValueError):
    """A rule set cannot be used; `mistakes` holds everything to put right."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class EntryReader:
    """Reads a field as what it should be. A wrong one is noted, and something harmless stands for it."""

    thing = "rule"
    """What an entry with an id is called in a mistake."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def wrong(self, entry: Entry, field: str, what: str) -> None:
        line = entry.lines.get(field, entry.line)
        name = entry.get("id")
        self.mistakes.append(Mistake(self.file, line, what, f"{self.thing} '{name}'" if name else "", str(field)))

    def only(self, entry: Entry, fields: tuple[str, ...]) -> None:
        for field in entry:
            if field not in fields:
                self.wrong(entry, field, f"nobody reads the field '{field}'" + meant(str(field), fields))
        for field in entry.twice:
            self.wrong(entry, field, f"'{field}' is written twice")

    def words(self, entry: Entry, field: str, otherwise: str | None = None) -> str:
        value = entry.get(field, otherwise)
        if isinstance(value, str) and value.strip():
            return value
        wrong = "is missing" if value is None else f"should be text, found {value!r}"
        self.wrong(entry, field, f"'{field}' {wrong}")
        return ""

    def texts(self, entry: Entry, field: str) -> tuple[str, ...]:
        value = entry.get(field, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(entry, field, f"'{field}' should be a list of words")
            return ()
        return tuple(value)

    def day(self, entry: Entry, field: str, otherwise: Any = None) -> date:
        value = entry.get(field, otherwise)
        if isinstance(value, date):
            return value
        self.wrong(entry, field, f"'{field}' should be a date such as 2026-11-22, found {value!r}")
        return date.min

    def mapping(self, entry: Entry, field: str) -> Entry:
        value = entry.get(field, Entry())
        if isinstance(value, Entry):
            return value
        self.wrong(entry, field, f"'{field}' should be a list of names, each with its meaning")
        return Entry()

    def word(self, entry: Entry, field: str, words: type) -> Any:
        return self.one_of(entry, field, entry[field], words) if field in entry else None

    def one_of(self, entry: Entry, field: str, value: Any, words: type) -> Any:
        try:
            return words(value)
        except ValueError:
            hint = meant(str(value), tuple(words)) or f". It may be: {', '.join(words)}"
            self.wrong(entry, field, f"'{field}' is never {value!r}{hint}")
            return None
