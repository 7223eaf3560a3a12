"""What a service may read of a request sent to it: by what the family said, and never less than safety needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shared:
    """Whether their own words and answers are shown to the service, and why not."""

    has_words: bool
    why_not: str = ""


_WHY_NOT = {
    "no": "They asked us not to share what they wrote. Ask them yourself, gently. "
    "The front door has told you what you need to keep them safe.",
    "unsure": "They want to be asked before we share what they wrote. Ask them, or ask the front door.",
}


def shared_with_service(answers: dict) -> Shared:
    """Who they are, how to reach them safely and what could harm them is always shared with the service that helps.

    What they told us is shared with it too, as in any team that cares for somebody, unless they said no or want
    to be asked first.
    """
    why_not = _WHY_NOT.get(answers.get("tell_partners", ""), "")
    return Shared(not why_not, why_not)
