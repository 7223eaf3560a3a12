"""What is said after a request was sent, read by itself and beside all that was said before.

By itself, so that nothing said before explains it away; with the rest, so that it is understood. It may raise what
stood, and cannot lower it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from triage.case import Case
from triage.directory import Offer
from triage.engine import suggest
from triage.perinatal_words import with_perinatal_danger
from triage.rules.ruleset import RuleSet
from triage.screen import screen_text
from triage.suggestion import Reason, RedFlag, Suggestion
from triage.vocabulary import FlagSource, Priority, SafetyAnswer, Thrive

_ORDER = tuple(Thrive)
_STAYS = (SafetyAnswer.YES, SafetyAnswer.UNSURE)
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
    everything = "\n\n".join(filter(None, (document.get("text"), *before, words)))
    sent = Case.from_document(document)
    case = Case.from_document({**document, "text": "", "answers": _together(document, answers or {})})
    alone = suggest(replace(case, text=words), offers, ruleset)
    whole = suggest(replace(case, text=everything), offers, ruleset)
    in_words = _in_the_words(alone, whole, len(everything) - len(words))
    on_answers = _on_answers(alone) - _on_answers(suggest(sent, offers, ruleset))
    heard = with_perinatal_danger(screen_text(words), case).priority
    rose = whole.priority if on_answers or whole.priority.rank < stood[0].rank else None
    return SaidLater(
        red_flags=(*in_words, *sorted(on_answers, key=lambda flag: (flag.field, flag.flag))),
        priority=Priority.most_urgent(Priority.ROUTINE, *{heard, rose} - {None}),
        suggestion=_risen(whole, alone, *stood),
    )


def _together(document: Mapping, said: Mapping) -> dict[str, Any]:
    """All answers, the newer before the older; but danger that was answered once stays answered."""
    given = document.get("answers") or {}
    asked = given.get("safety") or {}
    safety = {**asked, **(said.get("safety") or {})}
    for name, answer in asked.items():
        if answer in _STAYS and safety[name] != SafetyAnswer.YES:
            safety[name] = answer
    return {**given, **said, "safety": safety}


def _on_answers(concluded: Suggestion) -> set[RedFlag]:
    return {flag for flag in concluded.red_flags if flag.source is FlagSource.ANSWER}


def _in_the_words(alone: Suggestion, whole: Suggestion, start: int) -> list[RedFlag]:
    """What either reading found in the new words, which begin at `start` of the whole, each passage once."""
    read_alone = [flag for flag in alone.red_flags if flag.source is FlagSource.TEXT]
    read_with_the_rest = [
        replace(flag, start=max(0, flag.start - start), end=flag.end - start)
        for flag in whole.red_flags
        if flag.source is FlagSource.TEXT and flag.end > start
    ]
    found: dict[tuple, RedFlag] = {}
    for flag in (*read_alone, *read_with_the_rest):
        found.setdefault((flag.flag, flag.start, flag.end), flag)
    return list(found.values())


def _risen(whole: Suggestion, alone: Suggestion, priority: Priority, thrive: Thrive) -> Suggestion:
    found_alone = [reason for reason in alone.reasons if reason.rule.startswith("screen.")]
    stands = [_STANDS] if priority.rank < min(whole.priority.rank, alone.priority.rank) else []
    return replace(
        whole,
        priority=Priority.most_urgent(whole.priority, alone.priority, priority),
        thrive=max(whole.thrive, alone.thrive, thrive, key=_ORDER.index),
        reasons=tuple(dict.fromkeys((*whole.reasons, *found_alone, *stands))),
    )
