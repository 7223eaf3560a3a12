"""Whom we may speak to about a request, and each way to reach them, as safe as they said and no safer."""

from __future__ import annotations

import re

import phonenumbers

from forms.addresses import is_mobile, read_phone, tidy_email, tidy_phone
from forms.questions.contact import SAFE, TIMES
from forms.situation import Situation
from forms.submission import PersonToContact, ReachBy
from triage.vocabulary import Requester

_TOLD = {"yes": "yes", "no": "no"}
_WARNING = re.compile(
    r"\b(not safe|unsafe|(do not|don.?t|never|must not|not to)"
    r" (call|ring|phone|text|message|e-?mail|write|contact|use))\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:.]+")


def people_of(situation: Situation) -> tuple[PersonToContact, ...]:
    """The young person, a parent or carer, the referrer; school and GP where something was said of them."""
    found = [_young_person(situation), _parent(situation), _referrer(situation), *_others(situation)]
    return tuple(person for person in found if person is not None)


def _young_person(situation: Situation) -> PersonToContact:
    name = " ".join(filter(None, (_said(situation, "given_name"), _said(situation, "family_name"))))
    is_asking = situation.requester is Requester.YOUNG_PERSON
    knows, may_be_told = ("yes", "yes") if is_asking else _young_person_knows(situation)
    reach, reason = _reach(situation, "young", with_post=is_asking), ""
    if situation.requester is Requester.PROFESSIONAL:
        safety = _safety(situation, "young_reach_safety")
        reach, reason = _read_reach(_said(situation, "young_reach", 500), safety)
    if is_asking:
        reach = _with_call(reach, situation)
    return PersonToContact(
        who="young_person",
        name=name[:200],
        knows=knows,
        may_be_told=may_be_told,
        reach=reach,
        reason_missing=reason,
    )


def _young_person_knows(situation: Situation) -> tuple[str, str]:
    """Whether they know, and whether they may be told. To know of it is not yet to be told more."""
    agrees = situation.said("agrees")
    if situation.is_about_a_baby:
        return "unknown", "unknown"
    if agrees == "no":
        return "yes", "unknown"
    if agrees == "both" or situation.said("consent") in ("young_person", "both"):
        return "yes", "yes"
    return ("no" if agrees == "not_asked" else _knows(situation, "young_person")), "unknown"


def _parent(situation: Situation) -> PersonToContact | None:
    name, relation = _said(situation, "parent_name"), _said(situation, "parent_relationship")[:120]
    if situation.requester is Requester.PARENT_CARER:
        reach = _with_call(_reach(situation, "parent", with_post=True), situation)
        return PersonToContact(
            who="parent_carer", name=name, relationship=relation, knows="yes", may_be_told="yes", reach=reach
        )
    if situation.requester is Requester.PROFESSIONAL:
        safety = _safety(situation, "parent_reach_safety")
        reach, reason = _read_reach(_said(situation, "parent_reach", 500), safety)
        has_agreed = situation.said("consent") in ("parent", "both")
        return PersonToContact(
            who="parent_carer",
            name=name,
            relationship=relation,
            reach=reach,
            knows="yes" if has_agreed else _knows(situation, "parents"),
            may_be_told="yes" if has_agreed else "unknown",
            reason_missing=reason,
        )
    if not (name or relation or situation.said("parent_phone") or situation.said("tell_parents")):
        return None
    return PersonToContact(
        who="parent_carer",
        name=name,
        relationship=relation,
        knows=_knows(situation, "parents"),
        may_be_told=_TOLD.get(str(situation.said("tell_parents")), "unknown"),
        reach=_reach(situation, "parent"),
    )


def _referrer(situation: Situation) -> PersonToContact | None:
    if situation.requester is not Requester.PROFESSIONAL:
        return None
    # A work address given to be told what happens next is theirs to be written to.
    reach, reason = _read_reach(_said(situation, "referrer_reach"), safety="safe")
    reach = _with_call(reach, situation)
    return PersonToContact(
        who="referrer",
        name=_said(situation, "referrer_name"),
        knows="yes",
        may_be_told="yes",
        organisation=_said(situation, "referrer_organisation"),
        profession=_said(situation, "referrer_role")[:120],
        reach=reach,
        reason_missing=reason,
    )


def _others(situation: Situation) -> list[PersonToContact]:
    found = []
    for key, name, relation in (("school", "school", "School or college"), ("gp", "gp", "GP surgery")):
        may = _TOLD.get(str(situation.said(f"tell_{key}")), "unknown")
        reach, reason = _read_reach(_said(situation, f"{key}_reach", 500))
        if situation.said(name) or may != "unknown" or reach or reason:
            found.append(
                PersonToContact(
                    who="other",
                    name=_said(situation, name),
                    relationship=relation,
                    knows=_knows(situation, key),
                    may_be_told=may,
                    reach=reach,
                    reason_missing=reason,
                )
            )
    return found


def _knows(situation: Situation, who: str) -> str:
    """Whether they know. One who is not ticked is not said to be kept in the dark, unless nobody knows."""
    ticked = situation.listed("who_knows")
    return "yes" if who in ticked else "no" if ticked == ["nobody"] else "unknown"


def _reach(situation: Situation, who: str, *, with_post: bool = False) -> tuple[ReachBy, ...]:
    """The ways one person gave, each with what they said is safe."""
    phone, email = _said(situation, f"{who}_phone"), tidy_email(_said(situation, f"{who}_email"))
    best = situation.said(f"{who}_prefers")
    ways = []
    if phone and is_mobile(phone):
        ways.append(
            ReachBy(
                "sms",
                tidy_phone(phone),
                safety=_safety(situation, f"{who}_text_safety"),
                is_preferred=best == "sms",
            )
        )
    if phone:
        ways.append(
            ReachBy(
                "phone",
                tidy_phone(phone),
                safety=_safety(situation, f"{who}_call_safety"),
                voicemail=_TOLD.get(str(situation.said(f"{who}_voicemail")), "unknown"),
                good_times=_times(situation, f"{who}_times"),
                is_preferred=best == "phone",
            )
        )
    if email:
        ways.append(
            ReachBy(
                "email", email, safety=_safety(situation, f"{who}_email_safety"), is_preferred=best == "email"
            )
        )
    if with_post and situation.said("address"):
        ways.append(
            ReachBy("post", _said(situation, "address", 500), safety=_safety(situation, "post_safety"))
        )
    return tuple(ways)


def _with_call(reach: tuple[ReachBy, ...], situation: Situation) -> tuple[ReachBy, ...]:
    """And the number given on a crisis page to be called on, unless it is there already."""
    number = tidy_phone(_said(situation, "call_phone"))
    if not number or any(way.channel == "phone" and way.value == number for way in reach):
        return reach
    return (
        *reach,
        ReachBy(
            "phone",
            number,
            safety=_safety(situation, "call_safety"),
            good_times=_said(situation, "call_when"),
            is_preferred=True,
        ),
    )


def _read_reach(text: str, safety: str = "unknown") -> tuple[tuple[ReachBy, ...], str]:
    """Addresses found in a line that a professional wrote, or the line itself as the reason for none.

    Words of warning beside an address are heeded, where nothing else was said of how safe it is.
    """
    if safety == "unknown" and _WARNING.search(text):
        safety = "never"
    email = tidy_email(found[0]) if (found := _EMAIL.search(text)) else ""
    seen = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    number = next((match.raw_string for match in seen if read_phone(match.raw_string)), "")
    number = number or (text if read_phone(text) else "")
    ways = []
    if email:
        ways.append(ReachBy("email", email, safety=safety))
    if number and is_mobile(number):
        ways.append(ReachBy("sms", tidy_phone(number), safety=safety))
    if number:
        ways.append(ReachBy("phone", tidy_phone(number), safety=safety))
    return tuple(ways), "" if ways else text[:500]


def beside_addresses(text: str) -> str:
    """What else was written in a line for a telephone number or an email address; '' for nothing else."""
    if read_phone(text):
        return ""
    seen = phonenumbers.PhoneNumberMatcher(text, "GB", leniency=phonenumbers.Leniency.POSSIBLE)
    numbers = [match.raw_string for match in seen if read_phone(match.raw_string)]
    for address in (*_EMAIL.findall(text), *numbers):
        text = text.replace(address, "…")
    return text if any(map(str.isalpha, text)) else ""


def _safety(situation: Situation, name: str) -> str:
    said = situation.said(name)
    return said if said in [option.value for option in SAFE] else "unknown"


def _times(situation: Situation, name: str) -> str:
    labels = {option.value: option.label[situation.voice].lower() for option in TIMES}
    return ", ".join(labels[item] for item in situation.listed(name) if item in labels)


def _said(situation: Situation, name: str, longest: int = 200) -> str:
    said = situation.said(name)
    return said[:longest] if isinstance(said, str) else ""
