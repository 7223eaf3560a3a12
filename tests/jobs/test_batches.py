from itertools import count

from ifd.jobs.batches import in_batches


def test_all_come_in_order_a_few_at_a_time():
    assert list(in_batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_batches(range(4), 2)) == [[0, 1], [2, 3]]
    assert list(in_batches([], 2)) == []


def test_none_is_taken_before_it_is_asked_for():
    assert next(in_batches(count(), 3)) == [0, 1, 2]
