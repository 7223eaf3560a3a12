"""Dates as people type and read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wtforms import Field

from forms.typed import clean_line
from forms.widgets import DateInput


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
        self.is_doubted = False  # a date that can be, and that something else they said speaks against

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


def in_words(day: date) -> str:
    """'3 August 2026'."""
    return f"{day.day} {day:%B %Y}"
