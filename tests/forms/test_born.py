"""A date of birth or an age in one box: read as people write it, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wtforms import ValidationError

from forms.born import age_in, kept, months_in
from forms.questions.professional import BORN
from forms.situation import Situation

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("typed", "is_kept"),
    [
        ("1 2 2013", "2013-02-01"),
        ("01/02/2013", "2013-02-01"),
        ("1.2.2013", "2013-02-01"),
        ("2013-02-01", "2013-02-01"),
        ("1 February 2013", "2013-02-01"),
        ("1 feb, 2013", "2013-02-01"),
        ("13", "13"),
        ("about 13", "13"),
        ("Aged 13", "13"),
        ("13 years old", "13"),
        ("0", "0"),
        ("7 months", "7 months"),
        ("7m", "7 months"),
        ("18 Months old", "18 months"),
        ("3 weeks", "0 months"),
        ("10 wks old", "2 months"),
    ],
)
def test_it_is_read_as_people_write_it(typed, is_kept):
    assert kept(typed, TODAY) == is_kept


@pytest.mark.parametrize(
    "typed",
    ["thirteen", "1 2", "1/2/13", "31 2 2013", "1 13 2013", "1 2 2099", "1 2 1899", "130", "30 months", "٣٤", "-1"],
)
def test_anything_else_says_what_to_do(typed):
    with pytest.raises(ValidationError) as error:
        kept(typed, TODAY)
    assert str(error.value)


@given(born=st.dates(date(1990, 1, 1), TODAY))
def test_a_date_shown_again_is_the_same_date(born):
    assert kept(BORN.restored(born.isoformat()), TODAY) == born.isoformat()


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_a_date_an_age_or_refused(typed):
    try:
        read = kept(typed, TODAY)
    except ValidationError:
        return
    assert kept(read, TODAY) == read
    assert (age_in(read) is not None) or date.fromisoformat(read) <= TODAY


def test_the_list_to_check_says_which_it_is():
    situation = Situation({"requester": "professional"}, TODAY)
    shown = [BORN.shown(value, situation) for value in ("2013-02-01", "13", "7 months", "", None)]
    assert shown == ["1 February 2013", "Aged 13", "7 months", "", ""]
    assert months_in("13") is None
