"""The forms of the telephone desk: the same questions as on the web, a whole section on one screen."""

from __future__ import annotations

from wtforms import BooleanField, Form, HiddenField

from forms import journey
from forms.addresses import right_phone
from forms.born import OLDEST
from forms.fields import AnyOf, Line, Lines, ListOf, Needed, OneOf, WholeNumber
from forms.questions import Page
from forms.questions.who import PROFESSIONS
from forms.situation import Situation
from forms.voices import Voice, Words
from forms.widgets import TextInput, Tick
from triage.vocabulary import Need, Requester

CALLERS = tuple((requester.value, requester.label) for requester in Requester)
# Safety is asked before anything else but who is calling.
_FIRST = ("safety", "least")
SCRIPT = {
    "start": "Who am I speaking to, and who is the call about?",
    "safety": "Before anything else I ask everybody about safety. You can always say that you would rather not.",
    "least": "I need a few things to start. Whatever you do not have can follow later.",
    "happening": "Tell me what is going on. Take your time.",
    "about": "Now a few facts, so that the right people can help.",
    "contact": "How may we reach you, and what is safe? Somebody else may see a message or hear a voicemail.",
    "sharing": "Who knows about this call, and whom may we tell? You can say no, and you still get help.",
    "helpful": "A little more helps us to decide. You may leave any of it.",
    "more": "You may leave any of this. It helps us to find what fits.",
}


def sections(situation: Situation) -> list[journey.Section]:
    """Every section of the call, risk first; they may be taken in any order."""
    found = journey.sections(situation)
    return sorted(found, key=lambda section: section.name not in _FIRST)


def find_section(name: str, situation: Situation) -> journey.Section | None:
    return next((section for section in sections(situation) if section.name == name), None)


def screen_of(section: journey.Section, situation: Situation) -> Page:
    """All the pages of a section as one: each question once, however many pages ask it."""
    questions = {question.name: question for page in section.pages for question in page.asked(situation)}
    return Page(
        name=section.name,
        section=section.name,
        title=Words(section.title),
        questions=tuple(questions.values()),
    )


def has_more_to_ask(section: journey.Section, situation: Situation) -> bool:
    """Whether an answer has just called for a question that was not on the screen."""
    return any(not journey.is_visited(page, situation) for page in section.pages)


def next_section(after: str, situation: Situation) -> str:
    """The next section that was not begun; nothing when the call can be read back."""
    found = sections(situation)
    names = [section.name for section in found]
    place = names.index(after) + 1 if after in names else 0
    ahead = found[place:] + found[:place]
    not_begun = (journey.Progress.TO_DO, journey.Progress.STARTED)
    return next((section.name for section in ahead if section.progress in not_begun), "")


def _number(label: str, highest: int, message: str, hint: str = "") -> Line:
    return Line(
        label,
        hint=hint,
        longest=3,
        widget=TextInput(width="3", inputmode="numeric"),
        validators=[WholeNumber(0, highest, message)],
    )


def _age(hint: str = "") -> Line:
    label, message = "Age of the young person (optional)", "Age must be a whole number of years, like 14"
    return _number(label, OLDEST, message, hint)


class NewCallForm(Form):
    """Who is calling: everything else turns on it."""

    requester = OneOf("Who is calling?", CALLERS, validators=[Needed("Choose who is calling")])
    profession = ListOf(
        "If a professional: their work",
        tuple((option.value, option.label[Voice.PROFESSIONAL]) for option in PROFESSIONS),
    )
    age = _age("In whole years. Leave it empty if it is not known.")


class AdviceForm(Form):
    """A call that needed advice and nothing more, in about a minute. Nothing here names anybody."""

    submission_key = HiddenField()
    caller = OneOf("Who called?", CALLERS, validators=[Needed("Choose who called")])
    age = _age()
    needs = AnyOf("What was it about?", tuple((need.value, need.label) for need in Need))
    safety = OneOf(
        "Did you ask about safety?",
        (
            ("asked_no_concern", "Yes, and there was no concern"),
            ("asked_concern", "Yes, and there was a concern"),
            ("not_asked", "No"),
        ),
        validators=[Needed("Say whether you asked about safety")],
    )
    advice = Lines("What did you advise?", longest=4_000, rows=4, validators=[Needed("Say what you advised")])
    minutes = _number("How many minutes (optional)", 600, "Minutes must be a whole number, like 12")
    callback_number = Line(
        "A number to ring back (optional)",
        longest=40,
        validators=[right_phone],
        widget=TextInput(type="tel", width="20"),
    )


class SearchForm(Form):
    words = Line(
        "Name, date of birth, phone, e-mail or reference",
        longest=200,
        validators=[Needed("Enter what the caller gave you")],
        widget=TextInput(spellcheck=False),
    )


class SetAsideForm(Form):
    reason = Lines(
        "Why it is not going on", longest=500, rows=3, validators=[Needed("Say why the call is not going on")]
    )


class IdentityForm(Form):
    """Who is on the telephone, and what they could tell us about the young person without being told first."""

    caller = OneOf("Who is calling?", (), validators=[Needed("Choose who is calling")])
    gave_name = BooleanField("They gave the young person's full name", widget=Tick())
    gave_birth_date = BooleanField("They gave the date of birth", widget=Tick())
    gave_address = BooleanField("They gave the address or postcode", widget=Tick())
    gave_reference = BooleanField("They gave the reference", widget=Tick())

    @property
    def passed(self) -> list[str]:
        """Which checks were made, by name."""
        return [field.name for field in self if field.name.startswith("gave_") and field.data]
