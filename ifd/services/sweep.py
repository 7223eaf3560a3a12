"""What nobody did becomes somebody's task. A sweep may run twice: a task is about one thing, opened once."""

from __future__ import annotations

from datetime import datetime, timedelta

from ifd.queries import overdue, rule_sets, watched_opinions
from ifd.services.tasks import open_task
from triage.calendar import holidays_known_until, holidays_run_out_soon, london_day

_TIME_TO_SEND = timedelta(minutes=30)
_WARNING = timedelta(days=3)
_TOLD = {
    "fell_back": "The second opinion of {} was taken away by itself: read why on its page, and decide what comes next",
    "drifted": "What comes in has changed since {} learned: look at how the second opinion does",
}


def ask_after_silent_services(at: datetime) -> int:
    """A service that does not answer is called by a lead."""
    silent = overdue.silent_services(at)
    for request, allocation in silent:
        open_task(
            "partner_silent",
            about=f"silent:{allocation.id}",
            request=request,
            at=at,
            title=f"No answer from {allocation.offer.organisation.name} about {request.reference}: call them",
        )
    return len(silent)


def raise_late_clocks(at: datetime) -> int:
    """An urgent request past a target goes to a lead."""
    late = overdue.late_clocks(at)
    for request, clock in late:
        what = clock.clock.replace("_", " ")
        open_task(
            "late_clock",
            about=f"late:{clock.id}",
            request=request,
            at=at,
            title=f"{request.priority.label} request {request.reference} is past its target: {what}",
        )
    return len(late)


def look_after_danger_drafts(at: datetime) -> int:
    """Who said they were in danger and did not send the form is looked for; no such form goes unseen."""
    left = overdue.danger_drafts(at - _TIME_TO_SEND)
    for draft in left:
        open_task("danger_draft", about=f"danger_draft:{draft.id}", draft=draft, priority_rank=0, at=at)
    expiring = overdue.danger_drafts_expiring(at + _WARNING)
    for draft in expiring:
        open_task(
            "danger_draft_expiring",
            about=f"expiring:{draft.id}",
            draft=draft,
            priority_rank=0,
            at=at,
            is_news=True,
        )
    return len(left) + len(expiring)


def look_at_rules(at: datetime) -> int:
    """Rules that a new software can no longer read are passed over: a lead is told, and by which the work goes on."""
    today = london_day(at)
    passed_over = rule_sets.passed_over(today)
    if passed_over is None:
        return 0
    open_task(
        "rules_not_read",
        about=f"rules_not_read:{passed_over.id}",
        at=at,
        title=f"The rules {passed_over.version.name} cannot be read by this software. "
        f"{rule_sets.name_in_force(today)} counts: read it, and publish what is needed",
    )
    return 1


def look_at_second_opinion(at: datetime) -> int:
    """A lead is told when it was taken away, or no longer fits what comes in. The rules go on alone meanwhile."""
    tasks = [
        open_task(
            "second_opinion",
            about=f"second_opinion:{event.id}",
            at=at,
            title=_TOLD[event.kind].format(event.version.name),
        )
        for event in watched_opinions.newest_to_tell()
    ]
    return sum(task.done_at is None for task in tasks)


def look_at_calendar(at: datetime) -> int:
    """Targets in working days need bank holidays: somebody brings more before they run out."""
    if not holidays_run_out_soon(london_day(at)):
        return 0
    open_task("calendar", about=f"calendar:{holidays_known_until().year}", at=at)
    return 1
