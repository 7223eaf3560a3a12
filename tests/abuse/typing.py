"""Filling in whatever form a page shows: well, but for one field at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.abuse import naughty
from tests.reviewing_client import ReviewedResponse

FINE = {
    "number": "14",
    "email": "zoe@example.org",
    "tel": "07700 900123",
    "text": "Some words",
    "textarea": "Some more words",
    "password": "three words together 9",
}


@dataclass(frozen=True)
class Form:
    """One form: the page it is on, where it is sent, and what goes well where a guess would not."""

    page: str
    action: str = ""
    well: tuple[tuple[str, object], ...] = ()

    @property
    def sent_to(self) -> str:
        return self.action or self.page


def fields_of(form) -> dict[str, str]:
    """Name and kind of each field that is shown or hidden, but the token."""
    found = {}
    for box in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        name = box.get("name")
        if name != "csrf_token":
            found.setdefault(name, box.get("type", "text") if box.tag == "input" else box.tag)
    return found


def form_of(page: ReviewedResponse, sent_to: str):
    """The form of this page that goes there."""
    path = sent_to.partition("?")[0]
    forms = [one for one in page.page.forms if one.method == "POST"]
    fitting = [one for one in forms if (one.action or page.request.path).partition("?")[0] == path]
    assert fitting, f"{page.request.path} has no form for {sent_to}"
    return next((one for one in fitting if next(one.iterancestors("main"), None) is not None), fitting[0])


def filled(form, well: dict[str, object]) -> dict[str, object]:
    """The form as somebody careful would send it."""
    answers: dict[str, object] = {}
    for name, kind in fields_of(form).items():
        if name in well:
            answers[name] = well[name]
        elif kind in ("radio", "checkbox"):
            answers[name] = form.xpath(f".//input[@name='{name}']/@value")[0]
        elif kind == "select":
            answers[name] = next((v for v in form.xpath(f".//select[@name='{name}']/option/@value") if v), "")
        elif kind == "hidden":
            answers[name] = form.xpath(f".//input[@name='{name}']/@value")[0]
        elif name.endswith(("-day", "-month", "-year")):
            answers[name] = {"day": "3", "month": "3", "year": "2012"}[name.rpartition("-")[2]]
        else:
            answers[name] = FINE.get(kind, FINE["text"])
    return {**answers, **{name: value for name, value in well.items() if name not in answers}}


class Sweep:
    """Types what should not be typed into each field of a form, and looks at every answer."""

    def __init__(self, client, *, each: int, restore=lambda: None) -> None:
        self.client, self.each, self.restore = client, each, restore
        self.posts = self.refused = 0

    def over(self, form: Form) -> None:
        """Every field, then what nobody's browser would send."""
        page = self.client.get(form.page)
        assert page.status_code == 200, f"{form.page} answers {page.status_code}"
        shown = form_of(page, form.sent_to)
        fine = filled(shown, dict(form.well))
        kinds = fields_of(shown)
        for name in kinds:
            for typed in naughty.sample(f"{form.page.rpartition('/')[2]}:{name}", self.each):
                self.send(form, {**fine, name: typed}, name, typed, kinds)
            twice = [fine[name], naughty.SCRIPT]
            self.send(form, {**fine, name: twice}, name, "twice", kinds)
            self.send(form, {key: value for key, value in fine.items() if key != name}, name, "left out", kinds)
        self.send(form, {}, "", "nothing", kinds)
        self.send(form, {**fine, "extra[]": "1", "__proto__": "x", "%00": "\x00"}, "", "extra", kinds)
        largest = next((name for name, kind in kinds.items() if kind in ("textarea", "text")), None)
        if largest:
            self.send(form, {**fine, largest: naughty.TOO_LARGE}, largest, "too large", kinds)

    def send(self, form: Form, data: dict, name: str, typed: str, kinds: dict[str, str]) -> None:
        answer = self.post(form.sent_to, data)
        where = f"{form.sent_to} with {name}={ascii(typed)[:60]}: {answer.status_code}"
        assert answer.status_code < 500, where
        if answer.status_code in (302, 303):
            location = answer.headers["Location"]
            assert re.match(r"/(?!/)", location), f"{where} leads to {location}"
            assert typed not in location or len(typed) < 4, f"{where} stands in the address {location}"
            self.restore()
            return
        body = answer.get_data(as_text=True)
        naughty.assert_tame(body, naughty.SCRIPT if typed == "twice" else typed)
        if answer.status_code in (200, 400) and answer.page.find_class("nhsuk-error-summary"):
            self.refused += 1
            assert answer.errors, f"{where}: an error without a link to its field"
            self._kept(answer, form, data, name, where)
        else:
            # A right to send that was tampered with is over: the words are shown, and nothing else.
            is_over = answer.status_code == 400 and kinds.get(name) == "hidden"
            assert answer.status_code in (200, 404, 409, 413) or is_over or not name, where
            if answer.status_code == 413:
                assert typed == "too large", where

    def post(self, address: str, data: dict) -> ReviewedResponse:
        """As bytes, so that halves of characters go out as a hostile program sends them."""
        typed = {"csrf_token": self.client.csrf_token or "", **data}
        body = urlencode(typed, doseq=True, errors="surrogatepass")
        self.posts += 1
        return self.client.post(
            address, data=body.encode("ascii"), content_type="application/x-www-form-urlencoded"
        )

    def _kept(self, answer, form: Form, data: dict, name: str, where: str) -> None:
        """The other answers are still in the page."""
        shown = form_of(answer, form.sent_to)
        kinds, now = fields_of(shown), answer.form(shown.action)
        for other, value in data.items():
            if other == name or kinds.get(other, "password") in ("password", "hidden") or not isinstance(value, str):
                continue
            assert now.get(other) in (value, [value]), f"{where} lost {other}={value!r}: {now.get(other)!r}"
