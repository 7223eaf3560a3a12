"""A request on one page, made from its answers. Every line says which answers it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from triage.directory import reference_places
from triage.vocabulary import Impact, ImpactArea, Need, SafetyAnswer, SafetyQuestion, Want

_UNKNOWN = "Not known"
_SAFETY = {
    SafetyQuestion.IMMEDIATE_DANGER: "In danger right now",
    SafetyQuestion.SUICIDAL_THOUGHTS_NOW: "Thoughts of suicide now",
    SafetyQuestion.SUICIDE_PLAN_OR_INTENT: "A plan or intent to end their life",
    SafetyQuestion.SELF_HARM_LAST_MONTH: "Self-harm in the last month",
    SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT: "Feels unsafe or is being hurt",
    SafetyQuestion.RISK_TO_OTHERS: "Could hurt somebody else",
    SafetyQuestion.UNUSUAL_EXPERIENCES: "Hears, sees or believes unusual things",
    SafetyQuestion.RAPID_WEIGHT_LOSS_OR_FAINTING: "Fast weight loss or fainting",
}
_SAFETY_WORDS = {
    SafetyAnswer.YES: "Yes",
    SafetyAnswer.NO: "No",
    SafetyAnswer.UNSURE: "Not sure",
    SafetyAnswer.NOT_ASKED: "Not asked",
    SafetyAnswer.DECLINED: "Did not want to say",
}
_IMPACT = {
    ImpactArea.SCHOOL_OR_WORK: "School, college or work",
    ImpactArea.HOME: "Home",
    ImpactArea.FRIENDS: "Friends",
    ImpactArea.SLEEP: "Sleep",
    ImpactArea.EATING: "Eating",
}
_IMPACT_WORDS = {
    Impact.NONE: "Not at all",
    Impact.SOME: "Some",
    Impact.A_LOT: "A lot",
    Impact.NOT_GIVEN: _UNKNOWN,
}
_DURATION = {
    "under_2_weeks": "Under 2 weeks",
    "2_weeks_to_3_months": "2 weeks to 3 months",
    "3_to_12_months": "3 to 12 months",
    "over_12_months": "Over 12 months",
}
_FACTS = {
    "looked_after": "Looked after or care leaver",
    "sen_or_disability": "Special educational needs or disability",
    "substance_use": "Alcohol or drugs",
    "known_to_services": "Known to services",
    "pregnant": "Pregnant, or a partner is",
    "parent_of_under_2": "Parent of a child under 2",
    "postcode_area": "Lives in the area",
    "place": "Where in the area",
    "gp_known": "Has a GP",
    "consent": "Who agrees to this request",
    "young_person_agrees": "The young person knows and agrees",
}
_FACT_WORDS = {
    "care_leaver": "Care leaver",
    "in_area": "Yes",
    "out_of_area": "No, outside it",
    "young_person": "The young person",
    "parent": "A parent or carer",
    "both": "The young person and a parent or carer",
    "not_obtained": "Nobody yet",
    "none": "None",
    "yes": "Yes",
    "no": "No",
    **{place.slug: place.name for place in reference_places()},
}


@dataclass(frozen=True)
class Answer:
    """One answer in words. `field` is its name in the request document, and its anchor on the page."""

    field: str
    question: str
    words: str

    @property
    def anchor(self) -> str:
        return "answer-" + self.field.replace(".", "-")

    @property
    def is_known(self) -> bool:
        return self.words not in (_UNKNOWN, _SAFETY_WORDS[SafetyAnswer.NOT_ASKED])


@dataclass(frozen=True)
class Line:
    """One line of the summary: what it says, made of which answers."""

    title: str
    words: str
    sources: tuple[Answer, ...]
    is_grave: bool = False
    is_folded: bool = False  # it may be opened, and does not stand before what was said


def answers_of(document: dict) -> list[Answer]:
    """Every answer of a request document, known or not, in the order a clinician asks."""
    given = document.get("answers", {})
    safety, impact = given.get("safety", {}), given.get("impact", {})
    return [
        *(
            Answer(f"safety.{asked}", words, _SAFETY_WORDS[SafetyAnswer(safety.get(asked, "not_asked"))])
            for asked, words in _SAFETY.items()
        ),
        Answer("needs", "What it is about", _listed(given.get("needs"), Need)),
        Answer("duration", "How long it has been going on", _DURATION.get(given.get("duration"), _UNKNOWN)),
        *(
            Answer(
                f"impact.{area}",
                f"How much it affects: {words.lower()}",
                _IMPACT_WORDS[Impact(impact.get(area, "not_given"))],
            )
            for area, words in _IMPACT.items()
        ),
        Answer("wants", "What would help", _listed(given.get("wants"), Want)),
        *(Answer(name, words, _fact(given.get(name))) for name, words in _FACTS.items()),
    ]


def words_for(field: str, value: str) -> str:
    """One value of an answer in words, as it would be told if it were given."""
    match field.partition(".")[0]:
        case "safety":
            return _SAFETY_WORDS[SafetyAnswer(value)]
        case "impact":
            return _IMPACT_WORDS[Impact(value)]
        case "duration":
            return _DURATION[value]
        case "needs":
            return Need(value).label
        case "wants":
            return Want(value).label
    return _fact(value)


def unasked_safety(document: dict) -> list[str]:
    """The safety questions that nobody has asked: what is not known is not a no."""
    not_asked = _SAFETY_WORDS[SafetyAnswer.NOT_ASKED]
    safety = (answer for answer in answers_of(document) if answer.field.startswith("safety."))
    return [answer.question for answer in safety if answer.words == not_asked]


def summary_of(document: dict) -> list[Line]:
    """The lines of the one-page summary; what nobody answered is told last, and never left out.

    That a safety question was not asked, or not answered on purpose, is never folded away with the rest.
    """
    answers = {answer.field: answer for answer in answers_of(document)}
    safety = [answer for answer in answers.values() if answer.field.startswith("safety.")]
    impact = [answer for answer in answers.values() if answer.field.startswith("impact.")]
    lines = [
        _of("Danger or risk", [a for a in safety if a.words == "Yes"], is_grave=True),
        _of("Risk they are not sure of", [a for a in safety if a.words == "Not sure"], is_grave=True),
        _of("Said no to", [a for a in safety if a.words == "No"]),
        _one("What it is about", answers["needs"]),
        _one("Going on for", answers["duration"]),
        _of("Affects a lot", [a for a in impact if a.words == "A lot"], prefix="How much it affects: "),
        _of("Affects some", [a for a in impact if a.words == "Some"], prefix="How much it affects: "),
        _one("What would help", answers["wants"]),
        *(_one(answers[name].question, answers[name]) for name in _FACTS if answers[name].is_known),
        _of("Safety questions nobody asked", [a for a in safety if not a.is_known]),
        _of("Did not want to say", [a for a in safety if a.words == "Did not want to say"]),
        _of(
            "Not known or not said",
            [a for a in answers.values() if not a.is_known and a not in safety],
            is_folded=True,
        ),
    ]
    return [line for line in lines if line and line.words]


def _one(title: str, answer: Answer) -> Line | None:
    return Line(title, answer.words, (answer,)) if answer.is_known else None


def _of(title: str, answers: list[Answer], *, prefix: str = "", **kind: bool) -> Line | None:
    words = "; ".join(answer.question.removeprefix(prefix) for answer in answers)
    return Line(title, words, tuple(answers), **kind) if answers else None


def _listed(values: list | None, vocabulary) -> str:
    return ", ".join(vocabulary(value).label for value in values) if values else _UNKNOWN


def _fact(value: str | None) -> str:
    if value in (None, "", "not_given"):
        return _UNKNOWN
    return _FACT_WORDS.get(value, value)
