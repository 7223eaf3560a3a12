"""What the guides for families and for professionals show."""

from __future__ import annotations

from sqlalchemy import select

from ifd.models import Allocation, OutboxMessage, SupportRequest
from ifd.synthetic.arrival import STATUS_CODE
from tests.browser.journeys.family import Answers, Family
from tests.browser.pictures.studio import Studio
from triage.lifecycle import Status

TEENAGER: Answers = {
    "age": "15",
    "immediate_danger": "no",
    "suicidal_thoughts_now": "no",
    "self_harm_last_month": "no",
    "feels_unsafe_or_being_hurt": "no",
    "risk_to_others": "no",
    "unusual_experiences": "no",
    "rapid_weight_loss_or_fainting": "no",
    "needs": ["anxiety", "sleep"],
    "story": "My stomach hurts every morning before school. I lie awake and think about it.",
    "duration": "2_weeks_to_3_months",
    "impact_school_or_work": "a_lot",
    "impact_home": "some",
    "impact_sleep": "a_lot",
    "wants": ["someone_to_talk_to"],
    "given_name": "Robin",
    "family_name": "Example",
    "birth_date-day": "12",
    "birth_date-month": "4",
    "birth_date-year": "2011",
    "postcode": "NR1 3JU",
    "young_phone": "07700 900123",
    "young_text_safety": "safe",
    "young_call_safety": "neutral_only",
    "young_prefers": "sms",
    "tell_parents": "unsure",
    "tell_gp": "yes",
    "tell_partners": "yes",
    "agrees": "yes",
}
REFERRAL: Answers = {
    "given_name": "Robin",
    "family_name": "Example",
    "birth_date": "12 4 2011",
    "story": "Low for three months, missing school.",
    "known_risks": "none_asked",
}


def question(studio: Studio):
    family = studio.family("myself", "phone")
    family.goes_on_until("thoughts", {"age": "11"})
    return family.page


def danger(studio: Studio):
    family = studio.family("myself", "phone")
    family.goes_on_until("danger", TEENAGER)
    family.answers({"immediate_danger": "yes"})
    return family.page


def tasks(studio: Studio):
    return _answered(studio).page


def check(studio: Studio):
    family = _answered(studio)
    family.presses_link("Check your answers and send")
    return family.page


def sent(studio: Studio):
    family = _answered(studio, "phone")
    family.presses_link("Check your answers and send")
    family.sends()
    return family.page


def my_request(studio: Studio):
    """One that a service accepted a while ago, whose family had messages from us."""
    told = select(OutboxMessage.request_id).where(OutboxMessage.state == "sent")
    accepted = (
        select(SupportRequest.reference)
        .join(Allocation)
        .where(
            SupportRequest.status == Status.ACCEPTED,
            SupportRequest.id.in_(told),
            SupportRequest.next_news_at > studio.now,
            Allocation.ended_at.is_(None),
        )
        .order_by(SupportRequest.id.desc())
    )
    reference = studio.asks(accepted)
    page = studio.visitor()
    page.goto("/my-request")
    page.locator("[name=reference]").fill(reference)
    page.locator("[name=code]").fill(STATUS_CODE)
    page.get_by_role("button", name="Show my request").click()
    page.wait_for_url("**/now")
    return page


def professional_page(studio: Studio):
    page = studio.visitor()
    page.goto("/request/professional")
    page.locator("main button[value=gp]").click()
    page.wait_for_url("**/child**")
    Family(page, look=lambda _page: None).answers(REFERRAL)
    return page


def _answered(studio: Studio, width: str = "desktop") -> Family:
    family = studio.family("myself", width)
    family.goes_on_until("tasks", TEENAGER)
    return family


SCENES = {
    "question-phone": question,
    "danger-phone": danger,
    "tasks": tasks,
    "check": check,
    "sent-phone": sent,
    "my-request": my_request,
    "professional-page": professional_page,
}
