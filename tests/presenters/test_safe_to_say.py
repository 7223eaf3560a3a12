"""Nothing is told before the check, nothing to who must not know, and never more than where it is."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest

from ifd.presenters.safe_to_say import SAY_NOTHING, before_checking, safe_to_say
from triage.lifecycle import Status

CHECKS = ["gave_name", "gave_birth_date", "gave_address"]


def a_request(status=Status.ACCEPTED):
    return SimpleNamespace(status=status, holder=SimpleNamespace(name="Tidewater"))


def told(status=Status.ACCEPTED, who="parent_carer", may_be_told="yes", checks=2, is_late=False, hides_holder=False):
    person = SimpleNamespace(who=who, name="Maja", may_be_told=may_be_told)
    return safe_to_say(
        a_request(status),
        person,
        CHECKS[:checks],
        news_by="Monday 9 November 2026",
        is_late=is_late,
        hides_holder=hides_holder,
    )


@pytest.mark.parametrize("status", list(Status))
def test_who_may_be_told_hears_where_it_is_and_when_news_comes(status):
    line = told(status)
    assert line.may_tell
    assert "{" not in line.say
    is_due = status not in (Status.BEING_HELPED, Status.CLOSED)
    assert ("The next news comes by Monday 9 November 2026" in line.say) is is_due
    assert ("We are late, and we are sorry" in told(status, is_late=True).say) is is_due


def test_nothing_else_is_ever_told():
    people = product(
        ("parent_carer", "referrer", "other", "young_person"), ("yes", "no", "unknown"), (0, 1, 2, 3)
    )
    for who, may_be_told, checks in people:
        line = told(who=who, may_be_told=may_be_told, checks=checks)
        allowed = checks >= 2 and (who == "young_person" or may_be_told == "yes")
        assert line.may_tell is allowed, (who, may_be_told, checks)
        assert allowed or line.say == SAY_NOTHING


def test_somebody_who_is_not_on_the_list_hears_nothing():
    told_to_a_stranger = safe_to_say(a_request(), None, CHECKS, news_by="", hides_holder=False)
    assert told_to_a_stranger.say == SAY_NOTHING == before_checking().say


@pytest.mark.parametrize("status", list(Status))
def test_a_service_the_family_is_not_told_of_is_not_named_on_the_telephone(status):
    line = told(status, hides_holder=True)
    assert "Tidewater" not in line.say
    assert line.say.startswith("Our team is looking into what helps") is (status is not Status.CLOSED)
    assert "Do not say which service" in line.why
