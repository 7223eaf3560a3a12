"""The lists as pages: who may see them, what they say, what a wrong address does."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from forms.submission import PersonToContact, ReachBy
from ifd import clock
from ifd.database import db
from ifd.models import AuditEntry, Staff, SupportRequest, Task
from ifd.services import tasks
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
    assert "What you wrote was not stored: Bo Lund was first." in late.words
    assert "Another call." in late.words


def test_a_task_of_another_list_is_not_there(db_session, client):
    task = tasks.open_task("late_clock", about="late:1", at=factories.NOON)
    sign_in(client, factories.staff("call_handler"))
    assert client.get(f"/clinic/tasks/{task.id}").status_code == 404


def danger_not_sent(**answers):
    from ifd.services import drafts

    draft, _token = drafts.start({"requester": "young_person"}, by="family", at=clock.now())
    said = {"immediate_danger": "yes", "given_name": "Ada", **answers}
    drafts.save_answers(draft, said, by="family", at=clock.now())
    return db.session.scalar(db.select(Task).where(Task.kind == "danger_draft"))


@pytest.mark.parametrize(("answers", "number"), [({}, "No number"), ({"young_phone": "07700 900123"}, "A number")])
def test_danger_in_a_form_that_was_not_sent_is_read_where_the_task_is(db_session, client, answers, number):
    task = danger_not_sent(age="14", **answers)
    sign_in(client, factories.clinician())
    listed = client.get("/clinic/tasks").words
    assert f"A form not yet sent: Ada, age 14. {number} was given. Opened under a minute ago" in listed
    page = client.get(f"/clinic/tasks/{task.id}")
    assert "Hurt or in danger right nowYes" in page.words
    assert "Ada" in page.words


def test_who_reads_a_form_that_was_not_sent_is_recorded(db_session, client):
    task = danger_not_sent()
    reader = factories.clinician()
    sign_in(client, reader).get(f"/clinic/tasks/{task.id}")
    [seen] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "draft.viewed"))
    assert (seen.subject, seen.subject_id, seen.staff_id) == ("draft", task.draft_id, reader.id)


def test_one_person_sees_to_a_task_and_the_other_is_told(app, db_session):
    task = danger_not_sent()
    first, second = (
        sign_in(app.test_client(), factories.clinician(name=name)) for name in ("Ivy Stone", "Bo Lund")
    )
    path = f"/clinic/tasks/{task.id}"
    pages = first.get(path), second.get(path)
    first.submit(pages[0], f"{path}/claim", seen_with="")
    late = second.submit(pages[1], f"{path}/claim", seen_with="")
    assert "Somebody else was quicker" in late.words
    assert "Ivy Stone is seeing to this." in late.words
    assert "Ivy Stone is seeing to it" in second.get("/clinic/tasks").words
    taken = second.submit(late, f"{path}/claim", seen_with=str(db.session.get(Task, task.id).assigned_to_id))
    assert "You are seeing to this." in taken.words


def test_what_came_of_a_task_is_kept_for_whoever_was_second(app, db_session, monkeypatch):
    task = danger_not_sent()
    second = sign_in(app.test_client(), factories.clinician(name="Bo Lund"))
    page = second.get(f"/clinic/tasks/{task.id}")
    other, finish = factories.clinician(name="Ivy Stone").id, tasks.finish
    db.session.commit()

    def just_before(found, **facts):
        finish(found, by=db.session.get(Staff, other), at=facts["at"], outcome="Rang: safe with her aunt.")
        db.session.commit()
        return finish(found, **facts)

    monkeypatch.setattr(tasks, "finish", just_before)
    late = second.submit(page, outcome="I rang her father.")
    assert "What you wrote was not stored: Ivy Stone was first." in late.words
    assert "I rang her father." in late.words


def task_about(person: PersonToContact):
    request = factories.request(people=(person,))
    return tasks.open_task("call_back", about="call_back:test", request=request, at=factories.NOON)


def test_a_task_says_who_may_be_reached_and_links_only_what_may_be_called(db_session, client):
    task = task_about(PersonToContact("parent_carer", name="Maja", knows="yes", may_be_told="yes", reach=(
        ReachBy("phone", "01632 960001", "safe"), ReachBy("phone", "01632 960002", "never"))))
    page = sign_in(client, factories.clinician()).get(f"/clinic/tasks/{task.id}")
    assert page.page.xpath("//main//a[starts-with(@href, 'tel:')]/@href") == ["tel:01632960001"]
    assert "Call: 01632 960002. Never use" in page.words
    assert db.session.scalar(select(AuditEntry.action).where(AuditEntry.action == "request.viewed"))


def test_a_task_says_that_no_number_is_safe(db_session, client):
    task = task_about(PersonToContact("parent_carer", name="Maja", knows="yes", may_be_told="yes", reach=(
        ReachBy("phone", "01632 960002", "never"),)))
    page = sign_in(client, factories.clinician()).get(f"/clinic/tasks/{task.id}")
    assert "No number of the family is safe. Do not call or text them. Decide with a lead." in page.words
    assert not page.page.xpath("//main//a[starts-with(@href, 'tel:')]")
