"""Finding forms that are being written."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, or_, select

from forms import journey
from forms.situation import Situation
from ifd.database import db
from ifd.models import Draft, ResumeLink, SupportRequest, Task
from ifd.tokens import keyed_hash


def token_hash(token: str) -> str:
    return keyed_hash("draft", token)


def draft_of(token: str, *, at: datetime, to_write: bool = False) -> Draft | None:
    """The form of this token, be it the first browser's own or that of a link sent to come back."""
    mark = token_hash(token)
    by_link = select(ResumeLink.draft_id).where(
        ResumeLink.token_hash == mark, ResumeLink.revoked_at.is_(None), ResumeLink.expires_at > at
    )
    found = select(Draft).where(
        or_(Draft.token_hash == mark, Draft.id.in_(by_link)), or_(Draft.expires_at > at, is_sent())
    )
    return db.session.scalar(found.with_for_update(of=Draft) if to_write else found)


def can_be_opened_again(mark: str, *, at: datetime) -> bool:
    """Whether a birthday or a link opens the form whose token's hash begins like this, or there is no such form."""
    # Hexadecimal, so this is 'begins with', read from the index.
    by_link = select(ResumeLink.draft_id).where(ResumeLink.token_hash.between(mark, mark + "g"))
    draft = db.session.scalar(
        select(Draft).where(or_(Draft.token_hash.between(mark, mark + "g"), Draft.id.in_(by_link)))
    )
    if draft is None or Situation(draft.answers, at.date()).birth_date:
        return True
    return bool(draft.answers.get("come_back")) and draft.expires_at > at


def link_of(token: str, *, at: datetime) -> ResumeLink | None:
    """The link of this token, if it still opens anything; locked, so that tries are counted one by one."""
    return db.session.scalar(
        select(ResumeLink)
        .where(
            ResumeLink.token_hash == token_hash(token),
            ResumeLink.revoked_at.is_(None),
            ResumeLink.expires_at > at,
        )
        .with_for_update()
    )


def links_sent(contact_hash: str, since: datetime) -> int:
    """How many links this address was sent since then, whoever asked for them."""
    return db.session.scalar(
        select(func.count(ResumeLink.id)).where(
            ResumeLink.contact_hash == contact_hash, ResumeLink.made_at > since
        )
    )


def newest_draft_sent_to(contact_hash: str, *, at: datetime) -> Draft | None:
    """The form, not yet sent in, of which a link last went to this address."""
    return db.session.scalar(
        select(Draft)
        .join(ResumeLink, ResumeLink.draft_id == Draft.id)
        .where(ResumeLink.contact_hash == contact_hash, Draft.expires_at > at, ~is_sent())
        .order_by(ResumeLink.made_at.desc(), ResumeLink.id.desc())
        .limit(1)
    )


def over(at: datetime, limit: int) -> list[Draft]:
    """Forms past their time that still hold answers. One with a danger answer waits for a person's word."""
    person_decided = (
        select(Task.id)
        .where(
            Task.draft_id == Draft.id,
            Task.kind == "danger_draft_expiring",
            Task.done_at >= Draft.saved_at,  # what was written since was not decided on
        )
        .exists()
    )
    return list(
        db.session.scalars(
            select(Draft)
            .where(
                Draft.expires_at <= at,
                Draft.token_hash.not_like("over:%"),
                or_(Draft.danger_at.is_(None), is_sent(), person_decided),
            )
            .order_by(Draft.expires_at)
            .limit(limit)
        )
    )


def what_it_says(draft_id: int, *, today: date) -> list[tuple[journey.Section, list[journey.Answer]]]:
    """What a form that was not sent says so far, for the clinician whose task it is."""
    draft = db.session.get(Draft, draft_id)
    return journey.answers_to_check(Situation(draft.answers, today)) if draft else []


def is_sent():
    """Whether a form has become a request, for a question about forms."""
    return select(SupportRequest.id).where(SupportRequest.submission_key == Draft.submission_key).exists()
