"""Choosing a password by a first link, and changing it."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, session, url_for

from forms.signin import ChangePassword, ChoosePassword
from ifd import clock
from ifd.database import db
from ifd.services import accounts, first_links, passwords
from ifd.web import sessions
from ifd.web.audience import for_everyone, for_staff
from ifd.web.protection import limiter
from ifd.web.signin import blueprint


@blueprint.route("/begin/<token>", methods=["GET", "POST"])
@for_everyone
@limiter.limit("60 per minute")
def begin(token: str):
    """Opening the link changes nothing, for mail scanners open links too; choosing a password uses it up."""
    staff = first_links.whose(token)
    if staff is None:
        return render_template("signin/link_over.html", hours=first_links.HOURS), 404
    form = ChoosePassword(request.form)
    if request.method == "POST" and form.validate():
        try:
            accounts.set_password(staff, form.password.data, by=staff, at=clock.now())
        except accounts.WeakPassword as problem:
            form.password.errors = [str(problem)]
        else:
            db.session.commit()
            session.clear()
            flash("Your password is set. Now sign in with it.", "success")
            return redirect(url_for("signin.sign_in"), code=303)
    return render_template("signin/begin.html", form=form, person=staff)


@blueprint.route("/change-password", methods=["GET", "POST"])
@for_staff()
@limiter.limit("60 per minute", methods=["POST"])
def change_password():
    """Ends every other session of this person; this one goes on anew."""
    form = ChangePassword(request.form)
    if request.method == "POST" and form.validate():
        if not passwords.is_right(g.staff.password_hash, form.now.data):
            form.now.errors = ["This is not the password you have now"]
        else:
            try:
                accounts.set_password(g.staff, form.password.data, by=g.staff, at=clock.now())
            except accounts.WeakPassword as problem:
                form.password.errors = [str(problem)]
            else:
                db.session.commit()
                sessions.begin(g.staff, at=clock.now())
                flash("Your password is changed. You are signed out everywhere else.", "success")
                return redirect(url_for("home.staff_home"), code=303)
    return render_template("signin/change_password.html", form=form)
