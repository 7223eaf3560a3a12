"""Asking somebody to make a call, or to decide with a lead where there is no number that may be rung."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from forms.addresses import read_phone, tidy_phone
from ifd.models import Contact, ContactPoint, SupportRequest, Task
from ifd.safe_contact import FAMILY, TOLD, may_be_told, ways_to_call, who_asked
from ifd.search_words import search_value
from ifd.services import tasks

_DECIDE = "do not call or text. Decide with a lead"


def call_if_safe(request: SupportRequest, call: str, otherwise: str, who: Collection[str] = TOLD) -> str:
    """The title of a task: `call`; or, where nobody of `who` may be rung, `otherwise` and that no number is safe."""
    return call if ways_to_call(request, who) else f"{otherwise}. No number is safe: {_DECIDE}"


def ask_for_call(request: SupportRequest, why: str, *, about: str, at: datetime, **more: object) -> Task:
    """A task to call the family, and why. Nobody is asked to ring a number that must not ring."""
    if ways_to_call(request, FAMILY):
        kind, title = "call_family", f"Call the family: {why}"
    else:
        kind, title = "no_safe_way", f"No safe way to reach the family: {_DECIDE} ({why})"
    return tasks.open_task(kind, about=about, title=title, request=request, at=at, **more)


def keep_safe_number(request: SupportRequest, number: str, *, at: datetime) -> None:
    """Keep a number that the family says is safe to ring now. One that cannot be rung is in their words alone."""
    if read_phone(number) is None:
        return
    value, person = tidy_phone(number), _who_gives_it(request)
    point = next((one for one in person.points if (one.channel, one.value) == ("phone", value)), None)
    if point is None:
        point = ContactPoint(channel="phone", value=value, value_search=search_value("phone", value))
        person.points.append(point)
    point.safety, point.is_preferred, point.changed_at = "safe", True, at


def _who_gives_it(request: SupportRequest) -> Contact:
    """Whoever asked, or else one of the family who may be told; nobody known: a person of whom that alone is known."""
    asked = who_asked(request)
    told = [one for one in request.contacts if one.who in FAMILY and may_be_told(one, request) != "no"]
    found = next(iter(sorted(told, key=lambda one: one.who != asked)), None)
    if found is None:
        found = Contact(
            who=asked if asked in FAMILY else "parent_carer",
            relationship_to_child="not said who: gave a number on 'My request'",
            knows="yes",
            may_be_told="yes",
        )
        request.contacts.append(found)
    return found
