"""A likely number of minutes, said no more exactly than it is known."""

from __future__ import annotations


def as_said(minutes: float) -> int:
    """To the nearest 5 from 8 on, and to the nearest 15 from an hour: at least 1."""
    step = 1 if minutes < 8 else 5 if minutes < 60 else 15
    return max(1, step * round(minutes / step))


def about_minutes(minutes: float) -> str:
    """'about 10 minutes'."""
    rounded = as_said(minutes)
    return f"about {rounded} minute{'' if rounded == 1 else 's'}"
