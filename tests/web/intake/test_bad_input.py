"""Whatever is typed: a clear message by the field, the other answers kept, and never a broken page."""

import pytest
from sqlalchemy import select

from ifd.models import Draft, SupportRequest
from tests import factories
from tests.web.intake.walk import begin, check, go_on, name_of, send, token_of

NAUGHTY = [
    "",
    " ",
    "\x00",
    "<script>alert(1)</script>",
    "'; DROP TABLE draft; --",
    "{{ 7 * 7 }}",
    "%s%n../../etc/passwd",
    "نور السماء",
    "田中さん 😀👩‍👩‍👧",
    "\u202eevil\u2066",
    "a" * 20_500,
    "9" * 5_000,
    "0",
    "-1",
    "1e9",
    "٣٤",
    "None",
    "[]",
    "ﷺ" * 300,
]


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


@pytest.mark.parametrize("requester", ["young_person", "parent_carer", "professional"])
@pytest.mark.parametrize("typed", NAUGHTY, ids=[ascii(text)[:20] for text in NAUGHTY])
def test_anything_in_every_field_is_answered_with_a_page(client, db_session, requester, typed):
    token = token_of(begin(client, requester, profession="other"))
    pages = [
        link.partition("?")[0]
        for link in client.get(f"/request/{token}/tasks").page.xpath(
            "//ul[contains(@class, 'task-list')]//a/@href"
        )
    ]
    for address in pages:
        page = client.get(address)
        if page.status_code != 200:
            continue  # no longer asked, after what was typed before
        names = set(page.page.xpath("//main//form//*[@name and not(@type='hidden')]/@name"))
        answered = go_on(client, page, **dict.fromkeys(names, typed))
        assert answered.status_code == 200
        assert "<script>alert" not in answered.get_data(as_text=True)
        for message in answered.errors.values():
            assert typed not in message or not typed.strip() or len(typed) < 3
    assert name_of(send(client, check(client, token))) == "sent"
    assert db_session.scalars(select(SupportRequest)).one().reference


@pytest.mark.parametrize(
    ("page", "answers", "errors"),
    [
        (
            "age",
            {"age": "fourteen"},
            {"age": "Age must be a whole number of years, like 14. Leave it empty if you are not sure"},
        ),
        (
            "reach-you",
            {"young_phone": "12", "young_email": "a@b"},
            {
                "young_phone": "Enter a phone number, like 07700 900 123, or leave this empty",
                "young_email": "Enter an email address, like name@example.com, or leave this empty",
            },
        ),
        (
            "about",
            {"birth_date-day": "31", "birth_date-month": "2", "birth_date-year": "2012"},
            {
                "birth_date-day": "This date is not in the calendar. Check the day and the month",
            },
        ),
        (
            "about",
            {"birth_date-day": "1", "birth_date-month": "2", "birth_date-year": "2999"},
            {
                "birth_date-day": "The date must be in the past",
            },
        ),
        (
            "about",
            {"postcode": "NORWICH"},
            {
                "postcode": "Enter a full postcode, like NR1 3JU, or just its first half. You can leave this empty",
            },
        ),
        ("impact", {"duration": "for ever"}, {"duration": "Choose from the list"}),
        (
            "about",
            {"given_name": "x" * 201},
            {"given_name": "Use 200 characters or fewer. This is 1 too many"},
        ),
    ],
)
def test_a_wrong_answer_says_what_to_do(client, page, answers, errors):
    token = token_of(begin(client, "young_person"))
    shown = go_on(client, client.get(f"/request/{token}/{page}"), **answers)
    assert shown.errors == errors
    assert shown.title.startswith("Error: ")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("999 000 0018", None),
        ("9990000018", None),
        ("999 123 4567", "Check the NHS number. One of the numbers is not right. You can leave this empty"),
        ("12345", "An NHS number has 10 numbers, like 999 000 0018. You can leave this empty"),
        ("QQ123456C", "This is a National Insurance number. An NHS number has 10 numbers, like 999 000 0018"),
    ],
)
def test_an_nhs_number_is_asked_with_care(client, typed, message):
    token = token_of(begin(client, "parent_carer"))
    number = go_on(client, client.get(f"/request/{token}/nhs-number"), knows_nhs_number="yes")
    assert name_of(number) == "nhs-number-is"
    shown = go_on(client, number, nhs_number=typed)
    assert shown.errors.get("nhs_number") == message


def test_one_wrong_answer_keeps_the_others(client, db_session):
    token = token_of(begin(client, "young_person"))
    shown = go_on(
        client, client.get(f"/request/{token}/reach-you"), young_phone="07700 900123", young_email="wrong"
    )
    assert shown.form()["young_phone"] == "07700 900123"
    assert shown.form()["young_email"] == "wrong"
    assert db_session.scalars(select(Draft)).one().answers["young_phone"] == "07700 900123"


def test_a_page_that_is_out_of_date_keeps_what_was_written(client, db_session):
    token = token_of(begin(client, "young_person"))
    client.get(f"/request/{token}/story")
    stale = client.post(f"/request/{token}/story", data={"csrf_token": "old", "story": "A long story"})
    assert stale.status_code == 400
    assert stale.form()["story"] == "A long story"
    assert "story" not in db_session.scalars(select(Draft)).one().answers
    assert name_of(go_on(client, stale)) == "impact"
    assert db_session.scalars(select(Draft)).one().answers["story"] == "A long story"


def test_fields_nobody_asked_for_are_not_kept(client, db_session):
    token = token_of(begin(client, "young_person"))
    go_on(
        client,
        client.get(f"/request/{token}/age"),
        submission_key="x",
        come_back="y",
        source_code="Z9",
        id="1",
    )
    assert set(db_session.scalars(select(Draft)).one().answers) == {
        "requester",
        "age",
        "language",
        "access_needs",
        "access_other",
    }


@pytest.mark.parametrize("name", ["nothing", "plan", "safe-for-you", "child"])
def test_pages_not_asked_of_them_lead_on(client, name):
    token = token_of(begin(client, "young_person"))
    assert name_of(client.get(f"/request/{token}/{name}", follow_redirects=True)) == "age"


def test_without_a_door_who_is_asking_comes_first(client):
    client.get("/request")
    page = client.post("/request", data={"requester": "a cat"}, follow_redirects=True)
    assert name_of(page) == "who"
    token = token_of(page)
    for name in ("check", "story"):
        assert name_of(client.get(f"/request/{token}/{name}", follow_redirects=True)) == "who"
    assert go_on(client, page).errors == {
        "requester": "Choose who you are asking for. It decides how we word the questions"
    }
    assert name_of(go_on(client, client.get(f"/request/{token}/who"), requester="parent_carer")) == "age"
