"""What people write in their own words, wherever the form asks: put together for the reader and for the screen."""

from __future__ import annotations

from collections.abc import Collection

from forms.people import beside_addresses
from forms.questions import ALL_PAGES, Question, Tell, Write
from forms.situation import Situation
from triage.something import is_something

_QUESTIONS = {question.name: question for page in ALL_PAGES for question in page.questions}
WRITTEN = tuple(name for name, question in _QUESTIONS.items() if isinstance(question, Write | Tell))
"""The answers that people write and do not choose: danger may stand in any of them, in a name as well."""
_STORY = "story"


def own_words(situation: Situation, only: Collection[str] | None = None) -> str:
    """Their story word for word, then each other answer in their own words under what was asked.

    `only` are the names of the answers to put together, where not all of them are wanted.
    """
    named = {name: question for name, question in _QUESTIONS.items() if only is None or name in only}
    story = str(situation.said(_STORY) or "") if _STORY in named else ""
    others = (_under_its_question(question, situation) for question in named.values() if question.is_own_words)
    return "\n\n".join(filter(None, (story, *others)))


def _under_its_question(question: Question, situation: Situation) -> str:
    said = str(situation.said(question.name) or "")
    if question.name == _STORY or not is_something(said):
        return ""
    words = beside_addresses(said) if isinstance(question, Write) else said
    return f"{question.title(situation.voice)}:\n{words}" if words else ""
