"""From the answers of a form to the request document: what was not said stays unknown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from forms.completeness import left_out
from forms.own_words import own_words
from forms.people import people_of
from forms.place import answers_of_place
from forms.questions.about import tidy_nhs_number, tidy_postcode
from forms.questions.who import ACCESS, PROFESSIONS
from forms.situation import Situation
from forms.submission import Submission, WhoItIsAbout
from forms.voices import Voice
from triage.case import LONGEST_TEXT
from triage.vocabulary import (
    Channel,
    Consent,
    Duration,
    Impact,
    ImpactArea,
    LookedAfter,
    Need,
    Requester,
    SafetyAnswer,
    SafetyQuestion,
    Want,
    YesNo,
)

# MHSDS source of referral, by who asks and the work they do.
_SOURCE = {Requester.YOUNG_PERSON: "B1", Requester.PARENT_CARER: "B2", Requester.PROFESSIONAL: "M6"}
_PROFESSIONAL_SOURCE = {
    "gp": "A1",
    "school": "C2",
    "social_care": "C1",
    "health_visitor_midwife": "A2",
    "voluntary": "G4",
}
# The way back to a form, and which stops were shown on the way through, are nobody's business once it is sent.
_NOT_RECORDED = ("come_back", "shown")


def read_submission(
    answers: Mapping[str, object],
    *,
    channel: Channel,
    today: date,
    postcode_areas: Collection[str],
    requester: Requester | None = None,
) -> Submission:
    """The finished request that these answers make, from the web form or the telephone desk alike.

    `requester` is who asks, where the answers do not say. Answers nobody could have chosen are read as not
    given; free text is kept word for word.
    """
    said = dict(answers)
    if requester is not None and not said.get("requester"):
        said["requester"] = requester.value
    situation = Situation(said, today)
    who = situation.requester or Requester.PARENT_CARER
    profession = _profession(situation)
    text = own_words(situation)
    document = {
        "age": situation.age if situation.age is not None and situation.age <= 120 else None,
        "age_months": situation.age_months,
        "requester": situation.requester.value if situation.requester else None,
        "profession": profession,
        "channel": channel.value,
        "text": text[:LONGEST_TEXT],  # all that a document may hold; the engine is given them all
        "answers": _answers(situation, postcode_areas),
    }
    kept = {name: value for name, value in said.items() if name not in _NOT_RECORDED}
    kept.setdefault("source_code", _source(situation))
    return Submission(
        channel=channel,
        requester=who,
        document=document,
        answers=kept,
        about=_about(situation),
        people=people_of(situation),
        text=text,
        profession=profession,
        wants_call=bool(situation.said("call_phone")),
        left_out=(*(what.task for what in left_out(situation)), *_in_doubt(situation)),
    )


def _answers(situation: Situation, postcode_areas: Collection[str]) -> dict[str, object]:
    answers: dict[str, object] = {
        "safety": safety_of(situation),
        "duration": _word(situation, "duration", Duration, Duration.NOT_GIVEN),
        "impact": {
            area.value: _word(situation, f"impact_{area.value}", Impact, Impact.NOT_GIVEN)
            for area in ImpactArea
        },
        "pregnant": _word(situation, "pregnant", YesNo, YesNo.NOT_GIVEN),
        "parent_of_under_2": _word(situation, "parent_of_under_2", YesNo, YesNo.NOT_GIVEN),
        "looked_after": _word(situation, "looked_after", LookedAfter, LookedAfter.NOT_GIVEN),
        **answers_of_place(situation, postcode_areas),
        "gp_known": YesNo.YES.value if situation.said("gp") else YesNo.NOT_GIVEN.value,
        "consent": _consent(situation).value,
    }
    if situation.said("agrees") == "no":  # more than that nobody has agreed yet
        answers["young_person_agrees"] = "no"
    for name, words in (("needs", Need), ("wants", Want)):
        if chosen := [item for item in situation.listed(name) if item in set(words)]:
            answers[name] = chosen
    for name in ("sen_or_disability", "substance_use", "known_to_services"):
        if written := situation.said(name):
            answers[name] = str(written)[:2_000]
    return answers


def safety_of(situation: Situation) -> dict[str, str]:
    """Each safety question as answered; one left empty is as if not asked.

    A professional's list says yes to what is ticked. It says no only where they tick that they asked about
    all of these and none is so.
    """
    known = situation.listed("known_risks")
    otherwise = SafetyAnswer.NO if known == ["none_asked"] else SafetyAnswer.NOT_ASKED
    return {
        question.value: SafetyAnswer.YES.value
        if question.value in known
        else _word(situation, question.value, SafetyAnswer, otherwise)
        for question in SafetyQuestion
    }


def _consent(situation: Situation) -> Consent:
    if situation.requester is Requester.PROFESSIONAL:
        return Consent(_word(situation, "consent", Consent, Consent.NOT_GIVEN))
    agrees = str(situation.said("agrees"))
    if situation.requester is Requester.YOUNG_PERSON:
        return {
            "yes": Consent.YOUNG_PERSON,
            "with_adult": Consent.YOUNG_PERSON,
            "unsure": Consent.NOT_OBTAINED,
        }.get(agrees, Consent.NOT_GIVEN)
    if agrees == "both":
        return Consent.PARENT if situation.voice is Voice.BABY else Consent.BOTH
    if agrees == "too_young":
        return Consent.PARENT
    return Consent.NOT_OBTAINED if agrees in ("not_asked", "no") else Consent.NOT_GIVEN


def _about(situation: Situation) -> WhoItIsAbout:
    access = situation.listed("access_needs")
    wanted = [ACCESS.words_of(item, situation.voice) for item in access if item != "none"]
    language = str(situation.said("language") or "")
    return WhoItIsAbout(
        given_name=_line(situation, "given_name"),
        family_name=_line(situation, "family_name"),
        preferred_name=_line(situation, "preferred_name"),
        pronouns=_line(situation, "pronouns", 60),
        birth_date=situation.birth_date,
        nhs_number=tidy_nhs_number(_line(situation, "nhs_number"))[:10],
        postcode=tidy_postcode(_line(situation, "postcode"))[:10],
        address=_line(situation, "address", 500),
        gender=_line(situation, "gender", 2),
        ethnic_category=_line(situation, "ethnicity", 2),
        gp_practice=_line(situation, "gp"),
        school=_line(situation, "school"),
        language=language[:60],
        needs_interpreter=bool({"interpreter", "bsl"} & set(access)) or language == "British Sign Language",
        access_needs="; ".join(filter(None, (*wanted, _line(situation, "access_other"))))[:500],
    )


def _in_doubt(situation: Situation) -> list[str]:
    """What they said in two ways. The engine takes the date of birth, and a person asks."""
    told, born = situation.told_age, situation.age
    if told is None or told == born:
        return []
    return [f"Ask which is right: they said the age is {told}, and the date of birth makes it {born}"]


def _profession(situation: Situation) -> str:
    if situation.requester is not Requester.PROFESSIONAL:
        return ""
    labels = {option.value: option.label[Voice.PROFESSIONAL] for option in PROFESSIONS}
    return labels.get(str(situation.said("profession") or ""), "")


def _source(situation: Situation) -> str:
    if situation.requester is None:
        return ""
    usual = _SOURCE[situation.requester]
    if situation.requester is Requester.PROFESSIONAL:
        return _PROFESSIONAL_SOURCE.get(str(situation.said("profession") or ""), usual)
    return usual


def _word(situation: Situation, name: str, words: type, otherwise) -> str:
    said = situation.said(name)
    return str(said) if isinstance(said, str) and said in set(words) else otherwise.value


def _line(situation: Situation, name: str, longest: int = 200) -> str:
    return str(situation.said(name) or "")[:longest]
