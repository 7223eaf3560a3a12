"""Somebody who works here, at their own screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import expect

from tests.browser.people import sign_in

EMAILS = {
    "clinician": "clinician@demo.example",
    "second clinician": "clinician2@demo.example",
    "lead": "lead@demo.example",
    "call handler": "calls@demo.example",
    "administrator": "admin@demo.example",
    "analyst": "analyst@demo.example",
}


class Colleague:
    """Signed in with password and code. Whatever they come to is looked at."""

    def __init__(self, page, app, email: str, look: Callable) -> None:
        self.page = page
        self._look = look
        sign_in(page, app, email)

    def goes_to(self, address: str) -> None:
        assert self.page.goto(address).status == 200, address
        self._look(self.page)

    def follows(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.locator("main a", has_text=link).first.click()
        self._look(self.page)

    def presses(self, button: str) -> None:
        """A button, or a link that looks like one."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).first.click()
        self._look(self.page)

    def writes(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def chooses(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).first.check(force=True)

    def dates_it(self, day: date) -> None:
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.writes(part, str(number))

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(words)

    def reads(self) -> str:
        return self.page.locator("main").inner_text()

    def row_of(self, *words: str):
        """The line of a list that holds all these words."""
        row = self.page.locator("tbody tr")
        for each in words:
            row = row.filter(has_text=each)
        return row
