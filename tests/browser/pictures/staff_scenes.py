"""What the guides for everybody who signs in show."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from forms.submission import PersonToContact, WhoItIsAbout
from ifd.database import db
from ifd.models import Staff, SupportRequest, YoungPerson
from ifd.queries.directory import find_offer
from ifd.queries.said_later import GOT_WORSE
from ifd.services import review, said_later, sweep
from ifd.services.said_later import Said
from ifd.synthetic import fill
from tests import factories
from tests.browser.pictures.family_scenes import danger
from tests.browser.pictures.studio import EMAILS, Studio
from tests.with_partner import send_to
from triage.lifecycle import Status
from triage.vocabulary import Requester

_WORDS = (
    "Robin has hardly left her room since October and does not want to see anybody. Last night she told me "
    "she wants to die and that she has been saving up tablets. She used to cut herself last year but not now. "
    "I have locked the tablets away. She does not want her dad to know about any of this."
)
_FOR_COUNSELLING = {
    "Mina": "She worries about exams and cannot sleep. She cries before school.",
    "Noa": "They have been low since their grandmother died in the summer.",
    "Tess": "She has panic attacks on the bus and now walks everywhere.",
}
_DANGER = {
    "safety": {"suicidal_thoughts_now": "yes", "suicide_plan_or_intent": "unsure"},
    "given": {
        "needs": ["low_mood", "suicidal_thoughts"],
        "impact": {"school_or_work": "a_lot", "home": "a_lot"},
    },
}


def second_factor(studio: Studio):
    page = studio.visitor()
    page.goto("/staff/sign-in")
    page.locator("#email").fill(EMAILS["clinician"])
    page.locator("#password").fill(fill.PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/second-factor")
    return page


def whole_request(studio: Studio):
    return _opened(studio, "clinician", f"/clinic/{_urgent(studio)}")


def agree(studio: Studio):
    reference = _urgent(studio)
    page = _opened(studio, "clinician", f"/clinic/{reference}")
    if page.get_by_role("button", name="Claim").count():
        with page.expect_navigation():
            page.get_by_role("button", name="Claim").click()
    return _opened(studio, "clinician", f"/clinic/{reference}/agree")


def decide_with_errors(studio: Studio):
    page = agree(studio)
    page.goto(page.url.replace("/agree", "/decide"))
    page.locator("[name=offer]").first.check(force=True)
    page.locator("[name=priority][value=soon]").check(force=True)
    page.get_by_role("button", name="Store the decision and send").click()
    page.locator(".nhsuk-error-summary").wait_for()
    return page


def lost_race(studio: Studio):
    """A page that was open while somebody else claimed the request."""
    reference = studio.stores(
        lambda: _request(studio, "Ines", "She cannot sleep and worries about exams.").reference
    )
    page = _opened(studio, "clinician", f"/clinic/{reference}/decide")
    page.locator("[name=offer]").first.check(force=True)
    page.get_by_label("Note for the service (optional)").fill(
        "Please ring after four, her mother works nights."
    )

    def claim():
        found = db.session.scalars(select(SupportRequest).where(SupportRequest.reference == reference)).one()
        review.claim(found, by=_person("clinician2@demo.example"), at=studio.now)

    studio.stores(claim)
    page.get_by_role("button", name="Store the decision and send").click()
    page.get_by_role("heading", name="Somebody else was first").wait_for()
    return page


def tasks(studio: Studio):
    """Three that cannot wait: a very urgent request, one that got worse, and danger in a form not yet sent."""
    _urgent(studio)

    def tell() -> None:
        found = _request(studio, "Ines", "She cannot sleep and worries about exams.", at=studio.ago(days=2))
        said_later.tell(found, Said(GOT_WORSE, "She has stopped eating."), at=studio.ago(minutes=5))

    studio.stores(tell)
    danger(studio)
    studio.stores(lambda: sweep.look_after_danger_drafts(studio.now + timedelta(hours=1)))
    return _opened(studio, "clinician", "/clinic/tasks")


def call_section(studio: Studio):
    page = _opened(studio, "call_handler", "/calls")
    page.locator("[name=requester][value=parent_carer]").check(force=True)
    page.locator("[name=age]").fill("14")
    page.get_by_role("button", name="Begin, with safety first").click()
    page.wait_for_url("**/section/safety")
    return page


def call_search(studio: Studio):
    name = studio.asks(select(YoungPerson.family_name).order_by(YoungPerson.id))
    page = _opened(studio, "call_handler", "/calls/search")
    page.locator("[name=words]").fill(name)
    page.get_by_role("button", name="Find").click()
    page.locator("table").wait_for()
    return page


def safe_to_say(studio: Studio):
    with_a_service = select(SupportRequest.reference).where(
        SupportRequest.status.in_([Status.ALLOCATED, Status.ACCEPTED]),
        SupportRequest.requester == Requester.PARENT_CARER,
        SupportRequest.next_news_at > studio.now,
    )
    page = _opened(
        studio, "call_handler", f"/calls/request/{studio.asks(with_a_service.order_by(SupportRequest.id))}"
    )
    page.locator("main label", has_text="parent").first.click()
    for check in ("gave_name", "gave_birth_date"):
        page.locator(f"[name={check}]").check(force=True)
    page.get_by_role("button", name="Record the check").click()
    page.locator(".ifd-box:not(.ifd-box--warning)", has_text="Safe to say").wait_for()
    return page


def partner_inbox(studio: Studio):
    _sent_to_partner(studio)
    return _opened(studio, "partner", "/partner")


def partner_request(studio: Studio):
    return _opened(studio, "partner", f"/partner/{_sent_to_partner(studio)}")


def _sent_to_partner(studio: Studio) -> str:
    """Three requests sent to the partner in the last days and not yet accepted; the reference of one."""

    def send() -> str:
        references = []
        for days, (name, words) in enumerate(_FOR_COUNSELLING.items()):
            found = _request(studio, name, words, at=studio.ago(days=days, hours=20), key=name)
            offer = find_offer("tidewater-norwich")
            send_to(found, offer, at=studio.ago(days=days, hours=2))
            references.append(found.reference)
        return references[0]

    made = select(SupportRequest.reference).where(
        SupportRequest.submission_key == next(iter(_FOR_COUNSELLING))
    )
    return studio.asks(made) or studio.stores(send)


def _person(email: str) -> Staff:
    return db.session.scalars(select(Staff).where(Staff.email == email)).one()


def _opened(studio: Studio, role: str, address: str):
    page = studio.staff(role)
    assert page.goto(address).status == 200
    return page


def _urgent(studio: Studio) -> str:
    """A request with red-flag words and somebody who must not know; its reference. Made once."""
    made = select(SupportRequest.reference).where(SupportRequest.submission_key == "the picture")

    def make() -> str:
        return studio.asks(made) or _request(studio, "Robin", _WORDS, key="the picture", **_DANGER).reference

    return studio.stores(make)


def _request(studio: Studio, name: str, words: str, **more) -> SupportRequest:
    about = WhoItIsAbout(
        given_name=name,
        family_name="Lindqvist",
        birth_date=date(2012, 5, 4),
        postcode="NR1 3JU",
        school="Thorpe Example Academy",
        gp_practice="Example Lane Surgery",
    )
    people = (
        factories.parent(),
        PersonToContact(who="other", name="Erik Lindqvist", relationship="Father", may_be_told="no"),
    )
    facts = {"at": studio.ago(minutes=50), "age": 14, **more}
    return factories.request(text=words, about=about, people=people, **facts)


SCENES = {
    "sign-in-code": second_factor,
    "request-whole": whole_request,
    "agree": agree,
    "decide": decide_with_errors,
    "conflict": lost_race,
    "clinic-tasks": tasks,
    "call-section": call_section,
    "call-search": call_search,
    "safe-to-say": safe_to_say,
    "partner-inbox": partner_inbox,
    "partner-request": partner_request,
}
