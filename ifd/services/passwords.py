"""Passwords: argon2id, long rather than complicated, and never one that everybody tries first."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_of(password: str) -> str:
    return _hasher.hash(password)


def is_right(password_hash: str, password: str) -> bool:
    """Whether the password fits. Where there is none the same work is done, so that time tells nothing."""
    try:
        return _hasher.verify(password_hash or _nobodys_hash(), password[:LONGEST]) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def what_is_wrong(password: str, email: str = "") -> str:
    """A sentence that says what to change, or nothing when the password will do."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more. Three words that do not belong together work well."
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer."
    if len(set(plain)) < 5 or _is_common(plain) or (email and email.partition("@")[0].casefold() in plain):
        return "Choose something harder to guess. This one is common, or has your name in it."
    return ""


def _is_common(plain: str) -> bool:
    """Whether it is a common password, perhaps with digits and marks put around it to make it long."""
    return plain.strip("0123456789!?.*#-_@ ") in _common() or plain in _common()


@cache
def _common() -> frozenset[str]:
    text = (files("ifd") / "data" / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("a password that nobody has")
