"""The smaller steps: raise the priority, add a note, close, open again; and what a service would record."""

from __future__ import annotations

from flask import flash, g, redirect, url_for
from flask import request as http

from forms.partner import AcceptForm, FirstContactForm, HelpStartedForm
from forms.review import CloseForm, NoteForm, RaiseForm, ReopenForm
from ifd import clock
from ifd.queries.looking_back import suggested_kind
from ifd.queries.request_view import latest_suggestion
from ifd.services import partners, review
from ifd.services.looking_back import Answer
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.clinic.at_hand import request_or_404, somebody_else_was_first
from ifd.web.steps import Step, draw_or_take, filled, when
from triage.lifecycle import Status
from triage.vocabulary import Priority

_NOT_STORED = "This was not stored"


@blueprint.route("/clinic/<reference>/raise", methods=["GET", "POST"])
@for_staff("see_requests")
def raise_priority(reference: str):
    """More urgent than it was: anyone of the front door may say so."""
    found = request_or_404(reference)
    form = filled(RaiseForm, found)
    form.fill_choices(found.priority)
    if not form.priority.choices:
        return _as_urgent_as_can_be(form, reference)

    def step():
        review.raise_priority(found, Priority(form.priority.data), form.why.data, by=g.staff, at=clock.now())

    return _page(
        found,
        form,
        step,
        heading="Raise the priority",
        button="Raise the priority",
        about=f"It is {found.priority.label.lower()} now. A priority is lowered only by a decision.",
        done="The priority was raised.",
    )


@blueprint.route("/clinic/<reference>/note", methods=["GET", "POST"])
@for_staff("see_requests")
def add_note(reference: str):
    found = request_or_404(reference)
    form = filled(NoteForm, found)
    closed = "The request is closed. A note opens it again." if found.status is Status.CLOSED else ""
    return _page(
        found,
        form,
        lambda: review.add_note(found, form.note.data, by=g.staff, at=clock.now()),
        heading="Add a note",
        button="Add the note",
        about=closed,
        done="The note was added.",
    )


@blueprint.route("/clinic/<reference>/close", methods=["GET", "POST"])
@for_staff("decide")
def close(reference: str):
    """End it, by name and with a reason; it can be opened again. What they see looking back may be left out."""
    found = request_or_404(reference)
    form = filled(CloseForm, found)
    suggestion = latest_suggestion(found)
    form.ask_about(suggested_kind(suggestion.document) if suggestion else None)

    def step():
        said = Answer(*form.hindsight) if form.hindsight else None
        review.close(
            found, form.reason.data, version=form.seen_version, by=g.staff, at=clock.now(), said=said
        )

    return _page(
        found,
        form,
        step,
        heading="Close this request",
        button="Close this request",
        about="Close only what has ended for the family. Nothing is removed, and it can be opened again.",
        done="The request was closed.",
    )


@blueprint.route("/clinic/<reference>/reopen", methods=["GET", "POST"])
@for_staff("see_requests")
def reopen(reference: str):
    found = request_or_404(reference)
    form = filled(ReopenForm, found)
    return _page(
        found,
        form,
        lambda: review.reopen(found, form.reason.data, by=g.staff, at=clock.now()),
        heading="Open this request again",
        button="Open it again",
        about="It goes back to the front door's list.",
        done="The request is open again.",
    )


@blueprint.route("/clinic/<reference>/accepted", methods=["GET", "POST"])
@for_staff("decide")
def accepted(reference: str):
    """The front door takes on an offer of its own, or a service told us by telephone that it accepts."""
    found = request_or_404(reference)
    form = filled(AcceptForm, found)

    def step():
        partners.accept(found, by=g.staff, at=clock.now(), version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Record that it is accepted",
        button="It is accepted",
        about="The service will make contact. The family is told where it is safe.",
        done="It is recorded that the request is accepted.",
    )


@blueprint.route("/clinic/<reference>/first-contact", methods=["GET", "POST"])
@for_staff("decide")
def first_contact(reference: str):
    found = request_or_404(reference)
    form = filled(FirstContactForm, found)

    def step():
        partners.record_first_contact(found, **when(form), by=g.staff, version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Record first contact",
        button="Save first contact",
        about="The family and the referrer are told where it is safe.",
        done="First contact is recorded.",
    )


@blueprint.route("/clinic/<reference>/help-started", methods=["GET", "POST"])
@for_staff("decide")
def help_started(reference: str):
    found = request_or_404(reference)
    form = filled(HelpStartedForm, found)

    def step():
        partners.record_help_started(found, **when(form), by=g.staff, version=form.seen_version)

    return _page(
        found,
        form,
        step,
        heading="Record that help has started",
        button="Save that help has started",
        about="This ends the wait.",
        done="It is recorded that help has started.",
    )


def _as_urgent_as_can_be(form, reference: str):
    """What has changed is a note then, with the words that were written."""
    instead = url_for("clinic.add_note", reference=reference)
    if http.method == "POST":
        return somebody_else_was_first(
            form, reference, intended=_NOT_STORED, action=instead, fields=[("note", form.why.data)]
        )
    flash("It is as urgent as it can be. Write here what has changed.")
    return redirect(instead, 303)


def _page(found, form, change, **words):
    """The page of the step, which leads back to the request."""
    reference = found.reference
    return draw_or_take(
        Step(**words, then=url_for("clinic.request", reference=reference)),
        found,
        form,
        change,
        page="clinic/step.html",
        moved_on=lambda: somebody_else_was_first(form, reference, intended=_NOT_STORED),
    )
