"""What people have been asked to do: calls to make, messages that could not be sent, what was left out."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.review import FinishTaskForm
from ifd import clock
from ifd.database import db
from ifd.models import Task
from ifd.presenters.contacts import people_of
from ifd.presenters.time_left import how_long, time_left
from ifd.presenters.unsent import whose_form
from ifd.queries import drafts, task_list
from ifd.queries.scope import find_request
from ifd.safe_contact import FAMILY, TOLD, ways_to_call
from ifd.services import tasks as task_service
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.kept import words_of
from ifd.web.viewing import record_viewing, record_viewing_of_form

ONE = "/clinic/tasks/<int(max=2147483647):identity>"


@blueprint.get("/clinic/tasks")
@for_staff("do_tasks")
def tasks():
    """Open tasks of this person's lists, soonest due first."""
    page = task_list.open_tasks(g.staff, after=http.args.get("after", ""))
    return render_template(
        "clinic/tasks.html",
        page=page,
        now=clock.now(),
        time_left=time_left,
        how_long=how_long,
        whose_form=whose_form,
        is_first="after" not in http.args,
    )


@blueprint.route(ONE, methods=["GET", "POST"])
@for_staff("do_tasks")
def finish_task(identity: int):
    """Say that a task is done and what came of it. That its form or request was opened is recorded."""
    task = task_list.find_task(g.staff, identity) or abort(404)
    form = FinishTaskForm(http.form if http.method == "POST" else None)
    if http.method == "POST" and form.validate():
        if task_service.finish(task, by=g.staff, at=clock.now(), outcome=form.outcome.data):
            db.session.commit()
            flash("The task is done.", "success")
            return redirect(url_for("clinic.tasks"), 303)
    elif http.method != "POST":
        _record_viewing(task)
    return _show(task, form), 400 if form.errors else 200


@blueprint.post(f"{ONE}/claim")
@for_staff("do_tasks")
def claim_task(identity: int):
    """Say that one sees to it, so that two do not."""
    task = task_list.find_task(g.staff, identity) or abort(404)
    seen_with = int(whose) if (whose := http.form.get("seen_with", "")).isdecimal() and len(whose) < 10 else None
    if task_service.claim(task, by=g.staff, at=clock.now(), seen_with=seen_with):
        flash("You are seeing to this.", "success")
    else:
        flash("Somebody else was quicker. See who, before you call.")
    db.session.commit()
    return redirect(url_for("clinic.finish_task", identity=identity), 303)


def _record_viewing(task: Task) -> None:
    if reference := task_list.reference_of(task):
        record_viewing(reference)
    elif task.draft_id:
        record_viewing_of_form(task.draft_id)


def _show(task: Task, form: FinishTaskForm) -> str:
    reference = task_list.reference_of(task)
    about = find_request(g.staff, reference) if reference else None
    return render_template(
        "clinic/task.html",
        task=task,
        reference=reference,
        form=form,
        kept=words_of(form) if task.done_at else [],
        people=people_of(about.contacts, ways_to_call(about, TOLD)) if about else [],
        may_call_family=bool(about and ways_to_call(about, FAMILY)),
        said=drafts.what_it_says(task.draft_id, today=clock.london_date(clock.now())) if task.draft_id else [],
    )
