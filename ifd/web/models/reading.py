"""What everybody of the room reads: how it stands, each version, how it does here, and what happened."""

from __future__ import annotations

from flask import abort, current_app, g, render_template

from forms.second_opinion import CompareForm, TrainForm
from ifd import clock
from ifd.permissions import may
from ifd.presenters import model_figures as figures
from ifd.presenters import model_room as told
from ifd.presenters.model_counting import when_counted
from ifd.queries import model_versions, watched_opinions
from ifd.services.second_opinion import what_bars_showing
from ifd.services.second_opinion.training import MONTHS_LEFT_OUT
from ifd.web.audience import for_staff
from ifd.web.models import A_VERSION, blueprint
from ifd.web.rendering import moment


@blueprint.get("")
@for_staff("see_model")
def room():
    """How it stands, what befell it lately, what is being done, and every version."""
    return render_template("models/room.html", **in_the_room())


def in_the_room(**more) -> dict:
    """What the page of the room shows; `more` is a form that was not finished."""
    now, standing, versions = clock.now(), model_versions.standing_now(), model_versions.versions()
    champion = standing.champion if standing else None
    compare = CompareForm()
    compare.version.choices += [(one.name, one.name) for one in versions if champion and one.id != champion.id]
    return {
        "standing": standing,
        "told": told,
        "versions": versions,
        "role_of": told.roles_in(standing),
        "corrupt": model_versions.corrupt_among(versions),
        "events": told.lately(model_versions.events(), now),
        "works": model_versions.trainings(most=5),
        "decided": watched_opinions.number_decided(),
        "bars": what_bars_showing(champion, now) if champion and standing.mode == "shadow" else (),
        "stood_before": model_versions.stood_before(champion) if champion else None,
        "train": TrainForm(months=str(MONTHS_LEFT_OUT)),
        "compare": compare,
        "shadow_days": current_app.settings.model_shadow_days,
        "shadow_decisions": current_app.settings.model_shadow_decisions,
        **more,
    }


@blueprint.get(A_VERSION)
@for_staff("see_model")
def version(name: str):
    """One version: its card, its figures, its calibration, and what can be done with it."""
    found, standing = version_or_404(name), model_versions.standing_now()
    champion = standing.champion if standing else None
    comparison = model_versions.comparison_of(champion, found) if champion and champion.id != found.id else None
    return render_template(
        "models/version.html",
        version=found,
        standing=standing,
        role=told.roles_in(standing).get(found.id),
        is_corrupt=model_versions.is_corrupt(found),
        comparison=comparison,
        stood=model_versions.stood(found, clock.now()),
        figures=figures,
        told=told,
        may_govern=may(g.staff, "govern_model"),
    )


@blueprint.get("/watched")
@for_staff("see_model")
def watched():
    """How the champion does beside the decisions of this house, as a worker counted it last."""
    standing = model_versions.standing_now()
    champion = standing.champion if standing else None
    watch = watched_opinions.newest_watch(champion)
    first = watched_opinions.first_watched(champion.id) if champion else None
    return render_template(
        "models/watched.html",
        standing=standing,
        champion=champion,
        told=told,
        watch=watch,
        when_counted=when_counted(first, watch and watch.at, standing, clock.now(), moment) if champion else "",
        report=watch.report if watch else {},
        figures=figures,
    )


@blueprint.get("/history")
@for_staff("see_model")
def history():
    """How it stood, and what befell it, the newest first."""
    return render_template(
        "models/history.html",
        standings=model_versions.standings(),
        events=model_versions.events(),
        works=model_versions.trainings(),
        told=told,
    )


def version_or_404(name: str):
    return model_versions.find_version(name) or abort(404)
