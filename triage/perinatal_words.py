"""Danger in the words of a new or expectant parent.

The screen sees a baby in the text only when the text speaks of one. The answers may know: a form about a baby
or from somebody pregnant says so elsewhere. Then the same words are a perinatal danger sign.
"""

from __future__ import annotations

from dataclasses import replace

from triage.case import Case
from triage.screen import Hit, Reading, ScreenResult
from triage.vocabulary import Flag, Need, Priority, YesNo

DANGER = frozenset(
    [Flag.SUICIDE_INTENT, Flag.SUICIDAL_THOUGHTS, Flag.SELF_HARM_SEVERE, Flag.SELF_HARM, Flag.PSYCHOSIS]
)
_PRIORITY = {Reading.NOW_SELF: Priority.VERY_URGENT, Reading.UNCLEAR: Priority.URGENT}
YOUNGEST_PARENT = 10
OLDEST_INFANT = 1


def with_perinatal_danger(screened: ScreenResult, case: Case) -> ScreenResult:
    """The same result, with perinatal danger beside each passage that means it for this person."""
    if not screened.hits or not _is_perinatal_time(case):
        return screened
    told = {(hit.start, hit.end) for hit in screened.hits if hit.flag is Flag.PERINATAL_DANGER}
    more = [
        _perinatal(hit)
        for hit in screened.hits
        if hit.flag in DANGER and hit.reading in _PRIORITY and (hit.start, hit.end) not in told
    ]
    return replace(screened, hits=(*screened.hits, *more)) if more else screened


def _is_perinatal_time(case: Case) -> bool:
    # The rules call the same people `perinatal_time`.
    if case.years is not None and case.years <= OLDEST_INFANT:
        return True
    says_so = YesNo.YES in (case.pregnant, case.parent_of_under_2)
    names_it = case.needs is not None and Need.PREGNANCY_OR_NEW_BABY in case.needs
    return (says_so or names_it) and (case.years is None or case.years >= YOUNGEST_PARENT)


def _perinatal(hit: Hit) -> Hit:
    # As with the answers: self-harm alone is looked at today, thoughts of death within four hours.
    priority = Priority.URGENT if hit.flag is Flag.SELF_HARM else _PRIORITY[hit.reading]
    return replace(
        hit,
        flag=Flag.PERINATAL_DANGER,
        priority=priority,
        phrase=f"{hit.phrase}_perinatal",
    )
