"""Where a clinician's choice differs from the suggestion, and what must be said when it does.

Pure comparing: the form that asks and the service that stores both rely on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ifd.models import ServiceOffer
from ifd.offer_kinds import may_be_given_words
from triage.vocabulary import Priority, Thrive


@dataclass(frozen=True)
class Choice:
    """What a clinician chose, in full: agreeing is choosing what was suggested."""

    offer: ServiceOffer
    priority: Priority
    thrive: Thrive
    primary_reason: str
    reason: str = ""
    note: str = ""
    starts_now: ServiceOffer | None = None
    has_spoken: bool = False
    family_may_be_told: bool = False
    share_anyway: bool = False
    share_reason: str = ""


@dataclass(frozen=True)
class Suggested:
    """What the choice is held against. `offer` is the suggested one that the request would be sent to.

    `priority` is the more urgent of what was suggested and what stands: a person may have raised it since.
    `keeps_words_back`: the family asked us not to share theirs. `asks_to_keep_safe`: safeguarding is suggested too.
    """

    offer: ServiceOffer | None
    priority: Priority
    thrive: Thrive
    has_red_flags: bool = False
    keeps_words_back: bool = False
    asks_to_keep_safe: bool = False

    def needs_note(self, priority: Priority | None = None) -> bool:
        """Whether a service that may not read their words must be told what keeps them safe."""
        pressing = Priority.most_urgent(self.priority, priority or self.priority).rank <= Priority.URGENT.rank
        return self.keeps_words_back and (self.has_red_flags or pressing)


def takes_requests(offer: ServiceOffer) -> bool:
    """Whether a request can be sent there at all. To the front door's own offers it always can."""
    return (
        offer.is_current
        and offer.capacity != "closed"
        and (offer.takes_requests or offer.organisation.kind == "front_door")
    )


def overridden(choice: Choice, suggested: Suggested) -> list[str]:
    """Which of offer, priority and THRIVE grouping differ from the suggestion."""
    differs = {
        "offer": suggested.offer is None or choice.offer.id != suggested.offer.id,
        "priority": choice.priority is not suggested.priority,
        "thrive": choice.thrive is not suggested.thrive,
    }
    return [name for name, does in differs.items() if does]


def is_lowered(choice: Choice, suggested: Suggested) -> bool:
    """Whether the priority would fall below what was suggested or what stands now."""
    return choice.priority.rank > suggested.priority.rank


def problems(choice: Choice, suggested: Suggested) -> dict[str, str]:
    """What is still missing before this can be stored, by field, in words that say what to do."""
    found = {}
    if not takes_requests(choice.offer):
        found["offer"] = f"{choice.offer.name} is not taking requests. Choose another offer."
    elif choice.starts_now and choice.starts_now.id == choice.offer.id:
        found["starts_now"] = "Choose something else to start now, or leave this empty"
    if overridden(choice, suggested) and not choice.reason.strip():
        found["reason"] = "Say why you are choosing differently from the suggestion"
    if is_lowered(choice, suggested) and not choice.has_spoken:
        found["has_spoken"] = (
            "Speak with the family or referrer before you lower the priority, then tick this box"
        )
    return found | _problems_of_sharing(choice, suggested)


def _problems_of_sharing(choice: Choice, suggested: Suggested) -> dict[str, str]:
    if choice.share_anyway and not may_be_given_words(choice.offer.kind):
        return {"share_anyway": f"{choice.offer.name} may not be given words they asked us not to share"}
    if choice.share_anyway:
        return {} if choice.share_reason.strip() else {"share_reason": "Say why somebody may be hurt"}
    is_ours = choice.offer.organisation.kind == "front_door"
    if suggested.needs_note(choice.priority) and not is_ours and not choice.note.strip():
        return {"note": "Write what the service must know to keep them safe"}
    return {}
