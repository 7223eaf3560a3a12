"""The second opinion from its first training until it is taken away: in the room, in the worklist and on a request."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ifd import clock
from ifd.database import db
from ifd.jobs import model_teaching, model_training, second_look, watch_model
from ifd.models import Decision, SupportRequest
from ifd.queries import model_versions
from ifd.synthetic import fill
from tests import second_opinions
from tests.browser.journeys.hands import Mouse
from tests.browser.people import sign_in
from triage.lifecycle import Status

LEAD, CLINICIAN = "lead@demo.example", "clinician@demo.example"
OLDER = "m-0000000000aa"
_PATIENCE = 30_000
_SAVE = "main form button[type=submit]"


@pytest.fixture
def area(app, monkeypatch):
    """Decided requests to learn from, fewer than are asked for; a version stood before whose file has been lost."""
    monkeypatch.setattr(model_teaching, "FEWEST", 80)
    with app.app_context():
        fill.fill(140, seed=5, now=clock.now())
        second_opinions.stand("shadow", second_opinions.version(OLDER), at=clock.now())
        db.session.commit()
    app.settings.model_shadow_days = app.settings.model_shadow_decisions = 0
    return app


def in_a_worker(area, work, ids=(0,)) -> None:
    with area.app_context():
        work(list(ids))
        db.session.rollback()


def trainings(area) -> list[int]:
    with area.app_context():
        return [one.id for one in model_versions.open_trainings()]


def thinks_something_of_the_first(area, name: str) -> None:
    """What was learned from so few may leave it without an opinion on each that waits; on the first it has one."""
    with area.app_context():
        [first] = db.session.scalars(
            select(SupportRequest)
            .where(SupportRequest.status == Status.RECEIVED, SupportRequest.text != "")
            .order_by(SupportRequest.priority_rank, SupportRequest.due_at)
            .limit(1)
        )
        decided = db.session.scalars(select(Decision.request_id).limit(3))
        second_opinions.opinion(
            first,
            model_versions.find_version(name),
            at=clock.now(),
            probability=0.78,
            alternatives=[{"label": "counselling", "probability": 0.78}, {"label": "camhs_help", "probability": 0.15}],
            phrases=[{"start": 0, "end": 12, "weight": 0.5}],
            neighbours=list(decided),
        )
        db.session.commit()


def test_from_training_to_shown_and_taken_away(area, new_page, look):
    lead = new_page(viewport={"width": 1200, "height": 900})
    sign_in(lead, area, LEAD)
    mouse = Mouse(lead)

    # Trained in the background, with progress
    lead.goto("/models")
    lead.get_by_label("How many of the newest months").fill("1")
    mouse.press("form[action='/models/train'] button")
    expect(lead.locator("#check")).to_contain_text("It begins in a moment")
    look(lead)
    in_a_worker(area, model_training.work, trainings(area))
    expect(lead.locator("#check")).to_contain_text("read its card next", timeout=_PATIENCE)
    lead.goto(lead.url)  # the page loads itself anew when the work is over, and must not while it is looked at
    look(lead)
    name = lead.locator("#check a").inner_text()
    mouse.press("#check a")
    expect(lead.locator("main")).to_contain_text("What it must not be used for")
    expect(lead.locator("article img")).to_have_js_property("complete", True)
    look(lead)

    # In shadow nobody sees it
    lead.goto(f"/models/switch?to=shadow&version={name}")
    lead.get_by_label("Why?").fill("To see how it does here.")
    mouse.press(_SAVE)
    expect(lead.locator("main")).to_contain_text(f"{name} stands in shadow.")
    in_a_worker(area, second_look.work)
    in_a_worker(area, watch_model.work)
    clinician = new_page(viewport={"width": 1200, "height": 900})
    sign_in(clinician, area, CLINICIAN)
    clinician.goto("/clinic")
    expect(clinician.locator("tbody")).not_to_contain_text("Second opinion")
    lead.goto("/models/watched")
    look(lead)  # with nothing to tell yet

    # Shown: one line, why on the page, and wrong in one action
    lead.goto("/models/switch?to=shown")
    lead.get_by_label("Why?").fill("It agrees with us as often as the rules do.")
    mouse.press(_SAVE)
    expect(lead.locator("h1")).to_have_text("Second opinion: shown")
    in_a_worker(area, second_look.work)
    thinks_something_of_the_first(area, name)
    clinician.goto("/clinic")
    lines = clinician.locator("tbody tr", has_text="Second opinion:")
    assert lines.count() == clinician.locator("tbody tr").count() > 0
    clinician.locator("tbody tr", has_text="counselling, likely (78%)").first.locator("th a").click()
    section = clinician.locator("section[aria-labelledby=second-opinion]")
    expect(section).to_contain_text("It is not a decision")
    look(clinician)
    Mouse(clinician).press("section[aria-labelledby=second-opinion] button")
    expect(section).to_contain_text("called wrong by a clinician")
    look(clinician)
    Mouse(clinician).press("section[aria-labelledby=second-opinion] button")
    expect(section).not_to_contain_text("called wrong")

    # Back to the version before, in one action. Its file is lost: the house takes it away and goes on
    lead.goto("/models/roll-back")
    lead.get_by_label("Why?").fill("It was wrong three times today.")
    mouse.press(_SAVE)
    expect(lead.locator("main")).to_contain_text(OLDER)
    in_a_worker(area, second_look.work)
    lead.goto("/models")
    expect(lead.locator("h1")).to_have_text("Second opinion: off")
    expect(lead.locator("main")).to_contain_text("Its file could not be read")
    look(lead)
    clinician.goto("/clinic")
    expect(clinician.locator("tbody")).not_to_contain_text("Second opinion")
