"""Made-up histories of weekly counts, whose rule is known."""

from __future__ import annotations

import math
from datetime import date
from random import Random

from triage.forecasting.weeks import History

TODAY = date(2026, 11, 22)


def history(counts) -> History:
    return History(TODAY, tuple(counts))


def flat(rng: Random, weeks: int) -> list[int]:
    """Twenty a week, and chance."""
    return [poisson(rng, 20) for _ in range(weeks)]


def small(rng: Random, weeks: int) -> list[int]:
    """Three a week."""
    return [poisson(rng, 3) for _ in range(weeks)]


def growing(rng: Random, weeks: int) -> list[int]:
    """From 15 a week, twice as many in two years."""
    return [poisson(rng, 15 * (1 + week / 104)) for week in range(weeks)]


def seasonal(rng: Random, weeks: int) -> list[int]:
    """Between 12 and 28 a week by the time of year."""
    return [poisson(rng, 20 * (1 + 0.4 * math.sin(week * math.tau / 52))) for week in range(weeks)]


def bursty(rng: Random, weeks: int) -> list[int]:
    """Twenty a week, far more uneven than chance."""
    return [poisson(rng, 20 * rng.gammavariate(4, 0.25)) for _ in range(weeks)]


def poisson(rng: Random, mean: float) -> int:
    n, left, limit = 0, rng.random(), math.exp(-mean)
    while left > limit:
        n, left = n + 1, left * rng.random()
    return n
