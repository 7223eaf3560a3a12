"""What the guides show of the second opinion. Nothing is learned for a picture: its rows are written down."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select

from ifd.database import db
from ifd.models import ModelVersion, Staff, SupportRequest
from tests import second_opinions
from tests.browser.pictures.studio import EMAILS, Studio
from tests.model_reports import FEW, MONTH, REPORT, SWAPPED
from triage.lifecycle import Status
from triage.ml.picture import Step, calibration_picture
from triage.shares import wilson
from triage.vocabulary import OfferKind

_NAME = "m-3f9a1c20d4e5"
_SAID = (
    {"kind": OfferKind.CAMHS_HELP, "probability": 0.86},
    {"abstains": True, "because": "unsure"},
    {"kind": OfferKind.COUNSELLING, "probability": 0.71},
    {"abstains": True, "because": "unlike"},
    {"kind": OfferKind.NEURODEVELOPMENTAL, "probability": 0.96},
)
_STEPS = tuple(
    Step(low / 10, low / 10 + 0.1, number, low / 10 + 0.06, right, wilson(round(right * number), number))
    for low, number, right in ((3, 24, 0.34), (4, 41, 0.47), (5, 58, 0.52), (6, 66, 0.68), (7, 72, 0.74), (8, 51, 0.88))
)


_MONTHS = ((40, 50), (45, 50), (40, 45), (50, 60), (45, 50), (35, 40))  # right, of those answered


def _month(name: str, right: int, answered: int) -> dict:
    agreement = {"share": right / answered, "interval": wilson(right, answered)}
    return {**MONTH, "group": name, "number": answered + 20, "wrong": answered - right, "agreement": agreement}


def watched(studio: Studio):
    return _opened(studio, "lead", "/models/watched")


def line(studio: Studio):
    return _opened(studio, "clinician", "/clinic?list=to-decide")


def _opened(studio: Studio, role: str, address: str):
    if studio.asks(select(ModelVersion.id)) is None:
        studio.stores(lambda: _make(studio))
    page = studio.staff(role)
    assert page.goto(address).status == 200
    return page


def _make(studio: Studio) -> None:
    """A version that is shown after its time in shadow, with what it thinks and how it does."""
    lead = Staff.query.filter_by(email=EMAILS["lead"]).one()
    version = second_opinions.version(_NAME, at=studio.ago(days=60), about={"counterfactual": SWAPPED})
    second_opinions.stand("shadow", version, at=studio.ago(days=59), by=lead)
    second_opinions.stand("shown", version, at=studio.ago(days=8), by=lead)
    waiting = select(SupportRequest).where(SupportRequest.status == Status.RECEIVED)
    in_order = waiting.order_by(SupportRequest.priority_rank, SupportRequest.due_at)
    for number, request in enumerate(db.session.scalars(in_order)):
        second_opinions.opinion(request, version, at=studio.ago(hours=1), **_SAID[number % len(_SAID)])
    months = [_month(f"2026-{month:02}", *counts) for month, counts in enumerate(_MONTHS, start=6)]
    groups = {"Age": [_month("age 11-15", 155, 180), _month("age 5-10", 60, 70), FEW]}
    report = {**REPORT, "months": months, "groups": groups, "shifts": []}
    calibrated = {"calibration": [asdict(step) for step in _STEPS], "picture": calibration_picture(_STEPS)}
    second_opinions.watched(version, {**report, **calibrated}, at=studio.ago(hours=5))


SCENES = {"second-opinion-watched": watched, "second-opinion-line": line}
