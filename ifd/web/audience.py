"""Every route states its audience; a route that states none cannot be opened by anyone."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import current_user

from ifd.permissions import may
from ifd.web.errors import signed_out

View = Callable[..., object]


def for_everyone(view: View) -> View:
    """A page for the public: no account, nothing personal that the visitor has not just given."""
    view.audience = "everyone"
    return view


def for_staff(*permissions: str) -> Callable[[View], View]:
    """A page for people whose roles hold any one of `permissions`, or for anyone signed in when none is named."""

    def mark(view: View) -> View:
        view.audience = permissions or ("signed_in",)
        return view

    return mark


def guard(app: Flask) -> None:
    """Ask before each request whether this person belongs to the route's audience."""

    @app.before_request
    def ask_audience():
        if "\x00" in request.path:
            abort(404)  # it can name nothing, and PostgreSQL refuses to look
        if request.endpoint is None or request.endpoint == "static":
            return None
        audience = audience_of(current_app, request.endpoint)
        if audience is None:
            abort(404)
        if audience == "everyone":
            return None
        if not current_user.is_authenticated:
            if request.method == "POST" and "_user_id" in session:
                return signed_out()
            session["after_sign_in"] = (
                request.full_path.rstrip("?") if request.method == "GET" else url_for("home.staff_home")
            )
            return redirect(url_for("signin.sign_in"))
        g.staff = current_user._get_current_object()
        if audience != ("signed_in",) and not any(may(g.staff, permission) for permission in audience):
            abort(403)
        return None


def audience_of(app: Flask, endpoint: str) -> str | tuple[str, ...] | None:
    """'everyone', or the permissions of which one is needed; None when the route forgot to say."""
    return getattr(app.view_functions[endpoint], "audience", None)
