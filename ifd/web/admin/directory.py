"""The directory editor: what the area offers, kept right by those who own each entry."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms.directory import NewOfferForm, OfferForm, differing, values_of
from ifd import clock
from ifd.database import db
from ifd.models import Organisation, ServiceOffer
from ifd.permissions import may
from ifd.queries import directory as queries
from ifd.queries.scope import offers_visible_to
from ifd.services import directory as services
from ifd.web.admin import blueprint
from ifd.web.admin.versions import seen_version, version_to_show
from ifd.web.audience import for_staff
from triage.crisis import overdue_contacts
from triage.directory import Capacity

_TAKEN = "Another offer has this address, or had it once. Choose another"
_CHANGED = (
    "Somebody else has changed this entry since you opened it. Your words are still here. Below is what the "
    "entry says now where it differs. Save again to keep yours"
)


@blueprint.get("/directory", endpoint="directory")
@for_staff("edit_directory", "set_capacity", "set_own_capacity")
def show_directory():
    """Every offer this person may change, with what is overdue first in words and then in the list."""
    is_editor = may(g.staff, "edit_directory")
    visible = queries.all_offers() if is_editor else queries.offers_by_name(offers_visible_to(g.staff))
    today = clock.london_date(clock.now())
    return render_template(
        "admin/directory.html",
        offers=visible,
        is_editor=is_editor,
        overdue=[offer for offer in visible if _is_overdue(offer, today)],
        lines=overdue_contacts(today) if is_editor else (),
    )


@blueprint.route("/directory/add", methods=["GET", "POST"])
@for_staff("edit_directory")
def add_offer():
    form = _with_organisations(NewOfferForm(request.form))
    if _is_finished() and form.validate():
        organisation = _organisation(form)
        entry = form.entry(form.slug.data, Capacity.OPEN)
        if "preview" in request.form:
            return _preview(form, services.unsaved_offer(entry, organisation))
        try:
            row = services.add_offer(entry, organisation, by=g.staff, at=clock.now())
            db.session.commit()
        except (services.SlugTaken, IntegrityError):
            db.session.rollback()
            form.slug.errors = [_TAKEN]
        else:
            flash(f"{row.name} is in the directory.", "success")
            return redirect(url_for("admin.directory"), code=303)
    return render_template("admin/offer.html", form=form, row=None, now_says=())


@blueprint.route("/directory/<slug>", methods=["GET", "POST"])
@for_staff("edit_directory")
def edit_offer(slug: str):
    row = queries.find_any_offer(slug) or abort(404)
    shown = queries.as_offer(row)
    form = _with_organisations(OfferForm(request.form or None, data=values_of(shown)))
    now_says, version = (), version_to_show(row)
    if _is_finished() and form.validate():
        organisation = _organisation(form)
        if "preview" in request.form:
            return _preview(form, services.unsaved_offer(form.entry(slug, shown.capacity), organisation))
        try:
            services.edit_offer(
                row,
                form.entry(slug, shown.capacity),
                organisation,
                version=seen_version(),
                by=g.staff,
                at=clock.now(),
            )
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
            row = queries.find_any_offer(slug) or abort(404)
            form.name.errors = [_CHANGED]
            now_says, version = differing(form, queries.as_offer(row)), row.version
        else:
            flash(f"{row.name} is saved.", "success")
            return redirect(url_for("admin.directory"), code=303)
    return render_template("admin/offer.html", form=form, row=row, now_says=now_says, version=version)


@blueprint.get("/directory/<slug>/preview")
@for_staff("edit_directory", "set_capacity", "set_own_capacity")
def preview_offer(slug: str):
    """The public page of an entry, also of one that was taken out."""
    row = queries.find_any_offer(slug) or abort(404)
    return render_template("admin/preview.html", offer=row, answers=(), wait="")


@blueprint.route("/directory/<slug>/withdraw", methods=["GET", "POST"])
@for_staff("edit_directory")
def withdraw_offer(slug: str):
    """Asked twice: requests can no longer be sent there."""
    return _set_current(slug, services.withdraw_offer, "is no longer in the directory")


@blueprint.post("/directory/<slug>/restore")
@for_staff("edit_directory")
def restore_offer(slug: str):
    return _set_current(slug, services.restore_offer, "is in the directory again")


def _set_current(slug: str, change, words: str):
    row = queries.find_any_offer(slug) or abort(404)
    if request.method == "POST":
        try:
            change(row, version=seen_version(), by=g.staff, at=clock.now())
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
            flash("Somebody else has changed this entry in the meantime. Look at it again first.")
            return redirect(url_for("admin.edit_offer", slug=slug), code=303)
        flash(f"{row.name} {words}.", "success")
        return redirect(url_for("admin.directory"), code=303)
    return render_template("admin/withdraw.html", row=row)


def _is_finished() -> bool:
    """Whether it was sent to be looked at or saved. From the look, people may go on editing."""
    return request.method == "POST" and "edit" not in request.form


def _preview(form: OfferForm, row: ServiceOffer):
    """What families would read, with every answer carried along: nothing is saved, nothing is lost."""
    answers = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "preview")
    ]
    return render_template("admin/preview.html", offer=row, answers=answers, wait="")


def _with_organisations(form: OfferForm) -> OfferForm:
    form.organisation.choices += [(one.slug, one.name) for one in queries.providers()]
    return form


def _organisation(form: OfferForm) -> Organisation:
    return next(one for one in queries.providers() if one.slug == form.organisation.data)


def _is_overdue(offer: ServiceOffer, today) -> bool:
    return offer.is_current and (offer.review_date is None or offer.review_date < today)
