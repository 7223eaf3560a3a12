"""A family at the form: a young person, a parent, or somebody who works with them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.journeys.hands import Keyboard, Mouse

Answers = dict[str, str | list[str]]  # by the name of the question

DOORS = {
    "myself": "young_person",
    "a child I care for": "parent_carer",
    "someone I work with": "professional",
}
# Pages that ask nothing, with a link to carry on.
_STOPS = ("help-now", "someone-to-talk-to", "we-will-call", "over-25", "out-of-area")


class Family:
    """Whoever fills in the form. `look` is what is looked at on every page they come to."""

    def __init__(self, page, look: Callable, hands: type = Mouse) -> None:
        self.page = page
        self.look = look
        self.hands: Mouse | Keyboard = hands(page)

    def begins_for(self, whom: str) -> None:
        self.page.goto("/request")
        self.look(self.page)
        self.hands.press(f"main button[value={DOORS[whom]}]")
        self.look(self.page)

    @property
    def at(self) -> str:
        """The name of the page they are on."""
        return self.page.url.partition("?")[0].rpartition("/")[2]

    @property
    def form_address(self) -> str:
        """The address of the form, to which the name of a page is added."""
        return self.page.url.partition("?")[0].rpartition("/")[0]

    def goes_to(self, name: str) -> None:
        self.page.goto(f"{self.form_address}/{name}")

    def answers(self, said: Answers) -> None:
        """Fill in what this page asks of `said` and continue. What is not in it is left out."""
        asked = dict.fromkeys(
            self.page.eval_on_selector_all("main form [name]", "fields => fields.map(field => field.name)")
        )
        for name in asked:
            if name in said:
                self._answer(name, said[name])
        self.hands.press("main form button[type=submit]")
        self.look(self.page)

    def goes_on_until(self, name: str, said: Answers | None = None) -> list[str]:
        """Answer page after page; the pages seen."""
        seen: list[str] = []
        while self.at != name:
            seen.append(self.at)
            assert len(seen) < 60, f"going round in circles: {seen}"
            if self.at in _STOPS:
                self.presses_link("Carry on")
            else:
                self.answers(said or {})
            assert not self.page.locator(".nhsuk-error-summary").count(), f"an error on {self.page.url}"
        return seen

    def presses(self, words: str) -> None:
        """A button by its words."""
        name = self.page.locator("main button", has_text=words).first
        name.evaluate("button => button.setAttribute('data-wanted', '')")
        self.hands.press("[data-wanted]")
        self.look(self.page)

    def number_of_questions(self) -> int:
        """How many things this page asks: a group of boxes to tick, or the parts of a date, is one."""
        return self.page.locator(
            "main form .nhsuk-form-group:not(.nhsuk-form-group .nhsuk-form-group)"
        ).count()

    def in_another_tab(self) -> Family:
        """The same person, who opens the same page once more in the same browser."""
        tab = self.page.context.new_page()
        tab.goto(self.page.url)
        return Family(tab, self.look, type(self.hands))

    def presses_link(self, words: str) -> None:
        link = self.page.locator("main a", has_text=words).first
        self.hands.press(f'main a[href="{link.get_attribute("href")}"]')
        self.look(self.page)

    def sends(self) -> None:
        """From the list of answers; ends where the request is with the front door."""
        expect(self.page.locator("h1")).to_have_text("Check your answers and send")
        self.hands.press("main form[action$='/send'] button")
        self.look(self.page)
        expect(self.page.locator("h1")).to_have_text("We have your request")

    @property
    def reference(self) -> str:
        return self.page.locator(".nhsuk-panel strong").first.inner_text()

    @property
    def code(self) -> str:
        """The six digits, shown once, that open 'My request' with the reference."""
        return self.page.locator(".nhsuk-panel strong").nth(1).inner_text()

    def _answer(self, name: str, said: str | list[str]) -> None:
        field = self.page.locator(f'[name="{name}"]').first
        if field.get_attribute("type") in ("radio", "checkbox"):
            for value in [said] if isinstance(said, str) else said:
                self.hands.choose(f'[name="{name}"][value="{value}"]')
        else:
            self.hands.write(f'[name="{name}"]', said)
