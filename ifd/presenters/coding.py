"""The coded primary reason a need usually stands for: filled in on the page, for a person to change.

The national list has no code for every need; where none fits, nothing is filled in.
"""

from __future__ import annotations

from triage.vocabulary import Need

_USUAL = {
    Need.ANXIETY: "05",
    Need.LOW_MOOD: "04",
    Need.NEURODEVELOPMENTAL: "25",
    Need.FAMILY_RELATIONSHIPS: "19",
    Need.ANGER_BEHAVIOUR: "16",
    Need.TRAUMA: "11",
    Need.PREGNANCY_OR_NEW_BABY: "13",
    Need.PARENT_INFANT_BOND: "21",
    Need.FRIENDSHIPS_BULLYING: "19",
    Need.SELF_HARM: "15",
    Need.SUICIDAL_THOUGHTS: "18",
    Need.EATING: "12",
    Need.SUBSTANCE_USE: "09",
    Need.UNUSUAL_EXPERIENCES: "01",
    Need.PHYSICAL_HEALTH: "10",
    Need.OCD_RITUALS: "06",
    Need.GENDER_IDENTITY: "20",
}
# When several needs are given, the one that matters most to the service that receives the request.
_GRAVEST_FIRST = (Need.UNUSUAL_EXPERIENCES, Need.SUICIDAL_THOUGHTS, Need.EATING, Need.SELF_HARM)


def usual_reason(needs: list[str]) -> str:
    """The code to fill in for these needs, or nothing."""
    given = [Need(need) for need in needs]
    ordered = [need for need in _GRAVEST_FIRST if need in given] + given
    return next((_USUAL[need] for need in ordered if need in _USUAL), "")
