"""Calls that were begun, and advice that was given."""

from __future__ import annotations

from sqlalchemy import select

from ifd.database import db
from ifd.models import AdviceCall, Draft, Staff, SupportRequest, Task
from ifd.permissions import may

KIND = "unfinished_call"


def about(draft_id: int) -> str:
    """What the task of a call is about; a form without this task is no call and is not opened here."""
    return f"call:{draft_id}"


def call_of(staff: Staff, draft_id: int, *, to_write: bool = False) -> Draft | None:
    """The call with this number: any call handler may go on with a colleague's."""
    if not may(staff, "take_calls"):
        return None
    is_call = select(Task.id).where(Task.about == about(draft_id)).exists()
    found = select(Draft).where(Draft.id == draft_id, is_call)
    return db.session.scalar(found.with_for_update(of=Draft) if to_write else found)


def is_a_colleagues(staff: Staff, draft_id: int) -> bool:
    """Whether this person may open the call with this number and somebody else has it."""
    theirs = select(Task.id).where(Task.about == about(draft_id), Task.assigned_to_id != staff.id)
    return may(staff, "take_calls") and db.session.scalar(theirs) is not None


def unfinished(staff: Staff) -> list[Task]:
    """The calls this person began and has not finished, newest first."""
    return list(
        db.session.scalars(
            select(Task)
            .where(Task.kind == KIND, Task.assigned_to_id == staff.id, Task.done_at.is_(None))
            .order_by(Task.id.desc())
            .limit(20)
        )
    )


def advice_given(staff: Staff, identity: int) -> AdviceCall | None:
    """The advice call with this number."""
    return db.session.get(AdviceCall, identity) if may(staff, "take_calls") else None


def reference_of_advice(advice: AdviceCall) -> str:
    """The reference of the request that the advice became; empty where it became none."""
    if advice.request_id is None:
        return ""
    return db.session.scalar(select(SupportRequest.reference).where(SupportRequest.id == advice.request_id))
