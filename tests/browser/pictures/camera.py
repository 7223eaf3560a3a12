"""Takes pictures that are the same each time: fixed sizes, no blinking, nothing beyond what a page can show."""

from __future__ import annotations

import os
from pathlib import Path

KEPT_IN = Path(__file__).resolve().parents[3] / "docs" / "guides" / "images"
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
_HIGHEST = 1600


class Camera:
    """`folder` is where pictures go: to the guides when IFD_PICTURES is set, else somewhere temporary."""

    def __init__(self, temporary: Path) -> None:
        self.folder = KEPT_IN if os.environ.get("IFD_PICTURES") else temporary
        self.folder.mkdir(parents=True, exist_ok=True)

    def take(self, page, name: str, width: str) -> Path:
        """A picture of the page from its top, as wide as `width` says and not too high for a guide."""
        size = SIZES[width]
        page.set_viewport_size(size)
        page.evaluate("document.fonts.ready.then(() => { document.activeElement.blur(); scrollTo(0, 0) })")
        shown = page.evaluate(
            "[document.documentElement.scrollWidth, document.querySelector('footer').getBoundingClientRect().bottom]"
        )
        assert shown[0] <= size["width"], f"{page.url} is {shown[0]} wide in a window of {size['width']}"
        path = self.folder / f"{name}.png"
        page.screenshot(
            path=path,
            full_page=True,
            clip={"x": 0, "y": 0, "width": size["width"], "height": min(shown[1], _HIGHEST)},
            animations="disabled",
            scale="css",
        )
        return path
