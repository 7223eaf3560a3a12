"""The family's own page: what it shows, and what nobody without both reference and code can learn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from forms.submission import PersonToContact, ReachBy
from ifd import clock
from ifd.database import db
from ifd.models import OutboxMessage, RequestEvent, SupportRequest, Task
from ifd.services import allocation, intake, life, partners, review, said_later
from ifd.tokens import keyed_hash
from tests import factories, with_partner
from tests.rate_limits import limited
from tests.services.test_review import agreeing
from triage.lifecycle import Event, Status
from triage.vocabulary import OfferKind, Priority, Requester

PAGE = "/my-request"


@pytest.fixture
def received(db_session):
    """A request just sent by a parent, and its code."""
    factories.area()
    found = intake.receive(factories.submission(), submission_key="k", by="family", at=clock.now())
    db_session.commit()
    return found


def look(client, received, code=None):
    return client.submit(client.get(PAGE), PAGE, reference=received.request.reference,
                         code=code or received.status_code)


def test_reference_and_code_show_where_it_is_who_has_it_and_by_when(client, received):
    page = look(client, received)

    assert page.heading == "Where your request is"
    assert "A clinician reads it" in page.words
    assert "Integrated Front Door team" in page.words
    assert f"{clock.london_date(received.request.next_news_at).day} " in page.words
    assert "We got your request" in page.words
    assert page.page.xpath("//a[starts-with(@href, '/self-care/')]")


@pytest.mark.parametrize("change", [str.lower, lambda text: text.replace("-", ""), lambda text: f" {text} ",
                                    lambda text: text.replace("-", " ")])
def test_the_reference_may_be_typed_in_any_way(client, received, change):
    page = client.submit(client.get(PAGE), PAGE, reference=change(received.request.reference),
                         code=" ".join(received.status_code))

    assert page.heading == "Where your request is"


def test_a_wrong_code_and_an_unknown_reference_are_answered_byte_for_byte_alike(client, received):
    wrong = "000000" if received.status_code != "000000" else "111111"

    def answer(reference):
        page = client.submit(client.get(PAGE), PAGE, reference=reference, code=wrong)
        return page.status_code, without_what_was_typed(page, reference)

    assert answer(received.request.reference) == answer("2222-2222")


def test_the_code_of_another_request_opens_nothing(client, received, db_session):
    other = intake.receive(factories.submission(), submission_key="other", by="family", at=clock.now())
    db_session.commit()

    page = look(client, received, other.status_code)
    assert page.errors == {"code": "The reference and the code do not go together. Check both, or ask for a new code"}


@pytest.mark.parametrize(("reference", "code"), [("", ""), ("x" * 5000, "1" * 5000), ("ريفرنس", "١٢٣٤٥٦"),
                                                 ("7K3F-92QH\x00", "12\x003456"), ("' or 1=1", "' or 1=1")])
def test_bad_input_is_a_message_by_the_field(client, received, reference, code):
    page = client.submit(client.get(PAGE), PAGE, reference=reference, code=code)

    assert page.status_code == 200
    assert page.errors


def test_a_request_without_a_code_cannot_be_opened(client, received):
    received.request.status_code_hash = ""

    assert look(client, received).errors


def test_without_the_code_the_page_leads_back(client, received):
    assert client.get(f"{PAGE}/now").headers["Location"] == PAGE


def test_the_visit_is_over_after_half_an_hour_without_use(client, received, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    look(client, received)
    time_machine.shift(timedelta(minutes=29))
    assert client.get(f"{PAGE}/now").status_code == 200
    time_machine.shift(timedelta(minutes=29))
    assert client.get(f"{PAGE}/now").status_code == 200
    time_machine.shift(timedelta(minutes=30))
    assert client.get(f"{PAGE}/now").status_code == 303


def test_finishing_closes_it_on_this_screen(client, received):
    look(client, received)
    client.post(f"{PAGE}/leave")

    assert client.get(f"{PAGE}/now").status_code == 303


def test_a_new_code_ends_visits_with_the_old_one(client, received):
    look(client, received)
    received.request.status_code_hash = keyed_hash("status", received.request.reference, "000000")

    assert client.get(f"{PAGE}/now").status_code == 303


def test_nothing_of_the_decision_is_shown_but_offer_and_explanation(client, received, db_session):
    life.record_event(received.request, Event.ADDED_TO, by=factories.clinician(), at=clock.now(),
                      note="Mother sounded drunk", what="note")
    received.request.priority = Priority.SOON
    page = look(client, received)

    said = page.words.partition("While you wait")[0]
    for secret in ("drunk", "anxiety", "Anxiety", "soon", "Soon", "thrive", "riority"):
        assert secret not in said, secret


def test_once_help_has_started_nobody_is_told_to_wait(client, received):
    clinician = factories.clinician()
    review.decide(received.request, agreeing(received.request), version=received.request.version, by=clinician,
                  at=clock.now())
    waiting = look(client, received).words
    assert "You do not lose your place" in waiting
    for event in (Event.ACCEPTED, Event.FIRST_CONTACT, Event.HELP_STARTED):
        life.record_event(received.request, event, by=clinician, at=clock.now())
    db.session.commit()
    helped = look(client, received)
    assert "Help has started" in helped.words
    assert "You do not lose your place" not in helped.words
    assert "While you wait" not in helped.words
    offer = allocation.current(received.request).offer
    assert offer.details["wait_note"] not in helped.words


# a service whose name could tell on somebody


def with_safeguarding(received, *, may_be_told=False):
    """A clinician has sent it to safeguarding."""
    choice = agreeing(received.request, offer=factories.offer(OfferKind.SAFEGUARDING), reason="Her safety.",
                      family_may_be_told=may_be_told)
    review.decide(received.request, choice, version=received.request.version, by=factories.clinician(),
                  at=clock.now())
    return allocation.current(received.request)


@pytest.mark.parametrize("steps", range(5))
def test_a_service_the_family_is_not_told_of_is_nowhere_on_the_page(client, received, steps):
    sent = with_safeguarding(received)
    partner = factories.partner_of(sent.offer)
    for step in (
        lambda: partners.accept(received.request, by=partner, at=clock.now()),
        lambda: partners.record_first_contact(
            received.request, happened_at=clock.now(), by=partner, at=clock.now()
        ),
        lambda: partners.record_help_started(
            received.request, happened_at=clock.now(), by=partner, at=clock.now()
        ),
        lambda: partners.hand_back(received.request, "Not for us", by=partner, at=clock.now()),
    )[:steps]:
        step()
    page = look(client, received)

    for name in (sent.offer.name, sent.offer.organisation.name, "ocial work", "The service", "We sent it to",
                 "What is planned"):
        assert name not in page.words, name
    assert sent.offer.slug not in page.get_data(as_text=True)
    assert "Our team is looking into what helps" in page.words


def test_nor_once_it_is_closed(client, received):
    sent = with_safeguarding(received)
    review.close(received.request, "Safe.", version=received.request.version, by=factories.clinician(),
                 at=clock.now())
    page = look(client, received)

    assert sent.offer.organisation.name not in page.words
    assert "Your request is closed" in page.words


def test_once_a_clinician_says_so_the_page_names_it(client, received):
    sent = with_safeguarding(received, may_be_told=True)
    page = look(client, received)

    assert sent.offer.name in page.words
    assert f"We sent it to {sent.offer.organisation.name}" in page.words


def test_the_next_service_is_named_and_the_one_before_still_is_not(client, received):
    before = with_safeguarding(received).offer
    with_partner.send_to(received.request, factories.offer(OfferKind.COUNSELLING), at=clock.now())
    page = look(client, received)

    assert allocation.current(received.request).offer.name in page.words
    assert before.organisation.name not in page.words


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_words(client, received, status):
    received.request.status = status
    page = look(client, received)

    assert page.status_code == 200
    assert page.words.count("None") == 0


def test_a_promise_that_has_passed_is_owned_up_to(client, received):
    received.request.next_news_at = clock.now() - timedelta(days=2)

    assert "We are late, and we are sorry" in look(client, received).words


def test_guesses_at_one_request_are_limited_wherever_they_come_from(database_url, valkey_url, received):
    wrong = "000000" if received.status_code != "000000" else "111111"
    with limited(database_url, valkey_url) as app:
        for n in range(10):
            thief = app.test_client()
            thief.environ_base["REMOTE_ADDR"] = f"198.51.100.{n}"
            assert look(thief, received, wrong).status_code == 200
        thief = app.test_client()
        thief.environ_base["REMOTE_ADDR"] = "198.51.100.99"
        stopped = look(thief, received)
        unknown = [thief.submit(thief.get(PAGE), PAGE, reference="2222-2222", code=wrong) for _ in range(11)][-1]

    assert stopped.status_code == unknown.status_code == 429
    assert without_tokens(stopped) == without_tokens(unknown)
    assert "999" in stopped.words


def test_looking_often_with_the_right_code_is_never_limited(database_url, valkey_url, received):
    with limited(database_url, valkey_url) as app:
        client = app.test_client()
        assert {look(client, received).status_code for _ in range(15)} == {200}


# a new code


def test_a_new_code_goes_to_safe_ways_only_and_the_old_one_stops(client, received, db_session):
    before = received.request.status_code_hash
    page = ask_for_code(client, received.request.reference)

    assert page.heading == "Look at your messages"
    sent = db_session.scalars(select(OutboxMessage).where(OutboxMessage.template == "status_code_again")).all()
    assert len(sent) == 1
    code = sent[0].facts["code"]
    assert received.request.status_code_hash == keyed_hash("status", received.request.reference, code) != before
    assert look(client, received, code).heading == "Where your request is"


def test_a_code_never_goes_to_one_who_may_only_have_neutral_words(client, db_session):
    """With it they could read everything that neutral words keep from them."""
    factories.area()
    people = (PersonToContact(who="young_person", knows="yes", may_be_told="yes",
                              reach=(ReachBy("sms", "07700 900123", safety="safe"),)),
              PersonToContact(who="parent_carer", knows="yes", may_be_told="unknown",
                              reach=(ReachBy("email", "maja@example.org", safety="safe"),)))
    asked = factories.submission(people=people, requester=Requester.YOUNG_PERSON)
    found = intake.receive(asked, submission_key="k", by="family", at=clock.now())
    db_session.commit()
    ask_for_code(client, found.request.reference)

    sent = db_session.scalars(select(OutboxMessage).where(OutboxMessage.template == "status_code_again")).all()
    assert [message.channel for message in sent] == ["sms"]


def test_asking_for_a_code_answers_alike_for_an_unknown_reference(client, received):
    known = ask_for_code(client, received.request.reference)
    unknown = ask_for_code(client, "2222-2222")

    assert known.status_code == unknown.status_code == 200
    assert without_tokens(known) == without_tokens(unknown)


def test_without_a_safe_way_the_code_stays_and_nobody_is_asked_to_call(client, db_session):
    factories.area()
    people = (PersonToContact(who="parent_carer", name="Maja", knows="yes", may_be_told="no",
                              reach=(ReachBy("email", "maja@example.org", safety="safe"),)),
              PersonToContact(who="young_person", knows="yes", may_be_told="yes",
                              reach=(ReachBy("sms", "07700 900123", safety="never"),)))
    found = intake.receive(factories.submission(people=people), submission_key="k", by="family", at=clock.now())
    db_session.commit()
    before = found.request.status_code_hash
    ask_for_code(client, found.request.reference)

    assert found.request.status_code_hash == before
    assert not db_session.scalars(select(OutboxMessage).where(OutboxMessage.template == "status_code_again")).all()
    task = db_session.scalar(select(Task).where(Task.title.contains("new code")))
    assert task.kind == "no_safe_way"
    assert task.title.startswith("No safe way to reach the family: do not call or text.")


# things have got worse


def test_got_worse_raises_the_priority_and_brings_a_clinician_today(client, received, db_session):
    received.request.priority, received.request.priority_rank = Priority.ROUTINE, Priority.ROUTINE.rank
    look(client, received)
    form = client.get(f"{PAGE}/got-worse")
    assert {"tel:999", "tel:111"} <= set(form.page.xpath("//main//a/@href"))
    page = client.submit(form, f"{PAGE}/got-worse", words="She has stopped going out at all", call="yes")

    assert page.heading == "Thank you for telling us"
    assert received.request.priority is Priority.URGENT
    task = db_session.scalar(select(Task).where(Task.kind == "got_worse"))
    assert task.role == "clinician"
    assert task.priority_rank == Priority.URGENT.rank
    assert task.due_at - task.made_at <= timedelta(hours=4)
    assert "call" in task.title
    said = db_session.scalar(select(RequestEvent).where(RequestEvent.event == Event.ADDED_TO))
    assert said.note == "She has stopped going out at all"
    assert "You told us that things have got worse" in client.get(f"{PAGE}/now").words


def test_words_of_danger_raise_it_further_and_bring_its_day_nearer(client, received, db_session):
    before = received.request.due_at
    look(client, received)
    tell_worse(client, "I am going to kill myself tonight, I have the tablets here")

    assert received.request.priority.rank < Priority.URGENT.rank
    assert received.request.due_at < before
    said = db_session.scalar(select(RequestEvent).where(RequestEvent.event == Event.ADDED_TO))
    assert "suicide_intent" in said.detail["flags"]


def test_got_worse_never_lowers(client, received):
    received.request.priority, received.request.priority_rank = Priority.EMERGENCY, Priority.EMERGENCY.rank
    look(client, received)
    tell_worse(client, "A bit worse")

    assert received.request.priority is Priority.EMERGENCY


def test_the_same_form_twice_is_one_piece_of_news(client, received, db_session):
    look(client, received)
    form = client.get(f"{PAGE}/got-worse")
    for _ in range(2):
        client.submit(form, f"{PAGE}/got-worse", words="Worse", call="no")

    assert db_session.scalar(select(func.count()).select_from(Task).where(Task.kind == "got_worse")) == 1
    events = select(func.count()).select_from(RequestEvent).where(RequestEvent.event == Event.ADDED_TO)
    assert db_session.scalar(events) == 1


def test_other_words_from_the_same_form_are_more_news(client, received, db_session):
    look(client, received)
    form = client.get(f"{PAGE}/got-worse")
    for words in ("Worse", "He has taken tablets"):
        client.submit(form, f"{PAGE}/got-worse", words=words, call="no")

    told = db_session.scalars(select(RequestEvent.note).where(RequestEvent.event == Event.ADDED_TO)).all()
    assert set(told) == {"Worse", "He has taken tablets"}


def test_what_was_written_for_days_is_shown_to_be_sent_anew(client, received, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    look(client, received)
    form = client.get(f"{PAGE}/got-worse")
    time_machine.shift(timedelta(days=2))
    page = client.submit(form, f"{PAGE}/got-worse", words="It took me long to write this", call="no")

    assert page.status_code == 400
    assert "It took me long to write this" in page.words
    assert "call us on" in page.words


def test_what_was_written_slowly_is_kept_after_the_visit_is_over(client, received, db_session, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    look(client, received)
    form = client.get(f"{PAGE}/got-worse")
    time_machine.shift(timedelta(hours=2))
    page = client.submit(form, f"{PAGE}/got-worse", words="It took me long to write this", call="no")

    assert page.heading == "Thank you for telling us"
    assert db_session.scalar(select(Task).where(Task.kind == "got_worse"))
    assert client.get(f"{PAGE}/now").status_code == 303


def test_a_forged_form_adds_to_nothing(client, received, db_session):
    look(client, received)
    form = client.get(f"{PAGE}/got-worse")
    client.submit(form, f"{PAGE}/got-worse", words="x", call="no", token="WzEsIngiXQ.xx.yy")

    assert not db_session.scalar(select(Task).where(Task.kind == "got_worse"))


def test_a_closed_request_opens_again(client, received):
    received.request.status, received.request.closed_at = Status.CLOSED, clock.now()
    look(client, received)
    tell_worse(client, "It has come back")

    assert received.request.status is Status.RECEIVED
    assert received.request.closed_at is None


def test_not_saying_whether_to_call_is_asked_for_and_the_words_are_kept(client, received):
    look(client, received)
    page = client.submit(client.get(f"{PAGE}/got-worse"), f"{PAGE}/got-worse", words="Kept words")

    assert page.errors == {"call": "Choose whether we should call you"}
    assert page.page.xpath("//textarea/text()") == ["Kept words"]


def test_news_is_not_lost_when_a_clinician_saves_in_the_same_moment(client, received, db_session, monkeypatch):
    look(client, received)
    real, calls = said_later.tell, []

    def meanwhile(request, *args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            newer = update(SupportRequest).values(version=SupportRequest.version + 1)
            db.session.execute(newer.execution_options(synchronize_session=False))
        return real(request, *args, **kwargs)

    monkeypatch.setattr(said_later, "tell", meanwhile)
    form = client.get(f"{PAGE}/got-worse")
    page = client.submit(form, f"{PAGE}/got-worse", words="Worse", call="no")

    assert page.heading == "Thank you for telling us"
    assert db_session.scalar(select(func.count()).select_from(Task).where(Task.kind == "got_worse")) == 1


# what the tests do


def ask_for_code(client, reference):
    return client.submit(client.get(f"{PAGE}/new-code"), f"{PAGE}/new-code", reference=reference)


def tell_worse(client, words):
    return client.submit(client.get(f"{PAGE}/got-worse"), f"{PAGE}/got-worse", words=words, call="no")


def without_tokens(page) -> str:
    import re

    return re.sub(r'(nonce|value)="[^"]{20,}"', "", page.get_data(as_text=True))


def without_what_was_typed(page, reference) -> str:
    return without_tokens(page).replace(reference, "")


SUNDAY, MONDAY = datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 11, 2, 12, tzinfo=UTC)
CLOSED = "We are closed now. We open on Monday 2 November 2026. A clinician reads yours first."


@pytest.mark.parametrize(("at", "is_closed"), [(SUNDAY, True), (MONDAY, False)])
def test_while_we_are_closed_no_page_says_today(client, db_session, monkeypatch, at, is_closed):
    monkeypatch.setattr(clock, "now", lambda: at)
    factories.area()
    received = intake.receive(factories.submission(), submission_key="k", by="family", at=at)
    db_session.commit()
    mine = look(client, received)
    form = client.get(f"{PAGE}/got-worse")
    told = client.submit(form, f"{PAGE}/got-worse", words="She does not eat", call="no")

    for page in (mine, form, told):
        assert (CLOSED in page.words) is is_closed
        assert ("looks today" in page.words or "reads it today" in page.words) is not is_closed
