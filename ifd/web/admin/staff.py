"""Accounts of staff: who may sign in, and what they may do."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from sqlalchemy.exc import IntegrityError

from forms.administration import NewPersonForm, PersonForm
from ifd import clock
from ifd.database import db
from ifd.models import Staff
from ifd.permissions import roles
from ifd.queries import accounts as queries
from ifd.queries.directory import organisations
from ifd.services import accounts, first_links
from ifd.web.admin import blueprint
from ifd.web.audience import for_staff

_TAKEN = "Somebody already has an account with this e-mail address"


@blueprint.get("/staff", endpoint="staff")
@for_staff("manage_staff")
def show_staff():
    return render_template("admin/staff.html", people=queries.everyone(), titles=_titles())


@blueprint.route("/staff/add", methods=["GET", "POST"])
@for_staff("manage_staff")
def add_person():
    form = _with_choices(NewPersonForm(request.form))
    if request.method == "POST" and form.validate():
        at = clock.now()
        try:
            person = accounts.create_staff(
                form.email.data,
                form.name.data,
                _organisation(form),
                form.roles.data,
                by=g.staff,
                at=at,
                job_title=form.job_title.data,
            )
            link = first_links.make(person, by=g.staff, at=at)
            db.session.commit()
        except (accounts.EmailTaken, IntegrityError):
            db.session.rollback()
            form.email.errors = [_TAKEN]
        else:
            return _show_link(person, link)
    return render_template("admin/person.html", form=form, person=None)


@blueprint.route("/staff/<int(max=2147483647):staff_id>", methods=["GET", "POST"])
@for_staff("manage_staff")
def edit_person(staff_id: int):
    person = _person(staff_id)
    said = {
        "name": person.name,
        "job_title": person.job_title,
        "organisation": person.organisation.slug,
        "roles": sorted(person.roles),
    }
    form = _with_choices(PersonForm(request.form or None, data=said))
    if request.method == "POST" and form.validate():
        at = clock.now()
        try:
            accounts.edit_staff(
                person,
                name=form.name.data,
                job_title=form.job_title.data,
                organisation=_organisation(form),
                by=g.staff,
                at=at,
            )
            accounts.set_roles(person, form.roles.data, by=g.staff, at=at)
        except accounts.LastAdministrator as problem:
            db.session.rollback()
            form.roles.errors = [str(problem)]
        else:
            db.session.commit()
            flash(f"{form.name.data} is saved.", "success")
            return redirect(url_for("admin.staff"), code=303)
    return render_template("admin/person.html", form=form, person=person)


@blueprint.post("/staff/<int(max=2147483647):staff_id>/disable")
@for_staff("manage_staff")
def disable_person(staff_id: int):
    person = _person(staff_id)
    try:
        accounts.disable(person, by=g.staff, at=clock.now())
    except accounts.LastAdministrator as problem:
        db.session.rollback()
        flash(str(problem))
        return redirect(url_for("admin.edit_person", staff_id=staff_id), code=303)
    db.session.commit()
    flash(f"{person.name} can no longer sign in. They are signed out everywhere.", "success")
    return redirect(url_for("admin.staff"), code=303)


@blueprint.post("/staff/<int(max=2147483647):staff_id>/enable")
@for_staff("manage_staff")
def enable_person(staff_id: int):
    person = _person(staff_id)
    accounts.enable(person, by=g.staff, at=clock.now())
    db.session.commit()
    flash(f"{person.name} can sign in again.", "success")
    return redirect(url_for("admin.staff"), code=303)


@blueprint.post("/staff/<int(max=2147483647):staff_id>/link")
@for_staff("manage_staff")
def new_link(staff_id: int):
    """For a forgotten password. The second factor stays."""
    person = _person(staff_id)
    link = first_links.make(person, by=g.staff, at=clock.now())
    db.session.commit()
    return _show_link(person, link)


@blueprint.post("/staff/<int(max=2147483647):staff_id>/reset-second-factor")
@for_staff("manage_staff")
def reset_second_factor(staff_id: int):
    """For a lost telephone: both factors begin again."""
    person = _person(staff_id)
    accounts.reset_second_factor(person, by=g.staff, at=clock.now())
    link = first_links.make(person, by=g.staff, at=clock.now())
    db.session.commit()
    return _show_link(person, link)


def _show_link(person: Staff, link: str):
    """Shown once, to be passed on by hand: kept nowhere, so it is not a page to come back to."""
    return render_template("admin/link.html", person=person, link=link, hours=first_links.HOURS)


def _person(staff_id: int) -> Staff:
    return queries.find(staff_id) or abort(404)


def _organisation(form: PersonForm):
    return next(one for one in organisations() if one.slug == form.organisation.data)


def _with_choices(form: PersonForm) -> PersonForm:
    form.organisation.choices += [(one.slug, one.name) for one in organisations()]
    form.roles.choices = list(_titles().items())
    return form


def _titles() -> dict[str, str]:
    return {name: role["title"] for name, role in roles().items()}
