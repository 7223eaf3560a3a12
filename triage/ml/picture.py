"""Calibration as a picture and as the table that always stands with it: what was said beside how often it was right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from triage.shares import Interval, wilson
from triage.waits import FEWEST

_SIDE, _LEFT, _TOP, _RIGHT, _BELOW = 400, 64, 24, 24, 64
_WIDE, _HIGH = _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BELOW
_INK, _GREY, _POINT = "#212b32", "#4c6272", "#005eb8"


@dataclass(frozen=True)
class Step:
    """The answers that were said with a probability above `low` up to `high`.

    `said` is their mean probability, `right` the share that was right, with its 95% interval.
    """

    low: float
    high: float
    number: int
    said: float
    right: float
    interval: Interval

    @property
    def may_be_shown(self) -> bool:
        """Whether so many answers are in it that it tells of nobody."""
        return self.number >= FEWEST


def steps(probability: Sequence[float], is_right: Sequence[bool], bins: int = 10) -> tuple[Step, ...]:
    """The answers in `bins` steps of equal width, without the empty ones. Raises ValueError where the two differ in
    length or a probability lies outside 0 to 1."""
    said, right = np.asarray(probability, dtype=float), np.asarray(is_right, dtype=bool)
    if said.shape != right.shape:
        raise ValueError(f"{len(said)} probabilities stand beside {len(right)} answers.")
    if not np.all((said >= 0) & (said <= 1)):
        raise ValueError("A probability lies outside 0 to 1.")
    place = np.clip(np.ceil(said * bins).astype(int) - 1, 0, bins - 1)
    return tuple(_step(at, bins, said[place == at], right[place == at]) for at in np.unique(place))


def _step(at: int, bins: int, said: np.ndarray, right: np.ndarray) -> Step:
    number, count = len(said), int(right.sum())
    # A mean of many equal numbers can come out a hair beyond them.
    mean = float(np.clip(said.mean(), said.min(), said.max()))
    return Step(float(at / bins), float((at + 1) / bins), number, mean, count / number, wilson(count, number))


TABLE_HEAD = ("Probability said", "Answers", "Said on average", "Right", "95% interval")


def calibration_table(found: Sequence[Step]) -> tuple[tuple[str, ...], ...]:
    """A row for each step, with a cell under each word of `TABLE_HEAD`; the figures of a few answers are hidden."""
    return tuple(_row(step) for step in found)


def _row(step: Step) -> tuple[str, ...]:
    span = f"{step.low:.0%} to {step.high:.0%}"
    if not step.may_be_shown:
        return span, f"fewer than {FEWEST}", "not shown", "not shown", "not shown"
    low, high = step.interval
    return span, f"{step.number:,}", f"{step.said:.0%}", f"{step.right:.0%}", f"{low:.0%} to {high:.0%}"


def calibration_picture(found: Sequence[Step], named: str = "calibration") -> str:
    """An SVG that needs no script and no style sheet, in print and on a page. `named` begins its ids, which must differ
    between two pictures on one page."""
    shown = [step for step in found if step.may_be_shown]
    named = escape(named)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDE} {_HIGH}" '
        f'aria-labelledby="{named}-title {named}-desc" font-family="Arial, sans-serif" font-size="14" '
        f'fill="{_INK}" focusable="false">',
        f'<title id="{named}-title">What was said beside how often it was right</title>',
        f'<desc id="{named}-desc">{_in_words(shown)}</desc>',
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#ffffff"></rect>',
        *_frame(),
        *map(_point, shown),
        "</svg>",
    ])  # fmt: skip


def _in_words(shown: Sequence[Step]) -> str:
    if not shown:
        return "There are too few answers to show."
    told = [
        f"said {step.said:.0%}, right {step.right:.0%} ({step.interval.low:.0%} to {step.interval.high:.0%}) "
        f"of {step.number:,}"
        for step in shown
    ]
    return f"Points on the dashed line mean what they say. {'; '.join(told)}. The table says the same."


def _frame() -> list[str]:
    ends = f'x1="{_across(0):.0f}" y1="{_up(0):.0f}" x2="{_across(1):.0f}" y2="{_up(1):.0f}"'
    drawn = [f'<line {ends} stroke="{_GREY}" stroke-width="2" stroke-dasharray="6 4"></line>']
    for percent in range(0, 101, 20):
        x, y = _across(percent / 100), _up(percent / 100)
        drawn += [
            f'<line x1="{x:.0f}" y1="{_up(0):.0f}" x2="{x:.0f}" y2="{_up(0) + 6:.0f}" stroke="{_INK}"></line>',
            f'<text x="{x:.0f}" y="{_up(0) + 22:.0f}" text-anchor="middle">{percent}%</text>',
            f'<line x1="{_LEFT - 6}" y1="{y:.0f}" x2="{_LEFT}" y2="{y:.0f}" stroke="{_INK}"></line>',
            f'<text x="{_LEFT - 10}" y="{y + 5:.0f}" text-anchor="end">{percent}%</text>',
        ]
    middle = _TOP + _SIDE / 2
    return [
        *drawn,
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_INK}"></rect>',
        f'<text x="{_LEFT + _SIDE / 2:.0f}" y="{_HIGH - 16}" text-anchor="middle">Probability that was said</text>',
        f'<text x="16" y="{middle:.0f}" text-anchor="middle" transform="rotate(-90 16 {middle:.0f})">'
        "Share that was right</text>",
    ]


def _point(step: Step) -> str:
    x, y = _across(step.said), _up(step.right)
    low, high = map(_up, step.interval)
    # Below its interval, or above one that ends at the foot of the frame; edged in white where a line runs by.
    under = low + 16 if low < _up(0) - 20 else high - 6
    words = f'x="{x:.1f}" y="{under:.1f}" text-anchor="middle" stroke="#ffffff" stroke-width="4"'
    line = f'stroke="{_POINT}" stroke-width="2"'
    return (
        f'<g><line x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}" {line}></line>'
        f'<line x1="{x - 5:.1f}" y1="{low:.1f}" x2="{x + 5:.1f}" y2="{low:.1f}" {line}></line>'
        f'<line x1="{x - 5:.1f}" y1="{high:.1f}" x2="{x + 5:.1f}" y2="{high:.1f}" {line}></line>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_POINT}"></circle>'
        f'<text {words} paint-order="stroke">{step.number:,}</text></g>'
    )


def _across(share: float) -> float:
    return _LEFT + share * _SIDE


def _up(share: float) -> float:
    return _TOP + (1 - share) * _SIDE
