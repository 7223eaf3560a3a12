"""The list of tasks, the answers to check, sending, and what comes after."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for

from forms import journey
from forms.completeness import left_out, would_help
from forms.record import read_submission
from ifd import clock
from ifd.database import db
from ifd.models import Draft
from ifd.presenters.reaching import how_we_reach
from ifd.presenters.waits import sentence_of
from ifd.queries import copies
from ifd.queries.may_fit import waits_that_may_fit
from ifd.services import intake
from ifd.web import codes
from ifd.web.audience import for_everyone
from ifd.web.intake import blueprint
from ifd.web.intake.lines import lines_for
from ifd.web.intake.opening import (
    draft_here,
    let_out,
    locked,
    place,
    situation_of,
    with_draft,
    with_draft_even_sent,
)
from triage import library
from triage.vocabulary import Channel


@blueprint.get("/<token>/tasks")
@for_everyone
@with_draft
def tasks(token: str, draft: Draft):
    situation = situation_of(draft)
    return render_template(
        "intake/tasks.html",
        token=token,
        place=place,
        sections=[part for part in journey.sections(situation) if part.name != "start"],
        is_visited=lambda page: journey.is_visited(page, situation),
        voice=situation.voice,
    )


@blueprint.get("/<token>/check")
@for_everyone
@with_draft
def check(token: str, draft: Draft):
    situation = situation_of(draft)
    if situation.requester is None:
        return redirect(place(token, "who"))
    return render_template(
        "intake/check.html",
        token=token,
        place=place,
        sections=journey.answers_given(situation),
        empty=journey.left_empty(situation),
        left_out=left_out(situation),
        would_help=would_help(situation),
        voice=situation.voice,
    )


@blueprint.post("/<token>/send")
@for_everyone
def send(token: str):
    """Twice, from two tabs or after Back: the same request and the same page."""
    draft = draft_here(token)
    if draft is None:
        return locked(token)
    if situation_of(draft).requester is None:
        return redirect(place(token, "who"), code=303)
    at = clock.now()
    submission = read_submission(
        draft.answers,
        channel=Channel.WEB,
        today=clock.london_date(at),
        postcode_areas=current_app.settings.postcode_areas,
    )
    received = intake.receive(
        submission, submission_key=draft.submission_key, by="family", at=at, draft=draft
    )
    form = draft.id  # asked before the commit: after it the database would be asked again
    db.session.commit()
    if received.is_new:
        codes.remember(form, received.status_code)
    return redirect(place(token, "sent"), code=303)


@blueprint.post("/<token>/hide")
@for_everyone
@with_draft_even_sent
def hide(token: str, draft: Draft):
    """This browser shows no more of it: neither the form nor the code. The request itself stays as it is."""
    if intake.received_with(draft.submission_key):
        codes.forget(draft.id)
        let_out(token)
        flash("It is hidden on this device. We still have your request.", "success")
    return redirect(url_for("public.home"), code=303)


@blueprint.get("/<token>/sent")
@for_everyone
def sent(token: str):
    """The reference and what happens next, for the browser that sent it, as often as it likes."""
    draft = draft_here(token)
    if draft is None:
        return locked(token)
    received = intake.received_with(draft.submission_key)
    if received is None:
        return redirect(place(token, journey.first_page(situation_of(draft))))
    needs = received.document.get("answers", {}).get("needs", [])
    situation = situation_of(draft)
    return render_template(
        "intake/sent.html",
        token=token,
        request_sent=received,
        how_we_reach=how_we_reach,
        status_code=codes.recall(draft.id),
        services=lines_for(situation),
        can_send_copy=copies.has_copy(received) and bool(copies.safe_emails(received)),
        may_fit=waits_that_may_fit(received, clock.london_date(clock.now())),
        wait_in_words=sentence_of,
        self_care=library.matching(needs, received.age_years, received.requester),
    )
