"""The lists as pages: who may see them, what they say, what a wrong address does."""

from __future__ import annotations

import pytest

from ifd.database import db
from ifd.models import SupportRequest
from tests import factories
from tests.web.signed_in import sign_in

PAGES = ("/clinic", "/clinic/tasks", "/staff")
ROLES = ("clinician", "lead", "call_handler", "partner", "professional", "analyst", "administrator")
SEES_REQUESTS = {"clinician", "lead", "call_handler"}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_the_lists(db_session, client, role):
    sign_in(client, factories.staff(role))
    for path in ("/clinic", "/clinic/tasks"):
        assert client.get(path).status_code == (200 if role in SEES_REQUESTS else 403), path
    assert client.get("/staff").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_sent_to_sign_in(db_session, client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert "sign-in" in answer.location


def test_the_list_says_what_a_clinician_needs(db_session, client):
    found = factories.request(safety={"suicidal_thoughts_now": "yes"}, text="I want to die")
    found.hand_backs = 1
    sign_in(client, factories.clinician())
    page = client.get("/clinic")
    assert page.heading == "To decide"
    for words in (
        found.reference,
        "Ada, age 14",
        "Anxiety or worries",
        found.priority.label,
        "Suicidal thoughts",
        "late",
        "Handed back once",
    ):
        assert words in page.words
    assert "To decide (1)" in page.words


def test_an_empty_list_says_so(db_session, client):
    sign_in(client, factories.clinician())
    assert "There is nothing more on this list." in client.get("/clinic?list=late").words


def test_pages_follow_one_another(db_session, client):
    for _ in range(27):
        factories.request()
    sign_in(client, factories.clinician())
    first = client.get("/clinic")
    link = first.page.xpath("//a[text()='Next page']/@href")[0]
    second = client.get(link)
    references = [r for page in (first, second) for r in page.page.xpath("//tbody//th/a/text()")]
    assert sorted(references) == sorted(db.session.scalars(db.select(SupportRequest.reference)))
    assert "Back to the start of the list" in second.words


def test_narrowing_keeps_the_list_and_has_no_personal_data_in_its_address(db_session, client):
    factories.request(age=14)
    factories.request(age=20)
    sign_in(client, factories.clinician())
    page = client.get("/clinic?list=to-decide&ages=18-25")
    assert "age 20" in page.words
    assert "age 14" not in page.words
    assert "Show the whole list" in page.words


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=9.9.9",
        "after=1.99999999999999999999999.1",
        "list=none",
        "ages=older",
        "priority=asap",
        "requester='; drop table",
        "after=%00",
        "priority=urgent&priority=soon",
    ],
)
def test_an_address_nobody_made_is_still_a_list(db_session, client, query):
    factories.request()
    sign_in(client, factories.clinician())
    assert client.get(f"/clinic?{query}").status_code == 200


def test_a_task_is_done_by_name_with_what_came_of_it(db_session, client):
    from ifd.models import Task
    from ifd.services import tasks

    found = factories.request()
    task = tasks.open_task("call_back", about="call_back:1:0", request=found, at=factories.NOON)
    handler = factories.staff("call_handler", name="Bo Lund")
    sign_in(client, handler)
    assert "Call back" in client.get("/clinic/tasks").words
    page = client.get(f"/clinic/tasks/{task.id}")
    empty = client.submit(page, outcome="")
    assert empty.errors == {"outcome": "Say what came of it"}
    client.submit(empty, outcome="Spoke with her mother.")
    done = db.session.get(Task, task.id)
    assert (done.outcome, done.done_by_id) == ("Spoke with her mother.", handler.id)
    late = client.post(f"/clinic/tasks/{task.id}", data={"outcome": "Another call."})
    assert "What you wrote was not stored" in late.words
    assert "Another call." in late.words


def test_a_task_of_another_list_is_not_there(db_session, client):
    from ifd.services import tasks

    task = tasks.open_task("late_clock", about="late:1", at=factories.NOON)
    sign_in(client, factories.staff("call_handler"))
    assert client.get(f"/clinic/tasks/{task.id}").status_code == 404


def test_danger_in_a_form_that_was_not_sent_is_read_where_the_task_is(db_session, client):
    from ifd.models import Task
    from ifd.services import drafts

    draft, _token = drafts.start({"requester": "young_person"}, by="family", at=factories.NOON)
    drafts.save_answers(
        draft, {"immediate_danger": "yes", "given_name": "Ada"}, by="family", at=factories.NOON
    )
    task = db.session.scalar(db.select(Task).where(Task.kind == "danger_draft"))
    sign_in(client, factories.clinician())
    assert "A form not yet sent" in client.get("/clinic/tasks").words
    page = client.get(f"/clinic/tasks/{task.id}")
    assert "Hurt or in danger right nowYes" in page.words
    assert "Ada" in page.words
