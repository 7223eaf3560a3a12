"""Whether a postcode is in the area of this front door. Out of it means helped onward, never refused."""

from __future__ import annotations

import re
from collections.abc import Collection

from triage.vocabulary import PostcodeArea

_OUTWARD = re.compile(r"([A-Z]{1,2})\d[A-Z\d]?")


def area_of(postcode: str, areas: Collection[str]) -> PostcodeArea:
    """In or out by the first half of the postcode. `areas` are whole letters (NR) or single districts (PE30).

    What cannot be read, and the codes that stand for no fixed home (ZZ99), are not given: unknown is not out.
    """
    bare = re.sub(r"\W", "", postcode).upper()
    outward = bare[:-3] if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", bare) else bare
    read = _OUTWARD.fullmatch(outward)
    if read is None or not areas or outward.startswith("ZZ"):
        return PostcodeArea.NOT_GIVEN
    return PostcodeArea.IN_AREA if outward in areas or read[1] in areas else PostcodeArea.OUT_OF_AREA
