"""Accounts of people who sign in: who they are, what they may do, and how they begin."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from ifd.database import db
from ifd.models import Organisation, RoleGrant, Staff
from ifd.permissions import Forbidden, may, roles
from ifd.services import audit, passwords, second_factor

ADMINISTRATOR = "administrator"


class EmailTaken(Exception):
    """Somebody already has an account with this e-mail address."""


class LastAdministrator(Exception):
    """It would leave the front door without anyone who can manage accounts."""


class WeakPassword(Exception):
    """The message says what to change."""


def create_staff(email: str, name: str, organisation: Organisation, granted: Iterable[str], *,
                 by: Staff | str, at: datetime, job_title: str = "", password: str = "",
                 totp_secret: str = "") -> Staff:
    """A new account. Without a password its person chooses one through `first_links.make`.

    `totp_secret` is for the demonstration only, whose people have no telephones.
    """
    _require_manager(by)
    email = email.strip().lower()
    if find_by_email(email):
        raise EmailTaken(email)
    staff = Staff(email=email, name=name.strip(), job_title=job_title.strip(), organisation=organisation,
                  created_at=at, password_hash=passwords.hash_of(password) if password else "")
    db.session.add(staff)
    db.session.flush()
    if totp_secret:
        staff.totp_secret = second_factor.seal(staff.id, totp_secret)
    _grant(staff, granted, by, at)
    audit.record("staff.added", "staff", staff.id, by=by, at=at, roles=sorted(staff.roles))
    return staff


def edit_staff(staff: Staff, *, name: str, job_title: str, organisation: Organisation, by: Staff | str,
               at: datetime) -> None:
    """Change who somebody is. In another organisation they see other requests, so their sessions end."""
    _require_manager(by)
    if staff.organisation_id != organisation.id:
        staff.organisation = organisation
        end_sessions(staff)
    staff.name, staff.job_title = name.strip(), job_title.strip()
    audit.record("staff.edited", "staff", staff.id, by=by, at=at)


def set_roles(staff: Staff, granted: Iterable[str], *, by: Staff | str, at: datetime) -> None:
    """Give these roles and no others. It takes effect at once: their sessions end."""
    _require_manager(by)
    wanted = set(granted)
    if wanted == staff.roles:
        return
    if ADMINISTRATOR in staff.roles and ADMINISTRATOR not in wanted:
        _require_another_administrator(staff, by)
    was = sorted(staff.roles)
    _grant(staff, wanted, by, at)
    end_sessions(staff)
    audit.record("staff.roles_set", "staff", staff.id, by=by, at=at, was=was, now=sorted(wanted))


def disable(staff: Staff, *, by: Staff | str, at: datetime) -> None:
    """Close an account: out at once, everywhere. What the person did stays theirs in the record."""
    _require_manager(by)
    if ADMINISTRATOR in staff.roles:
        _require_another_administrator(staff, by)
    staff.is_enabled = False
    end_sessions(staff)
    audit.record("staff.disabled", "staff", staff.id, by=by, at=at)


def enable(staff: Staff, *, by: Staff | str, at: datetime) -> None:
    """Open a closed account again."""
    _require_manager(by)
    staff.is_enabled = True
    audit.record("staff.enabled", "staff", staff.id, by=by, at=at)


def reset_second_factor(staff: Staff, *, by: Staff | str, at: datetime) -> None:
    """For a lost telephone. The password goes too: alone it must never be enough to set up a new one."""
    _require_manager(by)
    staff.totp_secret, staff.totp_last_step, staff.password_hash = None, None, ""
    end_sessions(staff)
    audit.record("staff.second_factor_reset", "staff", staff.id, by=by, at=at)


def set_second_factor(staff: Staff, secret: str, code: str, *, at: datetime) -> bool:
    """Keep the secret once a code shows that the person's telephone has it. The code is then used up."""
    step = second_factor.step_of(secret, code, at)
    if step is None or staff.totp_secret is not None:
        return False
    staff.totp_secret, staff.totp_last_step = second_factor.seal(staff.id, secret), step
    audit.record("staff.second_factor_set", "staff", staff.id, by=staff, at=at)
    return True


def set_password(staff: Staff, password: str, *, by: Staff | str, at: datetime) -> None:
    """A new password. WeakPassword says what to change; every session of this person ends."""
    problem = passwords.what_is_wrong(password, staff.email)
    if problem:
        raise WeakPassword(problem)
    staff.password_hash = passwords.hash_of(password)
    staff.failed_sign_ins, staff.slow_until = 0, None
    end_sessions(staff)
    audit.record("staff.password_set", "staff", staff.id, by=by, at=at)


def end_sessions(staff: Staff) -> None:
    """End every session of this person, and every link they were given."""
    staff.session_epoch += 1
    db.session.flush()


def find_by_email(email: str) -> Staff | None:
    """The account with this e-mail address, however it is written."""
    return db.session.scalar(select(Staff).where(Staff.email == email.strip().lower()))


def _grant(staff: Staff, granted: Iterable[str], by: Staff | str, at: datetime) -> None:
    wanted = set(granted)
    unknown = wanted - roles().keys()
    if unknown:
        raise ValueError(f"there is no role called {', '.join(sorted(unknown))}")
    for grant in [grant for grant in staff.grants if grant.role not in wanted]:
        staff.grants.remove(grant)
    for role in sorted(wanted - staff.roles):
        granted_by = by.id if isinstance(by, Staff) else None
        staff.grants.append(RoleGrant(role=role, granted_at=at, granted_by_id=granted_by))
    db.session.flush()


def _require_another_administrator(staff: Staff, by: Staff | str) -> None:
    if isinstance(by, Staff) and by.id == staff.id:
        raise LastAdministrator("You cannot take this role from yourself. Ask another administrator.")
    others = db.session.scalar(
        select(func.count()).select_from(RoleGrant).join(Staff, Staff.id == RoleGrant.staff_id)
        .where(RoleGrant.role == ADMINISTRATOR, Staff.is_enabled.is_(True), Staff.id != staff.id))
    if not others:
        raise LastAdministrator("This is the last administrator. Make somebody else one first.")


def _require_manager(by: Staff | str) -> None:
    if isinstance(by, Staff) and not may(by, "manage_staff"):
        raise Forbidden("Changing accounts needs an administrator.")
