"""Other requests in words: the heading and each line say whether it may be a brother or sister."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ifd.presenters.likely_same import likely_same_of
from triage.lifecycle import Status
from triage.likely_same import Likeness, Sure

LIKELY = Likeness(Sure.LIKELY, ("same name", "same date of birth"))
DOUBTED = Likeness(Sure.POSSIBLE, ("same family name",), ("a date of birth is not known",), kin="brother or sister")
SIBLING = Likeness(
    Sure.SIBLING, ("same family name", "same telephone or e-mail"), ("another given name",), kin="brother or sister"
)


TWIN = Likeness(Sure.SIBLING, ("same date of birth",), ("another given name",), kin="brother, sister or twin")


@dataclass(frozen=True)
class Other:
    likeness: Likeness | None
    is_same: bool = False
    is_somebody_else: bool = False
    status: Status = Status.RECEIVED
    holder: str = "The front door"
    closed_at: None = None

    @property
    def is_sibling(self) -> bool:
        return not self.is_same and self.likeness.sure is Sure.SIBLING


def test_a_brother_or_sister_is_called_so_with_what_is_shared():
    [line] = likely_same_of([Other(SIBLING)]).lines
    assert line.sure == "May be a brother or sister"
    assert line.why == "same family name, same telephone or e-mail but another given name"


def test_a_doubt_says_who_else_it_could_be():
    [line] = likely_same_of([Other(DOUBTED)]).lines
    assert line.sure == "Possibly the same person"
    assert line.why.endswith(". Could also be a brother or sister")


@pytest.mark.parametrize(
    ("others", "heading"),
    [
        ([Other(LIKELY)], "May be about the same person"),
        ([Other(SIBLING)], "May be a brother or sister"),
        ([Other(SIBLING), Other(TWIN)], "May be a brother, sister or twin"),
        ([Other(LIKELY), Other(SIBLING)], "May be about the same person, or a brother, sister or twin"),
        ([Other(LIKELY, is_same=True)], "Other requests about the same person"),
        (
            [Other(LIKELY, is_same=True), Other(SIBLING)],
            "Other requests about the same person, and maybe a brother, sister or twin",
        ),
    ],
)
def test_the_heading_tells_of_both(others, heading):
    assert likely_same_of(others).heading == heading


def test_said_to_be_somebody_else_it_may_still_be_of_the_family():
    [line] = likely_same_of([Other(SIBLING, is_somebody_else=True)]).somebody_else
    assert line.sure == "Somebody else, maybe a brother or sister"
    [line] = likely_same_of([Other(LIKELY, is_somebody_else=True)]).somebody_else
    assert line.sure == "Somebody else"
