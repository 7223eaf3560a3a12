"""What can start today, while the person waits: people to call or text, and things to read and try."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from triage.crisis import CrisisContact, crisis_contacts
from triage.library import Resource, matching
from triage.suggestion import StartsNow
from triage.vocabulary import Need, Priority, Requester

_PRESSING = frozenset([Priority.EMERGENCY, Priority.VERY_URGENT, Priority.URGENT])


def starts_now(
    topics: Sequence[Need], age: int | None, requester: Requester | None, priority: Priority
) -> tuple[StartsNow, ...]:
    """Contacts first where it presses, else resources first. Never empty: 999 and 111 are for all."""
    return _starts_now(tuple(topics), age, requester, priority in _PRESSING)


@lru_cache(maxsize=4096)
def _starts_now(
    topics: tuple[Need, ...], age: int | None, requester: Requester | None, is_pressing: bool
) -> tuple[StartsNow, ...]:
    lines = _lines(topics, age, requester)[: 8 if is_pressing else 3]
    contacts = [_contact(contact) for contact in lines]
    resources = [
        _resource(resource) for resource in matching(topics, age, requester, limit=3 if is_pressing else 5)
    ]
    return (*contacts, *resources) if is_pressing else (*resources, *contacts)


def _lines(topics: tuple[Need, ...], age: int | None, requester: Requester | None) -> list[CrisisContact]:
    """999 and 111, then two lines for the very need that was named, then those for anything."""
    fitting = crisis_contacts(age, requester, topics)
    for_anything = [contact for contact in fitting if not contact.needs]
    for_the_need = [contact for contact in fitting if contact.needs]
    return [*for_anything[:2], *for_the_need[:2], *for_anything[2:]]


def _contact(contact: CrisisContact) -> StartsNow:
    return StartsNow("contact", f"{contact.channel}:{contact.value}", contact.service, contact.how)


def _resource(resource: Resource) -> StartsNow:
    return StartsNow("resource", resource.slug, resource.title, resource.summary)
