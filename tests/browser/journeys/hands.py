"""How somebody works a page: with a mouse and with scripts, or with the keyboard alone and without scripts."""

from __future__ import annotations

_MOST_TABS = 200


class Mouse:
    """Points at things."""

    def __init__(self, page) -> None:
        self.page = page

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)

    def choose(self, selector: str) -> None:
        """A radio or a box to tick."""
        self.page.locator(selector).check(force=True)

    def press(self, selector: str) -> None:
        """A button or a link; returns on the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()


class Keyboard:
    """Tab, arrows, space and return, as somebody does who cannot see or point. Nothing is ever clicked."""

    def __init__(self, page) -> None:
        self.page = page

    def write(self, selector: str, text: str) -> None:
        self._reach(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, selector: str) -> None:
        name = self.page.locator(selector).get_attribute("name")
        self._reach(f'input[name="{name}"]')
        for _ in range(30):
            if self._is_on(selector):
                break
            is_radio = self._is_on("input[type=radio]")
            self.page.keyboard.press("ArrowDown" if is_radio else "Tab")
        else:
            raise AssertionError(f"the keyboard does not reach {selector} on {self.page.url}")
        if not self.page.locator(selector).is_checked():
            self.page.keyboard.press("Space")

    def press(self, selector: str) -> None:
        self._reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _reach(self, selector: str) -> None:
        for _ in range(_MOST_TABS):
            if self._is_on(selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector} on {self.page.url}")

    def _is_on(self, selector: str) -> bool:
        return self.page.evaluate("selector => document.activeElement.matches(selector)", selector)
