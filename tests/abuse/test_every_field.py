"""Every field of every form, typed into as badly as people and programs can: a page that says what to do.

Nothing breaks, nothing typed comes back alive, an error leads to its field, and the other answers stay.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from forms import calls as desk_forms
from forms.questions import ALL_PAGES
from forms.situation import Situation
from ifd import clock
from ifd.services import intake, passwords
from tests import factories, with_partner
from tests.abuse.typing import Form, Sweep
from tests.web.intake.walk import begin, token_of
from tests.whole_house import OWN, STRANGER

pytestmark = pytest.mark.engines("sqlite")


@pytest.fixture
def counted(record_property):
    """Writes down how much was tried, for the report of a run."""
    sweeps: list[Sweep] = []
    yield sweeps
    record_property("posts", sum(sweep.posts for sweep in sweeps))
    print(f"\nposts tried: {sum(sweep.posts for sweep in sweeps)}, refused: {sum(sweep.refused for sweep in sweeps)}")


def sweep_over(client, forms: list[Form], put_back, counted, each: int) -> Sweep:
    sweep = Sweep(client, each=each, restore=put_back)
    counted.append(sweep)
    for form in forms:
        sweep.over(form)
        put_back()
    assert sweep.posts > len(forms) * each // 2
    return sweep


@pytest.mark.parametrize(("voice", "each"), [("young_person", 20), ("parent_carer", 12), ("professional", 14)])
def test_the_form_of_a_family(app, house, put_back, counted, voice, each):
    client = app.test_client()
    token = token_of(begin(client, voice, **({"profession": "gp"} if voice == "professional" else {})))
    put_back.keep()
    asked = [
        page.name
        for page in ALL_PAGES
        if client.get(f"/request/{token}/{page.name}").status_code == 200 and page.name != "who"
    ]
    assert len(asked) > 12
    forms = [Form(f"/request/{token}/{name}") for name in asked]
    sweep_over(client, forms, put_back, counted, each=each)


def test_the_public_pages(app, house, put_back, counted):
    client = house.family
    draft = house.ids["draft"]
    forms = [
        Form(f"/request/{draft}/save"),
        Form("/self-care"),
        Form("/request/professional", "/request"),
        Form("/request/come-back"),
        Form("/request/come-back/any-token-at-all/check"),
        Form("/my-request"),
        Form("/my-request/new-code"),
    ]
    sweep_over(client, forms, put_back, counted, each=20)


def test_things_have_got_worse(app, house, put_back, counted, db_session):
    found = intake.receive(factories.submission(), submission_key="worse", by="family", at=clock.now())
    db_session.commit()
    client = app.test_client()
    client.submit(client.get("/my-request"), reference=found.request.reference, code=found.status_code)
    put_back.keep()
    sweep_over(client, [Form("/my-request/got-worse")], put_back, counted, each=60)


def test_signing_in(app, house, put_back, counted, db_session):
    bystander = house.person("bystander")
    bystander.password_hash = passwords.hash_of("three words together 9")
    email = bystander.email
    db_session.commit()
    stranger = house.visitor(app, STRANGER)

    def begin_again():
        """A password that was chosen has ended the session that the page was drawn in."""
        put_back()
        stranger.get("/staff/sign-in")

    put_back.keep()
    # Passwords are slow to check on purpose, so these few are tried less often.
    forms = [Form("/staff/sign-in"), Form(f"/staff/begin/{house.ids['link']}")]
    sweep_over(stranger, forms, begin_again, counted, each=6)
    stranger.submit(stranger.get("/staff/sign-in"), email=email, password="three words together 9")
    sweep_over(stranger, [Form("/staff/set-up-second-factor")], put_back, counted, each=30)
    sweep_over(house.visitor(app, "lead"), [Form("/staff/change-password")], put_back, counted, each=6)


def test_the_telephone_desk(app, house, put_back, counted, db_session):
    client = house.visitor(app, "call_handler")
    call = house.ids["call"]
    sections = desk_forms.sections(Situation({"requester": "parent_carer", "age": "9"}, clock.london_date(clock.now())))
    forms = [
        Form("/calls", "/calls/new"),
        Form("/calls/advice"),
        Form("/calls/search"),
        Form(f"/calls/request/{house.ids['waiting']}"),
        Form(f"/calls/{call}/set-aside"),
        *(Form(f"/calls/{call}/section/{section.name}") for section in sections),
    ]
    sweep_over(client, forms, put_back, counted, each=6)


def test_the_worklist(app, house, put_back, counted, db_session):
    at = clock.now() - timedelta(days=4)
    accepted = with_partner.accepted(kind=OWN, at=at).reference
    in_contact = with_partner.in_contact(kind=OWN, at=at).reference
    claimed = factories.request(at=at)
    claimed.claimed_by_id, claimed.claimed_at = house.people["clinician"], at
    claimed, waiting, closed = claimed.reference, house.ids["waiting"], house.ids["closed"]
    db_session.commit()
    client = house.visitor(app, "lead")
    put_back.keep()
    forms = [
        Form(f"/clinic/{waiting}/decide"),
        Form(f"/clinic/{waiting}/agree"),
        Form(f"/clinic/{waiting}/note"),
        Form(f"/clinic/{waiting}/raise"),
        Form(f"/clinic/{waiting}/close"),
        Form(f"/clinic/{closed}/reopen"),
        Form(f"/clinic/{claimed}/take-over"),
        Form(f"/clinic/{house.ids['own']}/accepted"),
        Form(f"/clinic/{accepted}/first-contact"),
        Form(f"/clinic/{in_contact}/help-started"),
        Form(f"/clinic/tasks/{house.ids['task lead']}"),
    ]
    sweep_over(client, forms, put_back, counted, each=10)


def test_the_partner_pages(app, house, put_back, counted, db_session):
    at = clock.now() - timedelta(days=4)
    accepted = with_partner.accepted(kind=OWN, at=at).reference
    in_contact = with_partner.in_contact(kind=OWN, at=at).reference
    db_session.commit()
    client = house.visitor(app, "partner")
    put_back.keep()
    forms = [
        Form(f"/partner/{accepted}/first-contact"),
        Form(f"/partner/{in_contact}/help-started"),
        Form(f"/partner/{house.ids['own']}/hand-back"),
        Form(f"/partner/{house.ids['own']}", f"/partner/{house.ids['own']}/accept"),
        Form(f"/admin/directory/{house.ids['offer']}/capacity"),
    ]
    sweep_over(client, forms, put_back, counted, each=24)


def test_the_administrators_pages(app, house, put_back, counted):
    client = house.visitor(app, "administrator")
    forms = [
        Form("/admin/directory/add"),
        Form(f"/admin/directory/{house.ids['offer']}"),
        Form(f"/admin/directory/{house.ids['offer']}/withdraw"),
        Form("/admin/staff/add"),
        Form(f"/admin/staff/{house.ids['staff']}"),
        Form("/admin/calendar"),
        Form("/admin/calendar/text/out_of_hours"),
    ]
    # Large pages with many fields, slow to draw: fewer are tried in each.
    sweep_over(client, forms, put_back, counted, each=2)
