"""On the pages of the second opinion nothing stands as it is kept: every code has words."""

from __future__ import annotations

import re

import pytest

from ifd import clock
from ifd.database import db
from ifd.models import ModelTraining
from ifd.services.second_opinion.falling_back import fall_back, tell_of
from tests import factories, second_opinions
from tests.model_reports import REPORT, SHIFT, SWAPPED
from tests.web.signed_in import sign_in
from triage.vocabulary import OfferKind

A_CODE = re.compile(r"[a-z]_[a-z]|\b(not_given|unlike|unsure|fell_back)\b(?! )")
CHANGED = "The answer 'impact school_or_work a_lot' changed: 19% lie elsewhere, most of all 'given'."
REMARK = "2 labels have fewer than 4 texts and will hardly be found: mhst_school, professional_consultation."
ROWS = "\n".join(f"| {kind.value.replace('_', chr(92) + '_')} | 40 | 0.69 |" for kind in OfferKind)
CARD = f"# Model card\n\n- {REMARK}\n\n## Each label\n\n| label | texts | found |\n| --- | --- | --- |\n{ROWS}\n"
ALL = [{"label": kind.value, "probability": 0.1} for kind in OfferKind]
SHIFTS = [
    {**SHIFT, "what": "the answer 'impact school_or_work a_lot'", "most": "given", "sentence": CHANGED},
    {**SHIFT, "what": "decisions", "most": "camhs_more_help", "sentence": "Decisions: most of all 'camhs_help'."},
]


@pytest.fixture
def version(db_session):
    return second_opinions.version("m-3f9a1c20d4e5", card=CARD, about={"counterfactual": SWAPPED})


def finished(outcome: str, report: dict) -> ModelTraining:
    now = clock.now()
    row = ModelTraining(
        kind="train", asked_by=factories.staff("lead"), asked_at=now, finished_at=now, outcome=outcome, report=report
    )
    row.about = {"months_left_out": 3}
    db.session.add(row)
    db.session.flush()
    return row


def codes_on(page) -> list[str]:
    assert page.status_code == 200
    return [page.words[max(0, found.start() - 30) : found.end() + 30] for found in A_CODE.finditer(page.words)]


def test_in_the_models_room(client, version):
    other = second_opinions.version("m-0000000000aa", card=CARD)
    second_opinions.shown(version, at=clock.now())
    second_opinions.watched(version, {**REPORT, "shifts": SHIFTS})
    sides = {"accuracy": 0.7, "groups": REPORT["groups"], "abstained_because": {"unlike": 3}}
    compared = second_opinions.compared(version, other, report={"rows": 300, "champion": sides, "challenger": sides})
    trained = finished("done", {"version": version.name, "remarks": [REMARK]})
    broken = finished("broken", {"sentence": "One decision alone: camhs_help."})
    tell_of("drifted", CHANGED, version, at=clock.now())
    fall_back("drifted", CHANGED, version, at=clock.now())
    second_opinions.shown(version, at=clock.now())
    db.session.commit()
    sign_in(client, factories.staff("lead"))
    works = [f"work/{row.id}" for row in (compared, trained, broken)]
    of_versions = [f"versions/{version.name}", f"versions/{other.name}", f"versions/{other.name}/promote"]
    for page in ("", "watched", "history", "switch", "challenger", "roll-back", *of_versions, *works):
        assert not codes_on(client.get(f"/models/{page}".rstrip("/"))), page
    words = client.get("/models/watched").words
    assert "How much it affects school, college or work: a lot" in words
    assert OfferKind.CAMHS_MORE_HELP.label in words


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": OfferKind.CAMHS_MORE_HELP, "alternatives": ALL},
        *({"abstains": True, "because": because} for because in ("unsure", "unlike", "nothing_to_read", "")),
    ],
)
def test_beside_the_rules(client, version, facts):
    found = factories.request(text="I worry all day.", at=clock.now())
    second_opinions.opinion(found, version, neighbours=[second_opinions.decided().id], **facts)
    second_opinions.shown(version, at=clock.now())
    db.session.commit()
    sign_in(client, factories.clinician())
    assert "Second opinion" in client.get("/clinic").words
    for page in ("/clinic", f"/clinic/{found.reference}"):
        assert not codes_on(client.get(page)), page
