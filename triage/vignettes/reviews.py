"""What clinicians have said of the vignettes: opinions published with the benchmark, and the sentence on them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from json import loads
from typing import NamedTuple

from triage.vignettes.vignette import Vignette


class Opinion(NamedTuple):
    """Somebody agrees, or disagrees and says why, with a vignette as it was worded then."""

    vignette: str
    hash: str
    role: str
    agrees: bool
    comment: str = ""


@cache
def published_opinions() -> tuple[Opinion, ...]:
    """Those in `data/vignettes/opinions.json`, written there by `ifd vignettes opinions --json`."""
    text = files("triage").joinpath("data", "vignettes", "opinions.json").read_text(encoding="utf-8")
    return tuple(Opinion(**{name: said[name] for name in Opinion._fields}) for said in loads(text))


def number_reviewed(vignettes: Iterable[Vignette], reviewed: Iterable[tuple[str, str]]) -> int:
    """How many have an opinion on their present wording; `reviewed` holds ids with hashes."""
    known = frozenset(reviewed)
    return sum((vignette.id, vignette.hash) in known for vignette in vignettes)


def review_in_words(reviewed: int, number: int) -> str:
    """What must stand wherever a score is told."""
    if not reviewed:
        return "No clinician has reviewed these vignettes yet."
    return f"{reviewed} of {number} vignettes have been reviewed by a clinician."
