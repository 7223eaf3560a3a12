"""Taking a request by telephone: a section a screen, risk first, the rest in any order, each kept at once."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, url_for
from flask import request as http

from forms import calls as desk_forms
from forms.calls import NewCallForm
from forms.situation import Situation
from ifd import clock
from ifd.database import db
from ifd.presenters.self_care import help_lines
from ifd.queries import calls as found
from ifd.services import calls, drafts, intake
from ifd.web.audience import for_staff
from ifd.web.calls import blueprint
from ifd.web.viewing import record_viewing_of_form
from triage.crisis import crisis_contacts
from triage.vocabulary import Requester

ONE = "<int(max=2147483647):identity>"


@blueprint.get("/calls")
@for_staff("take_calls")
def desk():
    """Begin a call, go on with one, or find a request."""
    return render_template("calls/desk.html", form=NewCallForm(), unfinished=found.unfinished(g.staff))


@blueprint.post("/calls/new")
@for_staff("take_calls")
def new_call():
    """Who is calling; then safety, before anything else."""
    form = NewCallForm(http.form)
    if not form.validate():
        return render_template("calls/desk.html", form=form, unfinished=found.unfinished(g.staff)), 400
    answers: dict[str, object] = {"requester": form.requester.data, "age": form.age.data}
    if form.requester.data == Requester.PROFESSIONAL:
        answers["profession"] = form.profession.data or "other"
    draft = calls.begin(answers, by=g.staff, at=clock.now())
    db.session.commit()
    return redirect(url_for("calls.take", identity=draft.id), 303)


@blueprint.get(f"/calls/{ONE}")
@for_staff("take_calls")
def take(identity: int):
    """Where the call goes on: the first section not yet begun, or the reading back."""
    draft = call_or_404(identity)
    name = desk_forms.next_section("", situation_of(draft))
    if name:
        return redirect(url_for("calls.section", identity=identity, name=name))
    return redirect(url_for("calls.check", identity=identity))


@blueprint.route(f"/calls/{ONE}/section/<name>", methods=["GET", "POST"])
@for_staff("take_calls")
def section(identity: int, name: str):
    """One section: what to say, every question of it, and the way to every other."""
    draft = call_or_404(identity)
    if intake.received_with(draft.submission_key):
        return redirect(url_for("calls.sent", identity=identity), 303)
    before = situation_of(draft)
    asked = desk_forms.find_section(name, before) or abort(404)
    screen = desk_forms.screen_of(asked, before)
    form = screen.form(before, http.form if http.method == "POST" else None)
    if http.method != "POST":
        return _show(draft, asked, before, form)
    is_right = form.validate()
    is_danger = drafts.save_answers(draft, screen.answers_in(form, before), by=g.staff, at=clock.now())
    db.session.commit()
    now = situation_of(draft)
    if is_danger:
        return redirect(url_for("calls.crisis", identity=identity, back=name), 303)
    if not is_right:
        return _show(draft, asked, now, form)
    return redirect(_next(identity, name, now), 303)


@blueprint.get(f"/calls/{ONE}/crisis")
@for_staff("take_calls")
def crisis(identity: int):
    """The crisis script. Every answer is kept by now, and a clinician has been called to look."""
    draft = call_or_404(identity)
    situation = situation_of(draft)
    back = http.args.get("back", "")
    return render_template(
        "calls/crisis.html",
        draft=draft,
        services=help_lines(crisis_contacts(situation.age)),
        back=back if desk_forms.find_section(back, situation) else "",
    )


def call_or_404(identity: int):
    """The call with this number, locked while it is being written. That a colleague's was opened is recorded."""
    if http.method != "POST" and found.is_a_colleagues(g.staff, identity):
        record_viewing_of_form(identity)
    return found.call_of(g.staff, identity, to_write=http.method == "POST") or abort(404)


def situation_of(draft) -> Situation:
    return Situation(draft.answers, clock.london_date(clock.now()))


def _next(identity: int, name: str, now: Situation) -> str:
    """The same section while an answer calls for more, then the next one to do, then the reading back."""
    still = desk_forms.find_section(name, now)
    if still and desk_forms.has_more_to_ask(still, now):
        return url_for("calls.section", identity=identity, name=name, more=1)
    following = desk_forms.next_section(name, now)
    if following:
        return url_for("calls.section", identity=identity, name=following)
    return url_for("calls.check", identity=identity)


def _show(draft, asked, situation: Situation, form):
    parts = [(page, page.asked(situation)) for page in asked.pages]
    return render_template(
        "calls/section.html",
        draft=draft,
        form=form,
        section=asked,
        voice=situation.voice,
        parts=_once(
            [
                (page, [question for question in questions if question.name in form])
                for page, questions in parts
            ]
        ),
        script=desk_forms.SCRIPT.get(asked.name, ""),
        sections=desk_forms.sections(situation),
        is_more="more" in http.args,
    ), 400 if form.errors else 200


def _once(parts: list) -> list:
    """A question that two pages ask stands on the screen once."""
    seen: set[str] = set()
    shown = []
    for page, questions in parts:
        new = [question for question in questions if question.name not in seen]
        seen.update(question.name for question in new)
        if new:
            shown.append((page, new))
    return shown
