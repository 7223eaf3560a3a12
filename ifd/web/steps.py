"""A step of a request, the same at every door: draw its form, or take it and go on; no word is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template
from flask import request as http

from ifd import clock
from ifd.database import db
from ifd.services.partners import NotThen
from ifd.services.review import SomebodyElseWasFirst, Unfinished
from triage.lifecycle import NotAllowedNow

# Somebody else was quicker. The door says what is so now, with what was typed.
LOST = (SomebodyElseWasFirst, NotAllowedNow)


@dataclass(frozen=True)
class Step:
    """What the page of a step says, and where it leads once the step is taken."""

    heading: str
    button: str
    about: str
    done: str
    then: str


def is_sent() -> bool:
    """Whether it was sent to be stored. Words from a lost race come back as `again`, to be looked at first."""
    return http.method == "POST" and "again" not in http.form


def filled(kind, found, **usual):
    """The form as sent, alone; or fresh, with what is usual. What was not sent is judged against what is so now."""
    form = kind(http.form) if http.method == "POST" else kind(data=usual)
    if "version" in form and not is_sent():
        form.version.data = str(found.version)
    return form


def when(form) -> dict[str, datetime]:
    """The day a form says something happened, and the time it is told."""
    now = clock.now()
    return {"happened_at": clock.moment_of(form.happened_on.data, now), "at": now}


def draw_or_take(step: Step, found, form, change: Callable[[], None], *, page: str, moved_on: Callable):
    """Draw the form on `page`; or make the change and go on; or answer with `moved_on` where it came too late."""
    if is_sent() and form.validate():
        try:
            if is_stored(change, form):
                flash(step.done, "success")
                return redirect(step.then, 303)
        except LOST:
            return moved_on()
    return render_template(page, request_=found, form=form, step=step), 400 if form.errors else 200


def is_stored(change: Callable[[], None], form) -> bool:
    """Whether the change was made and committed. If not, the form says what is wrong."""
    try:
        change()
        db.session.commit()
    except Unfinished as unfinished:
        problems = unfinished.problems
    except NotThen as wrong:
        problems = {"": str(wrong)}
    else:
        return True
    db.session.rollback()
    for name, message in problems.items():
        field = form[name] if name in form else next(field for field in form if field.name != "version")
        field.errors = [*field.errors, message]
    return False
