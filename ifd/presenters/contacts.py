"""Who may be spoken to, how, and who must not know: said first and in words."""

from __future__ import annotations

from dataclasses import dataclass

_WHO = {
    "young_person": "Young person",
    "parent_carer": "Parent or carer",
    "referrer": "Referrer",
    "other": "Somebody else",
}
_CHANNEL = {"email": "E-mail", "sms": "Text", "phone": "Call", "post": "Letter"}
_SAFETY = {
    "safe": "Safe",
    "neutral_only": "Neutral words only: do not say what it is about",
    "never": "Never use",
    "unknown": "Not known if safe: neutral words only",
}
_KNOWS = {
    "yes": "Knows about the request",
    "no": "Does not know about the request",
    "unknown": "Not known if they know",
}
_TOLD = {
    "yes": "May be told",
    "no": "Must not be told",
    "unknown": "Not known if they may be told: ask before telling",
}
_VOICEMAIL = {
    "yes": "voicemail is fine",
    "no": "do not leave a voicemail",
    "unknown": "do not leave a voicemail: not asked",
}


@dataclass(frozen=True)
class Way:
    channel: str
    value: str
    safety: str
    is_safe: bool
    more: str


@dataclass(frozen=True)
class PersonLine:
    name: str
    role: str
    knows: str
    may_be_told: str
    must_not_be_told: bool
    ways: tuple[Way, ...]
    reason_missing: str


def people_of(contacts) -> list[PersonLine]:
    """Each person, with every way to reach them and what is safe to use it for."""
    return [_person(contact) for contact in contacts]


def who_words(contact) -> str:
    """'Parent or carer' and the like."""
    return _WHO.get(contact.who, contact.who)


def warnings_of(contacts) -> list[str]:
    """What could do harm if it were overlooked, as sentences."""
    found = []
    for contact in contacts:
        name = contact.name or _WHO.get(contact.who, "Somebody")
        if contact.may_be_told == "no":
            found.append(f"{name} must not be told about this request.")
        found += [
            f"Never {_verb(point.channel)} {name} on {point.value}."
            for point in contact.points
            if point.safety == "never"
        ]
    return found


def _verb(channel: str) -> str:
    return {"email": "e-mail", "sms": "text", "phone": "call", "post": "write to"}.get(channel, "contact")


def _person(contact) -> PersonLine:
    facts = [
        _WHO.get(contact.who, contact.who),
        contact.relationship_to_child,
        contact.profession,
        contact.organisation,
    ]
    return PersonLine(
        name=contact.name or "Name not given",
        role=", ".join(fact for fact in facts if fact),
        knows=_KNOWS[contact.knows],
        may_be_told=_TOLD[contact.may_be_told],
        must_not_be_told=contact.may_be_told == "no",
        ways=tuple(_way(point) for point in contact.points),
        reason_missing=contact.reason_missing,
    )


def _way(point) -> Way:
    more = [_VOICEMAIL[point.voicemail]] if point.channel == "phone" else []
    more += [f"best time: {point.good_times}"] if point.good_times else []
    more += ["preferred"] if point.is_preferred else []
    return Way(
        _CHANNEL.get(point.channel, point.channel),
        point.value,
        _SAFETY[point.safety],
        point.safety == "safe",
        "; ".join(more),
    )
