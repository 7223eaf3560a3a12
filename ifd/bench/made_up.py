"""Made-up people for benches: varied, and the same each time."""

from __future__ import annotations

from datetime import date
from random import Random

from ifd.synthetic.people import Person, make_person, synthetic_nhs_numbers
from ifd.synthetic.submissions import submission_of
from triage.vocabulary import Requester

_SEED = 2026


def people(n: int, on: date) -> list[tuple[Person, Random]]:
    """`n` people who ask on this day, each with the chance that goes on with them."""
    random, numbers = Random(_SEED), synthetic_nhs_numbers()  # noqa: S311  made-up people, no secrets
    return [(make_person(random, on, next(numbers)), random) for _ in range(n)]


def documents(n: int, on: date) -> list[dict]:
    """`n` request documents, each with some text, answered as variously as people do."""
    return [
        {"id": f"bench-{number}", **submission_of(person, random).document}
        for number, (person, random) in enumerate(people(n, on))
    ]


def form_answers(person: Person, document: dict) -> dict[str, object]:
    """The answers that person would have left in the web form before sending."""
    said, is_young = document["answers"], person.voice is Requester.YOUNG_PERSON
    who = "young" if is_young else "parent"
    return {
        "requester": (Requester.YOUNG_PERSON if is_young else Requester.PARENT_CARER).value,
        "age": str(person.age),
        "language": person.language,
        "access_needs": [],
        **said["safety"],
        "needs": said["needs"],
        "wants": said["wants"],
        "story": person.text,
        "duration": said["duration"],
        **{f"impact_{area}": impact for area, impact in said["impact"].items()},
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": person.birth_date.isoformat(),
        "postcode": person.postcode,
        "parent_name": person.parent_name,
        "parent_relationship": "Mother",
        f"{who}_phone": "07700 900123",
        f"{who}_text_safety": "safe",
        f"{who}_call_safety": "safe",
        f"{who}_email": "somebody@example.org",
        f"{who}_email_safety": "safe",
        "who_knows": ["parents", "school"],
        "tell_school": "no",
        "tell_gp": "yes",
        "agrees": "yes" if is_young else "both",
        "school": person.school,
        "gp": person.gp_practice,
        "ethnicity": person.ethnic_category,
    }
