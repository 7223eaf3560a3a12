"""The pages of questions: shown, checked, kept at once, and on to the next."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request
from flask_wtf.csrf import CSRFError

from forms import journey
from forms.place import area_of
from forms.questions import Page
from forms.situation import Situation
from ifd import clock
from ifd.database import db
from ifd.models import Draft
from ifd.services import drafts
from ifd.services.intake import received_with
from ifd.web.audience import for_everyone
from ifd.web.intake import after_sending, blueprint
from ifd.web.intake.opening import came_from, place, situation_of, with_draft, with_draft_even_sent
from ifd.web.protection import csrf
from triage.vocabulary import PostcodeArea


@blueprint.get("/<token>/<name>")
@for_everyone
@with_draft
def page(token: str, name: str, draft: Draft):
    situation = situation_of(draft)
    asked = journey.find_page(name, situation)
    if asked is None or (situation.requester is None and name != "who"):
        return redirect(place(token, journey.first_page(situation)))
    return _show(token, asked, situation, asked.form(situation))


# Checked by hand below: a page that is out of date is shown again with its answers, and nothing is lost.
@blueprint.post("/<token>/<name>")
@for_everyone
@csrf.exempt
@with_draft_even_sent
def keep(token: str, name: str, draft: Draft):
    before = situation_of(draft)
    asked = journey.find_page(name, before)
    if asked is None:
        return redirect(place(token, journey.first_page(before)), code=303)
    form = asked.form(before, request.form)
    try:
        csrf.protect()
    except CSRFError:
        return _show(token, asked, before, form, is_stale=True), 400
    is_right = form.validate()
    if sent := received_with(draft.submission_key):
        return redirect(place(token, after_sending.add(draft, sent, asked, form)), code=303)
    is_danger = drafts.save_answers(draft, asked.answers_in(form, before), by="family", at=clock.now())
    now = situation_of(draft)
    following = place(token, "help") if is_danger else _next(token, asked, draft, now) if is_right else ""
    db.session.commit()
    return redirect(following, code=303) if following else _show(token, asked, now, form)


def _next(token: str, asked: Page, draft: Draft, now: Situation) -> str:
    """The next page or stop. Whatever follows a change leads back to the list where the change began."""
    back = {"back": back_to} if (back_to := came_from()) else {}
    for stop, is_due in (("over-25", now.is_over_25), ("out-of-area", _is_out_of_area(now))):
        if is_due and drafts.is_first_showing(draft, stop):
            return place(token, stop, **back)
    if asked.name == "call-me" and now.said("call_phone"):
        return place(token, "we-will-call", **back)
    if asked.name == "more-safety" and not back and journey.is_worrying(now) and not journey.dangers(now):
        return place(token, "support")
    following = journey.after(asked, now, back_to=back_to)
    return place(token, following, **({} if following in journey.LISTS else back))


def _is_out_of_area(situation: Situation) -> bool:
    return (
        area_of(str(situation.said("postcode") or ""), current_app.settings.postcode_areas)
        is PostcodeArea.OUT_OF_AREA
    )


def _show(token: str, asked: Page, situation: Situation, form, *, is_stale: bool = False):
    back_to = came_from()
    before = journey.before(asked, situation, back_to=back_to)
    voice = situation.voice
    return render_template(
        "intake/page.html",
        token=token,
        form=form,
        page=asked,
        heading=asked.title[voice],
        is_alone=len(asked.asked(situation)) == 1,
        intro=asked.intro[voice],
        why=asked.why[voice],
        back=back_to,
        back_link=place(token, before) if before else "",
        is_stale=is_stale,
    )
