"""When the front door is closed, and what families read about it."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from forms.administration import AreaTextForm, ClosureDayForm
from ifd import clock
from ifd.database import db
from ifd.queries.area_text import PASSAGES, area_text, find_area_text
from ifd.queries.calendar import closure_days, find_closure_day
from ifd.services import area_text as texts
from ifd.services import calendar as services
from ifd.web.admin import blueprint
from ifd.web.admin.versions import seen_version, version_now, version_to_show
from ifd.web.audience import for_staff
from triage.calendar import bank_holidays, holidays_known_until, holidays_run_out_soon

_AHEAD = timedelta(days=550)


@blueprint.route("/calendar", methods=["GET", "POST"], endpoint="calendar")
@for_staff("edit_directory")
def show_calendar():
    """Weekends and bank holidays are known; an area adds its own closed days."""
    today = clock.london_date(clock.now())
    form = ClosureDayForm(request.form, today=today)
    if request.method == "POST" and form.validate():
        try:
            services.close_on(form.day.data, form.reason.data, by=g.staff, at=clock.now())
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            form.day.errors = ["This day is in the list already"]
        else:
            flash("The front door is closed on that day. Promises made before stay as they are.", "success")
            return redirect(url_for("admin.calendar"), code=303)
    coming = sorted(day for day in bank_holidays() if today <= day <= today + _AHEAD)
    return render_template(
        "admin/calendar.html",
        form=form,
        closures=closure_days(),
        bank_holidays=coming,
        known_until=holidays_known_until(),
        passages=PASSAGES,
        area_text=area_text,
        is_running_out=holidays_run_out_soon(today),
    )


@blueprint.post("/calendar/<day>/remove")
@for_staff("edit_directory")
def remove_closure(day: str):
    row = find_closure_day(_day(day)) or abort(404)
    try:
        services.open_after_all(row, by=g.staff, at=clock.now())
    except ValueError:
        flash("This day is over. Waits were counted with it, so it stays.")
    else:
        db.session.commit()
        flash("The front door is open on that day after all.", "success")
    return redirect(url_for("admin.calendar"), code=303)


@blueprint.route("/calendar/text/<name>", methods=["GET", "POST"])
@for_staff("edit_directory")
def write_text(name: str):
    """A passage such as what happens out of hours."""
    passage = PASSAGES.get(name) or abort(404)
    version = version_to_show(find_area_text(name))
    form = AreaTextForm(request.form or None, data={"text": area_text(name)})
    if request.method == "POST" and form.validate():
        try:
            texts.write_area_text(
                name,
                form.text.data,
                version=seen_version(),
                by=g.staff,
                at=clock.now(),
            )
            db.session.commit()
        except (StaleDataError, IntegrityError):
            db.session.rollback()
            version = version_now(find_area_text(name))
            form.text.errors = ["Somebody else has changed it. Your words are here; save again to keep them"]
        else:
            flash("Families read the new words now.", "success")
            return redirect(url_for("admin.calendar"), code=303)
    return render_template(
        "admin/text.html",
        form=form,
        passage=passage,
        version=version,
        now_says=area_text(name),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)
