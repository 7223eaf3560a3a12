"""Messages as they would look on a telephone or in a mail program.

In the demonstration anyone may look, for everybody in it is made up; elsewhere only staff who may see messages.
Where messages really leave there is no mailbox.
"""

from __future__ import annotations

import re

from flask import abort, current_app, g, redirect, render_template, url_for
from flask import request as http
from flask_login import current_user
from markupsafe import Markup, escape

from ifd.permissions import may
from ifd.queries import outbox
from ifd.web.audience import for_everyone
from ifd.web.mailbox import blueprint

_ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,]")
_PAGE = 30


@blueprint.get("/mailbox")
@for_everyone
def inbox():
    """Newest first."""
    if (turned_away := _turned_away()) is not None:
        return turned_away
    before = http.args.get("before", "")
    messages = outbox.mailbox(
        int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None, limit=_PAGE + 1
    )
    return render_template(
        "mailbox/inbox.html",
        messages=messages[:_PAGE],
        next=messages[_PAGE - 1].id if len(messages) > _PAGE else None,
    )


@blueprint.get("/mailbox/<int:message_id>")
@for_everyone
def message(message_id: int):
    if (turned_away := _turned_away()) is not None:
        return turned_away
    found = outbox.mailbox_message(message_id) if message_id < 2**31 else None
    return render_template(
        "mailbox/message.html", message=found or abort(404), body=_with_links(found.body)
    )


def _turned_away():
    """None for those who may look; for others where to go, or nothing at all."""
    settings = current_app.settings
    if settings.sender != "mailbox":
        abort(404)
    if settings.is_demo:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("signin.sign_in"))
    g.staff = current_user._get_current_object()
    if not may(g.staff, "see_messages"):
        abort(403)
    return None


def _with_links(body: str) -> Markup:
    """Escaped, with addresses made into links as a mail program does."""
    parts, end = [], 0
    for match in _ADDRESS.finditer(body):
        parts += [escape(body[end : match.start()]), Markup('<a href="{0}">{0}</a>').format(match.group())]
        end = match.end()
    return Markup("").join([*parts, escape(body[end:])])
