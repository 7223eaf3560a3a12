"""Who may be told of a request, and by which of the ways they gave. Asked when a message is written and when it is
sent, and before anybody here picks up a telephone.

What is unsafe is never used. Of a way nobody called safe only neutral words are sent, and nothing at all where a
child said that their parents must not be told: a message on a screen would tell them that there is one.
"""

from __future__ import annotations

from collections.abc import Collection

from triage.vocabulary import Requester

FAMILY = ("young_person", "parent_carer")
TOLD = (*FAMILY, "referrer")
# Under this age others often see a young person's telephone.
_OWN_PHONE_FROM = 16
_WHO_ASKED = {
    Requester.YOUNG_PERSON: "young_person",
    Requester.PARENT_CARER: "parent_carer",
    Requester.PROFESSIONAL: "referrer",
}


def who_asked(request) -> str:
    """The kind of contact that whoever asked for support is."""
    return _WHO_ASKED[request.requester]


def may_be_told(person, request) -> str:
    """yes, neutral or no. Whoever asked may be told unless they said no; others only when somebody said yes.

    A person who knows of the request, but of whom nobody said whether they may be told, gets neutral words;
    one of whom we do not even know that gets nothing, for even neutral words would give it away.
    """
    if person.who not in TOLD or person.may_be_told == "no":
        return "no"
    if person.may_be_told == "yes" or person.who == who_asked(request):
        return "yes"
    return "neutral" if person.knows == "yes" else "no"


def is_kept_from_parents(request) -> bool:
    """Whether it is a child's, as far as we know, who said that their parents must not be told."""
    return is_child(request.age_years) and any(
        person.who == "parent_carer" and person.may_be_told == "no" for person in request.contacts
    )


def is_child(age: int | None) -> bool:
    """An age nobody said may be a child's."""
    return age is None or age < _OWN_PHONE_FROM


def may_be_used(point, person, *, is_kept: bool) -> bool:
    """Whether anything may go this way at all; `is_kept` is what `is_kept_from_parents` says of the request."""
    if is_kept and person.who == "young_person" and point.safety == "unknown":
        return False
    return point.safety != "never"


def ways_to_tell(person, request, channels: Collection[str]) -> list:
    """The contact points of this person that a message may go to.

    Safe ones where there are any, the preferred if one is; else one way that takes neutral words; else none.
    """
    points = [point for point in _ways(person, request) if point.channel in channels]
    safe = [point for point in points if point.safety == "safe"]
    preferred = [point for point in safe or points if point.is_preferred]
    return preferred or safe or points[:1]


def ways_to_call(request, who: Collection[str]) -> list:
    """The numbers of these kinds of people that somebody here may ring, and no others."""
    return [
        point
        for person in request.contacts
        if person.who in who
        for point in _ways(person, request)
        if point.channel in ("phone", "sms") and not _must_not_ring(point.value, person)
    ]


def ways_of_whoever_asked(request) -> list:
    """Every way that is left to reach whoever asked. An address is one only where they said that letters are safe."""
    return [
        point
        for person in request.contacts
        if person.who == who_asked(request)
        for point in _ways(person, request)
        if point.channel != "post" or point.safety == "safe"
    ]


def _ways(person, request) -> list:
    if may_be_told(person, request) == "no":
        return []
    is_kept = is_kept_from_parents(request)
    return [point for point in person.points if may_be_used(point, person, is_kept=is_kept)]


def _must_not_ring(number: str, person) -> bool:
    """A number that takes texts may still be one that must not ring."""
    return any(
        point.channel == "phone" and point.value == number and point.safety == "never"
        for point in person.points
    )
