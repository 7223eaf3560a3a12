"""Signing in: the same answer and the same work for every wrong guess, and slower after each handful.

Nobody can lock another person out: the slowing ends by itself, is not made longer by trying during it, and
does not hold for a browser from which that person has signed in before.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from ifd.database import db
from ifd.models import Staff
from ifd.services import accounts, audit, passwords, second_factor

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)


def check_password(email: str, password: str, *, at: datetime,
                   known_browser_of: int | None = None) -> Staff | None:
    """Whose e-mail and password these are, or nobody. `known_browser_of`: who signed in from here before."""
    staff = accounts.find_by_email(email)
    is_right = passwords.is_right(staff.password_hash if staff else "", password)
    is_welcome = staff is not None and staff.is_enabled and (
        known_browser_of == staff.id or not is_slowed(staff, at))
    if is_right and is_welcome:
        return staff
    _refuse(staff, "password", at)
    return None


def check_code(staff: Staff, code: str, *, at: datetime, is_known_browser: bool = False) -> bool:
    """Whether the second factor is right; then the sign-in is complete and earlier failures are forgotten."""
    is_welcome = is_known_browser or not is_slowed(staff, at)
    if is_welcome and second_factor.use_code(staff, code, at=at):
        complete(staff, at=at)
        return True
    _refuse(staff, "code", at)
    return False


def complete(staff: Staff, *, at: datetime) -> None:
    """Both factors were right."""
    staff.failed_sign_ins, staff.slow_until = 0, None
    audit.record("staff.signed_in", "staff", staff.id, by=staff, at=at)


def sign_out(staff: Staff, *, at: datetime) -> None:
    """End the person's sessions everywhere: a copy of the cookie that was left behind opens nothing."""
    accounts.end_sessions(staff)
    audit.record("staff.signed_out", "staff", staff.id, by=staff, at=at)


def is_slowed(staff: Staff, at: datetime) -> bool:
    """Whether this account takes no more guesses for now."""
    return staff.slow_until is not None and at < staff.slow_until


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many wrong guesses in a row: 5 seconds at the fifth, then 10, 20...."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(timedelta(seconds=5) * 2 ** min(failures - FREE_TRIES, 10), LONGEST_WAIT)


def _refuse(staff: Staff | None, what: str, at: datetime) -> None:
    """Count the failure. Guesses made while slowed are not counted: they could not have been right."""
    if staff is not None and not is_slowed(staff, at):
        db.session.execute(update(Staff).where(Staff.id == staff.id)
                           .values(failed_sign_ins=Staff.failed_sign_ins + 1))
        db.session.refresh(staff, ["failed_sign_ins"])
        wait = wait_after(staff.failed_sign_ins)
        staff.slow_until = at + wait if wait else None
    audit.record("sign_in.refused", "staff", staff.id if staff else None, by="system", at=at, what=what)
