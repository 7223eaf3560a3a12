"""What the guide for clinical leads shows."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import select

from ifd.database import db
from ifd.jobs import rule_checks
from ifd.models import RuleDraft, Staff
from ifd.services import rules_room
from tests.browser.pictures.studio import EMAILS, Studio
from tests.rule_texts import SHIPPED, text_named
from triage.rules.splicing import change_rule, remove_rule

_TITLE = "Great impact the same day"
_NAME = "2026-11-24"
_PATIENCE = 30_000  # for what is checked while one types, on a busy machine


def edit(studio: Studio):
    page = _opened(studio, f"/rules/drafts/{_draft(studio)}/rules/self-harm-young")
    page.get_by_label("When does it hold?").fill("recent_self_harm and 2 <= agee < 14")
    expect(page.locator("#check")).to_contain_text("Did you mean 'age'?", timeout=_PATIENCE)
    return page


def replay(studio: Studio):
    draft_id = _draft(studio)

    def ask() -> int:
        row = db.session.get(RuleDraft, draft_id)
        check = rules_room.ask_for_check("replay", row.text, by=row.started_by, at=studio.now)
        return check.id

    check_id = studio.stores(ask)
    with studio.app.app_context():
        rule_checks.work([check_id])
    return _opened(studio, f"/rules/drafts/{draft_id}/replay")


def _draft(studio: Studio) -> int:
    """A draft that raises some and takes an offer from others, under a name of its own. Made once."""
    made = studio.asks(select(RuleDraft.id).where(RuleDraft.title == _TITLE))

    def make() -> int:
        lead = db.session.scalars(select(Staff).where(Staff.email == EMAILS["lead"])).one()
        text = change_rule(text_named(_NAME), "great-impact", {"raise": "urgent"})
        text = remove_rule(text, "professional-consultation")
        begun = rules_room.start_draft(_TITLE, base=SHIPPED, by=lead, at=studio.ago(hours=2))
        rules_room.change_draft(begun, text, seen_version=begun.version, by=lead, at=studio.ago(hours=1))
        return begun.id

    return made or studio.stores(make)


def _opened(studio: Studio, address: str):
    page = studio.staff("lead")
    assert page.goto(address).status == 200
    return page


SCENES = {"rule-edit": edit, "rule-replay": replay}
