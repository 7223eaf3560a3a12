"""What a question is, and what a page of the form is: words in every voice, and nothing of the web."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from wtforms import Field, Form, ValidationError
from wtforms.fields.choices import SelectChoice

from forms.born import BornField, age_in, months_in
from forms.dates import DateParts, in_words
from forms.fields import LONGEST_LINE, AnyOf, Line, Lines, ListOf, OneOf
from forms.situation import Situation
from forms.voices import NOTHING, Voice, Words
from forms.widgets import TextInput
from triage.vocabulary import Requester

When = Callable[[Situation], bool]


def always(_situation: Situation) -> bool:
    return True


def _none(_situation: Situation) -> str:
    return ""


@dataclass(frozen=True)
class Option:
    """One answer to choose. `ages` are those it makes sense for; an age nobody knows rules none out."""

    value: str
    label: Words
    hint: Words = NOTHING
    ages: tuple[int, int] = (0, 200)
    voices: frozenset[Voice] = frozenset(Voice)
    divider: str = ""
    when: When = always

    def fits(self, situation: Situation) -> bool:
        return situation.is_aged(*self.ages) and situation.voice in self.voices and self.when(situation)


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One thing asked. `name` is the answer's name for ever: drafts and records hold it."""

    name: str
    label: Words
    hint: Words = NOTHING
    own_hint: Callable[[Situation], str] = _none  # in place of `hint`, where it says something
    short: Words = NOTHING  # for the list of answers, where the label is long
    when: When = always
    autocomplete: str = ""  # only where the person who fills in the form gives their own
    checks: tuple[Callable[[Form, Field], None], ...] = ()
    is_own_words: bool = False  # shown and screened as what they say themselves

    @abstractmethod
    def field(self, situation: Situation) -> Field:
        """The unbound WTForms field in the words of whoever is asking."""

    def kept(self, data: object) -> object:
        """What a field's data is stored as: JSON, with '' for asked and left empty."""
        return data or ""

    def is_kept(self, field: Field) -> bool:
        """Whether what was answered can be stored: a wrong answer is shown again to be mended, not kept."""
        return not field.errors

    def restored(self, value: object) -> object:
        """A stored answer as its field takes it; one that no longer fits is as if not given."""
        return value if isinstance(value, str) else ""

    def shown(self, value: object, situation: Situation) -> str:
        """The answer in words, for the list of answers; '' when there is none."""
        return str(value) if value else ""

    def title(self, voice: Voice) -> str:
        return self.short[voice] or self.label[voice]

    def _words(self, situation: Situation) -> dict:
        hint = self.own_hint(situation) or self.hint[situation.voice]
        return {"hint": hint, "validators": list(self.checks)}


@dataclass(frozen=True, kw_only=True)
class Write(Question):
    """One line to write. `own_in`: the voices whose browsers may fill it in, for it is the writer's own."""

    longest: int = LONGEST_LINE
    kind: str = "text"
    inputmode: str = ""
    width: str = ""
    own_in: frozenset[Voice] = frozenset()

    def field(self, situation: Situation) -> Field:
        wanted = {
            "type": self.kind,
            "inputmode": self.inputmode,
            "width": self.width,
            "spellcheck": False,
            "autocomplete": self.autocomplete if situation.voice in self.own_in else "",
        }
        widget = TextInput(**{name: value for name, value in wanted.items() if value != ""})
        return Line(
            self.label[situation.voice], longest=self.longest, widget=widget, **self._words(situation)
        )


@dataclass(frozen=True, kw_only=True)
class Tell(Question):
    """Several lines to write. Of too many the first are kept: whoever goes no further has not lost their story."""

    longest: int = 2_000
    rows: int = 5
    is_own_words: bool = True

    def field(self, situation: Situation) -> Field:
        return Lines(
            self.label[situation.voice], longest=self.longest, rows=self.rows, **self._words(situation)
        )

    def kept(self, data: object) -> object:
        return str(data or "")[: self.longest]

    def is_kept(self, field: Field) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class _WithOptions(Question):
    options: tuple[Option, ...]

    def choices(self, situation: Situation) -> list[SelectChoice]:
        return [
            SelectChoice(
                option.value, option.label[situation.voice], render_kw=_extras(option, situation.voice)
            )
            for option in self.options
            if option.fits(situation)
        ]

    def words_of(self, value: str, voice: Voice) -> str:
        return next((option.label[voice] for option in self.options if option.value == value), "")


@dataclass(frozen=True, kw_only=True)
class Pick(_WithOptions):
    """One of a few."""

    as_list: bool = False  # a list to drop down, where there are many

    def field(self, situation: Situation) -> Field:
        kind = ListOf if self.as_list else OneOf
        return kind(self.label[situation.voice], self.choices(situation), **self._words(situation))

    def shown(self, value: object, situation: Situation) -> str:
        return self.words_of(str(value), situation.voice) if value else ""


@dataclass(frozen=True, kw_only=True)
class PickAny(_WithOptions):
    """Any of a few. 'None of these' beside something else is dropped: what was ticked by name counts."""

    alone: tuple[str, ...] = ()

    def field(self, situation: Situation) -> Field:
        return AnyOf(self.label[situation.voice], self.choices(situation), **self._words(situation))

    def kept(self, data: object) -> object:
        named = [value for value in data or [] if value not in self.alone]
        return named or list(data or [])

    def restored(self, value: object) -> object:
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def shown(self, value: object, situation: Situation) -> str:
        items = value if isinstance(value, list) else []
        return "\n".join(filter(None, (self.words_of(str(item), situation.voice) for item in items)))


@dataclass(frozen=True, kw_only=True)
class Day(Question):
    """A date that has been."""

    own_in: frozenset[Voice] = frozenset()

    def field(self, situation: Situation) -> Field:
        words = self._words(situation)
        words["validators"] += [_HasBeen(situation.today), _AgreesWithAge(situation)]
        own = self.autocomplete if situation.voice in self.own_in else ""
        return DateParts(self.label[situation.voice], autocomplete=own, **words)

    def kept(self, data: object) -> object:
        return data.isoformat() if isinstance(data, date) else ""

    def is_kept(self, field: Field) -> bool:
        return field.is_doubted or super().is_kept(field)

    def restored(self, value: object) -> object:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return None

    def shown(self, value: object, situation: Situation) -> str:
        day = self.restored(value)
        return in_words(day) if day else ""


@dataclass(frozen=True, kw_only=True)
class Born(Question):
    """A date of birth, or an age, in one box."""

    def field(self, situation: Situation) -> Field:
        return BornField(self.label[situation.voice], today=situation.today, **self._words(situation))

    def restored(self, value: object) -> object:
        try:
            day = date.fromisoformat(value)
        except (TypeError, ValueError):
            return super().restored(value)
        return in_words(day)

    def shown(self, value: object, situation: Situation) -> str:
        is_years = age_in(value) is not None and months_in(value) is None
        return f"Aged {value}" if is_years else str(self.restored(value))


@dataclass(frozen=True, kw_only=True)
class Page:
    """One thing at a time. A page of one question is headed by its label, a page of several by `title`."""

    name: str
    section: str
    title: Words
    questions: tuple[Question, ...]
    intro: Words = NOTHING
    why: Words = NOTHING
    when: When = always
    is_extra: bool = False  # reached from the list of tasks, not on the straight way through
    follows: str = ""  # the page whose answer calls for this one: it is asked at once after a change

    def asked(self, situation: Situation) -> tuple[Question, ...]:
        """The questions of this page for this person; none means that the page is passed over."""
        if not self.when(situation):
            return ()
        return tuple(question for question in self.questions if question.when(situation))

    def form(self, situation: Situation, formdata=None) -> Form:
        """The page's form in the words of whoever is asking, holding what they answered before."""
        questions = self.asked(situation)
        kind = type("PageForm", (Form,), {question.name: question.field(situation) for question in questions})
        before = {
            question.name: question.restored(situation.answers.get(question.name)) for question in questions
        }
        return kind(formdata, data=before)

    def answers_in(self, form: Form, situation: Situation) -> dict[str, object]:
        """The answers of `form` that can be kept."""
        return {
            question.name: question.kept(form[question.name].data)
            for question in self.asked(situation)
            if question.is_kept(form[question.name])
        }


@dataclass(frozen=True)
class _HasBeen:
    today: date
    field_flags: dict = field(default_factory=dict)

    def __call__(self, form: Form, given: Field) -> None:
        if given.data and given.data > self.today:
            given.wrong_parts = ("day", "month", "year")
            raise ValidationError("The date must be in the past")
        if given.data and given.data.year < self.today.year - 120:
            given.wrong_parts = ("year",)
            raise ValidationError("Check the year. It is more than 120 years ago")


@dataclass(frozen=True)
class _AgreesWithAge:
    """Asks once where the date makes another age than they said. Sent again as it is, it stands beside the age."""

    situation: Situation
    field_flags: dict = field(default_factory=dict)

    def __call__(self, form: Form, given: Field) -> None:
        before, told = self.situation.answers, self.situation.told_age
        if not given.data or told is None or given.data.isoformat() == before.get(given.name):
            return
        born = replace(self.situation, answers={**before, given.name: given.data.isoformat()}).age
        if born == told:
            return
        given.is_doubted, given.wrong_parts = True, ("year",)
        raise ValidationError(
            f"You said you are {told}. This date makes you {born}. Which is right?"
            if self.situation.requester is Requester.YOUNG_PERSON
            else f"You said they are {told}. This date makes them {born}. Which is right?"
        )


def _extras(option: Option, voice: Voice) -> dict:
    extras = {"hint": option.hint[voice], "divider": option.divider}
    return {name: value for name, value in extras.items() if value}
