"""Whether the second opinion is as good for everybody: its figures for each group, with no small number shown.

Every figure shown is worked out from counts that are rounded to five, and those under five are hidden, as NHS
England does in its mental health statistics (values 0 to 4 suppressed, the rest to the nearest 5). So no figure can be
turned back into one person. Remarks are made from the true counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scipy.stats import fisher_exact

from triage.ages import band_of
from triage.shares import Share, wilson
from triage.waits import FEWEST, rounded

if TYPE_CHECKING:
    from triage.ml.model import Opinion

NOT_KNOWN = "not known"
CHANCE = 0.05
"""How often a page of figures may remark on a difference that is none."""

_MOST_HIDDEN = FEWEST - 1
_MEASURES = 2  # agreement and coverage are both looked at


@dataclass(frozen=True, slots=True)
class Seen:
    """One opinion beside what was decided. Without an answer, `is_right` and `probability` say nothing."""

    key: Hashable
    has_answer: bool
    is_right: bool = False
    probability: float = 0.0


def seen_in(opinions: Sequence[Opinion], right: Sequence[str], keys: Sequence[Hashable]) -> list[Seen]:
    """Opinions beside the right labels; `keys` are what the caller calls them."""
    return [
        Seen(key, not one.abstains, one.label == label, one.probability)
        for key, one, label in zip(keys, opinions, right, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What may be shown of one group. None is hidden: fewer than 5, or it would give a smaller number away.

    `too_sure` is the mean probability said minus the share that was right: above 0 it promises more than it holds.
    """

    group: str
    number: int | None
    answered: int | None = None
    wrong: int | None = None
    coverage: Share | None = None
    agreement: Share | None = None
    too_sure: float | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_hidden(self) -> bool:
        return self.number is None


@dataclass(slots=True)
class _Tally:
    right: int = 0
    wrong: int = 0
    silent: int = 0
    said: float = 0.0

    @property
    def answered(self) -> int:
        return self.right + self.wrong

    @property
    def number(self) -> int:
        return self.answered + self.silent

    def add(self, seen: Seen) -> None:
        if not seen.has_answer:
            self.silent += 1
            return
        self.right += seen.is_right
        self.wrong += not seen.is_right
        self.said += seen.probability

    def without(self, other: _Tally) -> _Tally:
        return _Tally(
            self.right - other.right,
            self.wrong - other.wrong,
            self.silent - other.silent,
            self.said - other.said,
        )


def by_group(
    rows: Iterable[Seen],
    of: Callable[[Seen], str | None] | Mapping[Hashable, str | None],
    looked_at: int | None = None,
) -> list[GroupFigures]:
    """The figures of each group, the largest first and 'not known' last.

    `of` gives a row's group, or is a mapping from its key; who is in none is 'not known', a group like any other.
    `looked_at`: how many groups the reader is shown in all, where this is one table of several.
    """
    find = of if callable(of) else lambda row: of.get(row.key)
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    everybody = _Tally()
    for row in rows:
        tallies[find(row) or NOT_KNOWN].add(row)
        everybody.add(row)
    hidden = _hidden({group: tally.number for group, tally in tallies.items()})
    shown = [group for group in tallies if group not in hidden]
    chance = CHANCE / (_MEASURES * max(looked_at or 0, len(shown), 1))
    figures = [
        replace(_shown(group, tally), remarks=_remarks(tally, everybody.without(tally), chance))
        if group not in hidden
        else GroupFigures(group, None)
        for group, tally in tallies.items()
    ]
    return sorted(figures, key=lambda one: (one.group == NOT_KNOWN, -(one.number or 0), one.group))


def _hidden(numbers: Mapping[str, int]) -> set[str]:
    """The groups under five, and as many of the next smallest as keep those from being worked out of the total."""
    smallest_first = sorted(numbers, key=lambda group: (numbers[group], group))
    hidden = [group for group in smallest_first if numbers[group] < FEWEST]
    for group in smallest_first[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(numbers[one] for one in hidden) >= FEWEST):
            break
        hidden.append(group)
    return set(hidden)


def _shown(group: str, tally: _Tally) -> GroupFigures:
    agreement = _share(tally.right, tally.wrong)
    return GroupFigures(
        group,
        rounded(tally.number),
        _count(tally.answered),
        _count(tally.wrong),
        _share(tally.answered, tally.silent),
        agreement,
        round(tally.said / tally.answered - agreement.share, 2) if agreement and not agreement.bound else None,
    )


def _count(number: int) -> int | None:
    return rounded(number) if number >= FEWEST else None


def _share(count: int, rest: int) -> Share | None:
    """The share as it may be shown: of rounded counts. Beside a hidden count, what it is surely under or over."""
    if count + rest < FEWEST:
        return None
    shown, others = _count(count), _count(rest)
    if shown is None and others is None:
        return None
    if shown is None:
        return Share(FEWEST / (FEWEST + others), (0.0, wilson(_MOST_HIDDEN, _MOST_HIDDEN + others).high), "under")
    if others is None:
        return Share(shown / (shown + FEWEST), (wilson(shown, shown + _MOST_HIDDEN).low, 1.0), "over")
    return Share(shown / (shown + others), wilson(shown, shown + others))


def _remarks(tally: _Tally, rest: _Tally, chance: float) -> tuple[str, ...]:
    sides = {
        "Right": ((tally.right, tally.wrong), (rest.right, rest.wrong)),
        "Answered": ((tally.answered, tally.silent), (rest.answered, rest.silent)),
    }
    return tuple(
        f"{what} less often than for everybody else: {_share(*here)} beside {_share(*elsewhere)}. That is more than "
        "chance would give. Look at these requests before relying on it."
        for what, (here, elsewhere) in sides.items()
        if _is_below(here, elsewhere, chance)
    )


def _is_below(here: tuple[int, int], elsewhere: tuple[int, int], chance: float) -> bool:
    """Whether the interval lies wholly below the rest's, and chance alone would hardly put it there.

    The two proportions by Fisher's exact test, which holds for small numbers; `chance` is already divided by the
    number of looks (Bonferroni).
    """
    if _share(*here) is None or _share(*elsewhere) is None:
        return False
    if wilson(here[0], sum(here)).high >= wilson(elsewhere[0], sum(elsewhere)).low:
        return False
    return fisher_exact([here, elsewhere], alternative="less").pvalue < chance


_ETHNIC_GROUPS = {
    "White": "ABC",
    "Mixed or multiple ethnic groups": "DEFG",
    # The 2021 census counts Chinese here; the NHS codes still file it under 'other'.
    "Asian or Asian British": "HJKLR",
    "Black, Black British, Caribbean or African": "MNP",
    "Other ethnic group": "S",
}
_OF_CODE = {code: group for group, codes in _ETHNIC_GROUPS.items() for code in codes}


def age_group(years: int | None) -> str:
    return NOT_KNOWN if years is None else f"age {band_of(years)}"


def ethnic_group(code: str | None) -> str:
    """The NHS ethnic category as one of the five groups of the census in England; Z and 99 are not known."""
    return _OF_CODE.get((code or "").strip().upper(), NOT_KNOWN)


def deprivation_quintile(decile: int | None) -> str:
    """The decile of the index of multiple deprivation, 1 the most deprived, as a fifth."""
    if decile is None or not 1 <= decile <= 10:
        return NOT_KNOWN
    fifth = (decile + 1) // 2
    return {1: "1, most deprived", 5: "5, least deprived"}.get(fifth, str(fifth))


def language_group(language: str | None) -> str:
    """English, or another language, whatever it is."""
    named = (language or "").strip().casefold()
    if named in ("", "unknown", "not known", "not given", "not stated"):
        return NOT_KNOWN
    return "English" if named in ("en", "eng", "english", "en-gb") else "other language"
