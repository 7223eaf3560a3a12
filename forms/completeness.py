"""What a triager would still have to ring for, said before sending. It never stops a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.questions.professional import is_school_asked
from forms.situation import Situation, is_professional


@dataclass(frozen=True)
class LeftOut:
    """One thing missing: the page that asks it, how to say it to a professional, the task it becomes."""

    page: str
    words: str
    task: str = ""


Missing = Callable[[Situation], bool]


def _without(*names: str) -> Missing:
    return lambda situation: not any(situation.said(name) for name in names)


def _without_age(situation: Situation) -> bool:
    return situation.age is None


def _without_school(situation: Situation) -> bool:
    return is_school_asked(situation) and not situation.said("school_reach")


_NEEDED: tuple[tuple[Missing, LeftOut], ...] = (
    (
        _without("given_name", "family_name"),
        LeftOut("child", "Their name", "Ask for the young person's name"),
    ),
    (_without_age, LeftOut("child", "Their date of birth or age", "Ask for the date of birth or age")),
    (_without("story", "needs"), LeftOut("child", "What is happening", "Ask what is happening")),
    (
        _without("known_risks"),
        LeftOut("child", "What you know about safety", "Ask about safety: nothing was said"),
    ),
    (
        _without("young_reach"),
        LeftOut(
            "contacts",
            "How to reach the young person, or why not",
            "Ask how to reach the young person: no contact and no reason given",
        ),
    ),
    (
        _without("parent_reach"),
        LeftOut(
            "contacts",
            "How to reach a parent or carer, or why not",
            "Ask how to reach a parent or carer: no contact and no reason given",
        ),
    ),
    (
        _without_school,
        LeftOut(
            "their-school",
            "How to reach their school or college, or why not",
            "Ask how to reach the school: no contact and no reason given",
        ),
    ),
    (_without("consent"), LeftOut("family-knows", "Who has agreed", "Find out who has agreed to the request")),
    (
        _without("referrer_reach"),
        LeftOut("contacts", "How to reach you", "Find out how to reach the referrer"),
    ),
)
_SAFETY_OF = {"young_reach": "young_reach_safety", "parent_reach": "parent_reach_safety"}


def _without_safety(situation: Situation) -> bool:
    return any(situation.said(reach) and not situation.said(safety) for reach, safety in _SAFETY_OF.items())


_HELPFUL: tuple[tuple[Missing, LeftOut], ...] = (
    (_without_safety, LeftOut("safe-to-reach", "Whether it is safe to call or write to them")),
    (_without("postcode"), LeftOut("their-home", "Their postcode, to find what is near")),
    (_without("needs"), LeftOut("their-needs", "The main needs")),
    (_without("duration"), LeftOut("their-impact", "How long it has been like this")),
    (_without("impact_home", "impact_school_or_work"), LeftOut("their-impact", "How it affects daily life")),
    (_without("wants"), LeftOut("their-wants", "What the family would like")),
    (_without("school", "gp"), LeftOut("their-school", "Their school and GP")),
    (_without("known_to_services"), LeftOut("other-help", "Help they have now or had before")),
    (_without("looked_after"), LeftOut("care", "Whether they are in care")),
    (_without("referrer_name"), LeftOut("you", "Your name and where you work")),
)


def left_out(situation: Situation) -> tuple[LeftOut, ...]:
    """What a professional left out of the least there should be; each becomes a task of ours."""
    if not is_professional(situation):
        return ()
    return tuple(what for is_missing, what in _NEEDED if is_missing(situation))


def would_help(situation: Situation) -> tuple[LeftOut, ...]:
    """What else a professional could add, most useful first."""
    if not is_professional(situation):
        return ()
    return left_out(situation) + tuple(what for is_missing, what in _HELPFUL if is_missing(situation))
