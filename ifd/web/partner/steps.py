"""What a partner does: accept, first contact, help started, hand back."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.partner import AcceptForm, FirstContactForm, HandBackForm, HelpStartedForm
from ifd import clock
from ifd.database import db
from ifd.queries import partner as own
from ifd.services import partners
from ifd.web.audience import for_staff
from ifd.web.kept import as_sent, words_of
from ifd.web.partner import blueprint
from ifd.web.steps import LOST, Step, draw_or_take, filled, when


@blueprint.post("/partner/<reference>/accept")
@for_staff("work_for_partner")
def accept(reference: str):
    """One press. The family hears that they will be in touch."""
    found, form = _request_or_404(reference), AcceptForm(http.form)
    if not form.validate():
        abort(400)
    try:
        partners.accept(found, by=g.staff, at=clock.now(), version=form.seen_version)
        db.session.commit()
    except LOST:
        return _moved_on(form, reference)
    flash("You have accepted this request. The family is told where it is safe.", "success")
    return redirect(url_for("partner.request", reference=reference), 303)


@blueprint.route("/partner/<reference>/first-contact", methods=["GET", "POST"])
@for_staff("work_for_partner")
def first_contact(reference: str):
    found = _request_or_404(reference)
    form = filled(FirstContactForm, found)

    def step():
        partners.record_first_contact(found, **when(form), by=g.staff, version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Record first contact",
        button="Save first contact",
        about="The family and the referrer are told.",
        done="First contact is recorded.",
    )


@blueprint.route("/partner/<reference>/help-started", methods=["GET", "POST"])
@for_staff("work_for_partner")
def help_started(reference: str):
    found = _request_or_404(reference)
    form = filled(HelpStartedForm, found)

    def step():
        partners.record_help_started(found, **when(form), by=g.staff, version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Record that help has started",
        button="Save that help has started",
        about="This ends the wait. The family and the referrer are told.",
        done="It is recorded that help has started.",
    )


@blueprint.route("/partner/<reference>/hand-back", methods=["GET", "POST"])
@for_staff("work_for_partner")
def hand_back(reference: str):
    """To the front door, never to the family."""
    found = _request_or_404(reference)
    form = filled(HandBackForm, found)

    def step():
        partners.hand_back(found, form.reason.data, by=g.staff, at=clock.now(), version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Hand back to the front door",
        button="Hand back",
        about="The front door finds what fits better. Nobody tells the family no, and their wait counts on.",
        done=f"{reference.upper()} is with the front door again.",
        then=url_for("partner.inbox"),
    )


def _request_or_404(reference: str):
    """The request, if this organisation has it."""
    view = own.look_at(g.staff, reference) or abort(404)
    return view.request


def _page(found, form, change, *, then: str = "", **words):
    """The page of the step, which leads back to the request where nothing else is said."""
    reference = found.reference
    return draw_or_take(
        Step(**words, then=then or url_for("partner.request", reference=reference)),
        found,
        form,
        change,
        page="partner/step.html",
        moved_on=lambda: _moved_on(form, reference),
    )


def _moved_on(form, reference: str):
    """The 409 page: what is so now, and what was typed, so that nothing has to be written again."""
    db.session.rollback()
    view = own.look_at(g.staff, reference)
    return render_template(
        "partner/moved_on.html",
        view=view,
        kept=words_of(form),
        fields=as_sent() if view else (),
        action=http.path,
    ), 409
