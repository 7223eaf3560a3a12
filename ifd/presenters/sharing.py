"""What a service may read of a request sent to it: by what the family said, and never less than safety needs."""

from __future__ import annotations

from dataclasses import dataclass

from ifd.models import Decision, SupportRequest


@dataclass(frozen=True)
class Shared:
    """Whether their own words and answers are shown to the service; why not, or why all the same."""

    has_words: bool
    why_not: str = ""
    why_anyway: str = ""


_THEY_SAID = {
    "no": "They asked us not to share what they wrote.",
    "unsure": "They want to be asked before we share what they wrote.",
}
_ASK = {"no": "Ask them yourself, gently.", "unsure": "Ask them, or ask the front door."}
_WRITTEN = "What the front door wrote for you is under 'From the front door'."
_NOTHING_WRITTEN = "The front door wrote nothing for you. Ask it what you need to keep them safe."


def shared_with_service(found: SupportRequest, decision: Decision) -> Shared:
    """Who they are, how to reach them safely and what could harm them is always shared with the service that helps.

    What they told us is shared with it too, as in any team that cares for somebody, unless they said no or want
    to be asked first, and no clinician has said why it must be shared all the same.
    """
    if not found.keeps_words_back:
        return Shared(True)
    said = found.answers["tell_partners"]
    if decision.words_shared_because:
        why = f"{_THEY_SAID[said]} The front door shares it, because somebody may be hurt:"
        return Shared(True, why_anyway=f"{why} {decision.words_shared_because}")
    return Shared(False, f"{_THEY_SAID[said]} {_ASK[said]} {_WRITTEN if decision.note else _NOTHING_WRITTEN}")


def kept_from_service(found: SupportRequest, service: str, shared_because: str = "") -> str:
    """What a clinician must know of this before they send a request to `service`; empty where all is shared."""
    if not found.keeps_words_back:
        return ""
    said = _THEY_SAID[found.answers["tell_partners"]]
    if shared_because:
        return f"{said} {service} sees it, because somebody may be hurt: {shared_because}"
    return f"{said} {service} will not see it."
