"""The page after sending: a code that only the page shows, and waits that are true."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from ifd import clock
from ifd.models import Draft, SupportRequest
from ifd.offer_kinds import is_named_on_a_clinicians_word
from ifd.queries.may_fit import waits_that_may_fit
from ifd.queries.request_view import latest_suggestion
from ifd.sealing import seal, unseal
from tests import factories, with_partner
from tests.queries.statements import statements
from tests.web.intake.walk import begin, check, go_on, send, token_of
from triage import library
from triage.vocabulary import Need, OfferKind


@pytest.fixture(autouse=True)
def area(db_session):
    factories.area()
    db_session.commit()


def sent_by(client):
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/age"), age="14")
    go_on(client, client.get(f"/request/{token}/needs"), needs=["anxiety"])
    return send(client, check(client, token))


def test_the_code_is_shown_and_cannot_be_read_from_the_cookie(app, client):
    sent = sent_by(client)
    code = sent.words.partition("Your 6-digit code is ")[2][:6]
    assert code.isdigit()
    cookie = client.get_cookie("ifd").value
    session = app.session_interface.get_signing_serializer(app).loads(cookie)
    assert session["codes"]
    assert code not in f"{cookie} {session}"
    assert code in client.get(sent.request.path).words


def test_hidden_it_shows_neither_the_form_nor_the_code_and_the_request_stays(client, db_session):
    sent = sent_by(client)
    code = sent.words.partition("Your 6-digit code is ")[2][:6]
    hidden = client.submit(sent, action=f"/request/{token_of(sent)}/hide")
    assert "It is hidden on this device" in hidden.words
    for name in ("sent", "copy"):
        again = client.get(f"/request/{token_of(sent)}/{name}")
        assert again.status_code == 403
        assert code not in again.words
    assert db_session.scalars(select(SupportRequest)).one().status == "received"


def test_a_professional_gets_words_of_their_own(client):
    token = token_of(begin(client, "professional", profession="gp"))
    words = send(client, check(client, token)).words
    for said in ("a copy for the record", "A clinician decides what fits", "To talk it through with a clinician, call"):
        assert said in words
    for said in ("ways you said are safe", "keep it to yourself", "take a picture"):
        assert said not in words


def test_the_way_to_my_request_is_in_the_menu_once_there_is_one_to_see(client):
    menu = "//header//a[@href='/my-request']"
    question = begin(client, "young_person")
    sent = sent_by(client)
    copy = client.get(f"/request/{sent.request.path.split('/')[2]}/copy")

    assert not question.page.xpath(menu)
    assert sent.page.xpath(menu)
    assert copy.page.xpath(menu)


def test_on_a_sunday_we_say_that_we_are_closed(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 1, 12, tzinfo=UTC))
    assert "We are closed now. We open on Monday 2 November 2026." in sent_by(client).words


def test_what_is_sealed_opens_only_for_its_own(app):
    with app.app_context():
        sealed = seal("status code", "7", "123456")
        assert unseal("status code", "7", sealed) == "123456"
        assert unseal("status code", "8", sealed) == ""
        assert unseal("something else", "7", sealed) == ""
        assert seal("status code", "7", "123456") != sealed
        for broken in ("", "AAAA", "not base64 !", "é", sealed[:-6]):
            assert unseal("status code", "7", broken) == ""


def test_waits_are_named_only_with_enough_people_behind_them(client, db_session):
    sent = sent_by(client)
    assert "We do not have enough figures yet." in sent.words
    assert "9 in 10" not in sent.words
    now = clock.now()
    request = db_session.scalars(select(SupportRequest)).one()
    suggested = {one.slug for one in waits_that_may_fit(request, clock.london_date(now))}
    kind = next(kind for kind in OfferKind if (offer := factories.offer(kind)) and offer.slug in suggested)
    for n in range(6):
        with_partner.being_helped(kind=kind, at=with_partner.noon(20 + n))
    again = client.get(sent.request.path)
    for words in ("9 in 10 waited 7 days or less", "Half waited 7 days or less", "asked in", "not promises"):
        assert words in again.words



@pytest.mark.parametrize(
    ("requester", "words"),
    [("parent_carer", "my daughter says I hit her with a belt"), ("young_person", "dad hits me")],
)
def test_what_is_read_in_their_words_is_not_told_back_to_whoever_reads_along(client, db_session, requester, words):
    """A parent who hits, a child on the family's telephone: no word of safeguarding, and none of self-care for it."""
    token = token_of(begin(client, requester))
    go_on(client, client.get(f"/request/{token}/age"), age="13")
    go_on(client, client.get(f"/request/{token}/needs"), needs=["anxiety"])
    go_on(client, client.get(f"/request/{token}/story"), story=words)
    sent = send(client, check(client, token))
    request = db_session.scalars(select(SupportRequest)).one()
    suggested = latest_suggestion(request).document
    assert "safeguarding" in [line["kind"] for line in suggested["offers"]]

    shown = sent.get_data(as_text=True)
    for line in suggested["offers"]:
        if is_named_on_a_clinicians_word(OfferKind(line["kind"])):
            assert line["offer"] not in shown
    for page in library.library():
        if Need.ABUSE_SAFETY in page.needs:
            assert f"/{page.slug}\"" not in shown
    assert "Domestic Abuse" not in sent.words
    assert ("Childline" in sent.words) is (requester == "young_person")



def test_sending_reads_the_form_once(client):
    token = token_of(begin(client, "young_person"))
    go_on(client, client.get(f"/request/{token}/age"), age="14")
    checked = check(client, token)

    with statements() as asked:
        client.submit(checked, action=f"/request/{token}/send", follow_redirects=False)

    assert sum("FROM draft" in words for words in asked) == 1
    assert len(asked) <= 24, "\n".join(asked)


REACHED = "You will hear from us"
NO_WAY = "You gave us no safe way to reach you. Write down the reference and the code. Look at ‘My request’ on"
UNSAID = "You did not say what is safe for you. So we do not call, text or email you. Write down the reference"


@pytest.mark.parametrize(
    ("answers", "age", "says"),
    [
        ({}, "14", NO_WAY),
        ({"address": "1 High Street"}, "14", NO_WAY),
        ({"young_email": "a@example.org", "young_email_safety": "never"}, "14", NO_WAY),
        ({"young_phone": "07700900123", "tell_parents": "no"}, "12", UNSAID),
        ({"young_phone": "07700900123", "tell_parents": "no"}, "16", REACHED),
        ({"young_phone": "07700900123"}, "12", "To be safe, our messages do not say what they are about."),
        ({"young_email": "a@example.org", "young_email_safety": "safe"}, "14", "in the ways you said are safe"),
    ],
)
def test_only_what_can_be_kept_is_promised(client, db_session, answers, age, says):
    token = token_of(begin(client, "young_person"))
    draft = db_session.scalars(select(Draft)).one()
    draft.answers = {**draft.answers, "age": age, "needs": ["anxiety"], **answers}
    db_session.commit()
    page = send(client, check(client, token))
    assert says in page.words
    assert (REACHED in page.words) is (says not in (NO_WAY, UNSAID))
