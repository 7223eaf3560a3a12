"""The national code lists: whole, valid for a day, and our priorities mapped to them."""

from __future__ import annotations

from datetime import date

import pytest

from triage import codes
from triage.vocabulary import Priority

TODAY = date(2026, 11, 1)

LISTS = {
    codes.primary_reasons: 30,
    codes.sources_of_referral: 40,
    codes.team_types: 56,
    codes.response_priorities: 4,
    codes.ethnic_categories: 18,
    codes.gender_identities: 6,
    codes.consultation_mechanisms: 12,
    codes.attendance_statuses: 6,
}


@pytest.mark.parametrize(("read", "count"), LISTS.items(), ids=lambda item: getattr(item, "__name__", None))
def test_every_list_is_whole_and_every_row_has_a_status(read, count):
    rows = read()
    assert len(rows) == count
    assert len({code.code for code in rows}) == count
    assert all(code.label and "VERIFIED" in code.status for code in rows)


@pytest.mark.parametrize(
    ("priority", "code"),
    [("emergency", "1"), ("very_urgent", "4"), ("urgent", "2"), ("soon", "3"), ("routine", "3")],
)
def test_priorities_become_clinical_response_priorities(priority, code):
    assert codes.response_priority_code(priority) == code


def test_every_priority_has_a_national_code():
    known = {code.code for code in codes.response_priorities(TODAY)}
    assert {codes.response_priority_code(priority) for priority in Priority} <= known


def test_reason_17_does_not_exist():
    assert "17" not in {code.code for code in codes.primary_reasons()}


@pytest.mark.parametrize(
    ("code", "day", "valid"),
    [
        ("A03", date(2021, 9, 30), True), ("A03", date(2021, 10, 1), False),
        ("F01", date(2021, 9, 30), False), ("F01", date(2021, 10, 1), True),
        ("F04", TODAY, False), ("F07", date(2024, 4, 1), True), ("F07", date(2024, 3, 31), False),
    ],
)  # fmt: skip
def test_a_code_is_valid_by_whole_months(code, day, valid):
    assert (code in {row.code for row in codes.team_types(day)}) is valid


def test_a_code_without_a_known_label_is_marked():
    unnamed = {code.code for code in codes.team_types() if not code.is_named}
    assert unnamed == {"F07"}


def test_attended_means_seen():
    attended = {code.code for code in codes.attendance_statuses() if codes.is_attended(code.code)}
    assert attended == {"5", "6"}
    assert not codes.is_attended("nonsense")


def test_messages_are_not_contacts():
    contacts = {code.code for code in codes.consultation_mechanisms() if codes.is_contact(code.code)}
    assert contacts == {"01", "02", "04", "11"}


def test_a_label_is_found_and_an_unknown_code_is_shown_as_it_is():
    assert codes.label_of(codes.primary_reasons(), "12").startswith("Eating")
    assert codes.label_of(codes.primary_reasons(), "99") == "99"
