"""Whom somebody could talk to now, beside 999 and 111, which every such page shows first by itself."""

from __future__ import annotations

from forms.situation import Situation
from ifd.presenters.self_care import HelpLine, help_lines
from triage.crisis import crisis_contacts
from triage.vocabulary import Need, SafetyQuestion

_SHOWN_ABOVE = ("999", "111", "https://111.nhs.uk")
_NEED_OF = {
    SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT: Need.ABUSE_SAFETY,
    SafetyQuestion.RAPID_WEIGHT_LOSS_OR_FAINTING: Need.EATING,
}


def lines_for(situation: Situation) -> list[HelpLine]:
    """The lines that fit the age, the reader, and what was said."""
    said = {need for question, need in _NEED_OF.items() if situation.said(question.value) == "yes"}
    needs = said | {Need(need) for need in situation.listed("needs") if need in set(Need)}
    fitting = crisis_contacts(situation.age, situation.requester, needs)
    return help_lines(contact for contact in fitting if contact.value not in _SHOWN_ABOVE)
