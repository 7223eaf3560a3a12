"""Signing in with two factors, and signing out."""

from __future__ import annotations

import segno
from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user
from markupsafe import Markup

from forms.signin import Code, SignIn
from ifd import clock
from ifd.database import db
from ifd.models import Staff
from ifd.services import accounts, second_factor, signing_in
from ifd.web import sessions
from ifd.web.audience import for_everyone, for_staff
from ifd.web.protection import limiter
from ifd.web.signin import blueprint, pending

# The same words whoever it is about: not even whether an account is there may be learned here.
_NOT_RIGHT = (
    "The e-mail address or the password is not right. After several tries, wait a minute before you try again"
)
_NOT_A_CODE = "This code is not right, or was used already. Wait for the next one, then try again"
_PER_ADDRESS = "60 per minute"  # a whole hospital may share one


@blueprint.route("/sign-in", methods=["GET", "POST"])
@for_everyone
@limiter.limit(_PER_ADDRESS, methods=["POST"])
def sign_in():
    if current_user.is_authenticated:
        return redirect(url_for("home.staff_home"))
    form = SignIn(request.form)
    if request.method == "POST" and form.validate():
        at = clock.now()
        staff = signing_in.check_password(
            form.email.data, form.password.data, at=at, known_browser_of=sessions.known_browser_of()
        )
        if staff:
            pending.remember(staff, at=at)
        db.session.commit()
        if staff:
            return redirect(
                url_for("signin.second_factor" if staff.totp_secret else "signin.set_up_second_factor"),
                code=303,
            )
        form.password.errors = [_NOT_RIGHT]
    return render_template("signin/sign_in.html", form=form)


@blueprint.route("/second-factor", methods=["GET", "POST"], endpoint="second_factor")
@for_everyone
@limiter.limit(_PER_ADDRESS, methods=["POST"])
def give_second_factor():
    at = clock.now()
    staff = pending.person(at=at)
    if staff is None or staff.totp_secret is None:
        return _start_again()
    form = Code(request.form)
    if request.method == "POST" and form.validate():
        is_known = sessions.known_browser_of() == staff.id
        is_right = signing_in.check_code(staff, form.code.data, at=at, is_known_browser=is_known)
        db.session.commit()
        if is_right:
            return _enter(staff, at)
        form.code.errors = [_NOT_A_CODE]
    return render_template("signin/second_factor.html", form=form, demo_code=_demo_code(staff, at))


@blueprint.route("/set-up-second-factor", methods=["GET", "POST"])
@for_everyone
@limiter.limit(_PER_ADDRESS, methods=["POST"])
def set_up_second_factor():
    at = clock.now()
    staff = pending.person(at=at)
    if staff is None or staff.totp_secret is not None:
        return _start_again()
    secret = _secret_being_set_up(staff)
    form = Code(request.form)
    if request.method == "POST" and form.validate():
        if accounts.set_second_factor(staff, secret, form.code.data, at=at):
            signing_in.complete(staff, at=at)
            db.session.commit()
            return _enter(staff, at)
        form.code.errors = [
            "This code is not right. Check that your telephone shows the right time, and try again"
        ]
    picture = Markup(segno.make(second_factor.provisioning_uri(staff, secret)).svg_inline(scale=5))  # noqa: S704
    return render_template(
        "signin/set_up_second_factor.html", form=form, picture=picture, key=_in_fours(secret)
    )


@blueprint.post("/sign-out")
@for_staff()
def sign_out():
    signing_in.sign_out(current_user._get_current_object(), at=clock.now())
    db.session.commit()
    logout_user()
    session.clear()
    flash("You are signed out.", "success")
    return redirect(url_for("signin.sign_in"), code=303)


def _enter(staff: Staff, at):
    """Both factors were right: a new session, and on to where the person was going."""
    address = pending.going_to()
    sessions.begin(staff, at=at)
    return sessions.remember_browser(redirect(address, code=303), staff)


def _start_again():
    session.pop("pending", None)
    return redirect(url_for("signin.sign_in"), code=303)


def _secret_being_set_up(staff: Staff) -> str:
    """The secret this browser was shown, the same until it is confirmed; sealed, as cookies can be read."""
    sealed = session.get("being_set_up", "")
    secret = second_factor.unseal(staff.id, bytes.fromhex(sealed)) if sealed else None
    if secret is None:
        secret = second_factor.new_secret()
        session["being_set_up"] = second_factor.seal(staff.id, secret).hex()
    return secret


def _demo_code(staff: Staff, at) -> str | None:
    """The people of the demonstration have no telephones. Nowhere else is a code ever shown."""
    return second_factor.current_code(staff, at=at) if current_app.settings.is_demo else None


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
