"""Reading a postcode, whole or only its first half, however it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = re.compile(r"(?P<district>(?P<area>[A-Z]{1,2})[0-9][A-Z0-9]?|GIR)(?P<rest>[0-9][A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Postcode:
    """`NR1 3JU` is in the district NR1 of the area NR. `rest` is empty where only the first half was given."""

    area: str
    district: str
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.district} {self.rest}".rstrip()

    @property
    def is_of_a_place(self) -> bool:
        """Codes in ZZ stand for no fixed home, or for nobody knows where."""
        return self.area != "ZZ"


def read_postcode(text: str) -> Postcode | None:
    """The postcode this text is, or None where it is none."""
    read = _PARTS.fullmatch(re.sub(r"\W", "", text).upper())
    if read is None:
        return None
    return Postcode(read["area"] or read["district"], read["district"], read["rest"] or "")
