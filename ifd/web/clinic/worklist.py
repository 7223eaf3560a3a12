"""The lists, by what needs doing."""

from __future__ import annotations

from flask import g, render_template
from flask import request as http

from forms.review import FilterForm
from ifd import clock
from ifd.presenters import second_opinions
from ifd.presenters.time_left import age_words, capped, time_left
from ifd.queries import worklist as lists
from ifd.queries.second_opinions import shown_to
from ifd.queries.worklist import COUNT_CAP, VIEWS, Filters, Place
from ifd.web.audience import for_staff
from ifd.web.clinic import blueprint
from ifd.web.clinic.ordering import in_order
from triage.ages import AGE_BANDS
from triage.lifecycle import Status
from triage.vocabulary import Priority, Requester


@blueprint.get("/clinic")
@for_staff("see_requests")
def worklist():
    """One page of one list."""
    now = clock.now()
    view = VIEWS.get(http.args.get("list", ""), VIEWS["to-decide"])
    form = FilterForm(http.args)
    form.ages.choices = [*form.ages.choices, *((band, _band(band)) for band in AGE_BANDS)]
    filters = _filters(form)
    page = lists.read_page(g.staff, view, filters, now=now, after=Place.read(http.args.get("after", "")))
    counts = {each.slug: capped(lists.count(g.staff, each, now=now), COUNT_CAP) for each in VIEWS.values()}
    order = in_order(view, page.rows, http.args, now)
    to_decide = [row.id for row in page.rows if row.status is Status.RECEIVED]
    narrowed = {name: value for name, value in form.data.items() if value and filters.are_set}
    place = {name: value for name, value in http.args.items() if name == "after"}
    return render_template(
        "clinic/worklist.html",
        view=view,
        views=VIEWS.values(),
        counts=counts,
        page=page,
        order=order,
        second_opinions=second_opinions.lines(shown_to(g.staff, to_decide)),
        in_other_order={**narrowed, **place, **order.other},
        form=form,
        filters=filters,
        chosen={**narrowed, **order.chosen},
        now=now,
        time_left=time_left,
        age_words=age_words,
        is_first="after" not in http.args,
    )


def _filters(form: FilterForm) -> Filters:
    """What was chosen; what is not on offer filters nothing."""
    if not form.validate():
        for field in form:
            if field.errors:
                field.data = ""
                field.errors = ()
    return Filters(
        priority=Priority(form.priority.data) if form.priority.data else None,
        ages=form.ages.data,
        requester=Requester(form.requester.data) if form.requester.data else None,
    )


def _band(band: str) -> str:
    return "Not known" if band == "unknown" else band.replace("-", " to ")
