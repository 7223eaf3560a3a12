"""What anything that triages answered: the part of a suggestion document that a vignette is scored on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from triage.case import describe
from triage.vocabulary import Flag, OfferKind, Priority, Thrive


class AnswerError(ValueError):
    """A suggestion document cannot be scored; `problems` says why."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@dataclass(frozen=True, slots=True)
class Answer:
    """One suggestion: how soon, which offers in order, which flags, which grouping."""

    id: str
    priority: Priority
    offers: tuple[OfferKind, ...]
    flags: frozenset[Flag]
    thrive: Thrive | None = None

    @classmethod
    def from_document(cls, document: Any) -> Answer:
        """Read a suggestion document, whoever made it. Raises `AnswerError` with everything wrong."""
        if not isinstance(document, Mapping):
            raise AnswerError(["a suggestion is one JSON object"])
        problems: list[str] = []
        id = document.get("id")
        if not isinstance(id, str):
            problems.append(f"id: found {describe(id)}; allowed: text, that of the request")
        answer = cls(
            id=str(id),
            priority=_word(problems, "priority", document.get("priority"), Priority),
            offers=tuple(_each(problems, document, "offers", "kind", OfferKind)),
            flags=frozenset(_each(problems, document, "red_flags", "flag", Flag)),
            thrive=_word(problems, "thrive", document.get("thrive"), Thrive, needed=False),
        )
        if problems:
            raise AnswerError(problems)
        return answer


def _each(problems: list[str], document: Mapping, name: str, key: str, words: type[StrEnum]) -> list:
    items = document.get(name, [])
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        problems.append(f"{name}: found {describe(items)}; allowed: a list of objects, each with a '{key}'")
        return []
    return [_word(problems, f"{name}.{key}", item.get(key), words) for item in items]


def _word(problems: list[str], name: str, value: Any, words: type[StrEnum], needed: bool = True) -> Any:
    if value is None and not needed:
        return None
    try:
        return words(value)
    except ValueError:
        problems.append(f"{name}: found {describe(value)}; allowed: {', '.join(words)}")
        return None
