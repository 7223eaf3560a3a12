"""What a partner says about a request: when it was in touch, when help started, why it hands back."""

from __future__ import annotations

from forms.dates import DateParts
from forms.fields import Lines, Needed
from forms.versioned import Versioned


class AcceptForm(Versioned):
    """Nothing to fill in: pressing the button is the answer."""


class FirstContactForm(Versioned):
    happened_on = DateParts(
        "When were you first in touch?",
        hint="The day you spoke or met. A call nobody took does not count. For example, 27 3 2026",
        validators=[Needed("Enter the day you were first in touch")],
    )


class HelpStartedForm(Versioned):
    happened_on = DateParts(
        "When did help start?",
        hint="The first meeting, session or step of the plan you agreed. For example, 27 3 2026",
        validators=[Needed("Enter the day help started")],
    )


class HandBackForm(Versioned):
    reason = Lines(
        "Why, and what would fit better",
        longest=4_000,
        rows=4,
        hint="For the front door's clinicians. The family does not see it, and is told that we are looking again.",
        validators=[Needed("Say why, so that the front door can find what fits")],
    )
