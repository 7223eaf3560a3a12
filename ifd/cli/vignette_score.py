"""Scoring a rule set, or suggestions made by anything else, on vignettes, for `ifd rules test`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from ifd.cli.data_files import told_in_words
from ifd.cli.request_lines import LineError, open_or_say, read_json
from triage.directory import reference_directory
from triage.engine import suggest
from triage.rules.ruleset import RuleSet
from triage.vignettes.answers import Answer, AnswerError
from triage.vignettes.loading import benchmark, load_vignettes
from triage.vignettes.reviews import number_reviewed, published_opinions, review_in_words
from triage.vignettes.scoring import Fault, Mark, Tally, mark_all, tallies, tally
from triage.vignettes.vignette import AgeBand, Category, Trap, Vignette

_GROUPS: tuple[tuple[str, str, Callable[[Vignette], StrEnum | None], type[StrEnum]], ...] = (
    ("by_age", "Age", lambda vignette: vignette.age_band, AgeBand),
    ("by_category", "Category", lambda vignette: vignette.category, Category),
    ("by_trap", "Trap", lambda vignette: vignette.trap, Trap),
)


@dataclass(frozen=True)
class Score:
    """The marks of all vignettes, and how many of these a clinician has reviewed."""

    marks: tuple[Mark, ...]
    reviewed: int

    @property
    def is_unsafe(self) -> bool:
        """Whether a vignette that is not held out came out too late, unanswered or with what must not be."""
        return any(each.is_unsafe and not each.vignette.held_out for each in self.marks)

    @property
    def wrong(self) -> list[Mark]:
        """The unsafe first, then in the order of the benchmark."""
        return sorted((each for each in self.marks if not each.is_right), key=lambda each: not each.is_unsafe)

    @property
    def review(self) -> str:
        return review_in_words(self.reviewed, len(self.marks))

    def halves(self) -> dict[str, Tally]:
        """All, those that may be learned from, and those held out, where there are any."""
        held_out = [each for each in self.marks if each.vignette.held_out]
        if not held_out:
            return {"all": tally(self.marks)}
        seen = [each for each in self.marks if not each.vignette.held_out]
        return {"all": tally(self.marks), "open": tally(seen), "held_out": tally(held_out)}

    def to_document(self) -> dict:
        return {
            "review": self.review,
            "reviewed": self.reviewed,
            **{name: of.to_document() for name, of in self.halves().items()},
            **{
                name: {group: of.to_document() for group, of in tallies(self.marks, of_group, words).items()}
                for name, _, of_group, words in _GROUPS
            },
            "wrong": [_wrong(each) for each in self.wrong],
        }

    def tell(self) -> None:
        """Each wrong one in a line on standard error; the figures and who has reviewed them on standard output."""
        for each in self.wrong:
            click.echo(f"{'held out, ' if each.vignette.held_out else ''}{each}", err=True)
        for name, of in self.halves().items():
            what = {"all": "vignettes", "open": "that are open", "held_out": "held out"}[name]
            click.echo(f"{of.right} of {of.number} {what} answered acceptably: {_faults(of)}.")
        click.echo(self.review)
        for _, title, of_group, words in _GROUPS:
            _table(title, tallies(self.marks, of_group, words))


def score_rules(ruleset: RuleSet, vignettes: Iterable[Vignette]) -> Score:
    """What this rule set suggests for each, by the reference offers."""
    offers = reference_directory()
    answered = (suggest(vignette.case, offers, ruleset) for vignette in vignettes)
    return _score(vignettes, {each.id: Answer.from_document(each.to_document()) for each in answered})


def score_suggestions(file: str, vignettes: Iterable[Vignette]) -> Score:
    """Suggestion documents made by anything, one a line. A line that cannot be read is refused by its number."""
    answers, wrong = {}, []
    with open_or_say(file, "r") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                answer = Answer.from_document(read_json(line))
            except (LineError, AnswerError) as error:
                wrong += [f"line {number}: {problem}" for problem in error.problems]
                continue
            if answer.id in answers:
                wrong.append(f"line {number}: a suggestion for '{answer.id}' was there already")
            answers[answer.id] = answer
    if wrong:
        raise click.ClickException("\n".join(wrong))
    return _score(vignettes, answers)


def vignettes_of(file: Path | None) -> tuple[Vignette, ...]:
    """The benchmark that comes with the software, or the vignettes of a file."""
    if file is None:
        return benchmark()
    with told_in_words(file):
        return load_vignettes(file.read_text(encoding="utf-8"), file.name)


def _score(vignettes: Iterable[Vignette], answers: Mapping[str, Answer]) -> Score:
    opinions = ((opinion.vignette, opinion.hash) for opinion in published_opinions())
    return Score(mark_all(vignettes, answers), number_reviewed(vignettes, opinions))


def _wrong(mark: Mark) -> dict:
    vignette = mark.vignette
    return {
        "id": vignette.id,
        "held_out": vignette.held_out,
        "wrong": [{"fault": wrong.fault, "what": wrong.what} for wrong in mark.wrongs],
        "criterion": {"source": vignette.criterion.source, "says": vignette.criterion.says},
    }


def _faults(of: Tally) -> str:
    return ", ".join(f"{of.faults[fault]} {fault.label}" for fault in Fault if of.faults[fault]) or "no fault"


def _table(title: str, groups: Mapping[StrEnum, Tally]) -> None:
    """A row a group; a fault that nobody has gets no column."""
    from rich.console import Console
    from rich.table import Table

    faults = [fault for fault in Fault if any(of.faults[fault] for of in groups.values())]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("\n" + title, no_wrap=True)
    for column in ("\nAll", "\nRight", *(fault.label.capitalize().replace(" ", "\n", 1) for fault in faults)):
        table.add_column(column, justify="right", no_wrap=True)
    for group, of in groups.items():
        figures = (of.number, of.right, *(of.faults[fault] for fault in faults))
        table.add_row(group.label, *(str(figure) if figure else "-" for figure in figures))
    Console(width=110, highlight=False).print("", table)
