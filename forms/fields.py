"""Fields with their widgets and with messages that say what to do, for the forms of every door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from wtforms import (
    Field,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from forms.typed import clean_line, clean_lines, whole_number
from forms.widgets import Checkboxes, DateInput, PasswordInput, Radios, Select, TextArea, TextInput

LONGEST_LINE = 200
LONGEST_STORY = 20_000


class Needed:
    """The answer cannot be left out; `message` says what to do, for 'this field is required' says nothing."""

    field_flags = {"is_needed": True}

    def __init__(self, message: str):
        self.message = message

    def __call__(self, form, field: Field) -> None:
        if not field.data:
            raise ValidationError(self.message)


class NotLonger:
    """Refuses what the record cannot hold, and says by how much it is too long."""

    def __init__(self, longest: int):
        self.longest = longest

    def __call__(self, form, field: Field) -> None:
        over = len(field.data or "") - self.longest
        if over > 0:
            raise ValidationError(f"Use {self.longest:,} characters or fewer. This is {over:,} too many")


class WholeNumber:
    """Digits alone, for a number within these bounds; nothing written is no number and no mistake."""

    def __init__(self, lowest: int, highest: int, message: str):
        self.lowest, self.highest, self.message = lowest, highest, message

    def __call__(self, form, field: Field) -> None:
        if not field.data:
            return
        number = whole_number(field.data)
        if number is None or not self.lowest <= number <= self.highest:
            raise ValidationError(self.message)


class Line(StringField):
    """One line of text, tidied: no control characters, no white space around it."""

    tidy = staticmethod(clean_line)

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        longest: int = LONGEST_LINE,
        validators: Sequence = (),
        widget: TextInput | None = None,
        **kwargs,
    ):
        super().__init__(
            label,
            description=hint,
            validators=[*validators, NotLonger(longest)],
            filters=[self.tidy],
            widget=widget or TextInput(),
            **kwargs,
        )


class Lines(TextAreaField):
    """Several lines of text, tidied, with a count of what is left."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        longest: int = 2_000,
        rows: int = 5,
        validators: Sequence = (),
        widget: TextArea | None = None,
        **kwargs,
    ):
        super().__init__(
            label,
            description=hint,
            validators=[*validators, NotLonger(longest)],
            filters=[clean_lines],
            widget=widget or TextArea(maxlength=longest, rows=rows),
            **kwargs,
        )


class Password(PasswordField):
    """A password: never changed, never drawn back."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        validators: Sequence = (),
        autocomplete: str = "current-password",
        **kwargs,
    ):
        super().__init__(
            label,
            description=hint,
            validators=[*validators, NotLonger(1_000)],
            widget=PasswordInput(autocomplete=autocomplete),
            **kwargs,
        )


def choices_of(pairs: Iterable[tuple[str, str]] | Iterable[SelectChoice]) -> list[SelectChoice]:
    """(value, label) pairs as choices; choices stay as they are."""
    return [pair if isinstance(pair, SelectChoice) else SelectChoice(str(pair[0]), pair[1]) for pair in pairs]


class _OfChoices:
    """What radios, checkboxes and lists share: nothing need be chosen, and only what is offered can be."""

    not_offered = "Choose from the list"

    def process(self, formdata, *args, **kwargs) -> None:
        super().process(formdata, *args, **kwargs)
        if self.data is None:
            self.data = self.nothing()

    nothing = str

    def pre_validate(self, form) -> None:
        if not self.data:
            return
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(self.not_offered) from error


class OneOf(_OfChoices, RadioField):
    """One of a few, as radios. Nothing chosen is allowed, and is an empty text."""

    def __init__(
        self,
        label: str,
        choices: Iterable,
        *,
        hint: str = "",
        validators: Sequence = (),
        widget: Radios | None = None,
        **kwargs,
    ):
        super().__init__(
            label,
            choices=choices_of(choices),
            description=hint,
            validators=list(validators),
            coerce=_text,
            widget=widget or Radios(),
            **kwargs,
        )


class ListOf(_OfChoices, SelectField):
    """One of many, as a list to drop down. The first choice is an empty one."""

    def __init__(
        self,
        label: str,
        choices: Iterable,
        *,
        hint: str = "",
        validators: Sequence = (),
        widget: Select | None = None,
        empty: str = "Choose",
        **kwargs,
    ):
        super().__init__(
            label,
            choices=[SelectChoice("", empty), *choices_of(choices)],
            description=hint,
            validators=list(validators),
            coerce=_text,
            widget=widget or Select(),
            **kwargs,
        )


class AnyOf(_OfChoices, SelectMultipleField):
    """Any of a few, as checkboxes."""

    nothing = list

    def __init__(
        self,
        label: str,
        choices: Iterable,
        *,
        hint: str = "",
        validators: Sequence = (),
        widget: Checkboxes | None = None,
        **kwargs,
    ):
        super().__init__(
            label,
            choices=choices_of(choices),
            description=hint,
            validators=list(validators),
            coerce=_text,
            widget=widget or Checkboxes(),
            **kwargs,
        )


class DateParts(Field):
    """A date in three boxes. `typed` keeps what was typed: a wrong date is shown back to be mended."""

    parts = ("day", "month", "year")
    widget = DateInput()

    def __init__(
        self, label: str, *, hint: str = "", validators: Sequence = (), autocomplete: str = "", **kwargs
    ):
        super().__init__(label, description=hint, validators=list(validators), **kwargs)
        self.autocomplete = autocomplete  # 'bday' for the birthday of the person who fills in the form
        self.typed = dict.fromkeys(self.parts, "")
        self.wrong_parts: tuple[str, ...] = ()

    @property
    def wrong_id(self) -> str:
        """The box an error leads to."""
        return f"{self.id}-{self.wrong_parts[0] if self.wrong_parts else 'day'}"

    def process(self, formdata, data=None, extra_filters=None) -> None:
        self.process_errors = []
        self.data = data or self.default
        if isinstance(self.data, date):
            self.typed = {
                "day": str(self.data.day),
                "month": str(self.data.month),
                "year": str(self.data.year),
            }
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.raw_data = [formdata.get(f"{self.name}-{part}", "") for part in self.parts]
            self.typed = {
                part: clean_line(text)[:20] for part, text in zip(self.parts, self.raw_data, strict=True)
            }
            self.data = self._read()

    def _read(self) -> date | None:
        missing = tuple(part for part in self.parts if not self.typed[part])
        if len(missing) == len(self.parts):
            return None
        try:
            if missing:
                raise _WrongDate(f"The date must include a {' and a '.join(missing)}", missing)
            return read_date(*(self.typed[part] for part in self.parts))
        except _WrongDate as error:
            self.wrong_parts = error.parts
            self.process_errors.append(str(error))
            return None


class _WrongDate(ValueError):
    def __init__(self, message: str, parts: tuple[str, ...]):
        super().__init__(message)
        self.parts = parts


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(day: str, month: str, year: str) -> date:
    """The date of three parts as typed; ValueError says which is wrong."""
    numbers = (_number(day, "day", 31), _number(_month(month), "month", 12))
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) >= 1900):
        raise _WrongDate("The year must have 4 numbers, like 2012", ("year",))
    try:
        return date(int(year), numbers[1], numbers[0])
    except ValueError:
        raise _WrongDate(
            "This date is not in the calendar. Check the day and the month", ("day", "month")
        ) from None


def _month(text: str) -> str:
    """A month by its number; people also type its name."""
    start = text.casefold()[:3]
    return str(_MONTHS.index(start) + 1) if start in _MONTHS else text


def _number(text: str, part: str, highest: int) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= highest:
        return int(text)
    raise _WrongDate(f"The {part} must be a number from 1 to {highest}", (part,))


def _text(value: object) -> str:
    return "" if value is None else str(value)
