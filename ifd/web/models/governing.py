"""How the second opinion stands, changed by a named person with a reason: switched, challenged, promoted, gone back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import flash, g, redirect, render_template, url_for
from flask import request as http
from wtforms import Form

from forms.second_opinion import ChallengerForm, PromoteForm, SwitchForm, WhyForm
from forms.typed import whole_number
from ifd import clock
from ifd.database import db
from ifd.models import ModelStanding, ModelVersion
from ifd.presenters import model_figures as figures
from ifd.presenters import model_room as told
from ifd.queries import model_versions
from ifd.services import second_opinion
from ifd.services.refusing import NotReady
from ifd.web.audience import for_staff
from ifd.web.models import A_VERSION, blueprint
from ifd.web.models.reading import version_or_404


@blueprint.route("/switch", methods=["GET", "POST"])
@for_staff("govern_model")
def switch():
    """Off, shadow or shown."""
    standing, versions = model_versions.standing_now(), model_versions.versions()
    champion = standing.champion.name if standing and standing.champion else ""
    form = SwitchForm(
        http.form or None,
        mode=http.args.get("to", "") or (standing.mode if standing else ""),
        version=http.args.get("version", "") or champion,
    )
    form.version.choices += _choices(versions)

    def stand() -> ModelStanding:
        version = model_versions.find_version(form.version.data)
        return second_opinion.switch(form.mode.data, version, form.why.data, by=g.staff, at=clock.now())

    return _done(form, stand) or _page("models/switch.html", form, standing=standing, warnings=_warnings(versions))


@blueprint.route("/challenger", methods=["GET", "POST"])
@for_staff("govern_model")
def challenger():
    """Another version, asked beside the champion in shadow; or none any more."""
    standing = model_versions.standing_now()
    now = standing.challenger.name if standing and standing.challenger else ""
    others = [one for one in model_versions.versions() if standing is None or one.id != standing.champion_id]
    form = ChallengerForm(http.form or None, version=http.args.get("version", "") or now)
    form.version.choices += _choices(others)

    def name() -> ModelStanding:
        version = model_versions.find_version(form.version.data)
        return second_opinion.name_challenger(version, form.why.data, by=g.staff, at=clock.now())

    return _done(form, name) or _page("models/challenger.html", form, standing=standing, warnings=_warnings(others))


@blueprint.route(f"{A_VERSION}/promote", methods=["GET", "POST"])
@for_staff("govern_model")
def promote(name: str):
    """The challenger in the champion's place, after their comparison was looked at: it stands on this page."""
    version, standing = version_or_404(name), model_versions.standing_now()
    champion = standing.champion if standing else None
    newest = model_versions.comparison_of(champion, version) if champion else None
    form = PromoteForm(http.form or None, seen=str(newest.id) if newest else "")

    def stand() -> ModelStanding:
        number = whole_number(form.seen.data or "")
        seen = model_versions.find_training(number) if number is not None else None
        return second_opinion.promote(version, seen, form.why.data, by=g.staff, at=clock.now())

    return _done(form, stand) or _page(
        "models/promote.html",
        form,
        version=version,
        standing=standing,
        champion=champion,
        comparison=newest,
        bars=second_opinion.what_bars_promoting(version, newest, clock.now()),
        figures=figures,
        warnings=_warnings([version]),
    )


@blueprint.route("/roll-back", methods=["GET", "POST"])
@for_staff("govern_model")
def roll_back():
    """The champion before, at once, after this one page that asks why."""
    standing, form = model_versions.standing_now(), WhyForm(http.form or None)

    def stand() -> ModelStanding:
        return second_opinion.roll_back(form.why.data, by=g.staff, at=clock.now())

    before = model_versions.stood_before(standing.champion if standing else None)
    mode = second_opinion.mode_gone_back_to(before, standing) if before else ""
    return _done(form, stand) or _page(
        "models/roll_back.html", form, standing=standing, before=before, mode=mode
    )


def _choices(versions: Iterable[ModelVersion]) -> list[tuple[str, str]]:
    return [(one.name, told.by_name(one)) for one in versions]


def _warnings(versions: Iterable[ModelVersion]) -> list[str]:
    """What is good to know before one of these stands. It bars nothing."""
    return [warning for one in versions if (warning := told.says_little(one))]


def _done(form: Form, stand: Callable[[], ModelStanding]):
    """What was asked for, done, and back to the room; None where it was not. All that bars it stands on the form."""
    if http.method != "POST" or not form.validate():
        return None
    try:
        now = stand()
        db.session.commit()
    except NotReady as problem:
        db.session.rollback()
        form.form_errors.extend(problem.sentences)
        return None
    flash(told.just_now(now), "success")
    return redirect(url_for("models.room"), 303)


def _page(template: str, form: Form, **more):
    return render_template(template, form=form, told=told, **more), 400 if form.errors else 200
