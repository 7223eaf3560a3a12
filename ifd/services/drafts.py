"""A request being written: started, kept page by page, come back to, and forgotten when its time is over."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import update

from forms import journey
from forms.own_words import WRITTEN
from forms.situation import Situation
from ifd.clock import london_date
from ifd.database import db
from ifd.models import Draft, OutboxMessage, ResumeLink, Staff, SupportRequest
from ifd.queries import drafts as found
from ifd.search_words import search_value
from ifd.services import audit, messages, tasks
from ifd.tokens import is_match, keyed_hash, new_code, new_token
from triage.screen import screen_text
from triage.substance_answer import screen_substance_use
from triage.vocabulary import Priority

LINKS_AN_HOUR = 3
CODE_MINUTES = 30
TRIES = 5
# Openings by birthday of an address found in a browser's history: so few that guessing is hopeless.
OPENINGS_IN_ALL = 10
_HERE = "here"  # the channel of a link that was sent nowhere
_AT_ONCE = (Priority.EMERGENCY, Priority.VERY_URGENT)
_SCREENS = {"substance_use": screen_substance_use}  # every other answer is read as their own words are


def start(answers: Mapping[str, object], *, by: Staff | str, at: datetime) -> tuple[Draft, str]:
    """A new form with its first answers, and the token that only this browser will hold; do not commit."""
    token = new_token()
    draft = Draft(
        token_hash=found.token_hash(token),
        submission_key=new_token(),
        voice=str(answers.get("requester", "")),
        answers=dict(answers),
        started_at=at,
        saved_at=at,
        expires_at=_kept_until(at),
    )
    db.session.add(draft)
    db.session.flush()
    audit.record("draft.started", "draft", draft.id, by=by, at=at)
    return draft, token


def save_answers(draft: Draft, answers: Mapping[str, object], *, by: Staff | str, at: datetime) -> bool:
    """Keep these answers beside the others; whether any of them now says that somebody is in danger.

    Danger is kept whatever happens next: a clinician has a task within the hour, sent or not.
    """
    today = london_date(at)
    before = journey.dangers(Situation(draft.answers, today))
    told_before = draft.answers
    draft.answers = {**draft.answers, **answers}
    draft.voice = str(draft.answers.get("requester") or "")
    draft.saved_at, draft.expires_at = at, _kept_until(at)
    new = journey.dangers(Situation(draft.answers, today)) - before
    is_danger = bool(new) or _tells_of_danger(draft.answers, told_before)
    if is_danger:
        _tell_clinician(draft, by=by, at=at)
    if draft.danger_at and answers.get("call_phone"):
        tasks.open_task(
            "call_back",
            about=f"call_back_draft:{draft.id}",
            title="Asked to be called, from a form with a danger answer",
            draft=draft,
            role="clinician",
            due_at=at + timedelta(hours=1),
            at=at,
            priority_rank=Priority.EMERGENCY.rank,
            is_news=True,
        )
    return is_danger


def is_first_showing(draft: Draft, stop: str) -> bool:
    """Whether this stop between the pages is shown for the first time; from now on it has been."""
    shown = draft.answers.get("shown") or []
    if stop in shown:
        return False
    draft.answers = {**draft.answers, "shown": [*shown, stop]}
    return True


def sent_as(draft: Draft, request: SupportRequest, *, by: Staff | str, at: datetime) -> None:
    """The form is sent and is now `request`, which asks of people what the form asked before."""
    answers = draft.answers
    is_danger_said = bool(journey.dangers(Situation(answers, london_date(at)))) or _tells_of_danger(answers, {})
    tasks.pass_on(draft, request, by=by, at=at, is_danger_said=is_danger_said)


def send_link(
    draft: Draft, channel: str, address: str, *, url: Callable[[str], str], by: Staff | str, at: datetime
) -> bool:
    """Send a link to come back, to an address they say is safe; False when it was sent too many this hour."""
    contact = contact_hash(channel, address)
    if found.links_sent(contact, at - timedelta(hours=1)) >= LINKS_AN_HOUR:
        return False
    token = _make_link(draft, contact, channel, by=by, at=at)
    draft.answers = {**draft.answers, "come_back": {**_ways(draft), contact: address}}
    messages.send_link(draft, channel, address, at=at, url=url(token), by_date=london_date(draft.expires_at))
    return True


def send_link_again(channel: str, address: str, *, url: Callable[[str], str], at: datetime) -> None:
    """A new link for whoever was sent one at this address before. Nobody learns whether there was one."""
    draft = found.newest_draft_sent_to(contact_hash(channel, address), at=at)
    audit.record("draft.link_asked", "draft", draft.id if draft else None, by="family", at=at)
    if draft is not None:
        send_link(draft, channel, address, url=url, by="family", at=at)


def unlock_here(draft: Draft, *, at: datetime) -> str | None:
    """A link for a browser that found the form's address but never held it: only a birthday opens it."""
    contact = keyed_hash("found here", str(draft.id))
    an_hour_ago, ever = at - timedelta(hours=1), at - timedelta(days=3650)
    if found.links_sent(contact, an_hour_ago) >= LINKS_AN_HOUR:
        return None
    if found.links_sent(contact, ever) >= OPENINGS_IN_ALL:
        return None
    return _make_link(draft, contact, _HERE, by="family", at=at)


def send_code(token: str, *, at: datetime) -> None:
    """Send the six digits that open a link, to where the link was sent."""
    link = found.link_of(token, at=at)
    draft = db.session.get(Draft, link.draft_id) if link else None
    if draft is None or link.code_attempts >= TRIES:
        return
    address = _ways(draft).get(link.contact_hash)
    if address is None:
        return
    code = new_code()
    link.code_hash = keyed_hash("resume code", str(link.id), code)
    link.code_expires_at = at + timedelta(minutes=CODE_MINUTES)
    audit.record("draft.code_sent", "draft", draft.id, by="family", at=at)
    messages.send_code(draft, link.channel, address, at=at, code=code, minutes=CODE_MINUTES)


def is_opened(token: str, *, code: str = "", birth_date: date | None = None, at: datetime) -> bool:
    """Whether the code, or the date of birth they gave, opens this link. Five wrong tries end it."""
    link = found.link_of(token, at=at)
    draft = db.session.get(Draft, link.draft_id) if link else None
    if draft is None or link.code_attempts >= TRIES:
        return False
    link.code_attempts += 1
    is_right = _is_code(link, code, at) or _is_birthday(draft, birth_date)
    if is_right:
        link.code_hash, link.code_expires_at, link.code_attempts = "", None, 0
        if link.channel == _HERE:
            # Only guesses are counted: whoever leaves quickly, often, is never kept out of their own form.
            link.contact_hash = keyed_hash("opened here", str(draft.id))
    audit.record("draft.opened_again" if is_right else "draft.refused", "draft", draft.id, by="family", at=at)
    return is_right


def forget_what_is_over(at: datetime, limit: int = 500) -> int:
    """Take the answers, and where links were sent, out of forms whose time is over.

    One that spoke of danger waits for a person's word.
    """
    drafts = found.over(at, limit)
    if drafts:
        of_theirs = OutboxMessage.draft_id.in_([draft.id for draft in drafts])
        db.session.execute(update(OutboxMessage).where(of_theirs).values(to_address=""))
    for draft in drafts:
        draft.answers = {}
        draft.token_hash = f"over:{secrets.token_hex(16)}"
        audit.record("draft.forgotten", "draft", draft.id, by="system", at=at)
    return len(drafts)


def contact_hash(channel: str, address: str) -> str:
    """What an address is known by here, however it was typed."""
    return keyed_hash("resume contact", channel, search_value(channel, address))


def _ways(draft: Draft) -> dict[str, str]:
    """Where links of this form went, by the hash that a link holds. It is no part of the request."""
    return dict(draft.answers.get("come_back") or {})


def _make_link(draft: Draft, contact: str, channel: str, *, by: Staff | str, at: datetime) -> str:
    token = new_token()
    link = ResumeLink(
        draft_id=draft.id,
        token_hash=found.token_hash(token),
        contact_hash=contact,
        channel=channel,
        made_at=at,
        expires_at=draft.expires_at,
    )
    db.session.add(link)
    audit.record("draft.link_made", "draft", draft.id, by=by, at=at, channel=channel)
    return token


def _tell_clinician(draft: Draft, *, by: Staff | str, at: datetime) -> None:
    if draft.danger_at is None:
        draft.danger_at = at
    audit.record("draft.danger", "draft", draft.id, by=by, at=at)
    tasks.open_task(
        "danger_draft",
        about=f"danger_draft:{draft.id}",
        draft=draft,
        at=at,
        priority_rank=Priority.EMERGENCY.rank,
        is_news=True,
    )


def _tells_of_danger(answers: Mapping[str, object], before: Mapping[str, object]) -> bool:
    """Whether anything newly written says so, by the same screens that read every request."""
    new = {name: str(answers[name]) for name in WRITTEN if answers.get(name) and answers[name] != before.get(name)}
    return any(_SCREENS.get(name, screen_text)(words).priority in _AT_ONCE for name, words in new.items())


def _is_code(link: ResumeLink, code: str, at: datetime) -> bool:
    is_in_time = link.code_expires_at is not None and link.code_expires_at > at
    return is_match(link.code_hash, "resume code", str(link.id), code) and is_in_time


def _is_birthday(draft: Draft, birth_date: date | None) -> bool:
    return birth_date is not None and draft.answers.get("birth_date") == birth_date.isoformat()


def _kept_until(at: datetime) -> datetime:
    return at + timedelta(days=current_app.settings.draft_days)
