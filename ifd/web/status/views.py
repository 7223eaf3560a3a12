"""Where is my request? The same answer to everyone who does not have both the reference and the code."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for

from forms.status import AskForNewCode, FindMyRequest, GotWorse
from ifd import clock
from ifd.database import db
from ifd.presenters import status as words
from ifd.presenters.reaching import how_we_reach
from ifd.presenters.self_care import lines_to_talk_to
from ifd.presenters.waits import sentence_of
from ifd.queries.copies import has_copy
from ifd.queries.said_later import GOT_WORSE
from ifd.queries.waits import public_wait
from ifd.safe_contact import FAMILY, ways_to_call
from ifd.services import status_access
from ifd.services.said_later import Said
from ifd.tokens import keyed_hash
from ifd.web.audience import for_everyone
from ifd.web.errors import out_of_date
from ifd.web.protection import limiter
from ifd.web.status import blueprint, got_worse_form, visit
from ifd.web.telling import tell
from triage import library

_NOT_BOTH = "The reference and the code do not go together. Check both, or ask for a new code"


def _of_this_reference() -> str:
    """What guesses at one request are counted under, whoever makes them and from wherever."""
    return "status:" + keyed_hash(
        "status limit", status_access.tidy_reference(request.form.get("reference", "")[:40])
    )


def _was_wrong(response) -> bool:
    return response.status_code != 303


@blueprint.route("", methods=["GET", "POST"])
@for_everyone
@limiter.limit("60 per minute", methods=["POST"])
@limiter.limit(
    "10 per hour; 30 per day", key_func=_of_this_reference, methods=["POST"], deduct_when=_was_wrong
)
def find():
    form = FindMyRequest(request.form)
    if request.method == "POST" and form.validate():
        at = clock.now()
        found = status_access.open_request(form.reference.data, form.code.data, at=at)
        db.session.commit()
        if found:
            visit.begin(found, at=at)
            return redirect(url_for("status.show"), code=303)
        form.code.errors = [_NOT_BOTH]
    return render_template("status/find.html", form=form)


@blueprint.route("/new-code", methods=["GET", "POST"])
@for_everyone
@limiter.limit("20 per hour", methods=["POST"])
@limiter.limit("3 per hour; 6 per day", key_func=_of_this_reference, methods=["POST"])
def new_code():
    form = AskForNewCode(request.form)
    if request.method == "POST" and form.validate():
        status_access.send_new_code(form.reference.data, at=clock.now())
        db.session.commit()
        return redirect(url_for("status.new_code_sent"), code=303)
    return render_template("status/new_code.html", form=form)


@blueprint.get("/new-code/sent")
@for_everyone
def new_code_sent():
    return render_template("status/new_code_sent.html")


@blueprint.get("/now")
@for_everyone
def show():
    view = visit.current(at=clock.now())
    if view is None:
        return visit.over()
    return render_template(
        "status/show.html",
        view=view,
        words=words,
        now=clock.now(),
        self_care=_self_care(view),
        minutes=visit.MINUTES,
        wait=_wait(view),
        has_copy=has_copy(view.request),
        how=how_we_reach(view.request),
    )


@blueprint.route("/got-worse", methods=["GET", "POST"])
@for_everyone
@limiter.limit("60 per hour", methods=["POST"])
def got_worse():
    """Crisis help comes first. Whoever opened the form may send it all day, for writing takes time."""
    form = GotWorse(request.form)
    token = request.form.get("token", "")
    if request.method != "POST":
        view = visit.current(at=clock.now())
        token = got_worse_form.token_for(view.request) if view else ""
    told = got_worse_form.request_of(token)
    if told is None:
        return out_of_date() if request.method == "POST" else visit.over()
    if request.method == "POST" and form.validate():
        said = Said(
            GOT_WORSE, form.words.data, wants_call=form.call.data == "yes", safe_number=form.number.data
        )
        is_danger = tell(told, said)
        return redirect(url_for("status.help" if is_danger else "status.told_worse"), code=303)
    asks_number = not ways_to_call(told, FAMILY)
    return render_template("status/got_worse.html", form=form, token=token, asks_number=asks_number)


@blueprint.get("/got-worse/told")
@for_everyone
def told_worse():
    return render_template("status/told_worse.html")


@blueprint.get("/got-worse/help-now")
@for_everyone
def help():
    """Crisis help before anything else, and then that we have it. It tells nothing of whoever reads it."""
    view = visit.current(at=clock.now())
    age, requester = (view.request.age_years, view.request.requester) if view else (None, None)
    return render_template("status/help.html", services=lines_to_talk_to(age, requester))


@blueprint.post("/leave")
@for_everyone
def leave():
    visit.end()
    flash("Your request is closed on this screen.", "success")
    return redirect(url_for("status.find"), code=303)


def _wait(view) -> str:
    """How long others waited for the same offer."""
    if view.allocation is None:
        return ""
    return sentence_of(public_wait(view.allocation.offer.slug, clock.london_date(clock.now())))


def _self_care(view):
    answers = view.request.document.get("answers", {})
    return library.matching(answers.get("needs", []), view.request.age_years, view.request.requester)
