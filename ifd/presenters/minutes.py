"""A likely number of minutes, said no more exactly than it is known."""

from __future__ import annotations


def about_minutes(minutes: float) -> str:
    """'about 10 minutes': to the nearest 5 from 8 on, and to the nearest 15 from an hour."""
    step = 1 if minutes < 8 else 5 if minutes < 60 else 15
    rounded = max(1, step * round(minutes / step))
    return f"about {rounded} minute{'' if rounded == 1 else 's'}"
