"""Runs the screen on written examples and prints what it found and missed, by flag family and context.

    python -m triage.screen.report [FOLDER] [--wrong]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from triage.screen import Reading, screen_text
from triage.vocabulary import Flag, Priority

EXAMPLES = Path("tests/triage/screen/examples")
RATES = Path("tests/triage/screen/rates.yaml")
HELD_OUT = Path("tests/triage/screen/held_out")
ORDINARY = "ordinary"
_RAISES = {reading.value for reading in Reading if reading.is_raised}
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
        return self.context in _RAISES

    def is_right(self) -> bool:
        """Whether the screen does what the example asks, its bound on priority included."""
        result = screen_text(self.text)
        if not self.must_raise:
            return not any(self.context == ORDINARY or hit.flag in self.flags for hit in result.hits)
        if not any(hit.flag in self.flags for hit in result.hits):
            return False
        return self.context not in _NEVER_ABOVE_TODAY or result.priority.rank >= Priority.URGENT.rank


def examples(folder: Path = EXAMPLES) -> Iterator[Example]:
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        flags = frozenset(Flag(flag) for flag in content["flags"])
        for context, lines in content["examples"].items():
            if context != ORDINARY:
                Reading(context)
            for line in lines.splitlines():
                if line.strip():
                    yield Example(path.stem, flags, context, line.strip())


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
            texts=tuple(filter(None, map(str.strip, fields["texts"].splitlines()))),
        )


def main(arguments: list[str]) -> int:
    folders = [argument for argument in arguments if not argument.startswith("-")]
    counts: dict[tuple[str, str], list[Example]] = {}
    wrong: list[Example] = []
    for example in examples(Path(folders[0]) if folders else EXAMPLES):
        counts.setdefault((example.family, example.context), []).append(example)
        if not example.is_right():
            wrong.append(example)
    print(f"{'family':<14}{'context':<18}{'examples':>9}{'right':>7}{'share':>8}")  # noqa: T201
    for (family, context), group in counts.items():
        right = len(group) - sum(example in wrong for example in group)
        print(f"{family:<14}{context:<18}{len(group):>9}{right:>7}{right / len(group):>8.1%}")  # noqa: T201
    total = sum(map(len, counts.values()))
    if not total:
        print("There are no examples here: run it where the repository is, or name their folder.")  # noqa: T201
        return 1
    print(f"{total} examples, {len(wrong)} not as written")  # noqa: T201
    measured = [rate for path in (RATES, *sorted(HELD_OUT.glob("*.yaml"))) if path.exists() for rate in rates(path)]
    kept = [_say(rate, "--wrong" in arguments) for rate in measured]
    if "--wrong" in arguments:
        for example in wrong:
            print(f"  {example.family} {example.context}: {example.text}")  # noqa: T201
    return 0 if all(kept) and not wrong else 1


def _say(rate: Rate, with_texts: bool) -> bool:
    bound = f"at least {rate.at_least:.0%}" if rate.at_least else f"at most {rate.at_most:.0%}"
    print(f"{rate.name:<32}{len(rate.texts):>5} texts, {rate.share:>6.1%} raised ({bound})")  # noqa: T201
    if with_texts:
        for text in rate.texts:
            if rate.is_raised(text) != bool(rate.at_least):
                print(f"  {rate.name}: {text}")  # noqa: T201
    return rate.is_kept


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
