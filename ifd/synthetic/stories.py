"""What became of a made-up request: when each step happened, until today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from triage.vocabulary import OfferKind, Priority

# Typical days from allocation to first contact, and from first contact to help, by kind of offer. Invented, with
# the order of size that published waits have, so that the waits pages have something to show.
_DAYS = {
    OfferKind.NEURODEVELOPMENTAL: (160, 60),
    OfferKind.CAMHS_MORE_HELP: (45, 24),
    OfferKind.CAMHS_HELP: (38, 20),
    OfferKind.COUNSELLING: (24, 8),
    OfferKind.MHST_SCHOOL: (12, 9),
    OfferKind.WELLBEING_PRACTITIONER: (16, 9),
    OfferKind.ONLINE_COUNSELLING: (2, 1),
    OfferKind.EATING_DISORDER: (7, 6),
    OfferKind.EIP_PSYCHOSIS: (6, 4),
    OfferKind.PERINATAL: (8, 5),
    OfferKind.PARENT_INFANT: (10, 6),
    OfferKind.BEREAVEMENT: (20, 6),
    OfferKind.CRISIS_TEAM: (0.2, 0.2),
    OfferKind.SINGLE_SESSION: (5, 0.1),
    OfferKind.SAFEGUARDING: (0.5, 1),
}
_USUAL = (18, 8)
_HOURS_TO_DECIDE = {
    Priority.EMERGENCY: 0.4,
    Priority.VERY_URGENT: 1.2,
    Priority.URGENT: 5,
    Priority.SOON: 30,
    Priority.ROUTINE: 52,
}


@dataclass(frozen=True)
class Step:
    """One thing that happened. `kind`: allocated, accepted, first_contact, help_started, handed_back or closed."""

    kind: str
    at: datetime
    reason: str = ""


_HAND_BACKS = (
    "The young person lives outside our part of the area.",
    "They need more than our group can give; we have spoken with the family.",
    "We tried three times and could not reach the family.",
    "They would rather be seen in person.",
)
_ENDS = (
    "Goals met; the family know how to come back.",
    "Help finished as planned.",
    "They chose to stop for now and know how to come back.",
)


def tell_story(
    received: datetime, now: datetime, priority: Priority, kind: OfferKind | None, random: Random
) -> list[Step]:
    """The steps up to `now`, in order. `kind` is the offer it goes to; None stays with the front door."""
    steps: list[Step] = []
    if kind is None:
        return steps
    at = received + timedelta(hours=_spread(random, _HOURS_TO_DECIDE[priority]))
    to_contact, to_help = _DAYS.get(kind, _USUAL)
    hurry = 0.35 if priority.rank <= Priority.URGENT.rank else 1
    steps.append(Step("allocated", at))
    at += timedelta(days=_spread(random, min(2.0, to_contact / 2)))
    while random.random() < 0.05:
        # Handed back, looked at again within days, and sent on.
        steps.append(Step("handed_back", at, random.choice(_HAND_BACKS)))
        at += timedelta(hours=_spread(random, _HOURS_TO_DECIDE[priority]))
        steps.append(Step("allocated", at))
        at += timedelta(days=_spread(random, min(2.0, to_contact / 2)))
    steps.append(Step("accepted", at))
    at += timedelta(days=_spread(random, to_contact * hurry))
    steps.append(Step("first_contact", at))
    at += timedelta(days=_spread(random, to_help * hurry))
    steps.append(Step("help_started", at))
    if random.random() < 0.7:
        at += timedelta(days=_spread(random, 70))
        steps.append(Step("closed", at, random.choice(_ENDS)))
    return [step for step in steps if step.at <= now]


def minutes_to_decide(characters: int, red_flags: int, seed: int) -> float:
    """From claimed to decided. Invented: some minutes for any, more for what is long and what is grave; and one in
    twelve is left open over lunch or overnight. The same for the same seed, whatever else is made up."""
    random = Random(seed)
    minutes = _spread(random, 5 + characters / 50 + 6 * min(red_flags, 3))
    return minutes + (random.uniform(45, 900) if random.random() < 1 / 12 else 0)


def arrivals(n: int, now: datetime, days: int, random: Random) -> list[datetime]:
    """`n` moments of receipt over the last `days` days: more by day than by night, and a busy last week."""
    moments = []
    for _ in range(n):
        back = random.triangular(0, days, days * 0.25) if random.random() > 0.1 else random.uniform(0, 4)
        hour = random.choices(
            range(24), [1, 1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 8, 9, 9, 10, 9, 8, 7, 7, 6, 5, 3, 2]
        )[0]
        day = (now - timedelta(days=back)).replace(
            hour=hour, minute=random.randint(0, 59), second=random.randint(0, 59), microsecond=0
        )
        moments.append(min(day, now - timedelta(minutes=random.randint(2, 180))))
    return sorted(moments)


def _spread(random: Random, typical: float) -> float:
    """Waits are skewed: most near the typical, a long tail."""
    return typical * random.lognormvariate(0, 0.55)
