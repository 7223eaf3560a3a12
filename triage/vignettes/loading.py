"""Reading vignettes from YAML. A file with any mistake is refused whole, with every mistake and its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from triage.case import Case, CaseError
from triage.data_entry import SLUG
from triage.rules import lined_yaml
from triage.rules.entries import EntryReader, Mistake
from triage.rules.language import meant
from triage.rules.lined_yaml import Entry
from triage.vignettes.vignette import Acceptable, Category, Criterion, Trap, Vignette
from triage.vocabulary import Flag, OfferKind, Priority, Thrive

LONGEST_ID = 80
_OPEN, _HELD_OUT = "open", "held_out"
_FIELDS = ("id", "title", "category", "trap", "request", "acceptable", "criterion", "note")
_REQUEST = ("age", "age_months", "requester", "profession", "channel", "text", "answers")
_ANSWERS = tuple(field.name for field in fields(Case) if field.name not in (*_REQUEST, "id"))
_ACCEPTABLE = (
    "priority",
    *(field.name for field in fields(Acceptable) if not field.name.endswith("_urgent")),
)


class VignettesError(ValueError):
    """Vignettes cannot be used; `mistakes` holds everything to put right."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


@cache
def benchmark() -> tuple[Vignette, ...]:
    """Every vignette that comes with the software, those held out last."""
    known = criteria()
    read = [
        load_vignettes(text, f"{which}/{name}", known=known, held_out=which == _HELD_OUT)
        for which in (_OPEN, _HELD_OUT)
        for name, text in _texts(which)
    ]
    return tuple(chain.from_iterable(read))


@cache
def criteria() -> Mapping[str, Criterion]:
    """The criteria that come with the software, by name."""
    name = "criteria.yaml"
    text = _folder().joinpath(name).read_text(encoding="utf-8")
    reading = _Reading(name, {}, False)
    reading.criteria_of(reading.document(text, ("criteria",)))
    reading.refuse_if_wrong()
    return reading.criteria


def load_vignettes(
    text: str, file: str = "vignettes", known: Mapping[str, Criterion] | None = None, held_out: bool = False
) -> tuple[Vignette, ...]:
    """The vignettes of a YAML text, which may name `known` criteria and bring criteria of its own.

    Raises `VignettesError` with every mistake in it.
    """
    reading = _Reading(file, criteria() if known is None else known, held_out)
    return reading.vignettes_of(reading.document(text, ("criteria", "vignettes")))


def _folder():
    return files("triage").joinpath("data", "vignettes")


def _texts(which: str) -> list[tuple[str, str]]:
    items = sorted(_folder().joinpath(which).iterdir(), key=lambda item: item.name)
    return [(item.name, item.read_text(encoding="utf-8")) for item in items if item.name.endswith(".yaml")]


class _Reading(EntryReader):
    """One pass over a file, collecting mistakes."""

    thing = "vignette"

    def __init__(self, file: str, known: Mapping[str, Criterion], held_out: bool) -> None:
        super().__init__(file)
        self.criteria = dict(known)
        self.held_out = held_out

    def document(self, text: str, allowed: tuple[str, ...]) -> Entry:
        try:
            document = lined_yaml.read(text)
        except lined_yaml.YamlError as error:
            raise VignettesError([Mistake(self.file, error.line, str(error))]) from None
        if not isinstance(document, Entry):
            raise VignettesError([Mistake(self.file, 1, "the file should hold " + " and ".join(allowed))])
        self.only(document, allowed)
        return document

    def refuse_if_wrong(self) -> None:
        if self.mistakes:
            raise VignettesError(sorted(self.mistakes, key=lambda mistake: mistake.line))

    def criteria_of(self, document: Entry) -> None:
        named = self.mapping(document, "criteria")
        for name in named:
            if name in self.criteria:
                self.wrong(named, name, f"the criterion '{name}' is there already")
            entry = self.mapping(named, name)
            self.only(entry, ("source", "says"))
            self.criteria[name] = Criterion(name, self.words(entry, "source"), self.words(entry, "says"))

    def vignettes_of(self, document: Entry) -> tuple[Vignette, ...]:
        self.criteria_of(document)
        entries = document.get("vignettes")
        if not isinstance(entries, list) or not all(isinstance(entry, Entry) for entry in entries):
            self.wrong(document, "vignettes", "'vignettes' should be a list, each a set of named fields")
            entries = []
        vignettes = [self.vignette(entry) for entry in entries]
        self.refuse_twice(entries)
        self.refuse_if_wrong()
        return tuple(vignette for vignette in vignettes if vignette is not None)

    def refuse_twice(self, entries: list[Entry]) -> None:
        seen = set()
        for entry in entries:
            if entry.get("id") in seen:
                self.wrong(entry, "id", "another vignette has this id")
            seen.add(entry.get("id"))

    def vignette(self, entry: Entry) -> Vignette | None:
        before = len(self.mistakes)
        self.only(entry, _FIELDS)
        id = self.id(entry)
        vignette = Vignette(
            id=id,
            title=self.words(entry, "title"),
            category=self.needed_word(entry, "category", Category),
            request={"id": id, **self.mapping(entry, "request")},
            case=self.case(entry, id),
            acceptable=self.acceptable(entry),
            criterion=self.criterion(entry),
            trap=self.word(entry, "trap", Trap),
            note=self.words(entry, "note") if "note" in entry else "",
            held_out=self.held_out,
        )
        return vignette if len(self.mistakes) == before else None

    def id(self, entry: Entry) -> str:
        id = self.words(entry, "id")
        if id and (not SLUG.fullmatch(id) or len(id) > LONGEST_ID):
            self.wrong(entry, "id", f"an id is up to {LONGEST_ID} lower-case letters, numbers and hyphens")
        return id

    def needed_word(self, entry: Entry, field: str, words: type) -> Any:
        return self.one_of(entry, field, entry.get(field, ""), words)

    def criterion(self, entry: Entry) -> Criterion | None:
        name = self.words(entry, "criterion")
        if name and name not in self.criteria:
            hint = meant(name, tuple(self.criteria))
            self.wrong(entry, "criterion", f"no criterion is called '{name}'{hint}")
        return self.criteria.get(name)

    def case(self, entry: Entry, id: str) -> Case | None:
        """The request, in which a field nobody reads is a spelling mistake that would change what is asked."""
        if "request" not in entry:
            self.wrong(entry, "request", "it has no 'request'")
        request = self.mapping(entry, "request")
        self.only(request, _REQUEST)
        self.only(self.mapping(request, "answers"), _ANSWERS)
        try:
            return Case.from_document({"id": id or "unnamed", **request})
        except CaseError as error:
            for problem in error.problems:
                self.wrong(entry, "request", str(problem))
            return None

    def acceptable(self, entry: Entry) -> Acceptable:
        said = self.mapping(entry, "acceptable")
        self.only(said, _ACCEPTABLE)
        most, least = self.priorities(entry, said)
        if "offers_any_of" not in said:
            self.wrong(entry, "acceptable", "it does not say which offers are acceptable: 'offers_any_of'")
        acceptable = Acceptable(
            most,
            least,
            **{
                name: self.several(said, name, OfferKind) for name in _ACCEPTABLE if name.startswith("offers")
            },
            **{name: self.several(said, name, Flag) for name in _ACCEPTABLE if name.startswith("flags")},
            thrive=self.several(said, "thrive", Thrive),
        )
        self.refuse_both(entry, "offers_must_not", acceptable.offers_must_not,
                         (*acceptable.offers_any_of, *acceptable.offers_first_of))  # fmt: skip
        self.refuse_both(entry, "flags_must_not", acceptable.flags_must_not,
                         (*acceptable.flags, *acceptable.flags_any_of))  # fmt: skip
        return acceptable

    def priorities(self, entry: Entry, said: Entry) -> tuple[Priority | None, Priority | None]:
        """The range, from the most urgent acceptable priority to the least."""
        found = self.several(said, "priority", Priority)
        if len(found) == 2 and found[0].rank <= found[1].rank:
            return found
        where = (said, "priority") if "priority" in said else (entry, "acceptable")
        self.wrong(*where, "'priority' should be two, the most urgent that is acceptable and the least")
        return None, None

    def several(self, entry: Entry, field: str, words: type) -> tuple:
        found = (self.one_of(entry, field, value, words) for value in self.texts(entry, field))
        return tuple(value for value in found if value is not None)

    def refuse_both(self, entry: Entry, field: str, forbidden: tuple, wanted: tuple) -> None:
        for word in forbidden:
            if word in wanted:
                self.wrong(entry, "acceptable", f"'{word}' is both acceptable and in '{field}'")
