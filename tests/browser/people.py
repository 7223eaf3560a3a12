"""Signing in through the browser as somebody of the made-up area."""

from __future__ import annotations

from ifd import clock
from ifd.models import Staff
from ifd.services import second_factor
from ifd.synthetic import fill


def sign_in(page, app, email: str) -> None:
    """Password, then the code of this moment; ends on the person's start page."""
    page.goto("/staff/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(fill.PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.locator("#code").fill(code_of(app, email))
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/staff")


def code_of(app, email: str) -> str:
    with app.app_context():
        staff = Staff.query.filter_by(email=email).one()
        return second_factor.current_code(staff, at=clock.now())
