"""The second factor of staff: a code from an app on their telephone, good once."""

from __future__ import annotations

from datetime import datetime

import pyotp
from flask import current_app
from sqlalchemy import or_, update

from ifd.database import db
from ifd.models import Staff
from ifd.sealing import seal_bytes, unseal_bytes

STEP_SECONDS = 30
_PURPOSE = "second factor"


def new_secret() -> str:
    """A fresh secret, in the letters and digits that apps and people can copy."""
    return pyotp.random_base32()


def provisioning_uri(staff: Staff, secret: str) -> str:
    """What the QR code says: whose account, of which front door."""
    return pyotp.TOTP(secret).provisioning_uri(name=staff.email,
                                               issuer_name=f"{current_app.settings.area_name} front door")


def seal(staff_id: int, secret: str) -> bytes:
    """The secret, encrypted for this person alone: moved to another row it cannot be opened."""
    return seal_bytes(_PURPOSE, _of(staff_id), secret)


def unseal(staff_id: int, sealed: bytes) -> str | None:
    """The secret; None when it was sealed with another key or for another person."""
    return unseal_bytes(_PURPOSE, _of(staff_id), sealed)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Which half minute `code` belongs to, one early or late allowed; None when it is not a code of now."""
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    found = [step for step in (now - 1, now, now + 1)
             if pyotp.utils.strings_equal(digits, totp.generate_otp(step))]
    return max(found, default=None)


def use_code(staff: Staff, code: str, *, at: datetime) -> bool:
    """Whether the code is right and used for the first time: of two who send the same one, one gets in."""
    secret = unseal(staff.id, staff.totp_secret) if staff.totp_secret else None
    step = step_of(secret, code, at) if secret else None
    if step is None:
        return False
    unused = or_(Staff.totp_last_step.is_(None), Staff.totp_last_step < step)
    used = db.session.execute(update(Staff).where(Staff.id == staff.id, unused).values(totp_last_step=step))
    return used.rowcount == 1


def current_code(staff: Staff, *, at: datetime) -> str | None:
    """The code of this moment. Only the demonstration asks."""
    secret = unseal(staff.id, staff.totp_secret) if staff.totp_secret else None
    return pyotp.TOTP(secret).at(at) if secret else None


def _of(staff_id: int) -> str:
    return f"staff:totp_secret:{staff_id}"
