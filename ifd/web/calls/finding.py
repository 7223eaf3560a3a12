"""'Where is my child's request?' in one search, with a line that is safe to say."""

from __future__ import annotations

from flask import abort, g, render_template
from flask import request as http
from wtforms.fields.choices import SelectChoice

from forms.calls import IdentityForm, SearchForm
from ifd import clock
from ifd.database import db
from ifd.presenters.contacts import people_of, who_words
from ifd.presenters.safe_to_say import before_checking, safe_to_say
from ifd.presenters.time_left import age_words
from ifd.queries import request_view
from ifd.queries import search as searching
from ifd.services import audit, calls
from ifd.web.audience import for_staff
from ifd.web.calls import blueprint
from ifd.web.rendering import long_date
from ifd.web.viewing import record_viewing

SOMEBODY_ELSE = "nobody"


@blueprint.route("/calls/search", methods=["GET", "POST"])
@for_staff("search")
def search():
    """One box. What is typed is sent in the body, so that no name stands in an address or a log."""
    form = SearchForm(http.form if http.method == "POST" else None)
    if http.method != "POST":
        return render_template("calls/search.html", form=form, found=None)
    if not form.validate():
        return render_template("calls/search.html", form=form, found=None), 400
    at = clock.now()
    found = searching.find(g.staff, form.words.data, today=clock.london_date(at))
    audit.record(
        "requests.searched",
        "staff",
        g.staff.id,
        by=g.staff,
        at=at,
        read_as=found.read_as,
        hits=len(found.hits),
    )
    db.session.commit()
    return render_template(
        "calls/search.html",
        form=form,
        found=found,
        age_words=age_words,
        most=searching.MOST,
        nothing_to_say=before_checking().say,
    )


@blueprint.route("/calls/request/<reference>", methods=["GET", "POST"])
@for_staff("search")
def where(reference: str):
    """Where a request is, and what may be told to whoever is calling."""
    if http.method != "POST":
        record_viewing(reference)
    view = request_view.look_at(g.staff, reference) or abort(404)
    form = _identity_form(view.request)
    told = before_checking()
    if http.method == "POST" and form.validate():
        person = next((one for one in view.request.contacts if str(one.id) == form.caller.data), None)
        news_at = view.request.next_news_at
        told = safe_to_say(
            view.request,
            person,
            form.passed,
            news_by=long_date(news_at),
            is_late=news_at < clock.now(),
            hides_holder=view.hides_holder,
        )
        calls.record_identity_check(
            view.request,
            who=person.who if person else "nobody we know",
            passed=form.passed,
            by=g.staff,
            at=clock.now(),
        )
        db.session.commit()
    return render_template(
        "calls/where.html",
        request_=view.request,
        form=form,
        told=told,
        age_words=age_words,
        hides_holder=view.hides_holder,
        people=people_of(view.request.contacts),
    ), 400 if form.errors else 200


def _identity_form(found) -> IdentityForm:
    form = IdentityForm(http.form if http.method == "POST" else None)
    people = [
        SelectChoice(str(one.id), f"{one.name or 'Name not given'}, {who_words(one).lower()}")
        for one in found.contacts
    ]
    form.caller.choices = [*people, SelectChoice(SOMEBODY_ELSE, "Somebody who is not on this list")]
    return form
