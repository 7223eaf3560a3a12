"""Runs the screen on written examples and prints what it found and missed, by flag family and context.

    python -m triage.screen.report [FOLDER] [--wrong]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from triage.screen import Reading, ScreenResult, screen_text
from triage.vocabulary import Flag, Priority

EXAMPLES = Path("tests/triage/screen/examples")
RATES = Path("tests/triage/screen/rates.yaml")
HELD_OUT = Path("tests/triage/screen/held_out")
ORDINARY = "ordinary"
CONTEXTS = (*(reading.value for reading in Reading if reading is not Reading.FAINT), ORDINARY)
RAISING = tuple(reading.value for reading in Reading if reading.is_raised)
_NEVER_ABOVE_TODAY = {"past", "other_person", "unclear"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text, the flags of which one must be raised (or none may be), and the context it was written for."""

    family: str
    flags: frozenset[Flag]
    context: str
    text: str

    @property
    def must_raise(self) -> bool:
        return self.context in RAISING

    def is_right(self) -> bool:
        """Whether the screen does what the example asks, its bound on priority included."""
        result = screen_text(self.text)
        if not self.must_raise:
            return not any(self.context == ORDINARY or hit.flag in self.flags for hit in result.hits)
        if not any(hit.flag in self.flags for hit in result.hits):
            return False
        return self.context not in _NEVER_ABOVE_TODAY or result.priority.rank >= Priority.URGENT.rank


@dataclass(frozen=True)
class Group:
    """The examples of one family in one context, and those the screen reads otherwise than written."""

    family: str
    context: str
    examples: tuple[Example, ...]

    @cached_property
    def wrong(self) -> tuple[Example, ...]:
        return tuple(example for example in self.examples if not example.is_right())

    @property
    def must_raise(self) -> bool:
        return self.context in RAISING


def groups(folder: Path = EXAMPLES) -> Iterator[Group]:
    """Every family and context of the folder's files; raises ValueError for a flag or context that is none."""
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        flags = frozenset(Flag(flag) for flag in content["flags"])
        for context, written in content["examples"].items():
            if context not in CONTEXTS:
                raise ValueError(f"{path.name}: '{context}' is not a context; they are {', '.join(CONTEXTS)}")
            yield Group(
                path.stem, context, tuple(Example(path.stem, flags, context, text) for text in _texts(written))
            )


def examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    for group in groups(folder):
        yield from group.examples


def _texts(written: Any) -> tuple[str, ...]:
    """A text a line; or a list of texts, which may have lines of their own."""
    lines = written.splitlines() if isinstance(written, str) else written
    return tuple(filter(None, (str(line).strip() for line in lines)))


@dataclass(frozen=True, slots=True)
class Rate:
    """A set of texts and the share of them that is raised, with the bound that share must keep."""

    name: str
    flags: frozenset[Flag]
    at_least: float
    at_most: float
    texts: tuple[str, ...]

    def is_raised(self, text: str) -> bool:
        """Raised for one of the set's flags, or for any when it names none."""
        return any(not self.flags or hit.flag in self.flags for hit in screen_text(text).hits)

    @property
    def share(self) -> float:
        return sum(map(self.is_raised, self.texts)) / len(self.texts)

    @property
    def is_kept(self) -> bool:
        return self.at_least <= self.share <= self.at_most


def rates(path: Path = RATES) -> Iterator[Rate]:
    for fields in yaml.safe_load(path.read_text(encoding="utf-8")):
        yield Rate(
            name=fields["name"],
            flags=frozenset(map(Flag, fields["flags"])),
            at_least=float(fields.get("at_least", 0)),
            at_most=float(fields.get("at_most", 1)),
            texts=_texts(fields["texts"]),
        )


def main(arguments: list[str]) -> int:
    folders = [argument for argument in arguments if not argument.startswith("-")]
    found = list(groups(Path(folders[0]) if folders else EXAMPLES))
    total = sum(len(group.examples) for group in found)
    if not total:
        print("There are no examples here: run it where the repository is, or name their folder.")  # noqa: T201
        return 1
    wrong = [example for group in found for example in group.wrong]
    print("\n".join(_table(found)))  # noqa: T201
    print(f"\n{total:,} examples, {len(wrong)} not as written\n")  # noqa: T201
    measured = [rate for path in (RATES, *sorted(HELD_OUT.glob("*.yaml"))) if path.exists() for rate in rates(path)]
    kept = [_say(rate, "--wrong" in arguments) for rate in measured]
    if "--wrong" in arguments:
        for example in wrong:
            print(f"  {example.family} {example.context}: {example.text} {readings(screen_text(example.text))}")  # noqa: T201
    return 0 if all(kept) and not wrong else 1


def readings(result: ScreenResult) -> str:
    """What was read, for the one who looks into a line: '[suicidal_word negated, …]'."""
    return "[" + ", ".join(f"{hit.phrase} {hit.reading}" for hit in result.hits + result.quiet) + "]"


def _table(found: list[Group]) -> Iterator[str]:
    """A Markdown table: a row a family, and in each context how many of how many are read as written."""
    contexts = [context for context in CONTEXTS if any(group.context == context for group in found)]
    yield "| family | " + " | ".join(context.replace("_", " ") for context in contexts) + " | recall | false alarms |"
    yield "| --- |" + " --- |" * (len(contexts) + 2)
    for family in dict.fromkeys(group.family for group in found):
        yield _row(family.replace("_", " "), contexts, [group for group in found if group.family == family])
    yield _row("all", contexts, found)


def _row(name: str, contexts: list[str], found: list[Group]) -> str:
    by_context = [[group for group in found if group.context == context] for context in contexts]
    recall = _share([group for group in found if group.must_raise], are_right=True)
    alarms = _share([group for group in found if not group.must_raise], are_right=False)
    return " | ".join([f"| {name}", *map(_right_of, by_context), recall, f"{alarms} |"])


def _right_of(found: list[Group]) -> str:
    total, wrong = _counts(found)
    return f"{total - wrong} of {total}" if wrong else str(total or "")


def _share(found: list[Group], are_right: bool) -> str:
    total, wrong = _counts(found)
    return f"{(total - wrong if are_right else wrong) / total:.1%}" if total else ""


def _counts(found: Iterable[Group]) -> tuple[int, int]:
    found = list(found)
    return sum(len(group.examples) for group in found), sum(len(group.wrong) for group in found)


def _say(rate: Rate, with_texts: bool) -> bool:
    bound = f"at least {rate.at_least:.0%}" if rate.at_least else f"at most {rate.at_most:.1%}"
    print(f"{rate.name:<32}{len(rate.texts):>5} texts, {rate.share:>6.1%} raised ({bound})")  # noqa: T201
    if with_texts:
        for text in rate.texts:
            if rate.is_raised(text) != bool(rate.at_least):
                print(f"  {rate.name}: {text}")  # noqa: T201
    return rate.is_kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
