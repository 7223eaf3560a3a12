"""The home page, help now, and the pages that explain."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, render_template, request

from forms.finding import FindLines, age_band
from ifd.presenters.self_care import lines_by_band
from ifd.queries.area_text import area_text
from ifd.web.audience import for_everyone
from ifd.web.public import blueprint
from ifd.web.sessions import KNOWN_BROWSER_COOKIE


@dataclass(frozen=True)
class Door:
    """One of the ways in, as the home page shows it."""

    endpoint: str
    title: str
    text: str


DOORS = (
    Door(
        "public.help_now",
        "Get help now",
        "In danger, or it cannot wait? Numbers to call and text, day and night.",
    ),
    Door(
        "public.self_care",
        "Self-care",
        "Things to read and try today, by yourself or with someone. No account.",
    ),
    Door(
        "intake.start",
        "Ask for support",
        "Tell us what is happening. A clinician reads it and finds what fits.",
    ),
)

blueprint.add_app_template_global(area_text)


@blueprint.get("/")
@for_everyone
def home():
    return render_template("public/home.html", doors=DOORS)


@blueprint.get("/help-now")
@for_everyone
def help_now():
    """Crisis lines. A wrong or missing choice shows them all: a number too many harms nobody."""
    form = FindLines(request.args)
    is_chosen = form.validate()
    band = age_band(form.age.data) if is_chosen else None
    who = (form.who.data or None) if is_chosen else None
    shown = "These are the lines for what you chose." if band or who else "These are all the lines we know."
    return render_template(
        "public/help_now.html",
        form=FindLines(request.args),
        services=lines_by_band(band, who),
        shown_for=shown,
    )


@blueprint.get("/your-information")
@for_everyone
def privacy():
    return render_template("public/privacy.html")


@blueprint.get("/leaving-safely")
@for_everyone
def leaving_safely():
    return render_template("public/leaving_safely.html")


@blueprint.get("/accessibility")
@for_everyone
def accessibility():
    return render_template("public/accessibility.html")


@blueprint.get("/cookies")
@for_everyone
def cookies():
    return render_template(
        "public/cookies.html",
        session_cookie=current_app.config["SESSION_COOKIE_NAME"],
        staff_cookie=KNOWN_BROWSER_COOKIE,
    )
