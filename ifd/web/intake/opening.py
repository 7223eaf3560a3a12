"""Which forms this browser may open: an address alone, from a history or a shoulder, opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from flask import g, redirect, render_template, request, session, url_for

from forms import journey
from forms.situation import Situation
from ifd import clock
from ifd.models import Draft
from ifd.queries import drafts as found
from ifd.services.intake import received_with

_REMEMBERED = 5
_MARK = 24
_JUST_BEGUN = "begun"


def let_in(token: str) -> None:
    """This browser may open the form of this token."""
    mark = found.token_hash(token)[:_MARK]
    others = [each for each in session.get("drafts", []) if each != mark]
    session["drafts"] = [mark, *others][:_REMEMBERED]
    uncover(token)
    session.permanent = True


def let_out(token: str) -> None:
    """This browser may not open the form of this token any more."""
    mark = found.token_hash(token)[:_MARK]
    session["drafts"] = [each for each in session.get("drafts", []) if each != mark]
    uncover(token)


def is_let_in(token: str) -> bool:
    mark = found.token_hash(token)[:_MARK]
    return mark in session.get("drafts", []) and mark not in session.get("covered", [])


def is_covered(token: str) -> bool:
    """Whether this browser left the form quickly, and nothing but this browser could open it again."""
    mark = found.token_hash(token)[:_MARK]
    return mark in session.get("drafts", []) and mark in session.get("covered", [])


def uncover(token: str) -> None:
    mark = found.token_hash(token)[:_MARK]
    session["covered"] = [each for each in session.get("covered", []) if each != mark]


def lock_all(*, at: datetime) -> None:
    """Somebody left quickly. What a birthday or a link opens again is locked; the rest is covered.

    A form that nothing else can open is never taken from its writer: they may not find the words twice.
    """
    marks = session.get("drafts", [])
    kept = [mark for mark in marks if not found.can_be_opened_again(mark, at=at)]
    session["drafts"], session["covered"] = kept, kept
    session.pop("status", None)  # the visit to 'My request', whose code is still theirs


def locked(token: str):
    """Instead of a form that this browser may not show."""
    template = "intake/covered.html" if is_covered(token) else "intake/locked.html"
    is_without_cookies = _JUST_BEGUN in request.args and not session
    return render_template(template, token=token, is_without_cookies=is_without_cookies), 403


def with_draft_even_sent(view: Callable) -> Callable:
    """Give the view the form at this address, if this browser may open it."""

    @wraps(view)
    def opened(token: str, **parts):
        draft = draft_here(token)
        if draft is None:
            return locked(token)
        return view(token=token, draft=draft, **parts)

    return opened


def with_draft(view: Callable) -> Callable:
    """Give the view the form at this address, if this browser may open it and it has not been sent."""

    @wraps(view)
    def opened(token: str, draft: Draft, **parts):
        if received_with(draft.submission_key):
            return redirect(url_for("intake.sent", token=token), code=303)
        return view(token=token, draft=draft, **parts)

    return with_draft_even_sent(opened)


def draft_here(token: str) -> Draft | None:
    """The form at this address, for a browser that may open it."""
    if not is_let_in(token):
        return None
    g.draft_token = token
    return found.draft_of(token, at=clock.now(), to_write=request.method == "POST")


def situation_of(draft: Draft) -> Situation:
    return Situation(draft.answers, clock.london_date(clock.now()))


def just_begun(token: str, name: str) -> str:
    """The address of the first page. A browser that comes there without its session keeps no cookies."""
    return place(token, name, **{_JUST_BEGUN: "1"})


def came_from() -> str:
    """The list that they came from to change one answer; '' for none."""
    name = request.values.get("back", "")
    return name if name in journey.LISTS else ""


def place(token: str, name: str, **query: str) -> str:
    """The address of a page of the form, or of one of the stops between them."""
    if name in ("tasks", "check", "help", "support", "save", "sent", "we-will-call", "over-25", "out-of-area"):
        return url_for(f"intake.{name.replace('-', '_')}", token=token, **query)
    return url_for("intake.page", token=token, name=name, **query)
