"""The local mailbox, as an administrator looks into it."""

from __future__ import annotations

from dataclasses import dataclass

from ifd.jobs import deliver
from tests.browser.journeys.colleague import Colleague


@dataclass(frozen=True)
class Letter:
    title: str
    body: str


class Post:
    """`arrives()` does what the worker does; `letters_to` reads what came, newest first."""

    def __init__(self, app, administrator: Colleague) -> None:
        self._app = app
        self._administrator = administrator

    def arrives(self) -> None:
        with self._app.app_context():
            deliver.drain()

    def letters_to(self, address: str) -> list[Letter]:
        self.arrives()
        self._administrator.goes_to("/mailbox")
        page = self._administrator.page
        links = [
            row.get_by_role("link").first.get_attribute("href")
            for row in self._administrator.row_of(address).all()
        ]
        found = []
        for link in links:
            page.goto(link)
            found.append(
                Letter(page.locator("h1").inner_text(), page.locator("main .ifd-own-words").inner_text())
            )
        return found
