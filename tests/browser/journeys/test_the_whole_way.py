"""One request all the way: danger on a telephone, a clinician's decision, a service's help, and the family told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from ifd import clock
from tests.browser.journeys.family import Answers

DANGER: Answers = {
    "age": "15",
    "immediate_danger": "no",
    "suicidal_thoughts_now": "yes",
    "suicide_plan_or_intent": "yes",
    "self_harm_last_month": "yes",
    "feels_unsafe_or_being_hurt": "no",
    "needs": ["low_mood"],
    "story": "I want to die. I keep thinking about it when I am alone in my room.",
    "given_name": "Robin",
    "family_name": "Example",
    "birth_date-day": "12",
    "birth_date-month": "4",
    "birth_date-year": "2011",
    "postcode": "NR1 3JU",
    "call_phone": "07700 900123",
    "call_safety": "neutral_only",
    "young_email": "robin@example.org",
    "young_email_safety": "safe",
    "tell_partners": "yes",
}
PARTNER = "broadland-childrens-trust@demo.example"
NOTE = "Please ring after four, when she is home."


@pytest.fixture
def robin(somebody):
    """Has answered up to the question about a plan, and said yes."""
    robin = somebody()
    robin.begins_for("myself")
    robin.goes_on_until("plan", DANGER)
    robin.answers(DANGER)
    return robin


@pytest.mark.slow
def test_from_danger_to_help_that_has_started(robin, colleague, post):
    # When she says she has a plan, help comes before any other question, and nothing she said is lost.
    assert robin.at == "help-now"
    expect(robin.page.locator("main")).to_contain_text("Call 999")
    robin.presses_link("Ask us to call you")
    robin.answers(DANGER)
    robin.goes_on_until("tasks", DANGER)
    robin.presses_link("Check your answers and send")
    expect(robin.page.locator("main")).to_contain_text("07700 900123")
    robin.sends()
    reference, code = robin.reference, robin.code

    # Then a clinician finds it at the top, with what cannot wait said first.
    priya, tom = colleague("clinician"), colleague("second clinician")
    priya.goes_to("/clinic/tasks")
    expect(priya.row_of(reference, "speak to them now")).to_be_visible()
    expect(priya.row_of(reference, "Asked to be called")).to_be_visible()
    priya.goes_to("/clinic")
    top = priya.page.locator("tbody tr").first
    expect(top).to_contain_text(reference)
    expect(top).to_contain_text("Suicide plan or intent")
    priya.follows(reference)
    expect(priya.page.locator("mark.ifd-flagged").first).to_contain_text("want to die")

    # A colleague writes a decision at the same time: the one who claimed it decides, the other keeps his words.
    tom.goes_to(f"/clinic/{reference}/decide")
    tom.page.locator("[name=offer]").first.check(force=True)
    tom.writes("Note for the service (optional)", NOTE)
    priya.presses("Claim")
    priya.presses("Agree with the suggestion")
    offer = priya.page.locator("main li:has-text('It goes to') strong").first.inner_text()
    tom.presses("Store the decision and send")
    tom.sees("Somebody else was first")
    tom.sees(NOTE)
    priya.presses("Agree and send")
    priya.sees(f"{reference} is with {offer}")

    family = AtMyRequest(robin, reference, code)
    assert "Broadland Children's Trust" in family.who_has_it()

    # The service accepts, is in touch, and begins to help; the family sees each step and is written to.
    alex = colleague(PARTNER)
    alex.goes_to("/partner")
    alex.follows(reference)
    alex.presses("Accept this request")
    assert "The service has said yes" in family.where()
    alex.follows("Record first contact")
    alex.dates_it(clock.london_date(clock.now()))
    alex.presses("Save first contact")
    assert "The service has been in touch" in family.where()
    alex.follows("Record that help has started")
    alex.dates_it(clock.london_date(clock.now()))
    alex.presses("Save that help has started")
    assert "Help has started" in family.where()
    letters = post.letters_to("robin@example.org")
    assert len({letter.title for letter in letters}) == len(letters) == 5, letters

    # The clocks have stopped, and the wait is counted.
    priya.goes_to(f"/clinic/{reference}")
    clocks = priya.page.locator("section[aria-labelledby=clocks]").inner_text()
    assert not re.search(r"\b(left|late|by)\b", clocks), clocks
    analyst = colleague("analyst")
    analyst.goes_to("/reports/waits?clock=help_started")
    expect(analyst.row_of(offer).locator("[data-label=Finished]")).not_to_have_text("0")


class AtMyRequest:
    """The family's own page, looked at again and again."""

    def __init__(self, family, reference: str, code: str) -> None:
        self._family, self._page = family, family.page.context.new_page()
        self._page.goto("/my-request")
        self._page.locator("[name=reference]").fill(reference)
        self._page.locator("[name=code]").fill(code)
        self._page.get_by_role("button", name="Show my request").click()
        self._page.wait_for_url("**/now")

    def where(self) -> str:
        self._page.reload()
        self._family.look(self._page)
        return self._page.locator("main .nhsuk-lede-text").inner_text()

    def who_has_it(self) -> str:
        self._page.reload()
        return self._page.locator(".nhsuk-summary-list__row", has_text="Who has it").inner_text()
