"""The lexicon: phrases that raise flags, cues that change how they read, spellings and plain words.

All of it is data under `triage/data/lexicon/`, checked whole when loaded: every mistake is listed with its
file and entry, and a lexicon with a mistake is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from triage.screen.automaton import Automaton
from triage.screen.fold import fold
from triage.screen.numbers import FIRST_WORD
from triage.screen.pattern import Grammar, Node, PatternError, words_of
from triage.screen.result import Reading
from triage.screen.tokens import NUMBER, NUMBER_SIZES, POSSESSIVE, UNSPACED, Words, size_of
from triage.vocabulary import Flag, Priority

LEXICON = Path(__file__).parent.parent / "data" / "lexicon"
# Every value is text: 'no' is a word young people write, not a boolean.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_FIGURES = re.compile(r"(?<![~\w])\d+(?!\w)")
_ENTRY_FIELDS = frozenset(
    {"id", "phrases", "priority", "recent", "faint", "needs", "undated", "ignores", "person", "always", "safe_answer"}
    | {"why", "must", "must_not"}
)
MASKS = frozenset({"idiom", "title_or_service", "fiction", "negated", "hypothetical", "conditional"})
PEOPLE = frozenset({"i", "child", "other_he", "other_she", "other_they", "he", "she", "they", "people"})
CUES = (
    MASKS
    | PEOPLE
    | {"denies", "absence", "not", "pseudo_not", "absent_after", "pseudo_absent", "contrast", "save", "affirms"}
    | {"meant", "will", "would", "ended", "asks", "answers_no", "owned", "authored", "teaching", "effects", "among"}
    | {"recited", "reflexive"}
    | {"long_ago", "past", "now", "recent", "condition", "advice", "story", "jest", "reports", "owner"}
)
TOPIC = "topic_"
FAINT = ("", "strong", "alone", "company", "whole")
PERSONS = ("anyone", "self", "other")
SAFE_ANSWERS = ("", "yes", "no")
WORD_SETS = frozenset(
    {"see_through", "nominal", "present", "past_form", "never_skipped"}
    | {"danger", "list_joins", "and", "clause_openers", "pronouns", "clause_joins", "finite"}
    | {"object_openers", "relatives", "question_openers", "doubling"}
)


ANSWERS = frozenset(
    {"no_danger", "plainly_no_danger", "after_no_danger", "who_answers"}
    | {"yes", "no", "no_trouble", "in_doubt", "speakers", "how_often", "by_whom_or_where"}
)


class LexiconError(ValueError):
    """Everything wrong with the lexicon, a line each."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon: ways of saying one thing that raises one flag."""

    id: str
    flag: Flag
    priority: Priority
    nodes: tuple[Node, ...]
    recent: Priority | None = None
    """Priority when the sentence says it happened in the last day or so."""
    faint: str = ""
    """A hint: `strong` raises by itself, as unclear; `alone` in a very short message; `company` never alone;
    `whole` only where it is all that was written."""
    needs: str = ""
    """A topic that must be somewhere in the text, such as `perinatal`."""
    is_undated: bool = False
    """Told in the past tense: without a time it is `unclear`, not `now`."""
    ignores: frozenset[str] = frozenset()
    person: str = "anyone"
    """`anyone`; `self` or `other` where the words can only mean the writer or the child, or somebody else."""
    always: Reading | None = None
    """A reading fixed by the entry, for words whose sentence the screen cannot read."""
    safe_answer: str = ""
    """A question, and the answer to it that is safe: it raises only where the other is given, or one in doubt."""
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


@dataclass(slots=True)
class Lexicon:
    entries: tuple[Entry, ...]
    words: Words
    phrases: Automaton
    cues: Automaton
    cue_kinds: tuple[str, ...]
    word_sets: Mapping[str, frozenset[int]]
    answers: Mapping[str, frozenset[str]]
    """Words of answers as they are written; they need not be words of any phrase."""
    numbers: Mapping[str, int] = field(repr=False)
    first_foreign: int


@cache
def lexicon() -> Lexicon:
    """The lexicon in force, loaded once."""
    return load(LEXICON)


def load(folder: Path) -> Lexicon:
    """Reads and checks every file of `folder`; raises LexiconError with every mistake."""
    return _Loading(folder).lexicon()


class _Loading:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mistakes: list[str] = []
        words = self._file("words.yaml")
        self._spellings = {
            _plain(written): tuple(_plain(meant).split())
            for meant, ways in self._spelling_lists()
            for written in str(ways).split(",")
            if _plain(written)
        }
        self._grammar = Grammar(
            self._spell,
            {name: [str(way) for way in ways] for name, ways in (words.get("groups") or {}).items()},
            self._number_words(),
        )
        self._word_file = words

    def lexicon(self) -> Lexicon:
        entries = [
            entry
            for path in sorted((self._folder / "flags").glob("*.yaml"))
            for entry in self._entries(path)
        ]
        cues = self._cues()
        sets, answers = self._sets(), self._answers()
        topics = {kind for kind, _ in cues}
        self._mistakes.extend(
            f"{entry.id}: needs '{entry.needs}', and context.yaml has no {TOPIC}{entry.needs}"
            for entry in entries
            if entry.needs and TOPIC + entry.needs not in topics
        )
        if self._mistakes:
            raise LexiconError(self._mistakes)
        numbers, first_foreign = _numbered(entries, cues, sets)
        never_skipped = {numbers[word] for word in sets.get("never_skipped", ())}
        commonness = self._commonness()
        guarded = [word for word in _listed(self._word_file.get("guarded")) if word in numbers]
        return Lexicon(
            entries=tuple(entries),
            words=Words(
                numbers,
                self._listed_words("plain.yaml"),
                self._listed_words("foreign.yaml"),
                self._spellings,
                guarded,
                [word for word in _listed(self._word_file.get("often_mistyped")) if word in numbers],
            ),
            phrases=Automaton([entry.nodes for entry in entries], numbers, never_skipped, commonness),
            cues=Automaton([nodes for _, nodes in cues], numbers, never_skipped, commonness),
            cue_kinds=tuple(kind for kind, _ in cues),
            word_sets={name: frozenset(numbers[word] for word in words) for name, words in sets.items()},
            answers=answers,
            numbers=numbers,
            first_foreign=first_foreign,
        )

    def _file(self, name: str) -> dict[str, Any]:
        path = self._folder / name
        try:
            content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - builds nothing but text
        except (OSError, yaml.YAMLError) as error:
            raise LexiconError([f"{name}: cannot be read: {error}"]) from error
        if not isinstance(content, dict):
            raise LexiconError([f"{name}: must be a mapping of names to lists"])
        return content

    def _number_words(self) -> dict[str, list[str]]:
        """For each size of number the words that mean one: its own, and figures that phrases spell out."""
        written = "".join(path.read_text(encoding="utf-8") for path in sorted(self._folder.rglob("*.yaml")))
        spelled = sorted(set(_FIGURES.findall(written)))
        sizes = {size: [size, *(word for word in spelled if size_of(word) == size)] for size in NUMBER_SIZES}
        return sizes | {NUMBER: [word for words in sizes.values() for word in words]}

    def _spelling_lists(self) -> Iterator[tuple[str, Any]]:
        yield from self._file("spellings.yaml").items()

    def _listed_words(self, name: str) -> list[str]:
        return [word for text in self._file(name).values() for word in _listed(text)]

    def _commonness(self) -> dict[str, float]:
        """How often a word is met: of the commonest words each is half as common as the one at half its place."""
        listed = _listed(self._file("plain.yaml").get("by_frequency"))
        return {word: 100 / place for place, word in enumerate(listed, 2)}

    def _spell(self, written: str) -> tuple[str, ...]:
        written = _plain(written)
        if written in self._spellings:
            return self._spellings[written]
        joined = written.replace("'", "")
        if joined in self._spellings:
            return self._spellings[joined]
        if written.endswith("'s") and len(written) > 2:
            return (*self._spell(written[:-2]), POSSESSIVE)
        return tuple(UNSPACED.sub(r" \1 ", written.replace("-", " ")).split())

    def _entries(self, path: Path) -> Iterator[Entry]:
        name = f"flags/{path.name}"
        content = self._file(name)
        for field_name in ("flag", "owner", "source", "priority", "entries"):
            if not content.get(field_name):
                self._mistakes.append(f"{name}: says nothing under '{field_name}'")
        seen: set[str] = set()
        for fields in content.get("entries") or ():
            entry = self._entry(name, fields, content)
            if entry and entry.id in seen:
                self._mistakes.append(f"{name}: {entry.id} is there twice")
            elif entry:
                seen.add(entry.id)
                yield entry

    def _entry(self, name: str, fields: dict[str, Any], content: dict[str, Any]) -> Entry | None:
        label = f"{name}: {fields.get('id', 'an entry without an id')}"
        before = len(self._mistakes)
        for unknown in sorted(set(fields) - _ENTRY_FIELDS):
            known = ", ".join(sorted(_ENTRY_FIELDS))
            self._mistakes.append(f"{label}: '{unknown}' is not a field; the fields are {known}")
        if not fields.get("id"):
            self._mistakes.append(f"{label}: needs an id")
        nodes = self._nodes(label, fields.get("phrases"))
        flag = self._value(label, Flag, content.get("flag"))
        priority = self._value(label, Priority, fields.get("priority") or content.get("priority"))
        recent = self._value(label, Priority, fields["recent"]) if "recent" in fields else None
        always = self._value(label, Reading, fields["always"]) if "always" in fields else None
        faint = fields.get("faint", "")
        person = fields.get("person") or content.get("person", "anyone")
        safe_answer = fields.get("safe_answer", "")
        for name_of, value, allowed in (
            ("faint", faint, FAINT),
            ("person", person, PERSONS),
            ("safe_answer", safe_answer, SAFE_ANSWERS),
        ):
            if value not in allowed:
                words = ", ".join(filter(None, allowed))
                self._mistakes.append(f"{label}: {name_of} is '{value}', and it is one of {words}")
        if len(self._mistakes) > before:
            return None
        return Entry(
            id=fields["id"],
            flag=flag,
            priority=priority,
            nodes=nodes,
            recent=recent,
            faint=faint,
            needs=fields.get("needs", ""),
            is_undated=fields.get("undated") == "true",
            ignores=frozenset(_listed(fields.get("ignores"))),
            person=person,
            always=always,
            safe_answer=safe_answer,
            must=tuple(fields.get("must") or ()),
            must_not=tuple(fields.get("must_not") or ()),
        )

    def _nodes(self, label: str, phrases: Any) -> tuple[Node, ...]:
        if not phrases or not isinstance(phrases, list):
            self._mistakes.append(f"{label}: needs a list of phrases")
            return ()
        nodes = []
        for phrase in phrases:
            try:
                nodes.append(self._grammar.read(str(phrase)))
            except PatternError as error:
                self._mistakes.append(f"{label}: {error}")
        return tuple(nodes)

    def _value(self, label: str, kind: Any, value: Any) -> Any:
        try:
            return kind(value)
        except ValueError:
            self._mistakes.append(f"{label}: '{value}' is not one of {', '.join(kind)}")
            return None

    def _cues(self) -> list[tuple[str, tuple[Node, ...]]]:
        cues = []
        for kind, phrases in self._file("context.yaml").items():
            if kind not in CUES and not kind.startswith(TOPIC):
                kinds = ", ".join(sorted(CUES))
                self._mistakes.append(f"context.yaml: '{kind}' is not a kind of cue; they are {kinds}")
            cues.append((kind, self._nodes(f"context.yaml: {kind}", phrases)))
        return cues

    def _sets(self) -> dict[str, list[str]]:
        sets = {}
        for name, text in (self._word_file.get("sets") or {}).items():
            if name not in WORD_SETS:
                self._mistakes.append(f"words.yaml: '{name}' is not a word set; they are {sorted(WORD_SETS)}")
            sets[name] = [word for written in _listed(text) for word in self._spell(written)]
        return sets

    def _answers(self) -> dict[str, frozenset[str]]:
        answers = {name: frozenset(_listed(text)) for name, text in self._file("answers.yaml").items()}
        missing = sorted(name for name in ANSWERS if not answers.get(name))
        self._mistakes.extend(f"answers.yaml: '{name}' is not read" for name in sorted(answers.keys() - ANSWERS))
        self._mistakes.extend(f"answers.yaml: '{name}' holds no word" for name in missing)
        return answers


def _plain(written: str) -> str:
    return fold(str(written).strip())[0]


def _listed(text: Any) -> list[str]:
    return [_plain(word) for word in str(text or "").split()]


def _numbered(entries: list[Entry], cues: list, sets: dict[str, list[str]]) -> tuple[dict[str, int], int]:
    """Each word's number, English first, and the first number of the other languages."""
    english: dict[str, None] = dict.fromkeys([POSSESSIVE, *NUMBER_SIZES])
    for nodes in [entry.nodes for entry in entries if not entry.always] + [nodes for _, nodes in cues]:
        english.update(dict.fromkeys(words_of(nodes)))
    for listed in sets.values():
        english.update(dict.fromkeys(listed))
    foreign = (word for entry in entries if entry.always for word in words_of(entry.nodes))
    words = list(dict.fromkeys([*english, *foreign]))
    return {word: number for number, word in enumerate(words, FIRST_WORD)}, FIRST_WORD + len(english)
