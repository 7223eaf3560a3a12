"""What is written in a second tab of a form that was sent in the first: it goes to the request the form became."""

from __future__ import annotations

from flask import current_app, flash
from wtforms import Form

from forms.own_words import own_words
from forms.questions import Page
from forms.record import read_submission
from forms.situation import Situation
from ifd.models import Draft, SupportRequest
from ifd.queries.said_later import ADDED_LATER
from ifd.services.said_later import Said
from ifd.web.intake.opening import situation_of
from ifd.web.telling import tell
from triage.vocabulary import Channel


def add(draft: Draft, sent: SupportRequest, asked: Page, form: Form) -> str:
    """Add what is new on this page to the request; where to go next."""
    before = situation_of(draft)
    typed = asked.answers_in(form, before)
    new = {name: value for name, value in typed.items() if value and value != draft.answers.get(name)}
    if not new:
        return "sent"
    if tell(sent, _said(draft, asked, before, new)):
        return "help"
    flash("You have already sent this. We have added what you just wrote.", "success")
    return "sent"


def _said(draft: Draft, asked: Page, before: Situation, new: dict[str, object]) -> Said:
    told = [
        f"{question.title(before.voice)}: {question.shown(new[question.name], before)}"
        for question in asked.asked(before)
        if question.name in new and not question.is_own_words
    ]
    whole = read_submission(
        {**draft.answers, **new},
        channel=Channel.WEB,
        today=before.today,
        postcode_areas=current_app.settings.postcode_areas,
    )
    return Said(
        ADDED_LATER,
        own_words(Situation({**draft.answers, **new}, before.today), only=new),
        wants_call=bool(new.get("call_phone")),
        answers_in_words="\n".join(told),
        answers=whole.document["answers"],
    )
