"""Calling an opinion wrong, in one action. It is counted in the daily watch; the request it leaves as it is."""

from __future__ import annotations

from datetime import datetime

from ifd.database import db
from ifd.models import OpinionReport, SecondOpinion, Staff
from ifd.permissions import require
from ifd.queries.second_opinions import report_of
from ifd.services import audit
from ifd.services.refusing import one_at_a_time


def call_wrong(opinion: SecondOpinion, *, by: Staff, at: datetime) -> OpinionReport:
    """Keep that it is wrong. Said again it is said once."""
    require(by, "decide")
    one_at_a_time()
    standing = report_of(opinion)
    if standing is not None:
        return standing
    said = OpinionReport(opinion_id=opinion.id, said_by_id=by.id, said_at=at)
    db.session.add(said)
    audit.record(
        "opinion.called_wrong",
        "support_request",
        opinion.request_id,
        by=by,
        at=at,
        opinion=opinion.id,
        version=opinion.version.name,
        label=opinion.label.value,
    )
    return said


def take_back(opinion: SecondOpinion, *, by: Staff, at: datetime) -> None:
    """It was right after all. Nothing happens where nobody calls it wrong."""
    require(by, "decide")
    one_at_a_time()
    said = report_of(opinion)
    if said is None:
        return
    said.taken_back_at, said.taken_back_by_id = at, by.id
    audit.record(
        "opinion.right_after_all", "support_request", opinion.request_id, by=by, at=at, opinion=opinion.id
    )
