"""All vignettes, what has been said of them, and taking it away as a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import Response, g, jsonify, render_template
from flask import request as http

from ifd.presenters import vignettes as told
from ifd.queries.vignettes import standing_opinions
from ifd.web.audience import for_staff
from ifd.web.vignettes import blueprint
from triage.vignettes.loading import benchmark
from triage.vignettes.reviews import review_in_words
from triage.vignettes.vignette import Category, Vignette

SHOWN = {"open": "Not yet reviewed by you", "nobody": "Reviewed by nobody", "disagreed": "Somebody disagrees"}


@blueprint.get("")
@for_staff("review_vignettes")
def overview():
    """How far the review is, by category or by vignette, and by reviewer."""
    every, opinions = benchmark(), standing_opinions()
    shown, category = http.args.get("show", ""), http.args.get("category", "")
    mine = {said.vignette for said in opinions if said.staff_id == g.staff.id}
    chosen = _chosen(every, opinions, mine, shown, category)
    counted = told.count(every, opinions)
    about = defaultdict(list)
    for said in opinions:
        about[said.vignette].append(said)
    return render_template(
        "vignettes/overview.html",
        review=review_in_words(counted.reviewed, counted.vignettes),
        number=len(every),
        mine=len(mine),
        shown_by=SHOWN,
        shown=shown if shown in SHOWN else "",
        category=Category(category) if category in tuple(Category) else None,
        rows=[(each, told.count([each], about[each.id]), each.id in mine) for each in chosen],
        categories=[(each, told.count(_of(every, each), opinions)) for each in Category],
        reviewers=[(staff, told.role_of(staff), *counts) for staff, *counts in told.by_reviewer(opinions)],
    )


@blueprint.get("/opinions.json")
@for_staff("review_vignettes")
def as_json():
    """Every opinion that counts, by role and with no name."""
    return _as_file(jsonify(told.opinion_documents(standing_opinions())), "json")


@blueprint.get("/opinions.csv")
@for_staff("review_vignettes")
def as_csv():
    """The same for a spreadsheet."""
    text = told.as_csv(told.opinion_documents(standing_opinions()))
    return _as_file(Response(text, mimetype="text/csv"), "csv")


def _chosen(every, opinions, mine: set[str], shown: str, category: str) -> list[Vignette]:
    """The vignettes asked for; none where neither a category nor a list is, for then categories are shown."""
    if shown not in SHOWN and category not in tuple(Category):
        return []
    reviewed = {said.vignette for said in opinions}
    disagreed = {said.vignette for said in opinions if not said.agrees}
    belongs = {
        "open": lambda id: id not in mine,
        "nobody": lambda id: id not in reviewed,
        "disagreed": lambda id: id in disagreed,
    }.get(shown, lambda id: True)
    within = _of(every, Category(category)) if category in tuple(Category) else every
    return [vignette for vignette in within if belongs(vignette.id)]


def _of(every: Iterable[Vignette], category: Category) -> list[Vignette]:
    return [vignette for vignette in every if vignette.category is category]


def _as_file(answer: Response, kind: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="vignette-opinions.{kind}"'
    return answer
