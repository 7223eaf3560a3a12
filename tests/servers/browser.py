"""Which Chromium the browser tests drive. None is ever downloaded from here: `make test` sees to it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ROOT / ".tools" / "browser" / "start"  # made by `make browser` where apt cannot be used

# Debian's headless shell first: half the work of the whole browser.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def executable() -> str:
    """The path of the browser. Its absence is an error, never a reason to skip."""
    if named := os.environ.get("IFD_BROWSER"):
        return named
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    if UNPACKED.exists():
        return str(UNPACKED)
    raise RuntimeError("There is no Chromium here. Run `make browser`, or set IFD_BROWSER to its path.")


class Visitors:
    """Pages of one browser, each a visitor with cookies of their own; what breaks in any is noted.

    Nothing beyond the server under test is ever reached: such an address is answered here with an empty page
    and noted in `outside`.
    """

    def __init__(self, browser, base_url: str) -> None:
        self._browser = browser
        self._base_url = base_url
        self._contexts: list = []
        self.broken: list[str] = []
        self.outside: list[str] = []

    def __enter__(self) -> Visitors:
        return self

    def __exit__(self, *_exception: object) -> None:
        for context in self._contexts:
            context.close()

    def new_page(self, **options):
        context = self._browser.new_context(
            base_url=self._base_url, locale="en-GB", timezone_id="Europe/London", **options
        )
        self._contexts.append(context)
        context.set_default_timeout(15_000)
        context.route(lambda url: not url.startswith(self._base_url), self._answer_outside)
        page = context.new_page()
        page.outside = self.outside
        page.on("pageerror", lambda error: self.broken.append(f"script error: {error}"))
        page.on("console", self._note)
        return page

    def assert_nothing_broke(self) -> None:
        assert not self.broken, "The browser complained: " + "; ".join(self.broken)

    def _answer_outside(self, route) -> None:
        self.outside.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Outside</title>")

    def _note(self, message) -> None:
        # A page that answers 404 or 422 is logged as a failed resource: that is the page's business.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.broken.append(message.text)
