"""Random request documents: any mixture of answers, from a sentence to nothing at all."""

from __future__ import annotations

from hypothesis import strategies as st

from triage.vocabulary import (
    Consent,
    Duration,
    Impact,
    ImpactArea,
    LookedAfter,
    Need,
    PostcodeArea,
    Requester,
    SafetyAnswer,
    SafetyQuestion,
    Want,
    YesNo,
)

TEXTS = (
    "",
    "I get nervous before exams.",
    "I have a plan to end my life tonight.",
    "My friend cut herself last year, I am fine.",
    "She hears voices telling her what to do.",
    "no thoughts of suicide, denies self harm",
    "Nie chcę już żyć, nikt mnie nie rozumie i nie mam siły.",
    "\ud800\x00🙂",
)

ANSWERS = {
    "duration": st.sampled_from(Duration),
    "needs": st.lists(st.sampled_from(Need), max_size=4),
    "wants": st.lists(st.sampled_from(Want), max_size=3),
    "pregnant": st.sampled_from(YesNo),
    "parent_of_under_2": st.sampled_from(YesNo),
    "looked_after": st.sampled_from(LookedAfter),
    "sen_or_disability": st.sampled_from(["none", "autism"]),
    "substance_use": st.sampled_from(["none", "cannabis"]),
    "known_to_services": st.sampled_from(["none", "CAMHS last year"]),
    "postcode_area": st.sampled_from(PostcodeArea),
    "gp_known": st.sampled_from(YesNo),
    "consent": st.sampled_from(Consent),
}
_SAFETY = st.fixed_dictionaries(
    {}, optional={question: st.sampled_from(SafetyAnswer) for question in SafetyQuestion}
)
_IMPACT = st.fixed_dictionaries({}, optional={area: st.sampled_from(Impact) for area in ImpactArea})

DOCUMENTS = st.fixed_dictionaries(
    {"answers": st.fixed_dictionaries({"safety": _SAFETY, "impact": _IMPACT}, optional=ANSWERS)},
    optional={
        "age": st.none() | st.integers(0, 40),
        "requester": st.sampled_from(Requester),
        "text": st.sampled_from(TEXTS),
    },
)
