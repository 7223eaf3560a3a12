"""Made-up people: who they are, where they live, what is wrong, and how they may safely be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random

import yaml

from ifd.synthetic.words import Speaker, needs_spoken_of, write
from triage.vocabulary import Channel, Need, Requester

# How often each happens among requests to a front door like this one: suicidal thoughts mentioned in about 26%,
# plans in 2.4%, acute danger in 2% (the base rates the synthetic area is asked to have).
RISKS = (("acute", 0.02), ("plan", 0.024), ("thoughts", 0.216), ("denied", 0.12), ("none", 0.62))
_AGES = {
    0: 3,
    1: 2,
    2: 1.5,
    3: 2,
    4: 3,
    5: 4,
    6: 5,
    7: 6,
    8: 7,
    9: 8,
    10: 9,
    11: 11,
    12: 13,
    13: 15,
    14: 17,
    15: 17,
    16: 16,
    17: 13,
    18: 8,
    19: 7,
    20: 6,
    21: 5,
    22: 4,
    23: 4,
    24: 3,
    25: 2,
}
_NEED_WEIGHT = {
    Need.ANXIETY: 26,
    Need.LOW_MOOD: 18,
    Need.NEURODEVELOPMENTAL: 16,
    Need.ANGER_BEHAVIOUR: 10,
    Need.FAMILY_RELATIONSHIPS: 9,
    Need.SELF_HARM: 9,
    Need.SCHOOL_ATTENDANCE: 9,
    Need.SLEEP: 6,
    Need.TRAUMA: 6,
    Need.BEREAVEMENT: 5,
    Need.FRIENDSHIPS_BULLYING: 6,
    Need.EATING: 5,
    Need.PARENT_INFANT_BOND: 40,
    Need.PREGNANCY_OR_NEW_BABY: 3,
}
_PROFESSIONS = (
    ("GP", "A1", 40),
    ("School or college", "C2", 34),
    ("Social worker", "C1", 8),
    ("School nurse", "F1", 7),
    ("Health visitor", "A2", 6),
    ("Charity worker", "G4", 5),
)


@dataclass(frozen=True)
class Person:
    """One made-up young person and the request made about them."""

    given_name: str
    family_name: str
    parent_name: str
    pronoun: str
    age: int
    birth_date: date
    nhs_number: str
    ethnic_category: str
    gender: str
    language: str
    place: str
    postcode: str
    decile: int
    school: str
    gp_practice: str
    voice: Requester
    profession: str
    source_code: str
    channel: Channel
    needs: tuple[Need, ...]
    risk: str
    text: str


def make_person(random: Random, received: date, nhs_number: str) -> Person:
    """Everything about one made-up person who asks on the day `received`."""
    group = _weighted(random, [(group, group["weight"]) for group in _groups()["groups"]])
    pronoun = _weighted(random, [("she", 54), ("he", 43), ("they", 3)])
    names = (
        group["female"]
        if pronoun == "she"
        else group["male"]
        if pronoun == "he"
        else group["female"] + group["male"]
    )
    age = _weighted(random, list(_AGES.items()))
    voice = _voice(random, age)
    given, family = random.choice(names), random.choice(group["family"])
    parent = f"{random.choice(group['female'] + group['male'])} {family}"
    slug, place = _weighted(random, [(item, item[1]["weight"]) for item in _groups()["places"].items()])
    school = random.choice(_groups()["schools"])
    profession, source = _who_refers(random, voice, age)
    risk = _weighted(random, list(RISKS)) if age >= 9 else "none"
    needs = _needs(random, voice, age, risk)
    speaker = Speaker(voice, age, given, pronoun, school)
    return Person(
        given_name=given,
        family_name=family,
        parent_name=parent,
        pronoun=pronoun,
        age=age,
        birth_date=_birthday(random, received, age),
        nhs_number=nhs_number,
        ethnic_category=_weighted(random, list(group["codes"].items())),
        gender={"she": "2", "he": "1", "they": "3"}[pronoun],
        language=random.choice(group["languages"]) if "languages" in group and random.random() < 0.35 else "",
        place=slug,
        postcode=_postcode(random, place["postcodes"]),
        decile=random.choice(place["deciles"]),
        school=school if 4 <= age <= 18 else "",
        gp_practice=random.choice(_groups()["gp_practices"]),
        voice=voice,
        profession=profession,
        source_code=source,
        channel=Channel.PHONE if random.random() < 0.18 else Channel.WEB,
        needs=needs,
        risk=risk,
        text=write(speaker, needs, risk, random),
    )


def synthetic_nhs_numbers() -> Iterator[str]:
    """Valid NHS numbers of the range 999 000 0000 to 999 999 9999, which is never issued, each once."""
    for n in range(1_000_000):
        stem = f"999{n * 7919 % 1_000_000:06}"
        if (check := _check_digit(stem)) != 10:
            yield f"{stem}{check}"


def _check_digit(stem: str) -> int:
    """Modulus 11 as the NHS number defines it; 10 stands for a number that is never valid."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(stem, range(10, 1, -1), strict=True)) % 11
    return 0 if rest == 11 else rest


@cache
def _groups() -> dict:
    return yaml.safe_load((files("ifd") / "data" / "synthetic" / "people.yaml").read_text(encoding="utf-8"))


def _weighted(random: Random, choices: list):
    things, weights = zip(*choices, strict=True)
    return random.choices(things, weights)[0]


def _voice(random: Random, age: int) -> Requester:
    own = 0 if age < 9 else 0.12 if age < 13 else 0.3 if age < 16 else 0.45 if age < 18 else 0.7
    professional = 0.38 if age < 18 else 0.22
    return _weighted(
        random,
        [
            (Requester.YOUNG_PERSON, own),
            (Requester.PROFESSIONAL, professional),
            (Requester.PARENT_CARER, max(0.02, 1 - own - professional)),
        ],
    )


def _who_refers(random: Random, voice: Requester, age: int) -> tuple[str, str]:
    if voice is not Requester.PROFESSIONAL:
        return "", "B1" if voice is Requester.YOUNG_PERSON else "B2"
    fitting = [
        ((name, code), weight)
        for name, code, weight in _PROFESSIONS
        if not (name == "Health visitor" and age > 4)
        and not (name.startswith("School") and not 4 <= age <= 18)
    ]
    return _weighted(random, fitting)


def _needs(random: Random, voice: Requester, age: int, risk: str) -> tuple[Need, ...]:
    known = [
        (need, _NEED_WEIGHT.get(need, 3))
        for need in needs_spoken_of(voice, age)
        if not (need is Need.PARENT_INFANT_BOND and age > 2)
    ]
    chosen = [_weighted(random, known) for _ in range(random.choice((1, 1, 2, 2, 3)))]
    if risk in ("thoughts", "plan", "acute") and random.random() < 0.5:
        chosen.append(Need.LOW_MOOD)
    return tuple(dict.fromkeys(chosen))


def _birthday(random: Random, received: date, age: int) -> date:
    """A date of birth that makes them `age` on the day of the request."""
    latest = received.replace(year=received.year - age, day=min(received.day, 28))
    return latest - timedelta(days=random.randint(1, 360))


def _postcode(random: Random, districts: list[str]) -> str:
    return f"{random.choice(districts)} {random.randint(1, 9)}{''.join(random.choices('ABDEFGHJLN', k=2))}"
