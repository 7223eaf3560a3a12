"""The way through the form: which page comes next, what is done, what to check. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from forms.questions import ALL_PAGES, Page, Question
from forms.situation import Situation
from forms.voices import Words
from triage.vocabulary import Requester, SafetyQuestion

SECTIONS = {
    "start": Words("Who is asking"),
    "safety": Words("Staying safe"),
    "least": Words("The request"),
    "happening": Words("What is going on"),
    "about": Words("About you", "About them", baby="About your baby"),
    "contact": Words("How to reach you"),
    "sharing": Words("Who may know"),
    "helpful": Words("What helps us decide"),
    "more": Words("More about you", "More about them", baby="More about your baby"),
}
TASKS, CHECK = "tasks", "check"
LISTS = (CHECK, TASKS)  # where somebody may come from to change one thing, and go back to

# Answers that bring crisis help at once. 'Not sure' counts: unknown is never taken for a no.
_DANGER = {
    SafetyQuestion.IMMEDIATE_DANGER: ("yes", "unsure"),
    SafetyQuestion.SUICIDE_PLAN_OR_INTENT: ("yes", "unsure"),
    SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT: ("yes",),
}
_KNOWN_DANGER = {SafetyQuestion.IMMEDIATE_DANGER.value, SafetyQuestion.SUICIDE_PLAN_OR_INTENT.value}


class Progress(StrEnum):
    """How far a section is."""

    TO_DO = "to_do"
    STARTED = "started"
    DONE = "done"
    OPTIONAL = "optional"

    @property
    def label(self) -> str:
        return {
            "to_do": "Not started",
            "started": "Incomplete",
            "done": "Completed",
            "optional": "You can skip this",
        }[self]


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    pages: tuple[Page, ...]
    progress: Progress


@dataclass(frozen=True)
class Answer:
    """One line of the list of answers."""

    page: Page
    question: Question
    title: str
    words: str  # '' when it was not answered

    @property
    def lines(self) -> list[str]:
        return self.words.splitlines() or ["Not provided"]


def find_page(name: str, situation: Situation) -> Page | None:
    """The page of this name, if it is asked of this person."""
    return next((page for page in ALL_PAGES if page.name == name and page.asked(situation)), None)


def asked_pages(situation: Situation) -> Iterator[Page]:
    """Every page that fits this person, in order."""
    return (page for page in ALL_PAGES if page.asked(situation))


def is_visited(page: Page, situation: Situation) -> bool:
    """Whether every question of the page has been put, answered or left empty."""
    return all(question.name in situation.answers for question in page.asked(situation))


def first_page(situation: Situation) -> str:
    """Where to begin, or to go on after coming back: the first page of the straight way not yet seen."""
    if situation.requester is None:
        return "who"
    ahead = (
        page.name for page in asked_pages(situation) if not page.is_extra and not is_visited(page, situation)
    )
    return next(ahead, last_stop(situation))


def last_stop(situation: Situation) -> str:
    """Where the straight way ends: families may say more, professionals go straight to sending."""
    return CHECK if situation.requester is Requester.PROFESSIONAL else TASKS


def after(page: Page, situation: Situation, *, back_to: str = "") -> str:
    """The page after this one. `back_to` is 'check' or 'tasks' for somebody who came from there."""
    follow_up = next(
        (
            each
            for each in asked_pages(situation)
            if each.follows == page.name and not is_visited(each, situation)
        ),
        None,
    )
    if follow_up:
        return follow_up.name
    if back_to in LISTS:
        return back_to
    if page.is_extra:
        return first_page(situation)
    straight = [each.name for each in asked_pages(situation) if not each.is_extra]
    place = straight.index(page.name) + 1 if page.name in straight else 0
    return straight[place] if place < len(straight) else last_stop(situation)


def before(page: Page, situation: Situation, *, back_to: str = "") -> str:
    """The page before this one; '' for the start."""
    if back_to in LISTS:
        return back_to
    if page.is_extra:
        return "" if page.section == "start" else TASKS
    straight = [each.name for each in asked_pages(situation) if not each.is_extra]
    place = straight.index(page.name) if page.name in straight else 0
    return straight[place - 1] if place else ""


def sections(situation: Situation) -> list[Section]:
    """The list of tasks."""
    found = []
    for name, title in SECTIONS.items():
        pages = tuple(page for page in asked_pages(situation) if page.section == name)
        if pages:
            found.append(Section(name, title[situation.voice], pages, _progress(pages, situation)))
    return found


def _progress(pages: tuple[Page, ...], situation: Situation) -> Progress:
    needed = [page for page in pages if not page.is_extra]
    seen = [is_visited(page, situation) for page in needed or pages]
    if all(seen):
        return Progress.DONE
    return Progress.STARTED if any(seen) else Progress.TO_DO if needed else Progress.OPTIONAL


def answers_to_check(situation: Situation) -> list[tuple[Section, list[Answer]]]:
    """Every answer given, and every question of the straight way without one, by section."""
    checked = []
    for section in sections(situation):
        lines = [
            _answer(page, question, situation) for page in section.pages for question in page.asked(situation)
        ]
        shown = [line for line in lines if line.words or not line.page.is_extra]
        if shown:
            checked.append((section, shown))
    return checked


def answers_given(situation: Situation) -> list[tuple[Section, list[Answer]]]:
    """The answers to check that say something, by section."""
    given = ((section, [line for line in lines if line.words]) for section, lines in answers_to_check(situation))
    return [(section, lines) for section, lines in given if lines]


def left_empty(situation: Situation) -> list[Answer]:
    """Questions of the straight way without an answer, in the order they are asked."""
    return [line for _, lines in answers_to_check(situation) for line in lines if not line.words]


def _answer(page: Page, question: Question, situation: Situation) -> Answer:
    words = question.shown(situation.answers.get(question.name), situation)
    return Answer(page, question, question.title(situation.voice), words)


def dangers(situation: Situation) -> frozenset[str]:
    """The answers that bring crisis help at once and tell a clinician, though the form is not sent.

    About a baby that is any yes: the rules call for a clinician within hours, of the baby or of the parent.
    """
    known = situation.listed("known_risks")
    answered = {
        question.value for question, answers in _DANGER.items() if situation.said(question.value) in answers
    }
    found = answered | _KNOWN_DANGER.intersection(known)
    if situation.is_about_a_baby:
        found |= {each.value for each in SafetyQuestion if each.value in known or situation.said(each.value) == "yes"}
    return frozenset(found)


def is_worrying(situation: Situation) -> bool:
    """Any yes to a question of safety: where to find help is shown once, before going on."""
    return any(situation.said(question.value) == "yes" for question in SafetyQuestion)
