"""What is learned of how long decisions take, held against times it has not seen. Printed with `pytest -s`.

The times of a made-up area are invented (`ifd.synthetic.stories.minutes_to_decide`), so this says that the arithmetic
finds what is there and bears what is left open overnight; how well it tells a real team's times, only theirs can say.
"""

from __future__ import annotations

from itertools import combinations
from statistics import mean, median

import pytest

from ifd.queries.times_to_decide import past_decisions
from ifd.synthetic import fill
from tests.factories import NOON
from triage.time_to_decide import learn

REQUESTS = 400


@pytest.mark.engines("sqlite")
def test_on_decisions_it_has_not_seen_it_is_nearer_than_always_the_median(db_session):
    fill.fill(REQUESTS, seed=7, now=NOON)
    in_turn = list(past_decisions())[::-1]
    seen, unseen = in_turn[: len(in_turn) * 7 // 10], in_turn[len(in_turn) * 7 // 10 :]
    times, middle = learn(seen), median(one.minutes for one in seen)
    tried = [(times.minutes_for(one.kind), one.minutes) for one in unseen]
    learned = [abs(told - took) for told, took in tried]
    always = [abs(middle - took) for _, took in tried]
    # Which of two is the quicker: all that the order of a page asks of it. A coin would say half of them right.
    pairs = [(one, other) for one, other in combinations(tried, 2) if one[0] != other[0] and one[1] != other[1]]
    in_order = mean((one[0] < other[0]) == (one[1] < other[1]) for one, other in pairs)
    print(f"\nlearned from {len(seen)}, tried on {len(unseen)}; minutes out: mean {mean(learned):.2f}, median "
          f"{median(learned):.2f}; always the median, {middle:.2f}: mean {mean(always):.2f}, median "
          f"{median(always):.2f}; of two the quicker is told in {in_order:.0%}")  # fmt: skip
    assert mean(learned) < mean(always)
    assert in_order > 0.6
