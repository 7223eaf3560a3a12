"""Where a postcode is: in the area of this front door or out of it, and in which place.

Out of the area means helped onward, never refused.
"""

from __future__ import annotations

from collections.abc import Collection

from forms.situation import Situation
from triage.directory import reference
from triage.postcode import read_postcode
from triage.vocabulary import PostcodeArea


def area_of(postcode: str, areas: Collection[str]) -> PostcodeArea:
    """In or out by the first half of the postcode. `areas` are whole letters (NR) or single districts (PE30).

    What cannot be read, and the codes that stand for no fixed home (ZZ99), are not given: unknown is not out.
    """
    read = read_postcode(postcode)
    if read is None or not areas or not read.is_of_a_place:
        return PostcodeArea.NOT_GIVEN
    return PostcodeArea.IN_AREA if {read.area, read.district} & set(areas) else PostcodeArea.OUT_OF_AREA


def answers_of_place(situation: Situation, areas: Collection[str]) -> dict[str, str]:
    """What the postcode answers; a place that our list does not hold is left unsaid."""
    postcode = str(situation.said("postcode") or "")
    place = reference().place_of(postcode)
    return {"postcode_area": area_of(postcode, areas).value, **({"place": place.slug} if place else {})}
