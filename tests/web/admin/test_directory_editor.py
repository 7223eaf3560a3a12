"""The directory editor: what administrators and partners change, and what bad input says."""

from __future__ import annotations

from datetime import date

import pytest

from forms.directory import OfferForm, values_of
from ifd import clock
from ifd.queries.directory import as_offer, find_any_offer, find_offer, offers_for_triage
from ifd.services import directory
from tests import factories
from tests.web.signed_in import sign_in
from triage.directory import reference_directory

LIST = "/admin/directory"
EDIT = f"{LIST}/single-session"


@pytest.fixture
def editor(client, db_session):
    person = factories.staff("administrator")
    sign_in(client, person)
    return person


def test_the_list_shows_every_offer_and_what_is_overdue(client, editor, db_session):
    find_offer("single-session").review_date = date(2026, 1, 5)
    page = client.get(LIST)

    assert "64 offers" in page.words
    assert "1 entry is overdue for a look" in page.words
    assert "Overdue: 5 Jan 2026" in page.words


def test_an_editor_sees_crisis_lines_nobody_has_tried_for_long(client, editor):
    assert "not been tried for six months" in client.get(LIST).words


@pytest.mark.parametrize("entry", reference_directory(), ids=lambda entry: entry.slug)
def test_an_entry_saved_as_it_was_shown_stays_the_same(entry):
    form = OfferForm(data=values_of(entry))
    form.organisation.choices.append((entry.provider, entry.provider))

    assert form.entry(entry.slug, entry.capacity) == entry


def test_an_edit_is_saved_shown_to_families_and_seen_by_the_engine(client, editor):
    page = client.get(EDIT)
    saved = client.submit(page, EDIT, summary="One good talk, soon.", min_age="5", max_age="25")

    assert saved.request.path == LIST
    assert "One good talk, soon." in client.get("/offers/single-session").words
    entry = next(offer for offer in offers_for_triage() if offer.slug == "single-session")
    assert (entry.min_age, entry.max_age, entry.summary) == (5, 25, "One good talk, soon.")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Enter the name families will see"),
        ("name", "x" * 201, "Use 200 characters or fewer"),
        ("kind", "nonsense", "Choose from the list"),
        ("organisation", "nobody", "Choose from the list"),
        ("min_age", "five", "The age must be a whole number from 0 to 120"),
        ("max_age", "121", "The age must be a whole number from 0 to 120"),
        ("max_age", "-1", "The age must be a whole number from 0 to 120"),
        ("areas", ["all", "norwich"], "Choose the whole area or single places, not both"),
        ("areas", ["atlantis"], "Choose from the list"),
        ("exclusions", "People who drink alcohol.", "there is no wrong door"),
        ("web", "http://example.org", "The web address must begin with https://"),
        ("mhsds_team_type", "AA1", "The team type must be a letter and two digits"),
        ("review_date-month", "13", "The month must be a number from 1 to 12"),
        ("review_date-day", "", "The date must include a day"),
        ("source", "", "Say where this was learned"),
    ],
)
def test_a_wrong_field_is_told_and_the_rest_is_kept(client, editor, field, value, says):
    page = client.submit(client.get(EDIT), EDIT, **{"summary": "Kept as typed", field: value})

    assert any(says in message for message in page.errors.values()), page.errors
    assert page.page.xpath("//textarea[@name='summary']/text()") == ["Kept as typed"]
    assert find_offer("single-session").summary != "Kept as typed"


def test_the_youngest_age_cannot_be_above_the_oldest(client, editor):
    page = client.submit(client.get(EDIT), EDIT, min_age="12", max_age="11")

    assert page.errors == {"max_age": "The oldest age must not be below the youngest"}


def test_an_offer_needs_a_way_to_reach_it(client, editor):
    page = client.submit(client.get(EDIT), EDIT, phone="", email="", web="")

    assert "phone" in page.errors


def test_two_editors_cannot_overwrite_each_other_unseen(client, editor):
    mine = client.get(EDIT)
    row = find_offer("single-session")
    entry = as_offer(row)
    import dataclasses

    directory.edit_offer(
        row,
        dataclasses.replace(entry, opening="Sundays only"),
        row.organisation,
        version=row.version,
        by="system",
        at=clock.now(),
    )
    page = client.submit(mine, EDIT, summary="My words")

    assert "Somebody else has changed this entry" in page.errors["name"]
    assert page.page.xpath("//textarea[@name='summary']/text()") == ["My words"]
    assert "Sundays only" in page.words
    assert find_offer("single-session").details["opening"] == "Sundays only"

    client.submit(page, EDIT)
    assert find_offer("single-session").summary == "My words"


@pytest.mark.parametrize("version", ["", "x", "999999", "-1", "1e9"])
def test_a_mangled_version_changes_nothing(client, editor, version):
    page = client.submit(client.get(EDIT), EDIT, summary="Changed", version=version)

    assert page.errors
    assert find_offer("single-session").summary != "Changed"


def test_a_look_before_saving_saves_nothing_and_loses_nothing(client, editor):
    page = client.submit(client.get(EDIT), EDIT, summary="Not yet", preview="yes")

    assert "It is not saved yet" in page.words
    assert "Not yet" in page.words
    assert find_offer("single-session").summary != "Not yet"
    client.submit(page, EDIT)
    assert find_offer("single-session").summary == "Not yet"
    assert len(find_offer("single-session").details["delivery"]) > 1


def test_from_the_look_people_go_on_editing(client, editor):
    looked = client.submit(client.get(EDIT), EDIT, summary="Not yet", preview="yes")
    page = client.submit(looked, EDIT, edit="yes")

    assert page.form(EDIT)["summary"].strip() == "Not yet"
    assert find_offer("single-session").summary != "Not yet"
    client.submit(page, EDIT)
    assert find_offer("single-session").summary == "Not yet"


@pytest.mark.parametrize("way", ["a mistake", "a look"])
def test_what_somebody_else_saved_is_not_overwritten_after(client, editor, way):
    page, row = client.get(EDIT), find_any_offer("single-session")
    directory.set_capacity(row, "full", "Until May", by=editor, at=clock.now())
    if way == "a mistake":
        page = client.submit(page, EDIT, name="", summary="Mine")
    else:
        page = client.submit(client.submit(page, EDIT, summary="Mine", preview="yes"), EDIT, edit="yes")
    told = client.submit(page, EDIT, name="Single session")

    assert "Somebody else has changed this entry" in " ".join(told.errors.values())
    assert find_offer("single-session").summary != "Mine"


def test_a_list_that_somebody_else_switched_is_not_switched_back_after_a_mistake(client, editor):
    capacity, row = f"{EDIT}/capacity", find_any_offer("single-session")
    page = client.get(capacity)
    directory.set_capacity(row, "closed", "", by=editor, at=clock.now())
    wrong = client.submit(page, capacity, capacity="half open")
    told = client.submit(wrong, capacity, capacity="open")

    assert "Somebody else has changed this in the meantime to 'Closed" in " ".join(told.errors.values())
    assert find_offer("single-session").capacity == "closed"


def test_a_new_offer_appears_at_once(client, editor):
    add = f"{LIST}/add"
    filled = client.get(EDIT).form(EDIT)
    filled.pop("version")
    page = client.post(add, follow_redirects=True, data={**filled, "slug": "art-group", "name": "Art group"})

    assert page.request.path == LIST
    assert client.get("/offers/art-group").heading == "Art group"
    assert any(offer.slug == "art-group" for offer in offers_for_triage())


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("single-session", "has this address"),
        ("Art Group", "lower-case letters"),
        ("", "Enter an address"),
        ("../etc", "lower-case letters"),
        ("x" * 81, "80 characters or fewer"),
    ],
)
def test_a_new_offer_needs_an_address_of_its_own(client, editor, slug, says):
    filled = client.get(EDIT).form(EDIT)
    page = client.post(f"{LIST}/add", data={**filled, "slug": slug, "name": "Art group"})

    assert says in page.errors["slug"]
    assert page.page.xpath("//input[@name='name']/@value") == ["Art group"]


def test_an_offer_can_be_taken_out_and_put_back(client, editor):
    client.submit(client.get(f"{EDIT}/withdraw"), f"{EDIT}/withdraw")
    assert client.get("/offers/single-session").status_code == 404
    assert not any(offer.slug == "single-session" for offer in offers_for_triage())
    page = client.get(EDIT)
    assert "taken out of the directory" in page.words

    client.submit(page, f"{EDIT}/restore")
    assert client.get("/offers/single-session").status_code == 200


def test_taking_out_by_an_old_page_is_refused(client, editor):
    page = client.get(f"{EDIT}/withdraw")
    directory.set_capacity(find_offer("single-session"), "full", "Ill", by="system", at=clock.now())
    client.submit(page, f"{EDIT}/withdraw")

    assert find_offer("single-session") is not None


def test_a_closed_list_needs_a_reason_and_changes_suggestions_at_once(client, editor):
    page = client.submit(client.get(f"{EDIT}/capacity"), f"{EDIT}/capacity", capacity="closed", note="")
    assert page.errors == {"note": "Say why, and until when if you know"}
    client.submit(page, f"{EDIT}/capacity", note="Until May")

    entry = next(offer for offer in offers_for_triage() if offer.slug == "single-session")
    assert not entry.is_open
    assert "Until May" in client.get(LIST).words


def test_a_partner_changes_its_own_offers_and_knows_no_other(client, db_session):
    factories.area()
    own = find_offer("tidewater-norwich")
    sign_in(client, factories.partner_of(own))
    page = client.get(LIST)

    assert "Tidewater" in page.words
    assert "Lapwing" not in page.words
    client.submit(
        client.get(f"{LIST}/tidewater-norwich/capacity"),
        f"{LIST}/tidewater-norwich/capacity",
        capacity="full",
        note="Until June",
    )
    assert find_offer("tidewater-norwich").capacity == "full"
    assert client.get(f"{EDIT}/capacity").status_code == 404
    assert (
        client.post(f"{EDIT}/capacity", data={"capacity": "closed", "note": "x", "version": 1}).status_code
        == 404
    )
    assert client.get(f"{LIST}/tidewater-norwich").status_code == 403
    assert find_offer("single-session").capacity == "open"


@pytest.mark.parametrize("slug", ["nothing-here", "%00", "x" * 500, "single-session'--"])
def test_an_unknown_entry_is_not_there(client, editor, slug):
    for page in ("", "/capacity", "/preview", "/withdraw"):
        assert client.get(f"{LIST}/{slug}{page}").status_code == 404


def test_hostile_words_are_shown_as_words(client, editor):
    client.submit(client.get(EDIT), EDIT, summary="<script>alert(1)</script>", what_happens="{{ 7 * 7 }}")
    for address in ("/offers/single-session", f"{EDIT}/preview", EDIT, "/offers"):
        body = client.get(address).get_data(as_text=True)
        assert "<script>alert" not in body
    assert "{{ 7 * 7 }}" in client.get("/offers/single-session").words


def test_fields_that_are_not_on_the_form_change_nothing(client, editor):
    before = find_any_offer("single-session")
    slug, organisation_id = before.slug, before.organisation_id
    client.submit(
        client.get(EDIT), EDIT, slug="other", organisation_id="1", is_current="", id="99", summary="New"
    )
    after = find_any_offer(slug)

    assert (after.slug, after.organisation_id, after.is_current, after.summary) == (
        slug,
        organisation_id,
        True,
        "New",
    )
