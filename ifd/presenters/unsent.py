"""Whose form it is that was not sent, in a few words, for whoever chooses what to see to first."""

from __future__ import annotations

from datetime import date

from forms.situation import Situation
from ifd.presenters.time_left import age_words

_NUMBERS = ("call_phone", "young_phone", "parent_phone", "young_reach", "parent_reach", "referrer_reach")


def whose_form(answers: dict[str, object], today: date) -> str:
    """'Ada, age 14. A way to reach them was given'."""
    situation = Situation(answers, today)
    name = situation.said("preferred_name") or situation.said("given_name") or "No name yet"
    is_reachable = any(situation.said(number) for number in _NUMBERS)
    return f"{name}, {age_words(situation.age)}. {'A' if is_reachable else 'No'} number was given"
