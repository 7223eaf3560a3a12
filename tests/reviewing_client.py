"""A test client that reviews every page it is given, as a careful colleague would."""

from __future__ import annotations

import contextvars
from collections import Counter
from functools import cached_property

from flask import has_app_context
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from ifd.database import db

_FIELDS = ".//input[not(@type='hidden' or @type='submit' or @type='button')] | .//select | .//textarea"


class ReviewedResponse(TestResponse):
    """A response whose page can be asked about."""

    @property
    def is_page(self) -> bool:
        has_body = self.request.method != "HEAD"
        return self.mimetype == "text/html" and has_body and not 300 <= self.status_code < 400

    @cached_property
    def page(self) -> html.HtmlElement:
        return html.document_fromstring(self.get_data(as_text=True))

    @property
    def heading(self) -> str:
        """The words of the page's one h1."""
        return words(self.page.find(".//h1"))

    @property
    def title(self) -> str:
        return words(self.page.find(".//title"))

    @property
    def words(self) -> str:
        """Everything a reader sees, in one line."""
        return words(self.page.find(".//main") if self.page.find(".//main") is not None else self.page)

    @property
    def errors(self) -> dict[str, str]:
        """What the error summary says: the field's id, and the message."""
        return {link.get("href").removeprefix("#"): words(link) for link in _summary_links(self.page)}

    def form(self, action: str | None = None) -> dict[str, object]:
        """What a browser would send back from the page's form as it stands, its hidden fields included."""
        # Those of the page itself come before the header's, such as the one that signs out.
        every = sorted(self.page.forms, key=lambda form: next(form.iterancestors("main"), None) is None)
        forms = [form for form in every if action is None or form.action == action]
        candidates = [form for form in forms if form.method == "POST"] or forms
        assert candidates, f"{self.request.path} has no form{f' for {action}' if action else ''}"
        values: dict[str, object] = {}
        for name, value in candidates[0].form_values():
            values[name] = [*_as_list(values[name]), value] if name in values else value
        return values


class ReviewingClient(FlaskClient):
    """Asks for pages as a browser does, and refuses to go on from a page that is wrong.

    Each request runs in a context of its own, so that nothing of the test (its session, who is signed in)
    leaks into it; what the test has written so far is committed first. A form posted from a page that was
    seen carries that page's CSRF token, as a browser's would.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("Reviewed", (ReviewedResponse, self.application.response_class), {})
        self.csrf_token: str | None = None

    def open(self, *args, **kwargs) -> ReviewedResponse:
        if has_app_context():
            db.session.commit()
        kwargs.setdefault("buffered", True)
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        assert_nothing_uncommitted(self.application, response)
        if response.is_page:
            review(response)
            self._remember_csrf(response)
        return response

    def post(self, *args, **kwargs) -> ReviewedResponse:
        data = kwargs.get("data")
        if self.csrf_token and (data is None or isinstance(data, dict)) and "json" not in kwargs:
            kwargs["data"] = {"csrf_token": self.csrf_token, **(data or {})}
        return super().post(*args, **kwargs)

    def submit(
        self, response: ReviewedResponse, action: str | None = None, follow_redirects: bool = True, **answers
    ) -> ReviewedResponse:
        """Fill in the page's form with `answers`, leaving the rest as it is, and send it."""
        filled = {**response.form(action), **answers}
        return self.post(
            action or response.request.path,
            follow_redirects=follow_redirects,
            data={name: value for name, value in filled.items() if value is not None},
        )

    def _remember_csrf(self, response: ReviewedResponse) -> None:
        tokens = response.page.xpath("//input[@name='csrf_token']/@value")
        if tokens:
            self.csrf_token = tokens[0]


def review(response: ReviewedResponse) -> None:
    """Fail with one list of everything wrong with the page."""
    problems = list(problems_of(response.page))
    assert not problems, f"{response.request.path} ({response.status_code}): " + "; ".join(problems)


def problems_of(page: html.HtmlElement):
    """Each thing a reviewer would send the page back for."""
    yield from _problems_of_headings(page)
    repeated = [name for name, times in Counter(page.xpath("//@id")).items() if times > 1]
    if repeated:
        yield f"ids used more than once: {', '.join(repeated)}"
    yield from _problems_of_error_summary(page)
    for field in page.xpath(_FIELDS):
        if not _has_label(field, page):
            yield f"no label for {field.get('name') or field.get('id') or html.tostring(field)[:80]}"
    for reference in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for value in page.xpath(f"//*/@{reference}"):
            yield from (
                f"{reference} points to {name}, which is not there"
                for name in value.split()
                if not page.xpath("//*[@id=$name]", name=name)
            )


def _problems_of_headings(page: html.HtmlElement):
    if not page.get("lang"):
        yield "html has no lang"
    titles = page.findall(".//head/title")
    if len(titles) != 1 or not words(titles[0]):
        yield f"{len(titles)} titles, or an empty one"
    if len(page.findall(".//h1")) != 1:
        yield f"{len(page.findall('.//h1'))} h1 headings"
    if page.find(".//main") is None:
        yield "no main"


def _problems_of_error_summary(page: html.HtmlElement):
    says_error = words(page.find(".//title")).startswith("Error: ")
    links = _summary_links(page)
    if bool(_summaries(page)) != says_error:
        yield "the title starts with 'Error: ' exactly when there is an error summary"
    for summary in _summaries(page):
        if not summary.xpath(".//a"):
            yield "an error summary without a link to a field"
    for link in links:
        href = link.get("href") or ""
        found = href.startswith("#") and page.xpath("//*[@id=$name]", name=href[1:])
        if not found:
            yield f"the error '{words(link)}' links to {href or 'nothing'}, which is not there"
        elif found[0].tag not in {"input", "select", "textarea"}:
            yield f"the error '{words(link)}' links to {href}, which is not a field"


def _summaries(page: html.HtmlElement) -> list:
    return page.find_class("nhsuk-error-summary")


def _summary_links(page: html.HtmlElement) -> list:
    return [link for summary in _summaries(page) for link in summary.iter("a")]


def _has_label(field: html.HtmlElement, page: html.HtmlElement) -> bool:
    if (field.get("aria-label") or "").strip() or field.get("aria-labelledby"):
        return True
    name = field.get("id")
    labels = (page.xpath("//label[@for=$name]", name=name) if name else []) + field.xpath("ancestor::label")
    return any(words(label) for label in labels)


def assert_nothing_uncommitted(app, response: TestResponse) -> None:
    """No work may be left uncommitted by a page that said all is well."""
    left = app.extensions.get("ifd_tests_uncommitted", [])
    found, left[:] = list(left), []
    assert response.status_code >= 500 or not found, f"{response.request.path} left uncommitted: {found}"


def watch_uncommitted(app) -> None:
    """Note, at the end of each request, whatever its session would now throw away."""
    left = app.extensions.setdefault("ifd_tests_uncommitted", [])

    @app.teardown_request
    def note(_error):
        session = db.session()
        left.extend(_changed(session))
        left.extend(session.info.pop("ifd_tests_flushed", ()))

    with app.app_context():
        _watch_flushes()


def _changed(session) -> list[str]:
    touched = [
        *session.new,
        *session.deleted,
        *(thing for thing in session.dirty if session.is_modified(thing)),
    ]
    return [type(thing).__name__ for thing in touched]


_is_watching = False


def _watch_flushes() -> None:
    """Remember what was flushed and not yet committed: it has left `new` and `dirty` by then."""
    global _is_watching
    if _is_watching:
        return
    _is_watching = True
    from sqlalchemy import event
    from sqlalchemy.orm import Session

    @event.listens_for(Session, "after_flush")
    def flushed(session, _context):
        session.info.setdefault("ifd_tests_flushed", []).extend(_changed(session))

    @event.listens_for(Session, "after_commit")
    @event.listens_for(Session, "after_rollback")
    def settled(session):
        if not session.in_nested_transaction():
            session.info.pop("ifd_tests_flushed", None)


def words(element: html.HtmlElement | None) -> str:
    """The text of an element with its white space put in order."""
    return "" if element is None else " ".join(element.text_content().split())


def _as_list(value: object) -> list:
    return value if isinstance(value, list) else [value]
