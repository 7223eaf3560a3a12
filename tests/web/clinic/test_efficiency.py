"""What saves a clinician time on a request's page, without deciding anything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forms.submission import WhoItIsAbout
from ifd import clock
from ifd.database import db
from ifd.services import review, times_to_decide
from tests import factories
from tests.presenters.test_in_short import TEXT
from tests.services.test_review import agreeing
from tests.web.signed_in import sign_in
from triage.time_to_decide import Kind, Past, learn
from triage.vocabulary import Priority, Requester


@pytest.fixture
def clinician(db_session):
    return factories.clinician(name="Ines Moreau")


def test_a_long_text_is_told_in_short_with_each_sentence_led_to_its_place(clinician, client):
    found = factories.request(text=TEXT)
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    links = page.page.xpath("//div[@class='ifd-in-short']//a")
    assert links
    for link in links:
        assert page.page.xpath(f"//div[@class='ifd-own-words']//*[@id='{link.get('href')[1:]}']")
    assert any("wants to die" in link.text_content() for link in links)
    assert page.page.xpath("//div[@class='ifd-in-short']//mark")
    for label in page.page.xpath("//mark/span"):
        label.drop_tree()
    assert page.page.xpath("string(//div[@class='ifd-own-words'])") == TEXT


def test_a_short_text_has_no_summary(clinician, client):
    found = factories.request(text="She does not sleep. She is sad.")
    assert "In short" not in sign_in(client, clinician).get(f"/clinic/{found.reference}").words


def asked(given: str = "Ada", **facts):
    about = WhoItIsAbout(given_name=given, family_name="Lindqvist", birth_date=date(2012, 5, 4))
    return factories.request(about=about, **facts)


def test_an_earlier_request_is_told_with_why_and_how_far_it_is(clinician, client):
    earlier, found = asked(), asked()
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    for words in (
        "May be about the same person",
        "Likely the same person",
        earlier.reference,
        "same name, same date of birth, same telephone or e-mail",
        "open: waits for a decision",
    ):
        assert words in page.words, words


def test_one_action_settles_it_on_both_requests_and_can_be_taken_back(clinician, client):
    earlier, found = asked(), asked()
    sign_in(client, clinician).get("/clinic")
    address = f"/clinic/{found.reference}/same-person/{earlier.reference}"
    assert client.post(address, data={"word": "same"}).status_code == 303
    for one in (earlier, found):
        words = client.get(f"/clinic/{one.reference}").words
        assert "Other requests about the same person" in words
        assert "Said by Ines Moreau" in words
    client.post(address, data={"word": "somebody_else"})
    words = client.get(f"/clinic/{earlier.reference}").words
    assert "Said to be about somebody else (1)" in words
    assert "May be about the same person" not in words
    client.post(address, data={"word": "taken_back"})
    assert "May be about the same person" in client.get(f"/clinic/{earlier.reference}").words


def test_what_is_said_of_a_pair_changes_neither_request(clinician, client):
    earlier, found = asked(), asked()
    before = [(one.status, one.priority, one.due_at, one.version) for one in (earlier, found)]
    sign_in(client, clinician).get("/clinic")
    said = client.post(f"/clinic/{found.reference}/same-person/{earlier.reference}", data={"word": "same"})
    assert said.status_code == 303
    db.session.expire_all()
    assert [(one.status, one.priority, one.due_at, one.version) for one in (earlier, found)] == before


def test_a_twin_is_never_offered_as_the_same(clinician, client):
    asked("Eva")
    found = asked()
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    assert "May be a brother, sister or twin" in page.words
    for sure in ("Almost certainly", "Likely", "Possibly"):
        assert f"{sure} the same person" not in page.words


def test_only_who_decides_may_say_it_and_only_of_two_that_are_there(clinician, client):
    earlier, found = asked(), asked()
    sign_in(client, factories.staff("call_handler")).get("/clinic")
    address = f"/clinic/{found.reference}/same-person/{earlier.reference}"
    assert client.post(address, data={"word": "same"}).status_code == 403
    page = client.get(f"/clinic/{found.reference}")
    assert earlier.reference in page.words
    assert not page.page.xpath("//button[@name='word']")
    sign_in(client, clinician).get("/clinic")
    for wrong, word, status in (
        (f"/clinic/{found.reference}/same-person/{found.reference}", "same", 400),
        (f"/clinic/{found.reference}/same-person/XXXX-XXXX", "same", 404),
        (address, "merge", 400),
    ):
        assert client.post(wrong, data={"word": word}).status_code == status


LONG = "She worries about everything. " * 60


def known_times() -> None:
    """What this team's past tells: a long text takes three times as long."""
    past = [Past(Kind(length, Requester.PARENT_CARER, 0, Priority.SOON), minutes)
            for length, minutes in ((100, 10), (1_800, 30)) for _ in range(100)]  # fmt: skip
    times_to_decide.keep(learn(past), len(past), at=factories.NOON)


def order_of(page) -> list[str]:
    return page.page.xpath("//tbody//th/a/text()")


def test_the_quickest_come_first_only_when_asked_and_only_within_a_priority(clinician, client):
    now = clock.now()
    long = factories.request(text=LONG, at=now - timedelta(minutes=9))
    short = factories.request(text="She worries.", at=now)
    urgent = factories.request(text=LONG, safety={"suicidal_thoughts_now": "yes"}, at=now)
    known_times()
    page = sign_in(client, clinician).get("/clinic")
    assert order_of(page) == [urgent.reference, long.reference, short.reference]
    assert "to decide" not in page.page.xpath("string(//tbody)")
    link = page.page.xpath("//a[text()='Quickest first within each priority']/@href")[0]
    quickest = client.get(link)
    assert order_of(quickest) == [urgent.reference, short.reference, long.reference]
    assert "about 25 minutes to decide" in quickest.words
    back = quickest.page.xpath("//a[text()='Soonest due first']/@href")[0]
    assert order_of(client.get(back)) == order_of(page)


def test_what_is_late_stays_before_what_is_quick(clinician, client):
    late = factories.request(text=LONG)
    late.due_at = clock.now() - timedelta(minutes=1)
    short = factories.request(text="She worries.", at=clock.now())
    assert late.priority is short.priority
    known_times()
    assert order_of(sign_in(client, clinician).get("/clinic?order=quickest")) == [
        late.reference,
        short.reference,
    ]


def test_what_is_said_to_take_as_long_goes_by_when_it_is_due(clinician, client):
    """A parent's line takes a minute more than a young person's, and both are said to take about 10."""
    parents, young = (
        [Past(Kind(100, who, 0, Priority.SOON), minutes)] * 100
        for who, minutes in ((Requester.PARENT_CARER, 11), (Requester.YOUNG_PERSON, 9))
    )
    times_to_decide.keep(learn([*parents, *young]), 200, at=factories.NOON)
    now = clock.now()
    sooner = factories.request(requester=Requester.PARENT_CARER, text="Worried.", at=now - timedelta(minutes=9))
    later = factories.request(requester=Requester.YOUNG_PERSON, text="Worried.", at=now)
    assert sooner.priority is later.priority
    page = sign_in(client, clinician).get("/clinic?order=quickest")
    assert page.words.count("about 10 minutes to decide") == 2
    assert order_of(page) == [sooner.reference, later.reference]


def test_the_order_follows_to_the_next_page_and_changes_no_page(clinician, client):
    for number in range(27):
        factories.request(text="Worried. " * (number + 1), at=clock.now())
    known_times()
    sign_in(client, clinician)
    for query in ("", "&priority=soon", "&priority=routine"):
        pages = [client.get(f"/clinic?list=to-decide{order}{query}") for order in ("", "&order=quickest")]
        assert set(order_of(pages[0])) == set(order_of(pages[1]))
    link = client.get("/clinic?order=quickest").page.xpath("//a[text()='Next page']/@href")[0]
    assert "order=quickest" in link
    assert "Soonest due first" in client.get(link).words


@pytest.mark.parametrize("query", ["", "?order=quickest", "?order=slowest"])
def test_while_too_little_is_known_the_order_is_not_offered(clinician, client, query):
    factories.request()
    page = sign_in(client, clinician).get(f"/clinic{query}")
    assert "How long a decision takes is not known yet" in page.words
    assert "Quickest first" not in page.words


def test_a_list_that_waits_for_no_decision_has_no_such_order(clinician, client):
    factories.request()
    known_times()
    words = sign_in(client, clinician).get("/clinic?list=late&order=quickest").words
    assert "uickest" not in words
    assert "How long a decision" not in words


def test_what_an_answer_could_change_is_told_under_what_is_still_to_ask(clinician, client):
    found = factories.request(safety={"suicide_plan_or_intent": "not_asked"})
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    told = "A plan or intent to end their life: if yes, this becomes very urgent"
    assert told in page.words
    assert page.words.index("What an answer could change") < page.words.index(told)
    assert page.page.xpath("//*[@id='answer-safety-suicide_plan_or_intent']")


def test_once_it_is_decided_nothing_is_asked_to_change_it(clinician, client):
    found = factories.request(safety={"suicide_plan_or_intent": "not_asked"})
    review.decide(found, agreeing(found), version=found.version, by=clinician, at=factories.NOON)
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    assert "What an answer could change" not in page.words


@pytest.mark.parametrize(("age", "is_asked"), [(7, False), (14, True)])
def test_only_what_can_be_theirs_is_told(clinician, client, age, is_asked):
    found = factories.request(age=age, text="Worried.", given={"needs": []})
    page = sign_in(client, clinician).get(f"/clinic/{found.reference}")
    told = page.words.partition("What an answer could change")[2]
    assert told
    assert ("Pregnant, or a partner is: if yes" in told) == is_asked
