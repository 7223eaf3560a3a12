"""Open, full or closed: said in one step, by the service itself or for it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from forms.directory import CapacityForm
from ifd import clock
from ifd.database import db
from ifd.presenters.offers import capacity_label
from ifd.queries.directory import find_in
from ifd.queries.scope import offers_visible_to
from ifd.services import directory as services
from ifd.web.admin import blueprint
from ifd.web.admin.versions import seen_version, version_to_show
from ifd.web.audience import for_staff


@blueprint.route("/directory/<slug>/capacity", methods=["GET", "POST"])
@for_staff("edit_directory", "set_capacity", "set_own_capacity")
def set_capacity(slug: str):
    """Another organisation's offer is not there at all for a partner."""
    row = find_in(offers_visible_to(g.staff), slug) or abort(404)
    form = CapacityForm(request.form or None, data={"capacity": row.capacity, "note": row.capacity_note})
    version = version_to_show(row)
    if request.method == "POST" and form.validate():
        try:
            services.set_capacity(
                row,
                form.capacity.data,
                form.note.data,
                by=g.staff,
                at=clock.now(),
                version=seen_version(),
            )
            db.session.commit()
        except StaleDataError:
            db.session.rollback()
            row = find_in(offers_visible_to(g.staff), slug) or abort(404)
            version = row.version
            form.capacity.errors = [
                f"Somebody else has changed this in the meantime to '{capacity_label(row.capacity)}'. "
                "Check it and save again"
            ]
        else:
            flash(f"{row.name} is now: {form.capacity.data}. Suggestions follow at once.", "success")
            return redirect(url_for("admin.directory"), code=303)
    return render_template("admin/capacity.html", form=form, row=row, version=version)
