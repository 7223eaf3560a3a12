"""Agreeing with a suggestion, or deciding otherwise with a reason."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, url_for
from flask import request as http

from forms.review import AgreeForm, DecideForm, Sending
from ifd import clock, offer_kinds
from ifd.presenters.coding import usual_reason
from ifd.queries import directory
from ifd.services import review
from ifd.services.overriding import Choice, Suggested, takes_requests
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.clinic.at_hand import somebody_else_was_first, view_or_404, what_could_harm
from ifd.web.steps import LOST, filled, is_sent, is_stored
from triage import codes
from triage.vocabulary import OfferKind, Priority, Thrive


@blueprint.route("/clinic/<reference>/agree", methods=["GET", "POST"])
@for_staff("decide")
def agree(reference: str):
    """What will happen, to be confirmed: the second of the two actions that agreeing takes."""
    view = view_or_404(reference)
    suggested = review.suggested_for(view.request)
    form = filled(AgreeForm, view.request, primary_reason=_usual_reason(view.request))
    form.primary_reason.choices = [*form.primary_reason.choices, *_reasons()]
    if not view.request.status.is_open:
        return _closed(form, reference)
    if suggested.offer is None:
        return _nothing_to_agree_with(form, reference)
    _ask_only(form, suggested, suggested.offer.kind)
    if is_sent() and http.form.get("offer") != suggested.offer.slug:
        # The directory has changed since: nobody agrees to an offer they were not shown.
        return _not_stored(form, reference, ", as another offer is suggested now")
    if is_sent() and form.validate():
        choice = Choice(
            offer=suggested.offer,
            priority=suggested.priority,
            thrive=suggested.thrive,
            primary_reason=form.primary_reason.data,
            note=form.note.data,
            **_of_telling(form),
        )
        answer = _store(view.request, choice, form, reference)
        if answer is not None:
            return answer
    return _drawn("clinic/agree.html", view, form, suggested, suggested.offer.name)


@blueprint.route("/clinic/<reference>/decide", methods=["GET", "POST"])
@for_staff("decide")
def decide(reference: str):
    """A decision in full: the offer is chosen here, and every difference from the suggestion needs its reason."""
    view = view_or_404(reference)
    suggested = review.suggested_for(view.request)
    form = _decide_form(view, suggested)
    if not view.request.status.is_open:
        return _closed(form, reference)
    if is_sent() and form.validate():
        answer = _store(view.request, _choice(form), form, reference)
        if answer is not None:
            return answer
    return _drawn("clinic/decide.html", view, form, suggested, "The service you choose")


def _closed(form, reference: str):
    """It has ended; what was written about it is not thrown away."""
    if http.method == "POST":
        return _not_stored(form, reference)
    flash("This request is closed. Open it again before you decide.")
    return redirect(url_for("clinic.request", reference=reference), 303)


def _nothing_to_agree_with(form, reference: str):
    """No suggested offer takes requests now. What was written goes along to where another is chosen."""
    instead = url_for("clinic.decide", reference=reference)
    if http.method == "POST":
        return _not_stored(form, reference, ", as none of the suggested offers takes requests now", instead)
    flash("None of the suggested offers takes requests now. Choose an offer yourself.")
    return redirect(instead, 303)


def _not_stored(form, reference: str, why: str = "", action: str = ""):
    return somebody_else_was_first(form, reference, intended=f"Your decision was not stored{why}", action=action)


def _drawn(template: str, view, form, suggested: Suggested, service: str):
    if suggested.needs_note():
        form.need_note()
    return render_template(
        template,
        view=view,
        request_=view.request,
        form=form,
        suggested=suggested,
        besides=[line for line in view.suggested if line.offer is None or line.offer != suggested.offer],
        request_page=url_for("clinic.request", reference=view.request.reference),
        kind_label=lambda kind: OfferKind(kind).label,
        keeps_safe_beside_help=lambda kind: offer_kinds.keeps_safe_beside_help(OfferKind(kind)),
        **what_could_harm(view, service),
    ), 400 if form.errors else 200


def _store(found, choice: Choice, form, reference: str):
    """Store the decision and say so; None when something must still be said, which the form then shows."""

    def change():
        review.decide(found, choice, version=form.seen_version, by=g.staff, at=clock.now())

    try:
        if not is_stored(change, form):
            return None
    except LOST:
        return _not_stored(form, reference)
    flash(f"{reference.upper()} is with {choice.offer.name}. {_who_is_told(choice)}", "success")
    return redirect(url_for("clinic.worklist"), 303)


def _who_is_told(choice: Choice) -> str:
    if choice.family_may_be_told or not offer_kinds.is_named_on_a_clinicians_word(choice.offer.kind):
        return "Family and referrer are told where it is safe."
    return "The family is not told which service this is: only that our team is looking into what helps."


def _decide_form(view, suggested: Suggested) -> DecideForm:
    form = filled(
        DecideForm,
        view.request,
        priority=suggested.priority.value,
        thrive=suggested.thrive.value,
        primary_reason=view.request.primary_reason or _usual_reason(view.request),
    )
    _ask_only(form, suggested)
    possible = [offer for offer in directory.current_offers() if takes_requests(offer)]
    first = [line for line in view.suggested if line.offer and takes_requests(line.offer)]
    form.fill_choices(
        [(line.offer.slug, _named(line.offer), line.why) for line in first],
        [(offer.slug, _named(offer)) for offer in _by_age(possible, view.request.age_years)],
        _reasons(),
        lower=[priority for priority in Priority if priority.rank > suggested.priority.rank],
    )
    return form


def _choice(form: DecideForm) -> Choice:
    return Choice(
        offer=directory.find_offer(form.chosen_offer),
        priority=Priority(form.priority.data),
        thrive=Thrive(form.thrive.data),
        primary_reason=form.primary_reason.data,
        reason=form.reason.data,
        note=form.note.data,
        has_spoken=form.has_spoken.data,
        starts_now=directory.find_offer(form.starts_now.data) if form.starts_now.data else None,
        **_of_telling(form),
    )


def _ask_only(form: Sending, suggested: Suggested, kind: OfferKind | None = None) -> None:
    """Ask of sharing and telling what this kind of service calls for, or any that may still be chosen."""
    is_sharing = suggested.keeps_words_back and (kind is None or offer_kinds.may_be_given_words(kind))
    is_telling = kind is None or offer_kinds.is_named_on_a_clinicians_word(kind)
    form.ask_only(
        of_sharing=offer_kinds.given_words_to_keep_safe() if is_sharing else "",
        of_telling=offer_kinds.named_on_a_clinicians_word() if is_telling else "",
    )


def _of_telling(form: Sending) -> dict:
    asked = ("family_may_be_told", "share_anyway", "share_reason")
    return {name: form[name].data for name in asked if name in form}


def _named(offer) -> str:
    full = " (full for now: they will wait)" if offer.capacity == "full" else ""
    return f"{offer.name}, {offer.organisation.name}{full}"


def _by_age(offers: list, age: int | None) -> list:
    """Those for this age first; none is left out, for a clinician may know better."""
    return sorted(
        offers, key=lambda offer: (age is not None and not offer.min_age <= age <= offer.max_age, offer.name)
    )


def _reasons() -> list[tuple[str, str]]:
    return [
        (code.code, code.label)
        for code in codes.primary_reasons(clock.london_date(clock.now()))
        if code.is_named
    ]


def _usual_reason(found) -> str:
    return usual_reason(found.document.get("answers", {}).get("needs") or [])
