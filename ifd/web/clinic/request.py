"""One screen a request, and taking it in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask import request as http

from forms import asked_of
from forms.review import TakeOverForm
from ifd import clock
from ifd.database import db
from ifd.offer_kinds import is_named_on_a_clinicians_word
from ifd.permissions import may
from ifd.presenters import (
    contacts,
    in_short,
    letters,
    likely_same,
    marking,
    said_later,
    second_opinions,
    summary,
    timeline,
)
from ifd.presenters.rule_names import RuleNames
from ifd.presenters.time_left import age_words, how_long, time_left
from ifd.presenters.worth_asking import worth_asking_of
from ifd.queries import directory, received, rule_sets, task_list
from ifd.queries.likely_same import others_like
from ifd.queries.second_opinions import shown_of
from ifd.services import review
from ifd.services.review import Claimed
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.clinic.at_hand import request_or_404, view_or_404, what_could_harm
from ifd.web.clinic.second_opinion import on_the_page
from ifd.web.viewing import record_viewing
from triage import codes
from triage.lifecycle import NotAllowedNow, Status
from triage.vocabulary import OfferKind
from triage.worth_asking import worth_asking

if TYPE_CHECKING:
    from ifd.models import SupportRequest
    from triage.rules.ruleset import RuleSet


@blueprint.get("/clinic/<reference>")
@for_staff("see_requests")
def request(reference: str):
    """Everything about one request. That it was opened is recorded."""
    record_viewing(reference)
    return show(reference)


def show(reference: str, **more):
    """The screen itself; `more` is a form that was not finished."""
    view, now = view_or_404(reference), clock.now()
    at_hand = view.request
    sent_first = said_later.flags_of(None, view.red_flags)
    told = in_short.in_short_of(at_hand.text, sent_first)
    opinion = shown_of(g.staff, at_hand)
    phrases = second_opinions.phrases_of(opinion)
    made_by = rule_sets.ruleset_named(view.suggestion.ruleset) if view.suggestion else None
    return render_template(
        "clinic/request.html",
        view=view,
        request_=at_hand,
        now=now,
        time_left=time_left,
        age_words=age_words,
        how_long=how_long,
        summary=summary.summary_of(at_hand.document),
        in_short=told,
        likely_same=likely_same.likely_same_of(others_like(g.staff, at_hand)),
        passages=marking.mark(at_hand.text, sent_first, told.anchors if told else None, phrases.get(None, ())),
        said_later=said_later.said_later_of(view.said_later, view.red_flags, phrases),
        **on_the_page(opinion, view),
        people=contacts.people_of(at_hand.contacts),
        timeline=timeline.timeline_of(view.events),
        is_their_task=lambda task: task_list.is_theirs(g.staff, task),
        kind_label=lambda kind: OfferKind(kind).label,
        is_named_on_a_word=is_named_on_a_clinicians_word,
        reason_label=_reason_label,
        letter_words=letters.letter_words,
        rule_names=_rule_names(made_by),
        worth_asking=_worth_asking(at_hand, made_by),
        may_take_over=review.may_take_over(at_hand, g.staff, now),
        **_what_could_harm(view),
        may_decide=may(g.staff, "decide") and (not review.needs_lead(at_hand) or may(g.staff, "take_over")),
        **more,
    )


@blueprint.post("/clinic/<reference>/claim")
@for_staff("claim")
def claim(reference: str):
    """Take it in hand, if nobody has."""
    found = request_or_404(reference)
    try:
        review.claim(found, by=g.staff, at=clock.now())
    except Claimed:
        db.session.rollback()
        flash(f"{request_or_404(reference).claimed_by.name} claimed this first. You can still read it.")
        return _back(reference)
    except NotAllowedNow:
        db.session.rollback()
        flash("This request is closed. Open it again before you claim it.")
        return _back(reference)
    db.session.commit()
    flash("You have claimed this request.", "success")
    return _back(reference)


@blueprint.post("/clinic/<reference>/release")
@for_staff("claim")
def release(reference: str):
    """Put it back for anyone."""
    review.release(request_or_404(reference), by=g.staff, at=clock.now())
    db.session.commit()
    flash("This request is free for anyone to claim.", "success")
    return _back(reference)


@blueprint.route("/clinic/<reference>/take-over", methods=["GET", "POST"])
@for_staff("claim")
def take_over(reference: str):
    """Claim what a colleague has claimed, saying why."""
    found, form = request_or_404(reference), TakeOverForm(http.form)
    if not review.may_take_over(found, g.staff, clock.now()):
        flash("This cannot be taken over now: it is free, yours, or was claimed a short time ago.")
        return _back(reference)
    if http.method == "POST" and form.validate():
        try:
            review.take_over(found, form.reason.data, by=g.staff, at=clock.now())
        except Claimed:
            db.session.rollback()
            flash("Somebody else has just taken this over.")
            return _back(reference)
        db.session.commit()
        flash("You have taken this request over.", "success")
        return _back(reference)
    return render_template("clinic/take_over.html", form=form, request_=found), 400 if form.errors else 200


def _what_could_harm(view) -> dict:
    standing = view.current_allocation
    if standing is None:
        return what_could_harm(view, "The service")
    return what_could_harm(view, standing.offer.name, standing.decision.words_shared_because)


def _rule_names(made_by: RuleSet | None) -> RuleNames:
    """The rules that made the suggestion by their titles, each with its page; ids where they are not to be read."""
    if made_by is None or not may(g.staff, "read_rules"):
        return RuleNames({})
    titles = {rule.id: rule.title for rule in made_by.rules}
    return RuleNames(titles, lambda rule_id: url_for("rules.rule", name=made_by.version, rule_id=rule_id))


def _worth_asking(at_hand: SupportRequest, made_by: RuleSet | None):
    """What an answer could still change, while there is something to decide; by the rules of the suggestion."""
    case = received.case_of(at_hand) if made_by and at_hand.status is Status.RECEIVED else None
    if case is None:
        return None
    can_be_theirs = asked_of.fits(case.requester, case.years)
    asks = worth_asking(case, directory.offers_for_triage(), made_by, at_hand.priority, can_be_theirs)
    return worth_asking_of(asks, at_hand.document)


def _back(reference: str):
    return redirect(url_for("clinic.request", reference=reference), 303)


def _reason_label(code: str) -> str:
    return codes.label_of(codes.primary_reasons(), code) if code else "Not coded"
