"""The self-care library: short, plain, sourced pages that help today, with no account and no wait.

The pages are data (`data/selfcare/*.yaml`). A file may give defaults for all its pages, and sources are
named once in `sources.yaml`. Loading is strict: every mistake is a sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache, partial
from importlib.resources import files
from itertools import chain, zip_longest

from triage.ages import OLDEST, is_within
from triage.data_entry import DataError, Entry, package_text, parse_yaml, read_entries
from triage.search_words import WORDS_FILE, Asked, safety_first, stems_of, what_is_asked
from triage.vocabulary import SAFETY_NEEDS, Need, Requester

SOURCES_FILE = "sources.yaml"


class LibraryError(DataError):
    """The library has mistakes; `mistakes` lists them all."""


class Format(StrEnum):
    READ = "read"
    STEPS = "steps"
    TOGETHER = "together"

    @property
    def label(self) -> str:
        return {"read": "To read", "steps": "Steps to try", "together": "To do together"}[self]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a page's advice comes from."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a paragraph, a list of points, or both."""

    heading: str
    text: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """One page. The ages are those of the child or young person it is about, both ends included."""

    slug: str
    title: str
    summary: str
    needs: frozenset[Need]
    min_age: int | None
    max_age: int | None
    audiences: frozenset[Requester]
    body: tuple[Section, ...]
    try_now: tuple[str, ...]
    when_to_get_more_help: str
    sources: tuple[Source, ...]
    reviewed: date
    owner: str
    formats: tuple[Format, ...]
    is_general: bool

    def is_for_age(self, age: int | None) -> bool:
        """Whether it fits this age. An age nobody knows rules nothing out."""
        return is_within(age, self.min_age, self.max_age)

    @property
    def is_for_staff(self) -> bool:
        """Whether nobody but professionals is meant to read it."""
        return self.audiences == {Requester.PROFESSIONAL}

    @property
    def age_span(self) -> int:
        """How many years it covers; a narrow page speaks more exactly to its reader."""
        return (OLDEST if self.max_age is None else self.max_age) - (self.min_age or 0)

    @property
    def text(self) -> str:
        """All its words in reading order."""
        return "\n".join(chain(self._opening(), self.try_now, [self.when_to_get_more_help]))

    def _opening(self) -> Iterable[str]:
        yield from (self.title + ".", self.summary)
        for section in self.body:
            yield section.heading + "."
            yield from filter(None, (section.text, *section.points))


def load_library(texts: Mapping[str, str]) -> tuple[Resource, ...]:
    """The library from YAML texts by file name. Raises `LibraryError` with every mistake in it."""
    mistakes: list[str] = []
    documents = {name: _document(text, name, mistakes) for name, text in sorted(texts.items())}
    sources = _sources(documents.pop(SOURCES_FILE, {}), mistakes)
    values = [page for document in documents.values() for page in _with_defaults(document)]
    resources = read_entries(values, "page", partial(_resource, sources=sources), mistakes)
    for audience in Requester:
        if not any(resource.is_general and audience in resource.audiences for resource in resources):
            mistakes.append(f"The library has no general page for the audience '{audience}'.")
    if mistakes:
        raise LibraryError(mistakes)
    return resources


@cache
def library() -> tuple[Resource, ...]:
    """The library that comes with the software."""
    names = [file.name for file in files("triage").joinpath("data/selfcare").iterdir()]
    pages = [name for name in names if name.endswith(".yaml") and name != WORDS_FILE]
    return load_library({name: package_text(f"selfcare/{name}") for name in pages})


def resource(slug: str) -> Resource | None:
    """The page of this name, or None when there is none."""
    return next((page for page in library() if page.slug == slug), None)


def search(
    query: str = "",
    need: Need | str | None = None,
    age: int | None = None,
    audience: Requester | str | None = None,
) -> tuple[Resource, ...]:
    """Pages that fit everything asked for: those about what the words name, or else those that hold them.

    What the words name is a matter of data; see `triage/search_words.py`. The safest and nearest come first.
    """
    asked = what_is_asked(query)
    wanted = Need(need) if need else None
    reader = Requester(audience) if audience else None
    found = [
        page
        for page in library()
        if (wanted is None or wanted in page.needs)
        and (reader is None or reader in page.audiences)
        and page.is_for_age(age)
        and _answers(page, asked)
    ]
    return tuple(sorted(found, key=partial(_distance, asked))) if query.strip() else tuple(found)


def matching(
    needs: Collection[Need | str],
    age: int | None,
    requester: Requester | str | None,
    limit: int = 4,
) -> tuple[Resource, ...]:
    """The pages to show somebody straight away: never none.

    Safety comes first, then one page for each need in turn, then general pages while there is room.
    """
    fitting, general = _fitting(age, Requester(requester) if requester else None)
    by_need = [[page for page in fitting if need in page.needs] for need in safety_first(map(Need, needs))]
    in_turn = [page for row in zip_longest(*by_need) for page in row if page is not None]
    return _each_once(chain(in_turn, general), max(limit, 1))


@lru_cache(maxsize=256)
def _fitting(age: int | None, reader: Requester | None) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """The pages for this reader about somebody of this age, the closest first; and the general ones, never none."""
    readable = [page for page in library() if reader is None or reader in page.audiences]
    fitting = sorted((page for page in readable if page.is_for_age(age)), key=partial(_closeness, age))
    general = [page for page in fitting if page.is_general] or [page for page in readable if page.is_general]
    return tuple(fitting), tuple(general)


def _each_once(pages: Iterable[Resource], most: int) -> tuple[Resource, ...]:
    """The first `most` different pages, told apart by their names: to compare whole pages takes long."""
    by_name: dict[str, Resource] = {}
    for page in pages:
        if len(by_name) == most:
            break
        by_name.setdefault(page.slug, page)
    return tuple(by_name.values())


def _closeness(age: int | None, page: Resource) -> tuple[bool, int, int]:
    # Where the reader is not known it is seldom staff. For a known age the narrowest page speaks most
    # exactly; for an unknown one the widest fits most.
    return page.is_for_staff, (page.age_span if age is not None else -page.age_span), len(page.needs)


def _answers(page: Resource, asked: Asked) -> bool:
    if asked.needs:
        return not page.needs.isdisjoint(asked.needs)
    return _has_words(_searchable(page), asked.stems)


def _distance(asked: Asked, page: Resource) -> tuple[bool, bool, int, int, int, int]:
    """How far a page is from what was asked: safety, families, its title, its topics, then whose page it is."""
    safety = SAFETY_NEEDS.intersection(asked.needs)
    is_other = bool(safety) and page.needs.isdisjoint(safety)
    in_title = [stem for stem in asked.stems.intersection(stems_of(page.title)) if len(stem) > 2]
    shared = page.needs.intersection(asked.needs)
    reader = min(list(Requester).index(audience) for audience in page.audiences)
    return is_other, page.is_for_staff, -len(in_title), -len(shared), reader, len(page.needs)


def _words(text: str) -> frozenset[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return frozenset(letters.split())


@cache
def _searchable(page: Resource) -> frozenset[str]:
    return frozenset(stems_of(" ".join((page.text, *(need.label for need in page.needs)))))


def _has_words(text: frozenset[str], words: frozenset[str]) -> bool:
    return all(any(candidate.startswith(word) for candidate in text) for word in words)


def _document(text: str, name: str, mistakes: list[str]) -> dict:
    try:
        document = parse_yaml(text, name)
    except DataError as error:
        mistakes.extend(error.mistakes)
        return {}
    if isinstance(document, dict):
        return document
    mistakes.append(f"{name} should hold named fields.")
    return {}


def _with_defaults(document: dict) -> list:
    pages = document.get("pages") or []
    defaults = document.get("for_all_pages") or {}
    return [{**defaults, **page} if isinstance(page, dict) else page for page in pages]


def _sources(document: dict, mistakes: list[str]) -> dict[str, Source]:
    read = read_entries(document.get("sources"), "source", _source, mistakes)
    return dict(read)


def _source(entry: Entry) -> tuple[str, Source]:
    slug, source = entry.slug(), Source(entry.text("name"), entry.text("url"))
    if not source.url.startswith("https://"):
        entry.wrong(f"has the address '{source.url}', which should begin with https://")
    return slug, source


def _resource(entry: Entry, sources: Mapping[str, Source]) -> Resource:
    min_age, max_age = entry.ages()
    page = Resource(
        slug=entry.slug(),
        title=entry.text("title"),
        summary=entry.text("summary"),
        needs=frozenset(entry.words("needs", Need)),
        min_age=min_age,
        max_age=max_age,
        audiences=frozenset(entry.words("audiences", Requester)),
        body=tuple(_section(section) for section in entry.entries("body")),
        try_now=entry.texts("try_now"),
        when_to_get_more_help=entry.text("more_help"),
        sources=_named_sources(entry, sources),
        reviewed=entry.day("reviewed"),
        owner=entry.text("owner"),
        formats=entry.words("formats", Format),
        is_general=entry.yes_no("general", default=False),
    )
    if page.needs.intersection(SAFETY_NEEDS) and not {"999", "111"} <= _words(page.when_to_get_more_help):
        entry.wrong("is about safety, so 'more_help' should name both 999 and 111")
    return page


def _section(entry: Entry) -> Section:
    text, points = entry.text("text", needed=False), entry.texts("points", needed=False)
    section = Section(entry.text("heading"), text, points)
    if not section.text and not section.points:
        entry.wrong("has neither 'text' nor 'points'")
    entry.nothing_else()
    return section


def _named_sources(entry: Entry, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    names = entry.texts("sources")
    for name in names:
        if name not in sources:
            entry.wrong(f"names the source '{name}', which is not in {SOURCES_FILE}")
    return tuple(sources[name] for name in names if name in sources)
