"""The start page of staff."""

from __future__ import annotations

from flask import g, render_template

from ifd import clock
from ifd.permissions import may
from ifd.presenters.menu import staff_menu
from ifd.presenters.time_left import capped
from ifd.queries import task_list, worklist
from ifd.web.audience import for_staff
from ifd.web.home import blueprint


@blueprint.get("/staff")
@for_staff()
def staff_home():
    """The lists this person works from, with how much is on each."""
    now = clock.now()
    lists = []
    if may(g.staff, "see_requests"):
        lists = [
            (view, capped(worklist.count(g.staff, view, now=now), worklist.COUNT_CAP))
            for view in worklist.VIEWS.values()
        ]
    tasks = capped(task_list.count_open(g.staff), worklist.COUNT_CAP) if may(g.staff, "do_tasks") else None
    return render_template("home/staff_home.html", lists=lists, tasks=tasks, menu=staff_menu(g.staff))
