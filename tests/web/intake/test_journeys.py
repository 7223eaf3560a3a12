"""Whole requests through the form, in each voice, as a browser without JavaScript sends them."""

import pytest
from sqlalchemy import select

from ifd.models import SupportRequest, Task, YoungPerson
from tests import factories
from tests.web.intake.walk import begin, check, name_of, send, token_of, walk

TEEN = {
    "age": {"age": "14", "language": "English", "access_needs": ["easy_read", "none"]},
    "danger": {"immediate_danger": "no"},
    "thoughts": {"suicidal_thoughts_now": "no"},
    "self-harm": {"self_harm_last_month": "declined"},
    "unsafe": {"feels_unsafe_or_being_hurt": "no"},
    "needs": {"needs": ["anxiety", "school_attendance"]},
    "story": {"story": "I feel sick every morning and cannot go in.\nنور 😀"},
    "impact": {"duration": "3_to_12_months", "impact_school_or_work": "a_lot", "impact_sleep": "some"},
    "wants": {"wants": ["someone_to_talk_to", "not_sure"]},
    "about": {
        "given_name": "Zoë",
        "family_name": "O’Neil-Süß",
        "birth_date-day": "3",
        "birth_date-month": "March",
        "birth_date-year": "2012",
        "postcode": "nr1 3ju",
    },
    "reach-you": {"young_phone": "07700 900123"},
    "safe-for-you": {
        "young_text_safety": "neutral_only",
        "young_call_safety": "never",
        "young_prefers": "sms",
    },
    "who-to-tell": {"tell_parents": "no", "tell_gp": "yes", "agrees": "yes"},
}


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


def test_a_young_person_asks_for_themselves(client, db_session):
    page, seen = walk(client, begin(client, "young_person"), TEEN, until="tasks")
    assert seen[0] == "age"
    assert seen.index("danger") == 1
    assert len(seen) <= 14
    checked = check(client, token_of(page))
    for words in ("Zoë", "I feel sick every morning", "3 March 2012", "NR1 3JU", "you left empty (", "easy read"):
        assert words.casefold() in checked.words.casefold()
    sent = send(client, checked)
    assert name_of(sent) == "sent"
    stored = db_session.scalars(select(SupportRequest)).one()
    assert stored.reference in sent.words
    assert stored.document["age"] == 14
    assert stored.document["answers"]["safety"]["self_harm_last_month"] == "declined"
    assert stored.document["answers"]["safety"]["risk_to_others"] == "not_asked"
    assert stored.document["answers"]["needs"] == ["anxiety", "school_attendance"]
    assert stored.document["answers"]["wants"] == ["someone_to_talk_to"]
    assert stored.document["answers"]["postcode_area"] == "in_area"
    assert stored.document["answers"]["place"] == "norwich"
    assert stored.document["answers"]["consent"] == "young_person"
    person = db_session.scalars(select(YoungPerson)).one()
    assert (person.given_name, person.family_name, str(person.birth_date)) == (
        "Zoë",
        "O’Neil-Süß",
        "2012-03-03",
    )
    young = next(contact for contact in stored.contacts if contact.who == "young_person")
    assert {(point.channel, point.safety) for point in young.points} == {
        ("sms", "neutral_only"),
        ("phone", "never"),
    }
    parent = next(contact for contact in stored.contacts if contact.who == "parent_carer")
    assert parent.may_be_told == "no"


def test_the_confirmation_says_what_happens_next(client, db_session):
    page, _ = walk(client, begin(client, "young_person"), TEEN, until="tasks")
    sent = send(client, check(client, token_of(page)))
    stored = db_session.scalars(select(SupportRequest)).one()
    assert f"{stored.next_news_at:%B %Y}" in sent.words
    for words in (
        "A clinician",
        "111",
        "Your 6-digit code is",
        "What may help today",
        "See how long people wait",
    ):
        assert words in sent.words
    again = client.get(sent.request.path)
    assert again.words == sent.words
    copy = client.get(f"/request/{token_of(page)}/copy")
    assert "I feel sick every morning" in copy.words


@pytest.mark.parametrize("age", ["0", "1", "4", "9", "17", "23", ""])
def test_a_parent_can_leave_everything_out_and_still_send(client, db_session, age):
    page, _ = walk(client, begin(client, "parent_carer"), {"age": {"age": age}}, until="tasks")
    sent = send(client, check(client, token_of(page)))
    assert name_of(sent) == "sent"
    document = db_session.scalars(select(SupportRequest)).one().document
    assert set(document["answers"]["safety"].values()) == {"not_asked"}
    assert "no" not in {document["answers"]["pregnant"], document["answers"]["looked_after"]}


@pytest.mark.parametrize("age", ["7", "12", "15", "16", "25", ""])
def test_a_young_person_can_leave_everything_out_and_still_send(client, db_session, age):
    page, _ = walk(client, begin(client, "young_person"), {"age": {"age": age}}, until="tasks")
    assert name_of(send(client, check(client, token_of(page)))) == "sent"


def test_a_professional_needs_two_pages_and_at_most_eight_fields(client, db_session):
    page = begin(client, "professional", profession="school")
    fields, pages = 0, []
    answers = {
        "child": {
            "given_name": "Ade",
            "family_name": "Bello",
            "story": "Not eating at lunch, and says he wants to die.",
            "birth_date": "1 2 2013",
            "known_risks": ["suicidal_thoughts_now"],
        },
        "contacts": {
            "young_reach": "He has no phone",
            "parent_reach": "Mum on 07700 900456 after 4pm",
            "referrer_reach": "office@school.example",
        },
    }
    while name_of(page) != "check":
        pages.append(name_of(page))
        fields += len(
            {name.partition("-")[0] for name in page.page.xpath("//main//*[@name]/@name")} - {"csrf_token"}
        )
        page = client.submit(page, **answers[pages[-1]])
    assert pages == ["child", "contacts"]
    assert fields <= 8
    assert "What helps us decide" in page.words
    # The first thing named leads to its page and back.
    agreed = client.get(page.page.xpath("//a[contains(., 'Who has agreed')]/@href")[0])
    page = client.submit(agreed, consent="both")
    assert name_of(page) == "check"
    assert name_of(send(client, page)) == "sent"
    stored = db_session.scalars(select(SupportRequest)).one()
    assert stored.profession == "School or college"
    assert stored.source_code == "C2"
    assert stored.document["answers"]["safety"]["suicidal_thoughts_now"] == "yes"
    assert stored.document["answers"]["safety"]["suicide_plan_or_intent"] == "not_asked"
    people = {contact.who: contact for contact in stored.contacts}
    assert people["young_person"].reason_missing == "He has no phone"
    assert {point.value for point in people["parent_carer"].points} == {"07700 900456"}
    assert people["referrer"].points[0].safety == "safe"
    assert not db_session.scalars(select(Task).where(Task.kind == "missing_information")).all()


def test_a_professional_who_leaves_everything_out_is_not_sent_back(client, db_session):
    page, _ = walk(client, begin(client, "professional", profession="gp"), {}, until="check")
    assert name_of(send(client, page)) == "sent"
    missing = db_session.scalars(select(Task).where(Task.kind == "missing_information")).all()
    assert "Ask for the young person's name" in {task.title for task in missing}


def test_sending_twice_is_one_request(client, db_session):
    page, _ = walk(client, begin(client, "young_person"), TEEN, until="tasks")
    first_tab = check(client, token_of(page))
    second_tab = check(client, token_of(page))
    once, twice = send(client, first_tab), send(client, second_tab)
    assert once.words == twice.words
    assert len(db_session.scalars(select(SupportRequest)).all()) == 1
    back = client.get(f"/request/{token_of(page)}/story", follow_redirects=True)
    assert "You have sent this" in back.words


def test_changing_an_answer_leads_back_to_the_list(client):
    page, _ = walk(client, begin(client, "young_person"), TEEN, until="tasks")
    token = token_of(page)
    story = client.get(f"/request/{token}/story?back=check")
    checked = client.submit(story, story="Something else entirely")
    assert name_of(checked) == "check"
    assert "Something else entirely" in checked.words
    # A change that calls for another question asks it first.
    reach = client.submit(client.get(f"/request/{token}/thoughts?back=check"), suicidal_thoughts_now="yes")
    assert name_of(reach) == "plan"
    assert name_of(client.submit(reach, suicide_plan_or_intent="no")) == "check"


@pytest.mark.parametrize(
    ("page", "answer"), [("about", {"birth_date-year": "1990"}), ("about", {"postcode": "SW1A 1AA"})]
)
def test_a_change_that_helps_onward_leads_back_to_the_list(client, page, answer):
    done, _ = walk(client, begin(client, "young_person"), TEEN, until="tasks")
    stopped = client.submit(client.get(f"/request/{token_of(done)}/{page}?back=check"), **answer)
    if name_of(stopped) == page:  # asked once which is right, the age or the date
        stopped = client.submit(stopped, **answer)
    carry_on = stopped.page.xpath("//a[contains(., 'Carry on')]/@href")[0]
    assert name_of(client.get(carry_on, follow_redirects=True)) == "check"


def test_every_optional_page_can_be_opened_and_returns_to_the_tasks(client):
    for requester, more in (
        ("young_person", {}),
        ("parent_carer", {}),
        ("professional", {"profession": "gp"}),
    ):
        page = begin(client, requester, **more)
        token = token_of(page)
        tasks = client.get(f"/request/{token}/tasks")
        listed = tasks.page.xpath("//ul[contains(@class, 'task-list')]//a/@href")
        assert len(listed) > 3
        for address in listed:
            answered = client.submit(client.get(address))
            assert answered.status_code == 200
            assert name_of(answered) not in ("who", "locked")


@pytest.mark.parametrize(
    ("requester", "page", "answer", "heading"),
    [
        ("young_person", "age", {"age": "30"}, "We will help you find the right place"),
        ("parent_carer", "about", {"postcode": "SW1A 1AA"}, "We will help you find help near home"),
    ],
)
def test_too_old_or_too_far_is_helped_onward(client, db_session, requester, page, answer, heading):
    at = begin(client, requester)
    token = token_of(at)
    stopped = client.submit(client.get(f"/request/{token}/{page}"), **answer)
    assert stopped.heading == heading
    carried_on = client.get(
        stopped.page.xpath("//a[contains(., 'Carry on')]/@href")[0], follow_redirects=True
    )
    walk(client, carried_on, {}, until="tasks")
    assert name_of(send(client, check(client, token))) == "sent"
