"""Roles as data: may this person? (Is it allowed now? is the life cycle's question.)"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


class Forbidden(Exception):
    """This person may not do this. The web says so plainly; nothing has been changed."""


@cache
def roles() -> dict[str, dict]:
    """Every role by name: its title and what it may do."""
    return yaml.safe_load((files("ifd") / "data" / "roles.yaml").read_text(encoding="utf-8"))["roles"]


def may(staff, permission: str) -> bool:
    """Whether any role of `staff` allows `permission`. Nobody signed in may nothing."""
    if staff is None or not getattr(staff, "is_active", False):
        return False
    return any(permission in roles()[role]["may"] for role in staff.roles if role in roles())


def require(staff, permission: str) -> None:
    """Raise Forbidden unless `staff` may."""
    if not may(staff, permission):
        raise Forbidden(f"This needs the permission '{permission.replace('_', ' ')}'.")
