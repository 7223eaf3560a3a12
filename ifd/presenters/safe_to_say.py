"""What may be told on the telephone about a request: nothing before the identity check, and never to everybody."""

from __future__ import annotations

from dataclasses import dataclass

from triage.lifecycle import Status

NEEDED_CHECKS = 2
SAY_NOTHING = (
    "I cannot say on the telephone whether somebody is known to us. "
    "I can take your name and number, and listen to what worries you."
)
_WHERE = {
    Status.RECEIVED: "The front door has the request. A clinician reads every one.",
    Status.ALLOCATED: "The request has been sent to {holder}.",
    Status.ACCEPTED: "{holder} has accepted the request and will be in touch.",
    Status.IN_CONTACT: "{holder} has made first contact.",
    Status.BEING_HELPED: "Help has started with {holder}.",
    Status.CLOSED: "The request has ended. You can ask again at any time.",
}
_LOOKING_INTO_IT = "Our team is looking into what helps."


@dataclass(frozen=True)
class SafeToSay:
    """One line to say, and why no more."""

    say: str
    why: str
    may_tell: bool = False


def before_checking() -> SafeToSay:
    """What may be said to anybody."""
    return SafeToSay(SAY_NOTHING, "Check who is calling first.")


def safe_to_say(
    request, person, passed: list[str], *, news_by: str, is_late: bool = False, hides_holder: bool
) -> SafeToSay:
    """What may be told to `person`, a contact of the request or None for somebody not on the list.

    `hides_holder`: it is with a service that the family may not be told of.
    """
    if person is None:
        return SafeToSay(SAY_NOTHING, "They are not among the people of this request.")
    if len(passed) < NEEDED_CHECKS:
        return SafeToSay(SAY_NOTHING, f"At least {NEEDED_CHECKS} checks are needed before anything is told.")
    if person.who != "young_person" and person.may_be_told == "no":
        return SafeToSay(
            SAY_NOTHING, f"{person.name or 'This person'} must not be told, not even that there is a request."
        )
    if person.who != "young_person" and person.may_be_told != "yes":
        return SafeToSay(
            SAY_NOTHING, "Nobody has said that they may be told. Ask the young person or a clinician first."
        )
    is_unnamed = hides_holder and request.status is not Status.CLOSED
    where = _LOOKING_INTO_IT if is_unnamed else _WHERE[request.status].format(holder=request.holder.name)
    more = "Do not say which service has it, nor that one has. " if hides_holder else ""
    return SafeToSay(
        where + _promise(request.status, news_by, is_late),
        f"Say no more than this. {more}Answers and notes are not told on the telephone.",
        may_tell=True,
    )


def _promise(status: Status, news_by: str, is_late: bool) -> str:
    """By when they hear more. Once help has started, or it has ended, nothing is due from us."""
    if status in (Status.BEING_HELPED, Status.CLOSED):
        return ""
    if is_late:
        return f" News should have come by {news_by}. We are late, and we are sorry."
    return f" The next news comes by {news_by}."
