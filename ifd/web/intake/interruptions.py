"""Pages that stop for a moment: crisis help after a danger answer, and kind words for over 25 or out of area."""

from __future__ import annotations

from flask import redirect, render_template

from forms import journey
from ifd.models import Draft
from ifd.services.intake import received_with
from ifd.web.audience import for_everyone
from ifd.web.intake import blueprint
from ifd.web.intake.lines import lines_for
from ifd.web.intake.opening import came_from, place, situation_of, with_draft, with_draft_even_sent
from triage.vocabulary import SafetyQuestion

_NUMBERS = ("call_phone", "young_phone", "parent_phone", "young_reach", "parent_reach", "referrer_reach")


@blueprint.get("/<token>/help-now")
@for_everyone
@with_draft_even_sent
def help(token: str, draft: Draft):
    """What was said is kept by now. This page asks nothing before it helps."""
    return _stop("intake/help.html", token, draft, is_sent=received_with(draft.submission_key) is not None)


@blueprint.get("/<token>/someone-to-talk-to")
@for_everyone
@with_draft
def support(token: str, draft: Draft):
    return _stop("intake/support.html", token, draft)


@blueprint.get("/<token>/we-will-call")
@for_everyone
@with_draft
def we_will_call(token: str, draft: Draft):
    number = situation_of(draft).said("call_phone")
    if not number:
        return redirect(place(token, "call-me"))
    return _stop("intake/we_will_call.html", token, draft, number=number)


@blueprint.get("/<token>/over-25")
@for_everyone
@with_draft
def over_25(token: str, draft: Draft):
    return _stop("intake/over_25.html", token, draft)


@blueprint.get("/<token>/out-of-area")
@for_everyone
@with_draft
def out_of_area(token: str, draft: Draft):
    return _stop("intake/out_of_area.html", token, draft)


def _stop(template: str, token: str, draft: Draft, **more):
    situation = situation_of(draft)
    return render_template(
        template,
        token=token,
        voice=situation.voice,
        is_unsafe=situation.said(SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT.value) == "yes",
        services=lines_for(situation),
        carry_on=place(token, came_from() or journey.first_page(situation)),
        call_me=place(token, "call-me"),
        has_number=any(map(situation.said, _NUMBERS)),
        **more,
    )
