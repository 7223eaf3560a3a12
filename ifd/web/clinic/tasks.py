"""What people have been asked to do: calls to make, messages that could not be sent, what was left out."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.review import FinishTaskForm
from ifd import clock
from ifd.database import db
from ifd.presenters.time_left import time_left
from ifd.queries import drafts, task_list
from ifd.services import tasks as task_service
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint


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
        is_first="after" not in http.args,
    )


@blueprint.route("/clinic/tasks/<int(max=2147483647):identity>", methods=["GET", "POST"])
@for_staff("do_tasks")
def finish_task(identity: int):
    """Say that a task is done and what came of it."""
    task = task_list.find_task(g.staff, identity) or abort(404)
    form = FinishTaskForm(http.form if http.method == "POST" else None)
    if http.method == "POST" and form.validate() and task.done_at is None:
        task_service.finish(task, by=g.staff, at=clock.now(), outcome=form.outcome.data)
        db.session.commit()
        flash("The task is done.", "success")
        return redirect(url_for("clinic.tasks"), 303)
    said = drafts.what_it_says(task.draft_id, today=clock.london_date(clock.now())) if task.draft_id else []
    return render_template(
        "clinic/task.html", task=task, reference=task_list.reference_of(task), form=form, said=said
    ), 400 if form.errors else 200
