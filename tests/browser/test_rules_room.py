"""The rules room from a draft to published rules and back, with every page accessible and fit for a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ifd import clock
from ifd.jobs import rule_checks
from ifd.queries import rule_sets
from tests.browser.journeys.hands import Mouse
from tests.browser.people import sign_in
from tests.rule_texts import SHIPPED
from triage import proof
from triage.proof import Difference, Failure, Proof, Property

LEAD, SECOND = "lead@demo.example", "lead2@demo.example"
_PATIENCE = 30_000  # for what the server says while one types, on a busy machine
_SAVE = "main form button[type=submit]:not([name=check])"


@pytest.fixture
def proving(monkeypatch):
    """A proof and a difference as the solver tells them, without its minute."""
    promise = Property(1, "Somewhere to go", "Everybody gets at least one offer.", True, 1.2)
    broken = Failure("Self-harm is only routine.", {"age": 3}, ("They are aged 3.",))
    doubtful = Property(2, "Red flags", "A red flag never lowers the priority.", False, 0.4, (broken,))
    otherwise = Difference(
        "Priority goes from urgent to very urgent.",
        {"age": 10},
        ("They are aged 10.",),
        {"priority": "urgent", "offers": ["camhs_help"]},
        {"priority": "very_urgent", "offers": ["camhs_help"]},
        ("self-harm-young",),
    )
    found = {"holds": False}

    def prove(ruleset, offers, say):
        return Proof(ruleset.version, (promise,) if found["holds"] else (promise, doubtful))

    monkeypatch.setattr(proof, "prove", prove)
    monkeypatch.setattr(proof, "differences", lambda *_: (otherwise,))
    return found


def type_over(field, text: str) -> None:
    """A long text in one go, as when it is pasted: typing it sign by sign takes minutes."""
    field.evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', {bubbles: true})) }", text
    )


def work(area) -> None:
    """What the worker does, now."""
    with area.app_context():
        rule_checks.work([check.id for check in rule_sets.open_checks()])


def test_from_a_draft_to_published_rules_and_back(area, new_page, look, proving):
    page = new_page(viewport={"width": 1200, "height": 900})
    sign_in(page, area, LEAD)
    mouse = Mouse(page)
    today = clock.london_date(clock.now()).isoformat()

    page.goto("/rules/drafts")
    look(page)
    page.get_by_label("What is the change about?").fill("Self-harm under 13")
    mouse.press(_SAVE)
    draft = page.url
    look(page)

    # One rule, checked while it is typed
    page.goto(f"{draft}/rules/self-harm-young")
    page.get_by_label("When does it hold?").fill("recent_self_harm and 2 <= age < 13 and flags.psycosis")
    expect(page.locator("#check")).to_contain_text("Did you mean 'flags.psychosis'?", timeout=_PATIENCE)
    look(page)
    page.get_by_label("When does it hold?").fill("recent_self_harm and 2 <= age < 14")
    expect(page.locator("#check")).not_to_contain_text("psychosis", timeout=500)  # nothing stale while it is checked
    expect(page.locator("#check")).to_contain_text("they are aged 2 to 13", timeout=_PATIENCE)
    page.get_by_label("Least priority").select_option("very_urgent")
    expect(page.locator("#check")).to_contain_text("‘Very urgent’ at least", timeout=_PATIENCE)
    look(page)
    mouse.press(_SAVE)
    look(page)

    # The name of the version, a rule more, and the whole text
    page.goto(f"{draft}/rename")
    page.get_by_label("Name of the version").fill(f"{today}-b")
    mouse.press(_SAVE)
    expect(page.locator("main")).to_contain_text(f"It becomes version {today}-b.")
    page.goto(f"{draft}/add")
    look(page)
    page.goto(f"{draft}/rules/self-harm-young/remove")
    look(page)
    page.goto(f"{draft}/text")
    text = page.get_by_label("The rules, as they are written")
    named = text.input_value()
    type_over(text, named.replace("\nrules:\n", "\nrulez:\n"))
    expect(page.locator("#check")).to_contain_text("nobody reads the field 'rulez'", timeout=_PATIENCE)
    look(page)
    type_over(text, named)
    expect(page.locator("#check")).to_contain_text("nothing wrong with the text", timeout=_PATIENCE)
    mouse.press(_SAVE)

    for name in ("", "/changes", "/examples", "/try", "/propose", "/rename", "/set-aside"):
        page.goto(f"{draft}{name}")
        look(page)
    page.goto(f"{draft}/try")
    page.get_by_label("A request document or a vignette").fill('{"age": 13, "answers": {"needs": ["self_harm"]}}')
    mouse.press("main form button")
    expect(page.locator("main")).to_contain_text("They differ where it says so.")
    look(page)

    # The checks: a proof that fails, then one that holds
    page.goto(f"{draft}/proof")
    mouse.press(_SAVE)
    expect(page.locator("#check")).to_contain_text("It begins in a moment", timeout=_PATIENCE)
    look(page)
    work(area)
    expect(page.locator("#check")).to_contain_text("It did not hold", timeout=_PATIENCE)
    look(page)
    page.goto(f"{draft}/text")
    type_over(page.get_by_label("The rules, as they are written"), named + "# settled\n")
    mouse.press(_SAVE)
    proving["holds"] = True
    for kind, told in (
        ("proof", "It held"),
        ("difference", "Priority goes from urgent to very urgent."),
        ("replay", "requests since"),
    ):
        page.goto(f"{draft}/{kind}")
        mouse.press(_SAVE)
        work(area)
        page.goto(f"{draft}/{kind}")
        expect(page.locator("#check")).to_contain_text(told)
        look(page)

    # Proposed by one, published by another, and back
    page.goto(f"{draft}/propose")
    page.get_by_label("Why should the rules change?").fill("Two children of 13 waited too long.")
    mouse.press(_SAVE)
    look(page)
    other = new_page(viewport={"width": 1200, "height": 900})
    sign_in(other, area, SECOND)
    other.goto(f"{draft}/publish")
    look(other)
    Mouse(other).press(_SAVE)
    expect(other.locator("main")).to_contain_text(f"Version {today}-b is published.")
    look(other)
    other.goto(f"/rules/versions/{SHIPPED}/go-back")
    look(other)
    other.get_by_label("Why are you going back?").fill("The team cannot see so many today.")
    Mouse(other).press(_SAVE)
    expect(other.locator("main")).to_contain_text(f"The rules of {SHIPPED} are in force again")
    look(other)
    for name in (f"/rules/versions/{today}-b", f"/rules/versions/{today}-b/changes"):
        other.goto(name)
        look(other)


def test_nothing_stale_stands_while_a_check_runs_or_cannot_run(area, new_page):
    page = new_page()
    sign_in(page, area, LEAD)
    page.goto("/rules/drafts")
    page.get_by_label("What is the change about?").fill("A slow line")
    Mouse(page).press(_SAVE)
    page.goto(f"{page.url}/rules/danger-now")
    expect(page.locator("#check")).to_contain_text("examples come out as they should")
    page.route("**/rules/danger-now", lambda route: route.abort())
    page.get_by_label("When does it hold?").fill("safety.immediate_danger and age > 40")
    expect(page.locator("#check")).not_to_contain_text("examples come out", timeout=500)
    expect(page.locator("#check")).to_contain_text("It could not be checked just now.", timeout=_PATIENCE)


def test_a_rule_is_checked_and_saved_without_scripts(area, new_page):
    page = new_page(java_script_enabled=False)
    sign_in(page, area, LEAD)
    mouse = Mouse(page)
    page.goto("/rules/drafts")
    page.get_by_label("What is the change about?").fill("Without scripts")
    mouse.press(_SAVE)
    page.goto(f"{page.url}/rules/danger-now")
    page.get_by_label("When does it hold?").fill("safety.immediate_dangr")
    mouse.press("main form button[name=check]")
    expect(page.locator("#check")).to_contain_text("Did you mean 'safety.immediate_danger'?", timeout=_PATIENCE)
    page.get_by_label("When does it hold?").fill("safety.immediate_danger and age >= 0")
    mouse.press(_SAVE)
    expect(page.locator("main")).to_contain_text("Saved. Nothing is wrong with the text.")
    expect(page.locator("#check")).to_contain_text("there is immediate danger and they are aged at least 0")
