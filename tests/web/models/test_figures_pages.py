"""A version with its card and figures, a comparison, and how it does here: shown as reports hold it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ifd import clock
from ifd.database import db
from ifd.models import ModelVersion
from ifd.web.rendering import moment
from tests import factories, second_opinions
from tests.model_reports import REPORT, SWAPPED
from tests.web.signed_in import sign_in


@pytest.fixture
def browser(client, db_session):
    return sign_in(client, factories.staff("analyst"))


def a_version(**about) -> ModelVersion:
    return second_opinions.version("m-3f9a1c20d4e5", about=about)


def test_a_version_with_its_card_and_figures(browser):
    offer = {"figures": {"accuracy": 0.71}, "answered": 0.62, "options": {"stated": 0.9}}
    made = a_version(offer=offer, picture=REPORT["picture"], counterfactual=SWAPPED)
    db.session.commit()
    page = browser.get(f"/models/versions/{made.name}")
    for words in ("Limits", "It knows only what it learned from.", "71%", "62%", "Yes, beyond the bound"):
        assert words in page.words, words
    assert page.page.xpath("string(//img/@src)").startswith("data:image/svg+xml;base64,")


def test_a_version_without_a_card_says_so(browser):
    made = second_opinions.version(card="")
    db.session.commit()
    assert "This version came without a card." in browser.get(f"/models/versions/{made.name}").words


def test_how_it_does_here(browser):
    made = a_version(counterfactual=SWAPPED)
    second_opinions.shown(made)
    db.session.commit()
    assert "Nothing has been counted yet" in browser.get("/models/watched").words
    now = clock.now()
    second_opinions.watched(made, at=now - timedelta(days=3))
    second_opinions.watched(made, at=now - timedelta(hours=1))
    db.session.commit()
    page = browser.get("/models/watched")
    for words in (
        f"Counted last {moment(now - timedelta(hours=1))}, and first {moment(now - timedelta(days=3))}.",
        f"The next count comes soon after {moment(now + timedelta(hours=19))}.",
        "312 decided requests, 1 Sep 2026 to 20 Nov 2026",
        "It no longer fits what comes in",
        "Length changed: 21%",
        "It does less well for some",
        "Age, 10 to 14: Right less often.",
        "Called wrong by a clinician: 3",
        "September 2026",
        "80% (70% to 88%)",
        "not shown",
        "52% to 86%",
        "1,000 or more: 5% then, 20% now",
        "Looking back, who was right?",
        "Cannot tell",
        "Yes, beyond the bound",
        "not tested: no text held such a word",
    ):
        assert words in page.words, words
    assert "It was taken away." not in page.words


def test_too_little_is_said_to_be_too_little(browser):
    made = a_version()
    second_opinions.stand("shadow", made)
    few = {"from": "2026-11-20", "until": "2026-11-20", "decided": 1, "answered": None, "months": [], "groups": {}}
    second_opinions.watched(made, few)
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


def test_long_tables_are_folded_and_what_really_changed_is_not(browser):
    made = a_version(counterfactual=SWAPPED)
    second_opinions.stand("shadow", made)
    second_opinions.watched(made, {**REPORT, "groups": {**REPORT["groups"], "Language": []}})
    db.session.commit()
    page = browser.get("/models/watched")
    folded = [words.strip() for words in page.page.xpath("//summary//text()") if words.strip()]
    assert {"No real change (1)", "By what was swapped", "Age"} <= set(folded)
    assert "Language" not in page.words, "a table of nobody"
    open_rows = page.page.xpath("//tbody/tr[not(ancestor::details)]/th/text()")
    assert "Length" in open_rows
    assert "Who asked" not in open_rows
    about_version = browser.get(f"/models/versions/{made.name}").page
    assert about_version.xpath("//details//td")
