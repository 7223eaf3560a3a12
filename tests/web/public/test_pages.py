"""Every public page, in every state, for somebody who has no account and perhaps no JavaScript."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.models import WaitTally
from ifd.queries.directory import find_offer
from ifd.services import directory
from tests import factories
from triage import library
from triage.crisis import crisis_contacts
from triage.vocabulary import Need

PAGES = [
    "/",
    "/help-now",
    "/self-care",
    "/offers",
    "/waits",
    "/your-information",
    "/leaving-safely",
    "/accessibility",
    "/cookies",
]


@pytest.fixture
def area(db_session):
    factories.area()
    db_session.commit()


@pytest.mark.parametrize("address", PAGES)
def test_page_opens_without_an_account_and_says_999_and_111(client, area, address):
    page = client.get(address)

    assert page.status_code == 200
    everything = page.get_data(as_text=True)
    assert "999" in everything
    assert "111" in everything
    assert "Leave this page" in everything


@pytest.mark.parametrize("address", PAGES)
def test_page_opens_on_an_empty_database(client, address):
    assert client.get(address).status_code == 200


def test_home_shows_the_three_doors_and_the_telephone(client, area, settings):
    page = client.get("/")

    doors = page.page.xpath("//a[contains(@class, 'nhsuk-card__link')]/@href")
    assert doors == ["/help-now", "/self-care", "/request"]
    assert settings.front_door_phone in page.words
    assert "up to 25" in page.words


def test_help_now_shows_every_line_when_nothing_is_chosen(client):
    page = client.get("/help-now")

    for contact in crisis_contacts():
        assert contact.href in page.page.xpath("//main//a/@href"), contact.service


def test_help_now_for_a_parent_leaves_out_lines_for_children_but_never_999_and_111(client):
    page = client.get("/help-now?who=parent_carer&age=12-17")

    assert "Childline" not in page.words
    assert "YoungMinds Parents Helpline" in page.words
    assert {"tel:999", "tel:111"} <= set(page.page.xpath("//main//a/@href"))


def test_help_now_for_a_child_names_childline_first_and_the_relay_under_its_own_heading(client):
    page = client.get("/help-now?who=young_person&age=5-11")

    words = page.words
    own_heading = words.rindex("Deaf, or hard to speak?")
    assert words.index("Childline") < words.index("Shout") < own_heading < words.index("18001 111")
    assert page.page.xpath("//main//a[@href='#without-speech']")


@pytest.mark.parametrize(
    "query", ["?age=99", "?who=nobody", "?age=12-17&age=0-4", "?who=%00", "?age=" + "x" * 5000]
)
def test_help_now_with_a_wrong_choice_still_shows_the_lines(client, query):
    page = client.get("/help-now" + query)

    assert page.status_code == 200
    assert "Samaritans" in page.words


def test_self_care_can_be_looked_through_by_topic_age_and_reader(client):
    page = client.get("/self-care?need=sleep&age=5-11&who=parent_carer")

    slugs = [link.rpartition("/")[2] for link in page.page.xpath("//main//h3/a/@href")]
    assert slugs
    for slug in slugs:
        found = library.resource(slug)
        assert Need.SLEEP in found.needs
        assert "parent_carer" in found.audiences


def test_words_typed_into_the_search_reach_no_address(client):
    page = client.get("/self-care")
    found = client.submit(page, "/self-care", words="sleep", need="", age="", who="")

    assert found.status_code == 200
    assert found.request.path == "/self-care"
    assert not found.request.query_string
    assert "sleep" in found.words.lower()
    assert found.page.xpath("//input[@name='words']/@value") == ["sleep"]


def test_choosing_without_words_leads_to_an_address_that_can_be_kept(client):
    page = client.get("/self-care")
    found = client.submit(page, "/self-care", words="", need="sleep", age="5-11", who="")

    assert found.request.full_path == "/self-care?need=sleep&age=5-11"


@pytest.mark.parametrize(
    "words", ["zzzzqqqq", "<script>alert(1)</script>", "нет", "ห้อง", "'; drop table staff; --"]
)
def test_a_search_that_finds_nothing_says_what_to_do(client, words):
    found = client.submit(client.get("/self-care"), "/self-care", words=words, need="", age="", who="")

    assert "We found nothing" in found.words
    assert "<script>alert" not in found.get_data(as_text=True)


def test_a_search_that_is_too_long_is_told_so_and_kept(client):
    found = client.submit(client.get("/self-care"), "/self-care", words="sleep " * 50, need="sleep")

    assert "words" in found.errors
    assert found.page.xpath("//select[@name='need']/option[@selected]/@value") == ["sleep"]


def test_a_wrong_choice_in_an_address_is_a_message_not_a_failure(client):
    page = client.get("/self-care?need=nonsense")

    assert page.status_code == 200
    assert page.errors == {"need": "Choose from the list"}


@pytest.mark.parametrize("resource", library.library(), ids=lambda resource: resource.slug)
def test_every_self_care_page_shows_sources_review_date_and_crisis_help(client, resource):
    page = client.get(f"/self-care/{resource.slug}")

    assert page.heading == resource.title
    assert all(source.url in page.page.xpath("//main//a/@href") for source in resource.sources)
    assert str(resource.reviewed.year) in page.words
    assert "999" in page.words
    assert "111" in page.words


def test_every_offer_of_the_directory_has_its_page(client, area, db_session):
    from ifd.queries.directory import current_offers

    for offer in current_offers():
        page = client.get(f"/offers/{offer.slug}")
        assert page.heading == offer.name
        assert offer.details["what_happens"] in page.words


def test_offers_can_be_found_by_topic_age_and_place(client, area):
    page = client.get("/offers?need=bereavement&age=5-11&place=norwich")

    slugs = [link.rpartition("/")[2] for link in page.page.xpath("//main//h3/a/@href")]
    assert "lapwing-children" in slugs
    assert "lapwing-young-adults" not in slugs
    assert "parenting-groups" not in slugs
    for slug in slugs:
        offer = find_offer(slug)
        assert offer.min_age <= 11
        assert offer.max_age >= 5
        assert {"all", "norwich"} & set(offer.details["areas"])


def test_offers_are_grouped_with_everyday_help_first_and_none_is_lost(client, area):
    from ifd.queries.directory import current_offers

    page = client.get("/offers")
    groups = page.page.xpath("//main//h2/text()")

    assert groups[0] == "Help to start with"
    assert "Mental health team for under 18s (CAMHS)" in groups
    shown = [link.rpartition("/")[2] for link in page.page.xpath("//main//h3/a/@href")]
    assert sorted(shown) == sorted(offer.slug for offer in current_offers())
    assert page.words.index("Mental health team for under 18s (CAMHS)") < page.words.index("CAMHS therapy")


def test_every_kind_of_offer_is_in_one_group(area):
    from ifd.models import ServiceOffer
    from ifd.presenters.offers import grouped
    from triage.vocabulary import OfferKind

    groups = grouped(ServiceOffer(kind=kind) for kind in OfferKind)

    assert sum(len(group.offers) for group in groups) == len(OfferKind)
    assert len({group.anchor for group in groups}) == len(groups)


def test_camhs_is_explained_where_it_is_named(client, area):
    page = client.get("/offers/camhs-help-central")

    assert "CAMHS is the NHS mental health team for under 18s." in page.words
    assert "CAMHS is" not in client.get("/offers/single-session").words


def test_offers_that_fit_nothing_lead_to_a_person(client):
    page = client.get("/offers?need=bereavement")

    assert "That does not mean there is no help" in page.words
    assert "/request" in page.page.xpath("//main//a/@href")


def test_waits_are_shown_with_their_sentence_and_few_people_are_not(client, area, db_session):
    today = clock.london_date(clock.now())
    shown, hidden = find_offer("single-session"), find_offer("tidewater-norwich")
    for offer, people in ((shown, 10), (hidden, 4)):
        db_session.add(
            WaitTally(
                offer_id=offer.id, clock="help_started", priority="routine", day=today, days=20, n=people
            )
        )
    page = client.get("/waits")

    assert page.page.xpath("//table//a/@href") == ["/offers/single-session"]
    assert "3 weeks" in page.words
    assert "9 in 10 waited 3 weeks or less" in client.get("/offers/single-session").words
    assert hidden.details["wait_note"] in client.get("/offers/tidewater-norwich").words


def test_a_full_offer_says_so_and_invites_all_the_same(client, area):
    row = find_offer("single-session")
    directory.set_capacity(row, "full", "Two people are ill", by="system", at=clock.now())
    page = client.get("/offers/single-session")

    assert "Full for now" in page.words
    assert "still ask for support" in page.words
    assert "Two people are ill" not in page.words


def test_an_offer_taken_out_of_the_directory_has_no_page(client, area):
    row = find_offer("single-session")
    directory.withdraw_offer(row, version=row.version, by="system", at=clock.now())

    assert client.get("/offers/single-session").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/self-care/teen-slep", "/offers/single-sesion", "/offers/" + "x" * 3000, "/self-care/%3Cscript%3E"],
)
def test_an_unknown_page_helps_to_find_the_right_one(client, area, address):
    page = client.get(address)

    assert page.status_code == 404
    assert {"/self-care", "/offers", "/request", "/help-now"} <= set(page.page.xpath("//main//a/@href"))


def test_an_almost_right_address_names_the_page_that_was_meant(client, area):
    assert "/offers/single-session" in client.get("/offers/single-sesion").page.xpath("//main//a/@href")


def test_your_information_says_what_school_sees_as_the_form_asks_it(client):
    words = client.get("/your-information").words

    assert "School does not see your answers, unless you say we may talk to them." in words


@pytest.mark.parametrize("address", ["/", "/request", "/your-information"])
def test_who_reads_a_request_is_named_in_one_way_and_explained(client, address):
    words = client.get(address).words

    assert "clinician" in words.lower()
    assert "trained in mental health" in words
    assert "A trained person" not in words
    assert "A person reads" not in words


def test_pages_keep_nothing_in_browsers_and_tell_no_other_site(client, area):
    page = client.get("/self-care")

    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
