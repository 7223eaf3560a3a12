"""A made-up person's request as a finished form, the same as the web or the telephone would hand over."""

from __future__ import annotations

from random import Random

from forms.submission import PersonToContact, ReachBy, Submission, WhoItIsAbout
from ifd.synthetic.people import Person
from triage.vocabulary import Need, Requester, SafetyQuestion

_DURATIONS = ("under_2_weeks", "2_weeks_to_3_months", "3_to_12_months", "over_12_months", "not_given")
_TITLES = ("Dr", "Ms", "Mr", "Mx")
_REFERRERS = ("Hale", "Osei", "Brandon", "Whittle", "Nair")
_WANTS = ("someone_to_talk_to", "therapy", "assessment", "advice_for_me", "online_help", "group", "not_sure")


def submission_of(person: Person, random: Random) -> Submission:
    """The whole submission, with safe-contact choices as varied as people's are."""
    document = {
        "age": person.age,
        "requester": person.voice.value,
        "channel": person.channel.value,
        "text": person.text,
        **({"profession": person.profession} if person.profession else {}),
        **({"age_months": max(0, person.age * 12 + 3)} if person.age < 2 else {}),
        "answers": _answers(person, random),
    }
    return Submission(
        channel=person.channel,
        requester=person.voice,
        profession=person.profession,
        text=person.text,
        document=document,
        answers={"source_code": person.source_code},
        about=_about(person, random),
        people=tuple(_people(person, random)),
        wants_call=random.random() < 0.03,
        left_out=("Ask for a telephone number for a parent or carer",)
        if person.voice is Requester.PROFESSIONAL and random.random() < 0.12
        else (),
    )


def _answers(person: Person, random: Random) -> dict:
    asked = "no" if random.random() < 0.8 else "not_asked"
    safety = dict.fromkeys((question.value for question in SafetyQuestion), asked)
    # Some tell us in their own words what they did not tick.
    if person.risk != "none" and person.risk != "denied" and random.random() < 0.75:
        safety["suicidal_thoughts_now"] = random.choice(("yes", "yes", "unsure"))
    if person.risk in ("plan", "acute") and random.random() < 0.8:
        safety["suicide_plan_or_intent"] = "yes"
    if Need.SELF_HARM in person.needs:
        safety["self_harm_last_month"] = random.choice(("yes", "yes", "unsure"))
    if Need.ABUSE_SAFETY in person.needs and random.random() < 0.5:
        safety["feels_unsafe_or_being_hurt"] = "yes"
    if Need.UNUSUAL_EXPERIENCES in person.needs:
        safety["unusual_experiences"] = "yes"
    answers = {
        "safety": safety,
        "needs": [need.value for need in person.needs],
        "duration": random.choices(_DURATIONS, (8, 30, 34, 22, 6))[0],
        "impact": {
            area: random.choices(("none", "some", "a_lot", "not_given"), (18, 42, 30, 10))[0]
            for area in ("school_or_work", "home", "friends", "sleep", "eating")
        },
        "looked_after": random.choices(
            ("no", "yes", "care_leaver" if person.age >= 16 else "no", "not_given"), (86, 5, 2, 7)
        )[0],
        "sen_or_disability": random.choices(
            ("none", "autism", "ADHD", "learning disability", "hearing loss"), (74, 11, 9, 4, 2)
        )[0],
        "known_to_services": random.choices(
            ("none", "school counsellor last year", "CAMHS, closed in 2024", "social care"), (72, 13, 9, 6)
        )[0],
        "place": person.place,
        "postcode_area": "in_area" if random.random() < 0.985 else "out_of_area",
        "gp_known": random.choices(("yes", "not_given"), (92, 8))[0],
        "consent": _consent(person, random),
        "wants": random.sample(_WANTS, k=random.choice((1, 1, 2))),
    }
    if Need.SUBSTANCE_USE in person.needs:
        answers["substance_use"] = random.choice(
            ("cannabis most days", "drinks at weekends", "vapes and cannabis")
        )
    if Need.PREGNANCY_OR_NEW_BABY in person.needs and person.age >= 15:
        answers["pregnant"] = "yes" if "pregnant" in person.text or "Booked" in person.text else "no"
        answers["parent_of_under_2"] = "no" if answers["pregnant"] == "yes" else "yes"
    return answers


def _consent(person: Person, random: Random) -> str:
    if person.voice is Requester.YOUNG_PERSON:
        return random.choices(("young_person", "both"), (70, 30))[0]
    return random.choices(("both", "parent", "young_person", "not_obtained", "not_given"), (55, 25, 8, 4, 8))[
        0
    ]


def _about(person: Person, random: Random) -> WhoItIsAbout:
    return WhoItIsAbout(
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        pronouns={"she": "she/her", "he": "he/him", "they": "they/them"}[person.pronoun],
        nhs_number=person.nhs_number if random.random() < 0.7 else "",
        postcode=person.postcode,
        gender=person.gender,
        ethnic_category=person.ethnic_category if random.random() < 0.9 else "",
        deprivation_decile=person.decile,
        gp_practice=person.gp_practice,
        school=person.school,
        language=person.language,
        needs_interpreter=bool(person.language) and random.random() < 0.6,
        access_needs=random.choices(
            ("", "Large print", "Text rather than calls", "British Sign Language interpreter"), (93, 2, 4, 1)
        )[0],
    )


def _people(person: Person, random: Random):
    mail = f"{_plain(person.given_name)}.{_plain(person.family_name)}{random.randint(1, 9999)}@example.org"
    own = person.voice is Requester.YOUNG_PERSON
    if own or person.age >= 13:
        yield PersonToContact(
            who="young_person",
            name=f"{person.given_name} {person.family_name}",
            knows="yes" if own else "unknown",
            may_be_told="yes" if own else random.choice(("unknown", "unknown", "no")),
            reach=(
                ReachBy(
                    "sms",
                    _phone(random),
                    safety=random.choices(("safe", "neutral_only", "never", "unknown"), (64, 22, 4, 10))[0],
                    is_preferred=True,
                ),
                *((ReachBy("email", mail, safety="safe"),) if random.random() < 0.6 else ()),
            ),
        )
    if person.voice is Requester.PARENT_CARER or random.random() < (0.3 if own else 0.9):
        is_requester = person.voice is Requester.PARENT_CARER
        yield PersonToContact(
            who="parent_carer",
            name=person.parent_name,
            relationship=random.choices(("Mother", "Father", "Grandparent", "Foster carer"), (74, 18, 5, 3))[
                0
            ],
            knows="yes" if is_requester else random.choice(("yes", "no", "unknown")),
            may_be_told="yes" if is_requester else random.choice(("yes", "no", "unknown")),
            reach=(
                ReachBy(
                    "sms",
                    _phone(random),
                    safety="safe" if is_requester else "unknown",
                    voicemail=random.choice(("yes", "no", "unknown")),
                ),
                ReachBy(
                    "email",
                    f"parent.{mail}",
                    safety="safe" if is_requester else "unknown",
                    is_preferred=is_requester,
                ),
            ),
        )
    if person.voice is Requester.PROFESSIONAL:
        yield PersonToContact(
            who="referrer",
            name=f"{random.choice(_TITLES)} {random.choice(_REFERRERS)}",
            profession=person.profession,
            organisation=person.gp_practice if person.profession == "GP" else person.school or "Norwich hub",
            knows="yes",
            may_be_told="yes",
            reach=(
                ReachBy(
                    "email",
                    f"referrals{random.randint(1, 400)}@example.org",
                    safety="safe",
                    is_preferred=True,
                ),
            ),
        )


def _phone(random: Random) -> str:
    """From the range kept for drama, which reaches nobody."""
    return f"07700 900{random.randint(0, 999):03}"


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha()) or "a"
