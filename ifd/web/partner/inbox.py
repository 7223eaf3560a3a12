"""The inbox by what needs doing, and one request as the service that has it may see it."""

from __future__ import annotations

from flask import abort, g, render_template
from flask import request as http

from ifd import clock
from ifd.presenters import contacts, said_later, summary, timeline
from ifd.presenters.sharing import shared_with_service
from ifd.presenters.time_left import age_words, capped, time_left
from ifd.queries import partner as own
from ifd.services.life import actor_of
from ifd.web.audience import for_staff
from ifd.web.partner import blueprint
from ifd.web.viewing import record_viewing
from triage.directory import Capacity
from triage.lifecycle import Event, is_allowed


@blueprint.get("/partner")
@for_staff("work_for_partner")
def inbox():
    """One page of one list, and the organisation's own lists."""
    todo = own.LISTS.get(http.args.get("list", ""), own.LISTS["to-accept"])
    return render_template(
        "partner/inbox.html",
        todo=todo,
        lists=own.LISTS.values(),
        counts={one.slug: capped(own.count(g.staff, one), own.COUNT_CAP) for one in own.LISTS.values()},
        page=own.read_inbox(g.staff, todo, after=http.args.get("after", "")),
        is_first="after" not in http.args,
        offers=own.own_offers(g.staff),
        capacity_label=lambda word: Capacity(word).label,
        now=clock.now(),
        time_left=time_left,
        age_words=age_words,
    )


@blueprint.get("/partner/<reference>")
@for_staff("work_for_partner")
def request(reference: str):
    """Everything they need to help. That it was opened is recorded."""
    record_viewing(reference)
    view = own.look_at(g.staff, reference) or abort(404)
    found, actor = view.request, actor_of(g.staff)
    return render_template(
        "partner/request.html",
        view=view,
        request_=found,
        now=clock.now(),
        time_left=time_left,
        age_words=age_words,
        shared=shared_with_service(found, view.decision),
        said_later=said_later.said_later_of(view.said_later, view.red_flags),
        summary=summary.summary_of(found.document),
        people=contacts.people_of(found.contacts),
        warnings=contacts.warnings_of(found),
        timeline=timeline.timeline_of(view.events),
        flags=tuple(dict.fromkeys(flag.flag for flag in view.red_flags)),
        may=lambda event: (
            view.allocation.ended_at is None and is_allowed(found.status, Event(event), actor)
        ),
    )
