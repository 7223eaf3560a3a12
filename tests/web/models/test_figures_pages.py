"""A version with its card and figures, a comparison, and how it does here: shown as reports hold it."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.database import db
from ifd.models import ModelVersion, ModelWatch
from tests import factories, second_opinions
from tests.web.signed_in import sign_in

SHARE = {"share": 0.8, "interval": [0.7, 0.88]}
MONTH = {
    **{"group": "2026-09", "number": 40, "answered": 30, "wrong": 5, "remarks": []},
    **{"coverage": SHARE, "agreement": SHARE, "too_sure": 0.02},
}
FEW = {
    **{"group": "not known", "number": None, "answered": None, "wrong": None, "remarks": []},
    **{"coverage": None, "agreement": None, "too_sure": None},
}
STEP = {"low": 0.7, "high": 0.8, "number": 25, "said": 0.76, "right": 0.72, "interval": [0.52, 0.86]}
SWAPPED = {
    **{"bound": 0.05, "texts": 300, "compared": 120, "largest": 0.08, "mean": 0.01, "other_label": 0.02},
    "by_characteristic": [
        {"about": "gender", "compared": 120, "largest": 0.08, "mean": 0.01, "other_label": 0.02},
        {"about": "faith", "compared": 0, "largest": 0, "mean": 0, "other_label": 0},
    ],
    "worst": [],
    "not_tested": ["faith"],
}
SHIFT = {
    **{"what": "length", "index": 0.3, "moved": 0.21, "chance": 0.001, "is_real": True, "most": "1,000 or more"},
    **{"before": 0.05, "now": 0.2, "sentence": "Length changed: 21% lie elsewhere than in what it learned from."},
}
REPORT = {
    **{"from": "2026-09-01", "until": "2026-11-20", "decided": 312, "shown": 40, "called_wrong": 3},
    **{"answered": 0.7, "right_of_answered": 0.88, "sets_that_hold_it": None, "past_limit": False},
    "months": [MONTH, {**FEW, "group": "2026-10"}],
    "groups": {"Age": [{**MONTH, "group": "10 to 14", "remarks": ["Right less often."]}, FEW]},
    "calibration": [STEP],
    "picture": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    "shifts": [SHIFT, {**SHIFT, "what": "who asked", "is_real": False}],
}


@pytest.fixture
def browser(client, db_session):
    return sign_in(client, factories.staff("analyst"))


def a_version(**about) -> ModelVersion:
    made = ModelVersion(
        name="m-3f9a1c20d4e5",
        made_at=clock.now(),
        rows=312,
        about=about,
        card="# Model card: m-3f9a1c20d4e5\n\n## Limits\n\n- It knows only what it learned from.\n",
    )
    db.session.add(made)
    db.session.flush()
    return made


def test_a_version_with_its_card_and_figures(browser):
    offer = {"figures": {"accuracy": 0.71}, "answered": 0.62, "calibration": [STEP], "options": {"stated": 0.9}}
    made = a_version(offer=offer, picture=REPORT["picture"], counterfactual=SWAPPED)
    db.session.commit()
    page = browser.get(f"/models/versions/{made.name}")
    for words in ("Limits", "It knows only what it learned from.", "71%", "62%", "52% to 86%", "Yes, beyond the bound"):
        assert words in page.words, words
    assert page.page.xpath("string(//img/@src)").startswith("data:image/svg+xml;base64,")


def test_a_version_without_a_card_says_so(browser):
    made = second_opinions.version()
    db.session.commit()
    assert "This version came without a card." in browser.get(f"/models/versions/{made.name}").words


def test_how_it_does_here(browser):
    made = a_version(counterfactual=SWAPPED)
    second_opinions.shown(made)
    db.session.commit()
    assert "Nothing has been counted yet." in browser.get("/models/watched").words
    db.session.add(ModelWatch(version_id=made.id, at=clock.now(), report=REPORT))
    db.session.commit()
    page = browser.get("/models/watched")
    for words in (
        "312 decided requests, 1 Sep 2026 to 20 Nov 2026",
        "It no longer fits what comes in",
        "Length changed: 21%",
        "It does less well for some",
        "Age, 10 to 14: Right less often.",
        "Called wrong by a clinician: 3",
        "September 2026",
        "80% (70% to 88%)",
        "fewer than 5",
        "52% to 86%",
        "1,000 or more: 5% then, 20% now",
        "Yes, beyond the bound",
        "not tested: no text held such a word",
    ):
        assert words in page.words, words
    assert "It was taken away." not in page.words


def test_too_little_is_said_to_be_too_little(browser):
    made = a_version()
    second_opinions.stand("shadow", made)
    few = {"from": "2026-11-20", "until": "2026-11-20", "decided": 1, "answered": None, "months": [], "groups": {}}
    db.session.add(ModelWatch(version_id=made.id, at=clock.now(), report=few))
    db.session.commit()
    words = browser.get("/models/watched").words
    assert "Too few requests have been decided beside it" in words
    assert "Too few requests came in to tell." in words
    assert "1 decided request, 20 Nov 2026" in words


def test_a_comparison_shows_both_and_the_rules(browser):
    one, other = second_opinions.version("m-1"), second_opinions.version("m-2")
    row = second_opinions.compared(one, other)
    db.session.commit()
    assert browser.get(f"/models/work/{row.id}").status_code == 200, "an older report with less in it"
    sides = {
        "champion": {"accuracy": 0.7, "macro_f1": 0.61, "groups": REPORT["groups"]},
        "challenger": {"accuracy": 0.74, "macro_f1": 0.6, "groups": REPORT["groups"]},
        "rules": {"accuracy": 0.66},
    }
    report = {"from": "2026-09-01", "until": "2026-11-20", "rows": 300, **sides}
    row = second_opinions.compared(one, other, report=report)
    db.session.commit()
    page = browser.get(f"/models/work/{row.id}")
    for words in ("m-1 (champion)", "m-2 (challenger)", "74%", "66%", "0.610", "300 requests", "Right less often."):
        assert words in page.words, words
