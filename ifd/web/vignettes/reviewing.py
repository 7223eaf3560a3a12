"""One vignette: the request, the answer that would be acceptable, and what this clinician thinks of it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask import request as http

from forms.vignettes import AGREE, DISAGREE, OpinionForm
from ifd import clock
from ifd.database import db
from ifd.presenters import summary
from ifd.presenters import vignettes as told
from ifd.queries import vignettes as found
from ifd.queries.rule_sets import rules_in_force
from ifd.services.vignettes import give_opinion
from ifd.web.audience import for_staff
from ifd.web.vignettes import blueprint
from triage.directory import reference_directory
from triage.engine import suggest
from triage.vignettes.loading import benchmark
from triage.vignettes.reviews import review_in_words
from triage.vignettes.vignette import Vignette


@blueprint.get("/next")
@for_staff("review_vignettes")
def next_one():
    """On to one they have not reviewed."""
    waiting = found.next_for(g.staff, after=http.args.get("after", ""))
    if waiting is None:
        flash("You have reviewed every vignette. Thank you.", "success")
        return redirect(url_for("vignettes.overview"))
    return redirect(url_for("vignettes.vignette", vignette_id=waiting.id))


@blueprint.route("/<vignette_id>", methods=["GET", "POST"])
@for_staff("review_vignettes")
def vignette(vignette_id: str):
    """Read it, and say what they think. What the rules suggest is told once they have."""
    shown = found.find_vignette(vignette_id) or abort(404)
    opinion = found.opinion_of(g.staff, shown)
    form = OpinionForm(http.form if http.method == "POST" else None, data=_said(opinion))
    if http.method == "POST" and form.validate():
        give_opinion(shown, agrees=form.agrees, comment=form.comment.data, by=g.staff, at=clock.now())
        db.session.commit()
        flash("Your opinion is kept.", "success")
        return redirect(url_for("vignettes.vignette", vignette_id=vignette_id), code=303)
    opinions, number = found.standing_opinions(), len(benchmark())
    return render_template(
        "vignettes/vignette.html",
        vignette=shown,
        number=number,
        mine=sum(said.staff_id == g.staff.id for said in opinions),
        review=review_in_words(told.count(benchmark(), opinions).reviewed, number),
        who=told.who(shown),
        summary=summary.summary_of(dict(shown.request)),
        acceptable=told.acceptable(shown),
        form=form,
        opinion=opinion,
        suggested=_suggested(shown) if opinion else None,
        others=[each for each in opinions if each.vignette == shown.id and each.staff_id != g.staff.id],
        role_of=told.role_of,
    ), 400 if form.errors else 200


def _said(opinion) -> dict[str, str]:
    """The form as they filled it in before, if they have."""
    if opinion is None:
        return {}
    return {"opinion": AGREE if opinion.agrees else DISAGREE, "comment": opinion.comment}


def _suggested(shown: Vignette) -> told.Suggested:
    """By the rules in force today and the reference offers, as the benchmark is scored."""
    ruleset = rules_in_force(clock.london_date(clock.now()))
    return told.suggested(shown, suggest(shown.case, reference_directory(), ruleset))
