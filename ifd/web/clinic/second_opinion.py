"""The second opinion on the page of a request, and 'this is wrong', said in one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, url_for

from ifd import clock
from ifd.database import db
from ifd.presenters import second_opinions as told
from ifd.queries import second_opinions
from ifd.services import second_opinion
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.clinic.at_hand import request_or_404

if TYPE_CHECKING:
    from ifd.models import SecondOpinion
    from ifd.queries.second_opinions import Shown

_ONE = "/clinic/<reference>/second-opinion/<int(max=2147483647):opinion_id>"


@blueprint.post(f"{_ONE}/wrong")
@for_staff("decide")
def opinion_wrong(reference: str, opinion_id: int):
    """Keep that it is wrong."""
    second_opinion.call_wrong(_at_hand(reference, opinion_id), by=g.staff, at=clock.now())
    db.session.commit()
    flash("Kept: the second opinion is wrong here. It is counted in how the second opinion does here. "
          "This request stays as it is.", "success")  # fmt: skip
    return _back(reference)


@blueprint.post(f"{_ONE}/right")
@for_staff("decide")
def opinion_right(reference: str, opinion_id: int):
    """It was right after all."""
    second_opinion.take_back(_at_hand(reference, opinion_id), by=g.staff, at=clock.now())
    db.session.commit()
    flash("What was said of the second opinion is taken back.", "success")
    return _back(reference)


def on_the_page(shown: Shown | None, view) -> dict:
    """What the page of a request tells of it; nothing where nothing may be shown."""
    if shown is None:
        return {"second_opinion": None}
    opinion = shown.opinion
    return {
        "second_opinion": told.told(shown),
        "beside_the_rules": told.beside_the_rules(opinion, [line.kind for line in view.suggested]),
        "stated_coverage": told.stated_coverage(opinion.version),
        "nearest": () if opinion.abstains else second_opinions.nearest_to(g.staff, opinion),
    }


def _at_hand(reference: str, opinion_id: int) -> SecondOpinion:
    """The opinion, if it is on this request and this person may see both."""
    found, opinion = request_or_404(reference), second_opinions.find_opinion(g.staff, opinion_id)
    if opinion is None or opinion.request_id != found.id:
        abort(404)
    return opinion


def _back(reference: str):
    return redirect(url_for("clinic.request", reference=reference, _anchor="second-opinion"), 303)
