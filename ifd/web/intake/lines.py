"""Whom somebody who fills in the form could talk to now."""

from __future__ import annotations

from forms.situation import Situation
from ifd.presenters.self_care import HelpLine, lines_to_talk_to
from triage.vocabulary import Need, SafetyQuestion

_NEED_OF = {
    SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT: Need.ABUSE_SAFETY,
    SafetyQuestion.RAPID_WEIGHT_LOSS_OR_FAINTING: Need.EATING,
}


def lines_for(situation: Situation) -> list[HelpLine]:
    """The lines that fit the age, the reader, and what was said."""
    said = {need for question, need in _NEED_OF.items() if situation.said(question.value) == "yes"}
    needs = said | {Need(need) for need in situation.listed("needs") if need in set(Need)}
    return lines_to_talk_to(situation.age, situation.requester, needs)
