"""The short answer about alcohol and drugs, read for danger as their own words are."""

from __future__ import annotations

import re

from triage.screen import Hit, Reading, ScreenResult, screen_text

FIELD = "answers.substance_use"

_NOTHING_FOUND = ScreenResult()
_ABOUT_THEM = frozenset([Reading.NOW_SELF, Reading.UNCLEAR, Reading.PAST])
# Cannabis named as an answer to 'what do you use?' is a need the drug service helps with, not a danger today.
_ONLY_CANNABIS = re.compile(r"\b(cannabis|weed|joints?|spliffs?|stoned)\b", re.IGNORECASE)


def screen_substance_use(answer: str | None) -> ScreenResult:
    """What in the answer asks for a person: withdrawal, injecting, overdose and the like."""
    if not answer:
        return _NOTHING_FOUND
    hits = tuple(hit for hit in screen_text(answer).hits if _is_danger(hit, answer))
    return ScreenResult(hits=hits) if hits else _NOTHING_FOUND


def _is_danger(hit: Hit, answer: str) -> bool:
    return hit.reading in _ABOUT_THEM and not _ONLY_CANNABIS.search(answer[hit.start : hit.end])
