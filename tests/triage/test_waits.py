"""Percentiles of waits, exactly, against the plain definition on every single wait."""

from collections import Counter
from datetime import date
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from triage.waits import Spread, asked_in, may_be_shown, rounded, spread_of

lengths = st.dictionaries(st.integers(0, 400), st.integers(1, 9), max_size=30)


@given(lengths)
def test_spread_is_that_of_every_single_wait(counts):
    waits = sorted(days for days, n in counts.items() for _ in range(n))

    found = spread_of(counts)

    if not waits:
        assert found is None
        return
    assert found == Spread(
        len(waits), waits[ceil(len(waits) * 0.5) - 1], waits[ceil(len(waits) * 0.9 - 1e-9) - 1]
    )


@given(lengths.filter(bool))
def test_half_and_nine_in_ten_really_waited_no_longer(counts):
    found = spread_of(counts)

    assert sum(n for days, n in counts.items() if days <= found.median) * 2 >= found.count
    assert sum(n for days, n in counts.items() if days <= found.ninetieth) * 10 >= found.count * 9


def test_known_waits():
    assert spread_of({1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1, 9: 1, 10: 1}) == Spread(10, 5, 9)
    assert spread_of({0: 1}) == Spread(1, 0, 0)
    assert spread_of({}) is None


def test_few_people_are_not_shown_and_many_are_rounded():
    assert not may_be_shown(None)
    assert not may_be_shown(Spread(4, 1, 1))
    assert may_be_shown(Spread(5, 1, 1))
    assert [rounded(n) for n in (5, 7, 8, 12, 13, 100)] == [5, 5, 10, 10, 15, 100]


def test_when_people_asked():
    march, june = date(2026, 3, 2), date(2026, 6, 1)
    assert asked_in(Counter({march.toordinal(): 3, june.toordinal(): 2})) == march
    assert asked_in(Counter()) is None
