"""Whether an answer of the request document can be somebody's, as the questionnaire decides whom it asks what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from forms.questions import ALL_PAGES, Question
from forms.questions.background import PARENT_OF_UNDER_2, PREGNANT
from forms.situation import Situation
from triage.vocabulary import Need, Requester

_SAFETY = "safety"
_QUESTIONS = {question.name: question for page in ALL_PAGES for question in page.questions}
_OF_A_NEED = {Need.PREGNANCY_OR_NEW_BABY.value: (PREGNANT, PARENT_OF_UNDER_2)}
"""A need with questions of its own: it can be theirs where one of these is asked."""

Fits = Callable[[str, str], bool]


def fits(requester: Requester | None, age: int | None) -> Fits:
    """Of a field and an answer: whether the questionnaire would put it to who asked, or to a parent.

    What is not known rules nothing out, and danger is asked of everybody. Gender rules nothing out either: whoever is
    asked whether they are pregnant is asked of their partner too.
    """
    asked = {requester, Requester.PARENT_CARER} if requester else set(Requester)
    situations = [_situation(each, age) for each in asked]
    return lambda field, answer: any(_fits(field, answer, each) for each in situations)


def _situation(requester: Requester, age: int | None) -> Situation:
    """The day matters only beside a date of birth, which is not told here."""
    answers = {"requester": requester.value, "age": "" if age is None else str(age)}
    return Situation(answers, date.min)


def _fits(field: str, answer: str, situation: Situation) -> bool:
    question = _QUESTIONS.get(field.replace(".", "_"))
    if question is None or field.startswith(_SAFETY):
        return True
    of_its_own = _OF_A_NEED.get(answer, ())
    return (
        question.when(situation)
        and _is_offered(question, answer, situation)
        and (not of_its_own or any(one.when(situation) for one in of_its_own))
    )


def _is_offered(question: Question, answer: str, situation: Situation) -> bool:
    """An answer that the questionnaire has no words for is not left out by it."""
    return all(
        option.fits(situation) for option in getattr(question, "options", ()) if option.value == answer
    )
