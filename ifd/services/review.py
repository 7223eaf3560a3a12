"""What clinicians do with a request: claim it, decide, raise, add to, close and open it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import and_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from ifd.database import db
from ifd.models import Decision, RedFlag, ServiceOffer, Staff, SupportRequest
from ifd.models.support_request import TOO_MANY_HAND_BACKS
from ifd.offer_kinds import help_first, keeps_safe_beside_help
from ifd.permissions import Forbidden, may, require
from ifd.queries.request_view import latest_suggestion
from ifd.services import audit, clocks, life, looking_back, tasks
from ifd.services.allocation import allocate, end_current
from ifd.services.overriding import Choice, Suggested, is_lowered, overridden, problems, takes_requests
from ifd.services.second_opinion import ask_for_look
from triage.lifecycle import Event, NotAllowedNow, Status
from triage.vocabulary import OfferKind, Priority

# A claim this old may be taken over by any clinician: people go home, requests do not wait for them.
CLAIM_GOES_STALE = timedelta(minutes=30)
SPOKEN = "Spoke with the family or referrer before the priority was lowered."


class SomebodyElseWasFirst(Exception):
    """The request has changed since the page was opened. Nothing was stored; the page keeps its words."""


class Claimed(SomebodyElseWasFirst):
    """Another person has claimed it."""


class Unfinished(Exception):
    """Something must still be said; `problems` has a sentence for each field."""

    def __init__(self, found: dict[str, str]):
        self.problems = found
        super().__init__("; ".join(found.values()))


def claim(request: SupportRequest, *, by: Staff, at: datetime) -> None:
    """Take the request in hand. Of any number who try at once exactly one does; the others get `Claimed`.

    A closed request is in nobody's hand: `NotAllowedNow`.
    """
    require(by, "claim")
    is_free = and_(SupportRequest.claimed_by_id.is_(None), SupportRequest.status != Status.CLOSED)
    if _set_claim(request, by, at, is_free):
        audit.record("request.claimed", "support_request", request.id, by=by, at=at)
    elif not request.status.is_open:
        raise NotAllowedNow(request.status, Event.DECIDED, life.actor_of(by))
    elif request.claimed_by_id != by.id:
        raise Claimed(request.reference)


def release(request: SupportRequest, *, by: Staff, at: datetime) -> None:
    """Put it back for anyone to take. One that is not yours is left alone."""
    if _set_claim(request, None, None, SupportRequest.claimed_by_id == by.id):
        audit.record("request.released", "support_request", request.id, by=by, at=at)


def may_take_over(request: SupportRequest, staff: Staff, now: datetime) -> bool:
    """A lead may at any time; any clinician once the claim is old."""
    if request.claimed_by_id in (None, staff.id) or not request.status.is_open:
        return False
    return may(staff, "take_over") or (may(staff, "claim") and request.claimed_at <= now - CLAIM_GOES_STALE)


def take_over(request: SupportRequest, reason: str, *, by: Staff, at: datetime) -> None:
    """Claim what somebody else has claimed, saying why. `Claimed` when yet another was quicker."""
    if not reason.strip():
        raise Unfinished({"reason": "Say why you are taking this over"})
    holder = request.claimed_by_id
    if not may_take_over(request, by, at):
        raise Forbidden("Only a lead may take over a claim this new.")
    if not _set_claim(request, by, at, SupportRequest.claimed_by_id == holder):
        raise Claimed(request.reference)
    life.record_event(request, Event.ADDED_TO, by=by, at=at, note=reason.strip(), what="taken_over")
    audit.record("request.taken_over", "support_request", request.id, by=by, at=at, taken_from=holder)


def suggested_for(request: SupportRequest) -> Suggested:
    """What a decision on this request is held against."""
    suggestion = latest_suggestion(request)
    return Suggested(
        offer=_to_send_to(suggestion.document),
        thrive=suggestion.thrive,
        priority=Priority.most_urgent(suggestion.priority, request.priority),
        has_red_flags=_has_red_flags(request),
        keeps_words_back=request.keeps_words_back,
        asks_to_keep_safe=any(
            keeps_safe_beside_help(OfferKind(line["kind"])) for line in suggestion.document["offers"]
        ),
    )


def decide(request: SupportRequest, choice: Choice, *, version: int, by: Staff, at: datetime) -> Decision:
    """Store the decision beside the suggestion and send the request where it says.

    `version` is the one the clinician was shown. `SomebodyElseWasFirst` when it is no longer so, `Unfinished`
    when an override lacks its reason; then nothing is stored.
    """
    require(by, "decide")
    _require_unclaimed(request, by)
    _require_version(request, version)
    _require_lead(request, by)
    suggested = suggested_for(request)
    found = problems(choice, suggested)
    if found:
        raise Unfinished(found)
    with one_wins(request):
        return _store(request, choice, suggested, by, at)


def raise_priority(
    request: SupportRequest, priority: Priority, why: str, *, by: Staff | str, at: datetime
) -> None:
    """More urgent than it was. Anyone of the front door may, and it needs no claim: it can only help."""
    if isinstance(by, Staff):
        require(by, "see_requests")
    found = {}
    if priority.rank >= request.priority.rank:
        found["priority"] = f"Choose a priority more urgent than {request.priority.label.lower()}"
    if not why.strip():
        found["why"] = "Say why it is more urgent"
    if found:
        raise Unfinished(found)
    with one_wins(request):
        was, request.priority, request.priority_rank = request.priority, priority, priority.rank
        life.record_event(
            request, Event.PRIORITY_RAISED, by=by, at=at, note=why.strip(), was=was.value, now=priority.value
        )
        db.session.flush()
        clocks.follow(request, at=at)


def add_note(request: SupportRequest, note: str, *, by: Staff, at: datetime) -> None:
    """Something the next reader should know. Said of a closed request, it opens it again."""
    require(by, "see_requests")
    if not note.strip():
        raise Unfinished({"note": "Write the note"})
    with one_wins(request):
        was_closed = request.status is Status.CLOSED
        life.record_event(request, Event.ADDED_TO, by=by, at=at, note=note.strip(), what="note")
        if was_closed:
            db.session.flush()
            clocks.follow(request, at=at)


def close(
    request: SupportRequest,
    reason: str,
    *,
    version: int,
    by: Staff,
    at: datetime,
    said: looking_back.Answer | None = None,
) -> None:
    """End the request, by name and with a reason. The way back stays open.

    `said` is whether the suggestion was right, looking back; None where that was not answered.
    """
    require(by, "decide")
    _require_unclaimed(request, by)
    _require_version(request, version)
    if not reason.strip():
        raise Unfinished({"reason": "Say why the request is ending and what the family has been offered"})
    with one_wins(request):
        life.record_event(request, Event.CLOSED, by=by, at=at, note=reason.strip())
        end_current(request, "closed", reason.strip(), at=at)
        request.claimed_by_id = request.claimed_at = None
        if said is not None:
            looking_back.keep(request, said, by=by, at=at)
        db.session.flush()
        clocks.follow(request, at=at)


def reopen(request: SupportRequest, reason: str, *, by: Staff, at: datetime) -> None:
    """Bring a closed request back to the front door."""
    require(by, "see_requests")
    if not reason.strip():
        raise Unfinished({"reason": "Say why the request is opened again"})
    with one_wins(request):
        life.record_event(request, Event.REOPENED, by=by, at=at, note=reason.strip())
        db.session.flush()
        clocks.follow(request, at=at)
        ask_for_look(request, at=at)


@contextmanager
def one_wins(request: SupportRequest) -> Iterator[None]:
    """What the database refuses as somebody was quicker is said in our own word; the caller rolls back."""
    reference = request.reference
    try:
        yield
    except StaleDataError as error:
        raise SomebodyElseWasFirst(reference) from error
    except IntegrityError as error:
        if "allocation" not in str(error.orig):
            raise
        raise SomebodyElseWasFirst(reference) from error


def _set_claim(request: SupportRequest, who: Staff | None, since: datetime | None, only_if) -> bool:
    """One atomic statement: of many at once one wins. It counts as a change, so older pages notice."""
    changed = db.session.execute(
        update(SupportRequest)
        .where(SupportRequest.id == request.id, only_if)
        .values(claimed_by_id=who.id if who else None, claimed_at=since, version=SupportRequest.version + 1)
        .execution_options(synchronize_session=False)
    ).rowcount
    db.session.refresh(request, ["status", "claimed_by_id", "claimed_at", "claimed_by", "version"])
    return bool(changed)


def _require_unclaimed(request: SupportRequest, by: Staff) -> None:
    if request.claimed_by_id not in (None, by.id):
        raise Claimed(request.reference)


def _require_version(request: SupportRequest, version: int) -> None:
    if request.version != version:
        raise SomebodyElseWasFirst(request.reference)


def needs_lead(request: SupportRequest) -> bool:
    """Handed back twice: a named lead chooses next. Danger never waits for a lead, so then anyone may act."""
    return (
        request.hand_backs >= TOO_MANY_HAND_BACKS
        and request.status is Status.RECEIVED
        and request.priority.rank > Priority.VERY_URGENT.rank
    )


def _require_lead(request: SupportRequest, by: Staff) -> None:
    if needs_lead(request) and not may(by, "take_over"):
        raise Forbidden("Handed back twice: a lead decides.")


def _to_send_to(document: dict) -> ServiceOffer | None:
    """The first suggested offer that takes requests; not one that only keeps safe, where help is suggested too."""
    slugs = [line["offer"] for line in document["offers"] if line.get("offer")]
    found = {
        offer.slug: offer
        for offer in db.session.scalars(select(ServiceOffer).where(ServiceOffer.slug.in_(slugs)))
    }
    possible = [found[slug] for slug in slugs if slug in found and takes_requests(found[slug])]
    return next(iter(help_first(possible)), None)


def _has_red_flags(request: SupportRequest) -> bool:
    return db.session.scalar(select(RedFlag.id).where(RedFlag.request_id == request.id).limit(1)) is not None


def _store(
    request: SupportRequest, choice: Choice, suggested: Suggested, by: Staff, at: datetime
) -> Decision:
    decision = _decision(request, choice, suggested, by, at)
    db.session.add(decision)
    life.record_event(
        request,
        Event.DECIDED,
        by=by,
        at=at,
        note=choice.reason.strip(),
        agrees=decision.agrees,
        overridden=decision.overridden,
        priority=choice.priority.value,
        offer=choice.offer.name,
    )
    request.priority, request.priority_rank = choice.priority, choice.priority.rank
    request.thrive, request.primary_reason = choice.thrive, choice.primary_reason
    request.claimed_by_id = request.claimed_at = None
    # Even a decision that changes nothing must move the version on, or two could be stored at once.
    flag_modified(request, "priority")
    db.session.flush()
    allocate(request, decision, by=by, at=at)
    if decision.words_shared_because:
        audit.record(
            "request.words_shared", "support_request", request.id, by=by, at=at, decision_id=decision.id
        )
    if suggested.asks_to_keep_safe and not keeps_safe_beside_help(choice.offer.kind):
        # The one task of the kind, opened when the request came or now.
        tasks.open_task("safeguarding", about=f"safeguarding:{request.id}:0", request=request, at=at)
    return decision


def _decision(
    request: SupportRequest, choice: Choice, suggested: Suggested, by: Staff, at: datetime
) -> Decision:
    differs = overridden(choice, suggested)
    spoken = is_lowered(choice, suggested)
    note = "\n".join(part for part in (SPOKEN if spoken else "", choice.note.strip()) if part)
    return Decision(
        request_id=request.id,
        suggestion_id=latest_suggestion(request).id,
        decided_by_id=by.id,
        decided_at=at,
        agrees=not differs and not spoken,
        overridden=differs,
        reason=choice.reason.strip(),
        offer_id=choice.offer.id,
        offer=choice.offer,
        starts_now_offer_id=choice.starts_now.id if choice.starts_now else None,
        priority=choice.priority,
        thrive=choice.thrive,
        primary_reason=choice.primary_reason,
        note=note,
        family_may_be_told=choice.family_may_be_told,
        words_shared_because=choice.share_reason.strip() if choice.share_anyway else "",
    )
