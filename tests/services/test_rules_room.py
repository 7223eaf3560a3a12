"""Drafts, checks and publishing: two people, a proof of this very text, and a way back."""

import pytest
from sqlalchemy import select

from ifd.database import db
from ifd.models import AuditEntry
from ifd.queries import rule_sets
from ifd.services import rules_room
from tests import factories, rule_texts
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("db_session")


def test_a_proposed_and_proved_draft_is_published_by_a_second_person():
    first, second = factories.staff("lead"), factories.staff("lead")
    draft = rule_texts.proposed(first)
    published = rules_room.publish(draft, by=second, at=NOON)
    db.session.commit()

    assert published.version.name == rule_texts.NAME
    assert rule_sets.rules_in_force(NOON.date()).version == rule_texts.NAME
    assert draft.closed_at == NOON
    entry = db.session.scalars(select(AuditEntry).filter_by(action="rules.published")).one()
    assert entry.detail["proof"] == published.proof_id
    assert entry.detail["directory_hash"]
