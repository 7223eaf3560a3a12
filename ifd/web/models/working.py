"""Teaching a version and comparing two: asked for here, done by a worker, and its progress shown."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.second_opinion import CompareForm, TrainForm
from ifd import clock
from ifd.database import db
from ifd.permissions import may
from ifd.presenters import model_figures as figures
from ifd.presenters.long_work import how_far
from ifd.queries import model_versions
from ifd.services import second_opinion
from ifd.services.refusing import NotReady
from ifd.web.audience import for_staff
from ifd.web.models import blueprint
from ifd.web.models.reading import in_the_room


@blueprint.post("/train")
@for_staff("govern_model")
def train():
    """Have a version learn from every decision but those of the newest months."""
    form = TrainForm(http.form)
    if not form.validate():
        return render_template("models/room.html", **in_the_room(train=form, form=form)), 400
    asked = second_opinion.ask_for_training(by=g.staff, at=clock.now(), months_left_out=int(form.months.data))
    db.session.commit()
    return redirect(url_for("models.work", training_id=asked.id), 303)


@blueprint.post("/compare")
@for_staff("govern_model")
def compare():
    """Have the champion and another version compared on the same later months."""
    standing, form = model_versions.standing_now(), CompareForm(http.form)
    form.version.choices += [(one.name, one.name) for one in model_versions.versions()]
    if not form.validate():
        return render_template("models/room.html", **in_the_room(compare=form, form=form)), 400
    if standing is None or standing.champion is None:
        flash("There is no champion to compare with. Switch a version to shadow first.")
        return redirect(url_for("models.room"), 303)
    challenger = model_versions.find_version(form.version.data) or abort(404)
    try:
        asked = second_opinion.ask_for_comparison(standing.champion, challenger, by=g.staff, at=clock.now())
        db.session.commit()
    except NotReady as problem:
        db.session.rollback()
        flash(str(problem))
        return redirect(url_for("models.room"), 303)
    return redirect(url_for("models.work", training_id=asked.id), 303)


@blueprint.get("/work/<int(max=2147483647):training_id>")
@for_staff("see_model")
def work(training_id: int):
    """How far it is; and what came of it."""
    row = model_versions.find_training(training_id) or abort(404)
    standing = model_versions.standing_now()
    return render_template(
        "models/work.html",
        work=row,
        how_far=how_far(row),
        report=row.report if row.finished_at else {},
        figures=figures,
        champion=standing.champion if standing else None,
        may_govern=may(g.staff, "govern_model"),
    )
