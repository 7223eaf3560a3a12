"""What goes with a model for people to read: its card (Mitchell et al. 2019), its figures, its calibration picture."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from triage.ml.examples import LONGEST
from triage.ml.groups import GroupFigures
from triage.ml.measuring import Figures
from triage.ml.model import Model
from triage.ml.novelty import KEPT
from triage.ml.picture import TABLE_HEAD, Step, calibration_picture, calibration_table, steps
from triage.ml.training import Trained
from triage.waits import FEWEST

CARD, FIGURES, PICTURE = "card.md", "figures.json", "calibration.svg"


@dataclass(frozen=True)
class Learned:
    """What the card says of where the examples came from. `groups`: figures for each group of each column."""

    made_on: date
    source: str
    text: str
    label: str
    dates: str = "The examples carry no dates."
    groups: Mapping[str, Sequence[GroupFigures]] = field(default_factory=dict)


def papers(trained: Trained, learned: Learned) -> dict[str, bytes]:
    """The card, the figures and the picture, each as a file by its name."""
    checked = trained.checked
    found = steps(checked.probability, checked.is_right)
    about = trained.model.about
    shown = {label for label, count in about["labels"].items() if count >= FEWEST}
    figures = {
        **about,
        **asdict(trained.figures),
        "calibration": [asdict(one) for one in found if one.may_be_shown],
        # Of fewer than five nothing is told; None is hidden.
        "labels": {label: count if label in shown else None for label, count in about["labels"].items()},
        "recall": {label: share if label in shown else None for label, share in trained.figures.recall.items()},
    }
    del figures["figures"]
    return {
        CARD: card(trained.model, trained.figures, found, learned).encode(),
        FIGURES: json.dumps(figures, ensure_ascii=False, indent=1).encode(),
        PICTURE: calibration_picture(found).encode(),
    }


def card(model: Model, figures: Figures, found: Sequence[Step], learned: Learned) -> str:
    """The model's card, as Markdown."""
    parts = [
        f"# Model card: {model.version}",
        _what_it_is(model, learned),
        _what_it_is_not(),
        _data(model, learned),
        _how_good(model, figures),
        _calibrated(found),
        _by_label(model, figures),
        *(_by_group(column, rows) for column, rows in learned.groups.items()),
        _limits(model),
    ]
    return "\n\n".join(parts) + "\n"


def _what_it_is(model: Model, learned: Learned) -> str:
    return (
        f"Made on {_day(learned.made_on)}. It suggests one of {len(model.labels)} labels for a text, with a "
        "probability, or says that it has no opinion.\n\n"
        "## What it is for\n\n"
        "A second opinion beside rules and people: to be read, never to be obeyed. A named person decides each time."
    )


def _what_it_is_not() -> str:
    return (
        "## What it must not be used for\n\n"
        "- It must not decide, lower an urgency, close or reject anything, or be the only reason for anything.\n"
        "- It does not look for danger. That is done by questions and by the red-flag screen, for every text.\n"
        "- It is not a medical device, and must not be used as one until somebody registers it as such "
        "(UK Medical Devices Regulations 2002) with its clinical safety case (DCB0129 and DCB0160)."
    )


def _data(model: Model, learned: Learned) -> str:
    about, least = model.about, model.about["options"]["least"]
    lines = [
        f"- From {_code(learned.source)}: texts in {_code(learned.text)}, labels in {_code(learned.label)}.",
        f"- {about['texts']:,} texts. {learned.dates}",
        "- Taken out before learning, as far as they were recognised: names, addresses, postcodes, telephone and other "
        "long numbers, dates.",
        f"- Its files hold words that stand in {least} or more texts, and what up to {KEPT:,} texts say as numbers: "
        "keep them as safe as the texts.",
        f"- Of each text the first {LONGEST:,} characters are read.",
        *(f"- {remark}" for remark in about["remarks"]),
    ]
    return "## What it learned from\n\n" + "\n".join(lines)


def _how_good(model: Model, figures: Figures) -> str:
    about, options = model.about, model.about["options"]
    rows = [
        ("Right", figures.accuracy),
        ("Macro F1 (every label counts alike)", figures.macro_f1),
        ("Calibration error", figures.calibration_error),
        ("Share that can be answered with 90% right", figures.coverage_at_90),
        ("Right among the surest 80%", figures.accuracy_at_80),
        ("Share it answers, of texts like these", about["answered"]),
        (f"Right of what it answers (aim {options['right']:.0%})", about["right_of_answered"]),
        (f"Right label in its set (aim {options['stated']:.0%})", about["sets_that_hold_it"]),
    ]
    return (
        "## How good it is\n\n"
        f"Counted on {figures.number:,} texts, each answered by a model that had not learned from it; how sure it "
        "must be to answer was chosen for a quarter of them at a time, by the other three.\n\n"
        + _table(("figure", "value"), [(name, _number(value)) for name, value in rows])
        + f"\n\nIts sets of likely labels hold {about['labels_in_a_set']:.1f} labels on average."
    )


def _calibrated(found: Sequence[Step]) -> str:
    return f"## Whether its probabilities mean what they say\n\n![Said beside right]({PICTURE})\n\n" + _table(
        TABLE_HEAD, calibration_table(found)
    )


def _by_label(model: Model, figures: Figures) -> str:
    counts = model.about["labels"]
    rows = [
        (_cell(label), f"{counts[label]:,}", _number(figures.recall.get(label)))
        if counts[label] >= FEWEST
        else (_cell(label), f"fewer than {FEWEST}", "not shown")
        for label in sorted(model.labels, key=lambda label: (-counts[label], label))
    ]
    return "## Each label\n\n" + _table(("label", "texts", "share of its texts that are found"), rows)


def _by_group(column: str, groups: Sequence[GroupFigures]) -> str:
    rows = [
        (
            _cell(one.group),
            "not shown" if one.is_hidden else f"about {one.number:,}",
            str(one.coverage or ""),
            str(one.agreement or ""),
            "" if one.too_sure is None else f"{one.too_sure:+.2f}",
        )
        for one in groups
    ]
    heads = (_cell(column), "texts", "answered", "right of these", "says too much by")
    remarks = [f"- **{_cell(one.group)}**: {remark}" for one in groups for remark in one.remarks]
    return "\n\n".join(
        [f"## By {_cell(column)}", _table(heads, rows), *(["\n".join(remarks)] if remarks else [])]
    )


def _limits(model: Model) -> str:
    options = model.about["options"]
    reads = "words, runs of letters and sentences" if model.reads_sentences else "words and runs of letters"
    blind = (
        "Words for protected characteristics are read as one, or not at all."
        if model.is_blind
        else "It reads words for protected characteristics, such as 'he' and 'she', like any others."
    )
    return (
        "## Limits\n\n"
        "- It knows only what it learned from. Of texts unlike that it says so, and has no opinion; that is a help and "
        "no guarantee.\n"
        "- Its labels are what people decided. Where they were wrong or unfair, so is it.\n"
        "- Its sentence encoder knows English best. Other languages are mostly judged by their words.\n"
        "- Small groups and rare labels are measured on few texts; read the intervals.\n\n"
        "## How it was made\n\n"
        f"It reads {reads}. {blind} Seed {options['seed']}; the same file, options and machine give the same model. "
        "Its files hold lists and numbers, nothing that can be run, and are signed."
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Somebody's words, so that they stay within their cell and are no markup."""
    plain = " ".join(text.split())[:80]
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>|#!" else sign for sign in plain)


def _code(text: str) -> str:
    return f"`{' '.join(text.split()).replace('`', '')}`"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
