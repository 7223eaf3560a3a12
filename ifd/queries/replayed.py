"""Requests that a replay speaks of by their keys, for whoever may see them."""

from __future__ import annotations

from collections.abc import Collection

from ifd.database import db
from ifd.models import Staff, SupportRequest
from ifd.queries.scope import requests_visible_to


def references_of(staff: Staff, keys: Collection[int]) -> dict[int, str]:
    """The reference of each of these requests that `staff` may see; the others are not in it."""
    if not keys:
        return {}
    visible = requests_visible_to(staff).with_only_columns(SupportRequest.id, SupportRequest.reference)
    return dict(db.session.execute(visible.where(SupportRequest.id.in_(keys))).all())
