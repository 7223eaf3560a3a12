"""A date of birth, or an age where nobody knows the date: one box, for people who fill in many forms."""

from __future__ import annotations

import re
from datetime import date

from wtforms import ValidationError

from forms.dates import read_date
from forms.fields import LONGEST_LINE, Line
from forms.typed import whole_number
from forms.widgets import TextInput

HOW = "Enter a date of birth, like 1 2 2013, or an age, like 13 or 7 months. You can leave this empty"
OLDEST, MOST_MONTHS = 120, 23
_ABOUT = re.compile(r"^(about|around|approx\w*\.?|aged?|circa|c\.?)\s+", re.IGNORECASE)
_MONTHS = re.compile(r"(\d{1,2})\s*(m|mths?|months?)(\s+old)?", re.IGNORECASE)
_WEEKS = re.compile(r"(\d{1,2})\s*(w|wks?|weeks?)(\s+old)?", re.IGNORECASE)
_YEARS = re.compile(r"(\d{1,3})\s*(y|yrs?|years?)?(\s+old)?", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s/.,\-]+")


class BornField(Line):
    """What was typed; `data` is what is kept of it: '2013-02-01', '13' or '7 months'."""

    def __init__(self, label: str, *, today: date, **kwargs):
        super().__init__(label, longest=LONGEST_LINE, widget=TextInput(width="20", spellcheck=False), **kwargs)
        self.today = today

    def pre_validate(self, form) -> None:
        if self.data:
            self.data = kept(self.data, self.today)


def kept(typed: str, today: date) -> str:
    """What is kept of what was typed; ValidationError says what to do when it is neither a date nor an age."""
    text = _ABOUT.sub("", typed.strip())
    if weeks := _WEEKS.fullmatch(text):
        return _age(str(int(weeks[1]) * 12 // 52), MOST_MONTHS, " months")
    if months := _MONTHS.fullmatch(text):
        return _age(months[1], MOST_MONTHS, " months")
    if years := _YEARS.fullmatch(text):
        return _age(years[1], OLDEST, "")
    parts = _BETWEEN.split(text)
    if len(parts) != 3:
        raise ValidationError(HOW)
    year_first = len(parts[0]) == 4 and parts[0].isdigit()
    day, month, year = reversed(parts) if year_first else parts
    try:
        born = read_date(day, month, year)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    if born > today:
        raise ValidationError("The date must be in the past")
    if born.year < today.year - OLDEST:
        raise ValidationError(f"Check the year. It is more than {OLDEST} years ago")
    return born.isoformat()


def age_in(kept_words: object) -> int | None:
    """Whole years, where an age was given in place of a date."""
    months = months_in(kept_words)
    if months is not None:
        return months // 12
    years = whole_number(kept_words)
    return years if years is not None and years <= OLDEST else None


def months_in(kept_words: object) -> int | None:
    found = re.fullmatch(r"([0-9]{1,2}) months", str(kept_words or ""))
    return int(found[1]) if found else None


def _age(number: str, most: int, unit: str) -> str:
    if not number.isascii() or int(number) > most:
        raise ValidationError(HOW)
    return f"{int(number)}{unit}"
