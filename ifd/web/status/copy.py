"""What they told us, for whoever opened the request with both the reference and the code."""

from __future__ import annotations

from flask import redirect, render_template, url_for

from ifd import clock
from ifd.queries import copies
from ifd.web.audience import for_everyone
from ifd.web.status import blueprint, visit


@blueprint.get("/copy")
@for_everyone
def copy():
    view = visit.current(at=clock.now())
    if view is None:
        return visit.over()
    if not copies.has_copy(view.request):
        return redirect(url_for("status.show"))
    return render_template("status/copy.html", request_sent=view.request, sections=copies.copy_of(view.request))
