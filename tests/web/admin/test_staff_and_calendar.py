"""Accounts and the calendar, as an administrator keeps them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from ifd import clock
from ifd.models import AuditEntry, ClosureDay
from ifd.queries.happenings import closures
from ifd.services import accounts, second_factor
from tests import factories
from tests.web.signed_in import sign_in

STAFF, CALENDAR = "/admin/staff", "/admin/calendar"


@pytest.fixture
def editor(client, db_session):
    person = factories.staff("administrator", name="Ade Min")
    sign_in(client, person)
    return person


def add(client, **answers):
    page = client.get(f"{STAFF}/add")
    given = {
        "name": "Noor Khan",
        "email": "Noor@Example.org",
        "organisation": "front-door",
        "roles": ["clinician"],
    }
    return client.submit(page, f"{STAFF}/add", **{**given, **answers})


def test_a_new_person_gets_a_link_that_is_shown_once(client, editor, db_session):
    page = add(client)

    link = re.search(r"/staff/begin/\S+", page.words).group()
    assert client.get(link).heading == "Choose your password"
    person = accounts.find_by_email("noor@example.org")
    assert person.roles == {"clinician"}
    assert person.password_hash == ""
    assert "Has not begun" in client.get(STAFF).words
    assert link not in client.get(f"{STAFF}/{person.id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Enter their name"),
        ("email", "", "Enter their e-mail address"),
        ("email", "noor@", "right form"),
        ("email", "<script>@x", "right form"),
        ("organisation", "", "Choose their organisation"),
        ("organisation", "nobody", "Choose from the list"),
        ("roles", [], "Choose at least one role"),
        ("roles", ["emperor"], "Choose from the list"),
        ("name", "x" * 300, "200 characters or fewer"),
    ],
)
def test_a_wrong_field_is_told_and_nobody_is_added(client, editor, field, value, says, db_session):
    page = add(client, **{field: value})

    assert says in page.errors[field]
    assert accounts.find_by_email("noor@example.org") is None


def test_an_e_mail_address_has_one_account(client, editor):
    add(client)
    page = add(client, name="Another", email=" NOOR@example.ORG ")

    assert page.errors == {"email": "Somebody already has an account with this e-mail address"}
    assert page.page.xpath("//input[@name='name']/@value") == ["Another"]


def test_roles_and_organisation_change_at_once_and_end_sessions(app, client, editor, db_session):
    other = factories.staff("analyst", name="Sol Reyes")
    their = app.test_client()
    sign_in(their, other)
    assert their.get("/staff").status_code == 200
    page = client.get(f"{STAFF}/{other.id}")
    client.submit(page, f"{STAFF}/{other.id}", roles=["lead", "analyst"], job_title="Lead")

    assert other.roles == {"lead", "analyst"}
    assert their.get("/staff").status_code == 302


def test_saving_without_a_change_of_roles_ends_no_session(app, client, editor):
    other = factories.staff("analyst")
    their = app.test_client()
    sign_in(their, other)
    client.submit(client.get(f"{STAFF}/{other.id}"), f"{STAFF}/{other.id}", job_title="Analyst")

    assert their.get("/staff").status_code == 200


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(app, client, editor):
    other = factories.staff("analyst")
    their = app.test_client()
    sign_in(their, other)
    client.submit(client.get(f"{STAFF}/{other.id}"), f"{STAFF}/{other.id}/disable")
    assert their.get("/staff").status_code == 302
    assert not other.is_enabled

    client.submit(client.get(f"{STAFF}/{other.id}"), f"{STAFF}/{other.id}/enable")
    assert other.is_enabled
    assert their.get("/staff").status_code == 302


def test_an_administrator_cannot_take_the_role_from_themselves(client, editor):
    factories.staff("administrator", name="Second")
    page = client.submit(
        client.get(f"{STAFF}/{editor.id}"), f"{STAFF}/{editor.id}", name="New Name", roles=["lead"]
    )

    assert "Ask another administrator" in page.errors["roles"]
    assert editor.roles == {"administrator"}
    assert editor.name == "Ade Min"
    client.submit(client.get(f"{STAFF}/{editor.id}"), f"{STAFF}/{editor.id}/disable")
    assert editor.is_enabled


def test_a_lost_telephone_ends_both_factors(client, editor, db_session):
    other = accounts.create_staff(
        "lost@example.org",
        "Lost",
        editor.organisation,
        ["lead"],
        by="system",
        at=clock.now(),
        password="otter lantern gravel",
        totp_secret=second_factor.new_secret(),
    )
    page = client.submit(client.get(f"{STAFF}/{other.id}"), f"{STAFF}/{other.id}/reset-second-factor")

    assert "/staff/begin/" in page.words
    assert other.totp_secret is None
    assert other.password_hash == ""


def test_every_change_is_written_down_with_who(client, editor, db_session):
    add(client)
    person = accounts.find_by_email("noor@example.org")
    client.submit(client.get(f"{STAFF}/{person.id}"), f"{STAFF}/{person.id}", roles=["lead"])
    entries = db_session.scalars(
        select(AuditEntry).where(AuditEntry.subject == "staff", AuditEntry.subject_id == person.id)
    ).all()

    assert [entry.action for entry in entries] == [
        "staff.added",
        "staff.link_made",
        "staff.edited",
        "staff.roles_set",
    ]
    assert {entry.staff_id for entry in entries} == {editor.id}


@pytest.mark.parametrize("staff_id", [0, 999999, 2**70])
def test_an_unknown_person_is_not_there(client, editor, staff_id):
    assert client.get(f"{STAFF}/{staff_id}").status_code == 404


# the calendar


def test_a_closed_day_is_added_counted_and_taken_back(client, editor, db_session):
    day = clock.london_date(clock.now()) + timedelta(days=40)
    page = client.submit(client.get(CALENDAR), CALENDAR, reason="Moving house", **parts(day))

    assert "Moving house" in page.words
    assert day in closures()
    client.submit(page, f"{CALENDAR}/{day.isoformat()}/remove")
    assert day not in closures()


def test_the_same_day_twice_is_told(client, editor, db_session):
    day = clock.london_date(clock.now()) + timedelta(days=40)
    client.submit(client.get(CALENDAR), CALENDAR, reason="Once", **parts(day))
    page = client.submit(client.get(CALENDAR), CALENDAR, reason="Twice", **parts(day))

    assert page.errors == {"day-day": "This day is in the list already"}


def test_a_day_that_is_over_is_neither_added_nor_removed(client, editor, db_session):
    past = clock.london_date(clock.now()) - timedelta(days=1)
    page = client.submit(client.get(CALENDAR), CALENDAR, reason="Late", **parts(past))
    assert "must be today or later" in page.errors["day-day"]

    db_session.add(ClosureDay(day=past, reason="Was closed", added_at=clock.now()))
    page = client.get(CALENDAR)
    assert not page.page.xpath("//form[contains(@action, '/remove')]")
    client.post(f"{CALENDAR}/{past.isoformat()}/remove")
    assert past in closures()


@pytest.mark.parametrize(
    ("day", "month", "year"), [("", "", ""), ("31", "2", "2027"), ("x", "1", "2027"), ("1", "1", "27")]
)
def test_a_wrong_day_is_told_and_the_reason_kept(client, editor, day, month, year):
    page = client.submit(
        client.get(CALENDAR),
        CALENDAR,
        reason="Kept",
        **{"day-day": day, "day-month": month, "day-year": year},
    )

    assert page.errors
    assert page.page.xpath("//input[@name='reason']/@value") == ["Kept"]


@pytest.mark.parametrize("day", ["x", "2027-02-31", "2030-01-01"])
def test_a_day_that_is_not_in_the_list_is_not_there(client, editor, day):
    client.get(CALENDAR)
    assert client.post(f"{CALENDAR}/{day}/remove").status_code == 404


def test_the_bank_holidays_of_the_next_year_are_listed(client, editor):
    assert "25 December 2026" in client.get(CALENDAR).words


def test_the_areas_own_words_are_read_by_families_at_once(client, editor):
    page = client.get(f"{CALENDAR}/text/out_of_hours")
    client.submit(
        page, f"{CALENDAR}/text/out_of_hours", text="We sleep at night. Call 111, or 999 in danger."
    )

    for address in ("/", "/help-now"):
        assert "We sleep at night." in client.get(address).words


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write what families should read"),
        ("Call 111", "Keep both 999 and 111"),
        ("999 111 " * 100, "600 characters or fewer"),
    ],
)
def test_words_that_would_harm_are_refused(client, editor, text, says):
    page = client.submit(
        client.get(f"{CALENDAR}/text/out_of_hours"), f"{CALENDAR}/text/out_of_hours", text=text
    )

    assert says in page.errors["text"]


def test_two_writers_of_one_passage_cannot_overwrite_each_other_unseen(client, editor):
    first = client.get(f"{CALENDAR}/text/out_of_hours")
    client.submit(first, f"{CALENDAR}/text/out_of_hours", text="First. 999 and 111.")
    page = client.submit(first, f"{CALENDAR}/text/out_of_hours", text="Second. 999 and 111.")

    assert "Somebody else has changed it" in page.errors["text"]
    assert "First." in page.words
    assert page.page.xpath("//textarea[@name='text']/text()") == ["Second. 999 and 111."]


def test_an_unknown_passage_is_not_there(client, editor):
    assert client.get(f"{CALENDAR}/text/nothing").status_code == 404


def parts(day) -> dict[str, str]:
    return {"day-day": str(day.day), "day-month": str(day.month), "day-year": str(day.year)}
