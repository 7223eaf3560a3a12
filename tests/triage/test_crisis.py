"""Crisis contacts: the right digits, for the right person, and somebody who checks them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.crisis import (
    CHECK_EVERY,
    ContactChannel,
    CrisisContactsError,
    crisis_contacts,
    load_crisis_contacts,
    overdue_contacts,
)
from triage.data_entry import package_text
from triage.vocabulary import Need, Requester

# Written down apart from the data file, digit by digit. Wrong copies of these numbers are common: whoever
# changes one has to look it up at the service's own site and change it in both places.
DIGITS = {
    ("Emergency services", "phone"): "9 9 9",
    ("NHS 111, mental health option", "phone"): "1 1 1",
    ("NHS 111 by text relay", "phone"): "1 8 0 0 1 1 1 1",
    ("Shout", "sms"): "8 5 2 5 8",
    ("Childline", "phone"): "0 8 0 0 1 1 1 1",
    ("Samaritans", "phone"): "1 1 6 1 2 3",
    ("PAPYRUS HOPELINE247", "phone"): "0 8 0 0 0 6 8 4 1 4 1",
    ("PAPYRUS HOPELINE247", "sms"): "8 8 2 4 7",
    ("YoungMinds Textline", "sms"): "8 5 2 5 8",
    ("YoungMinds Parents Helpline", "phone"): "0 8 0 8 8 0 2 5 5 4 4",
    ("Beat", "phone"): "0 8 0 8 8 0 1 0 6 7 7",
    ("NSPCC Helpline", "phone"): "0 8 0 8 8 0 0 5 0 0 0",
    ("National Domestic Abuse Helpline", "phone"): "0 8 0 8 2 0 0 0 2 4 7",
    ("Rape and Sexual Abuse Support Line", "phone"): "0 8 0 8 5 0 0 2 2 2 2",
    ("Galop", "phone"): "0 8 0 0 9 9 9 5 4 2 8",
    ("FRANK", "phone"): "0 3 0 0 1 2 3 6 6 0 0",
}

readers = st.none() | st.sampled_from(Requester)
ages = st.none() | st.integers(0, 120)


def services(*args, **kwargs) -> set[str]:
    return {contact.service for contact in crisis_contacts(*args, **kwargs)}


def test_every_digit_is_right():
    numbers = {
        (contact.service, contact.channel.value): contact.value.replace(" ", "")
        for contact in crisis_contacts()
        if contact.channel in (ContactChannel.PHONE, ContactChannel.SMS)
    }
    assert numbers == {name: digits.replace(" ", "") for name, digits in DIGITS.items()}


@pytest.mark.parametrize("number", [value.replace(" ", "") for value in DIGITS.values()])
def test_links_dial_what_is_shown(number):
    links = {contact.href.partition("?")[0] for contact in crisis_contacts()}
    assert links & {f"tel:{number}", f"sms:{number}"}


def test_a_text_link_carries_the_keyword():
    (shout,) = (contact for contact in crisis_contacts() if contact.service == "Shout")
    assert shout.href == "sms:85258?body=SHOUT"
    assert shout.how == "Text SHOUT to 85258"


@given(age=ages, reader=readers, needs=st.none() | st.sets(st.sampled_from(Need)))
def test_999_and_111_come_first_for_everyone(age, reader, needs):
    first, second, *_ = crisis_contacts(age, reader, needs)
    assert (first.value, second.value) == ("999", "111")


@given(age=ages, reader=readers)
def test_not_knowing_an_age_or_reader_hides_nothing(age, reader):
    assert set(crisis_contacts(age, reader)) <= set(crisis_contacts())
    assert set(crisis_contacts(age, reader)) <= set(crisis_contacts(None, reader))


@pytest.mark.parametrize(
    ("service", "age", "listed"),
    [
        ("Childline", 18, True), ("Childline", 19, False), ("PAPYRUS HOPELINE247", 34, True),
        ("PAPYRUS HOPELINE247", 35, False), ("Rape and Sexual Abuse Support Line", 15, False),
        ("Rape and Sexual Abuse Support Line", 16, True), ("Samaritans", 0, True),
    ],
)  # fmt: skip
def test_contacts_keep_to_their_ages(service, age, listed):
    assert (service in services(age)) is listed


def test_each_reader_sees_the_lines_meant_for_them():
    assert "Childline" in services(10, "young_person")
    assert "Childline" not in services(10, "parent_carer")
    assert "YoungMinds Parents Helpline" in services(10, "parent_carer")
    assert "NSPCC Helpline" in services(10, "professional")


def test_a_line_for_one_need_appears_when_that_need_is_named():
    assert "Beat" in services(needs=[Need.EATING])
    assert "Beat" not in services(needs=[Need.SLEEP])
    assert "Beat" in services()


@pytest.mark.parametrize(
    ("age", "reader", "in_order"),
    [
        (9, "young_person", ["Childline", "Shout", "PAPYRUS HOPELINE247"]),
        (18, "young_person", ["Childline", "Shout", "PAPYRUS HOPELINE247"]),
        (19, "young_person", ["Shout", "PAPYRUS HOPELINE247", "Samaritans"]),
        (9, "parent_carer", ["YoungMinds Parents Helpline", "Shout", "PAPYRUS HOPELINE247"]),
        (9, "professional", ["PAPYRUS HOPELINE247", "Samaritans", "NSPCC Helpline"]),
    ],
)
def test_the_line_for_this_reader_comes_straight_after_999_and_111(age, reader, in_order):
    names = list(dict.fromkeys(contact.service for contact in crisis_contacts(age, reader)))
    assert names[3:6] == in_order


@given(age=ages, reader=readers)
def test_the_line_for_people_who_cannot_speak_is_last_and_marked(age, reader):
    *others, relay = crisis_contacts(age, reader)
    assert relay.service == "NHS 111 by text relay"
    assert relay.is_without_speech
    assert not any(contact.is_without_speech for contact in others)


def test_a_professional_is_not_told_to_text_as_for_themselves():
    assert "Shout" not in services(15, "professional")


def test_the_mix_is_not_listed():
    assert not any("Mix" in service for service in services())


def test_every_line_has_an_owner_and_a_purpose():
    assert all(contact.owner and contact.what_for and contact.hours for contact in crisis_contacts())


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (1, True)])
def test_a_check_holds_half_a_year_to_the_day(days, overdue):
    contact = next(contact for contact in crisis_contacts() if contact.last_checked)
    assert contact.is_overdue(contact.last_checked + CHECK_EVERY + timedelta(days=days)) is overdue


def test_a_line_never_checked_is_overdue_from_the_first_day():
    never = [contact for contact in crisis_contacts() if contact.last_checked is None]
    assert never
    assert set(never) <= set(overdue_contacts(date(2000, 1, 1)))


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (",phone,999,", ",fax,999,", "should be one of: phone"),
        (",phone,999,", ",phone,9l9,", "digits and spaces"),
        (",everyone,,34,", ",all,,34,", "should be one of: young_person"),
        ("2026-01-31\n", "31/01/2026\n", "a date such as"),
        ("Clinical safety officer,2026", ",2026", "has no 'owner'"),
        ("2026-01-31\n", "2026-01-31,extra\n", "too many columns"),
        (",18,", ",eighteen,", "whole number"),
        (",,,,yes,", ",,,,maybe,", "true or false"),
    ],
)
def test_a_mistake_names_the_row(before, after, says):
    text = package_text("crisis_contacts.csv")
    assert before in text
    with pytest.raises(CrisisContactsError) as caught:
        load_crisis_contacts(text.replace(before, after, 1))
    assert any(says in mistake and mistake.startswith("Row ") for mistake in caught.value.mistakes)
