"""What the classifier thinks, in few and fixed words. An opinion of software, beside the rules: never a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ifd.presenters.coded_words import in_a_sentence
from triage.vocabulary import OfferKind

if TYPE_CHECKING:
    from ifd.models import ModelVersion, SecondOpinion
    from ifd.queries.second_opinions import Shown

SURENESS = ((95, "almost certain"), (80, "very likely"), (60, "likely"), (0, "possible"))
"""From how many in a hundred which word is said. The guide for clinicians says the same."""

WHY_NOT = {
    "unsure": ("not sure enough", "it is not sure enough"),
    "unlike": ("unlike what it knows", "this is unlike anything it has learned from"),
    "nothing_to_read": ("nothing to read", "there is nothing to read"),
}
"""Why it has no opinion: within a line, and as a sentence goes on."""


@dataclass(frozen=True)
class Told:
    """One opinion as a clinician reads it. `says` and `likely` are empty where it has none; `why_not` says why then."""

    id: int
    version: str
    says: str
    likely: tuple[str, ...]
    in_short: str
    why_not: str
    is_called_wrong: bool
    has_phrases: bool

    @property
    def line(self) -> str:
        """All of it in one line, for the worklist."""
        if self.why_not:
            return f"no opinion ({self.in_short})"
        return f"{in_a_sentence(self.says)}{', called wrong' if self.is_called_wrong else ''}"


def told(shown: Shown | None) -> Told | None:
    """None where nothing may be shown."""
    if shown is None:
        return None
    opinion, is_silent = shown.opinion, shown.opinion.abstains
    return Told(
        opinion.id,
        opinion.version.name,
        "" if is_silent else f"{opinion.label.label}, {sureness(opinion.probability)}",
        () if is_silent else tuple(_alternative(one) for one in opinion.alternatives),
        *(WHY_NOT.get(opinion.because, WHY_NOT["unsure"]) if is_silent else ("", "")),
        shown.is_called_wrong,
        bool(opinion.phrases) and not is_silent,
    )


def lines(shown: Mapping[int, Shown]) -> dict[int, str]:
    """The line of the worklist for each request that has an opinion."""
    return {request_id: found.line for request_id, one in shown.items() if (found := told(one))}


def sureness(probability: float) -> str:
    """'likely (78%)'. The word goes by the number that is shown."""
    number = percent(probability)
    return f"{next(word for least, word in SURENESS if number >= least)} ({number}%)"


def percent(probability: float) -> int:
    """From 1 to 99: nothing is certain to software that guesses."""
    return max(1, min(99, round(100 * probability)))


def beside_the_rules(opinion: SecondOpinion, suggested: Iterable[str]) -> str:
    """Whether it says what the rules suggest, in a sentence; '' where one of them says nothing."""
    kinds = [OfferKind(kind) for kind in suggested]
    if opinion.abstains or not kinds:
        return ""
    if opinion.label == kinds[0]:
        return "The rules suggest the same first."
    first = in_a_sentence(kinds[0].label)
    if opinion.label in kinds:
        return f"The rules suggest it too, after {first}."
    return f"It differs from the rules, which suggest {first} first. What the rules say stands until you decide."


def phrases_of(shown: Shown | None) -> dict[int | None, list[tuple[int, int]]]:
    """Where the phrases that count stand: in what this event says, or without one in what was sent first."""
    found: dict[int | None, list[tuple[int, int]]] = {}
    for phrase in shown.opinion.phrases if shown and not shown.opinion.abstains else ():
        found.setdefault(phrase.get("event"), []).append((phrase["start"], phrase["end"]))
    return found


def stated_coverage(version: ModelVersion) -> int | None:
    """In how many of a hundred requests the offers it names hold the one decided; None where it does not say."""
    stated = version.about.get("offer", {}).get("options", {}).get("stated")
    return None if stated is None else percent(stated)


def _alternative(one: Mapping) -> str:
    return f"{OfferKind(one['label']).label} ({percent(one['probability'])}%)"
