"""What is said after a request was sent, read by itself and beside all that was said before.

By itself, so that nothing said before explains it away; with the rest, so that it is understood. It may raise what
stood, and cannot lower it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from triage.case import LONGEST_TEXT, Case
from triage.directory import Offer
from triage.engine import suggest
from triage.rules.ruleset import RuleSet
from triage.suggestion import Reason, RedFlag, Suggestion
from triage.vocabulary import FlagSource, Need, Priority, SafetyAnswer, Thrive

_ORDER = tuple(Thrive)
_STAYS = (SafetyAnswer.YES, SafetyAnswer.UNSURE)
# Who they are, which tells what the same words mean; not what was asked for at first.
_WHO = ("pregnant", "parent_of_under_2")
_STANDS = Reason(
    "said_later.stands", "What is said later never lowers a suggestion: the one before was more urgent."
)


@dataclass(frozen=True, slots=True)
class SaidLater:
    """What the new words and answers mean: their own red flags, placed in the new words, and how urgent that is.

    `suggestion` is made anew on everything said.
    """

    red_flags: tuple[RedFlag, ...]
    priority: Priority
    suggestion: Suggestion


def read_later(
    document: Mapping[str, Any],
    words: str,
    *,
    before: Iterable[str] = (),
    answers: Mapping[str, Any] | None = None,
    stood: tuple[Priority, Thrive],
    offers: Sequence[Offer],
    ruleset: RuleSet,
) -> SaidLater:
    """What `words` and `answers` add to the request of `document`, after the words `before` them.

    `stood` is the priority and grouping of the last suggestion.
    """
    words = words[:LONGEST_TEXT]
    given, said = document.get("answers") or {}, answers or {}
    everything = "\n\n".join(filter(None, (document.get("text"), *before, words)))[-LONGEST_TEXT:]

    def concluded(text: str, with_answers: Mapping[str, Any]) -> Suggestion:
        case = Case.from_document({**document, "text": text, "answers": with_answers})
        return suggest(case, offers, ruleset)

    alone = concluded(words, _news(given, said))
    whole = concluded(everything, _together(given, said))
    rose = [whole.priority] if whole.priority.rank < stood[0].rank else []
    return SaidLater(
        red_flags=_of_the_news(alone, whole, len(everything) - len(words)),
        priority=Priority.most_urgent(alone.priority, *rose),
        suggestion=_risen(whole, alone, *stood),
    )


def _news(given: Mapping, said: Mapping) -> dict[str, Any]:
    """The answers that are new, and who they are."""
    new = {name: value for name, value in said.items() if value != given.get(name)}
    if "safety" in new:
        asked = given.get("safety") or {}
        new["safety"] = {name: one for name, one in new["safety"].items() if one != asked.get(name)}
    who = {name: given[name] for name in _WHO if name in given}
    if Need.PREGNANCY_OR_NEW_BABY in (given.get("needs") or ()):
        who["needs"] = [Need.PREGNANCY_OR_NEW_BABY.value]
    return {**who, **new}


def _together(given: Mapping, said: Mapping) -> dict[str, Any]:
    """All answers, the newer before the older; but danger that was answered once stays answered."""
    safety = {**(given.get("safety") or {}), **(said.get("safety") or {})}
    for name, answer in (given.get("safety") or {}).items():
        if answer in _STAYS and safety[name] != SafetyAnswer.YES:
            safety[name] = answer
    return {**given, **said, "safety": safety}


def _of_the_news(alone: Suggestion, whole: Suggestion, start: int) -> tuple[RedFlag, ...]:
    """What either reading found in the new words, placed in them, and on answers, each once."""
    found = {_place(flag): flag for flag in alone.red_flags}
    for flag in whole.red_flags:
        if flag.source is FlagSource.TEXT:
            if flag.end <= start:
                continue
            flag = replace(flag, start=max(0, flag.start - start), end=flag.end - start)
        found.setdefault(_place(flag), flag)
    return tuple(found.values())


def _place(flag: RedFlag) -> tuple:
    return flag.flag, flag.source, flag.field, flag.start, flag.end


def _risen(whole: Suggestion, alone: Suggestion, priority: Priority, thrive: Thrive) -> Suggestion:
    found_alone = [reason for reason in alone.reasons if reason.rule.startswith("screen.")]
    stands = [_STANDS] if priority.rank < min(whole.priority.rank, alone.priority.rank) else []
    return replace(
        whole,
        priority=Priority.most_urgent(whole.priority, alone.priority, priority),
        thrive=max(whole.thrive, alone.thrive, thrive, key=_ORDER.index),
        reasons=tuple(dict.fromkeys((*whole.reasons, *found_alone, *stands))),
    )
