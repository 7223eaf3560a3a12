"""What a model may look at: the words without identifiers, and the answers that protect nobody's characteristic.

Never sex, gender, ethnicity, religion, disability, being looked after, pregnancy, a postcode or a name. Age only as a
band. Training and prediction make their examples here, so both see the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from triage.ages import band_of
from triage.case import Case
from triage.ml.counterfactual import blinded
from triage.ml.identifiers import without_identifiers
from triage.vocabulary import Duration, Impact, Need, SafetyAnswer

# Gender reassignment, pregnancy and maternity are protected characteristics (Equality Act 2010, section 4).
PROTECTED_NEEDS = frozenset({Need.GENDER_IDENTITY, Need.PREGNANCY_OR_NEW_BABY})


LONGEST = 2_000
"""Characters of a text that are read for a second opinion. (The red-flag screen reads all of it.)"""


@dataclass(frozen=True)
class Example:
    """One text and what was answered beside it, as words such as 'duration over_12_months'."""

    text: str
    facts: tuple[str, ...] = ()


def example_of(case: Case, names: Iterable[str] = ()) -> Example:
    """What a model sees of this case. `names` are those known from the form; places in the text stay places."""
    return Example(without_identifiers(case.text[:LONGEST], names), tuple(_facts(case)))


def example_of_text(text: str) -> Example:
    """What a model sees of a text of which nothing more is known."""
    return Example(without_identifiers(text[:LONGEST]))


def blind(examples: Iterable[Example]) -> list[Example]:
    """The same with words for protected characteristics read as one, or not at all."""
    return [replace(example, text=blinded(example.text)) for example in examples]


def _facts(case: Case) -> Iterator[str]:
    if case.years is not None:
        yield f"age {band_of(case.years)}"
    if case.requester is not None:
        yield f"voice {case.requester.value}"
    if case.duration is not Duration.NOT_GIVEN:
        yield f"duration {case.duration.value}"
    for question, answer in case.safety.items():
        if answer not in (SafetyAnswer.NOT_ASKED, SafetyAnswer.DECLINED):
            yield f"safety {question.value} {answer.value}"
    for area, impact in case.impact.items():
        if impact is not Impact.NOT_GIVEN:
            yield f"impact {area.value} {impact.value}"
    for need in sorted((case.needs or frozenset()) - PROTECTED_NEEDS):
        yield f"need {need.value}"
    for want in sorted(case.wants or ()):
        yield f"wants {want.value}"
