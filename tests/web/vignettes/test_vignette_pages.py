"""Clinicians review the vignettes one by one; what the rules suggest is told only once they have."""

from __future__ import annotations

import csv
import io

import pytest

from ifd.database import db
from ifd.models import VignetteOpinion
from tests import factories
from tests.web.signed_in import sign_in
from triage.vignettes.loading import benchmark

FIRST, SECOND = sorted(benchmark()[:2], key=lambda vignette: vignette.hash)
NUMBER = len(benchmark())


@pytest.fixture
def clinician(client, db_session):
    return sign_in(client, factories.staff("clinician", name="Ada Mensah"))


def review(client, vignette=FIRST, opinion="agree", comment=""):
    address = f"/vignettes/{vignette.id}"
    client.get(address)
    return client.post(address, data={"opinion": opinion, "comment": comment})


def test_nobody_has_reviewed_them_is_said_plainly(clinician):
    page = clinician.get("/vignettes")
    assert "No clinician has reviewed these vignettes yet." in page.words
    assert f"0 of {NUMBER} reviewed by you." in page.words


def test_a_vignette_is_told_with_its_request_its_answer_and_its_criterion(clinician):
    page = clinician.get(f"/vignettes/{FIRST.id}")
    assert page.heading == FIRST.title
    assert FIRST.criterion.says in page.words
    assert FIRST.acceptable.offers_any_of[0].label in page.words
    assert "This person is made up. No clinician has reviewed these vignettes yet." in page.words


@pytest.mark.parametrize("vignette", benchmark(), ids=lambda vignette: vignette.id)
def test_every_vignette_can_be_told(app, vignette):
    from ifd.presenters import summary
    from ifd.presenters import vignettes as told

    assert told.who(vignette).startswith(("Age ", "Under "))
    assert told.acceptable(vignette)[0][0] == "How soon"
    assert summary.summary_of(dict(vignette.request))


def test_what_the_rules_suggest_is_hidden_until_they_have_answered(clinician):
    hidden = clinician.get(f"/vignettes/{FIRST.id}").words
    assert "so that it does not sway you" in hidden
    assert "Offers, in order" not in hidden
    assert review(clinician).status_code == 303
    shown = clinician.get(f"/vignettes/{FIRST.id}").words
    assert "Offers, in order" in shown
    assert "within what would be acceptable" in shown
    assert "You agreed on" in shown


@pytest.mark.parametrize(
    ("answer", "field"),
    [({"opinion": "", "comment": ""}, "opinion"), ({"opinion": "disagree", "comment": " "}, "comment")],
)
def test_an_answer_that_lacks_something_is_asked_for_it(clinician, answer, field):
    clinician.get(f"/vignettes/{FIRST.id}")
    page = clinician.post(f"/vignettes/{FIRST.id}", data=answer)
    assert page.status_code == 400
    assert any(id.startswith(field) for id in page.errors)
    assert VignetteOpinion.query.count() == 0


def test_a_disagreement_is_kept_with_why_and_counted(clinician):
    review(clinician, opinion="disagree", comment="Too late for a child of this age.")
    page = clinician.get("/vignettes?show=disagreed")
    assert FIRST.title in page.words
    assert "Ada Mensah" in page.words
    assert f"1 of {NUMBER} vignettes have been reviewed by a clinician." in page.words


def test_what_others_think_is_hidden_until_they_have_answered(clinician, app):
    review(clinician, opinion="disagree", comment="Too late for her.")
    lead = sign_in(app.test_client(), factories.staff("lead", name="Bea Norris"))
    assert "Too late for her." not in lead.get(f"/vignettes/{FIRST.id}").words
    review(lead)
    assert "Clinician: disagrees. Too late for her." in lead.get(f"/vignettes/{FIRST.id}").words


def test_an_opinion_may_be_changed(clinician):
    review(clinician)
    review(clinician, opinion="disagree", comment="On second thoughts.")
    assert "You disagreed on" in clinician.get(f"/vignettes/{FIRST.id}").words
    assert VignetteOpinion.query.count() == 2


def test_next_leads_to_one_they_have_not_reviewed_and_says_when_there_is_none(clinician, monkeypatch):
    from ifd.queries import vignettes as queries

    monkeypatch.setattr(queries, "benchmark", lambda: (FIRST, SECOND))
    assert clinician.get("/vignettes/next").location.endswith(f"/vignettes/{FIRST.id}")
    review(clinician)
    assert clinician.get("/vignettes/next").location.endswith(f"/vignettes/{SECOND.id}")
    review(clinician, SECOND)
    assert "You have reviewed every vignette" in clinician.get("/vignettes/next", follow_redirects=True).words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", set()),
        ("?show=nobody", {SECOND.title}),
        ("?show=open", {SECOND.title}),
        ("?show=disagreed", set()),
        (f"?category={FIRST.category}", {FIRST.title, SECOND.title}),
        (f"?category={FIRST.category}&show=open", {SECOND.title}),
        ("?show=nonsense&category=nonsense", set()),
    ],
)
def test_the_table_can_be_narrowed(clinician, query, expected):
    assert FIRST.category is SECOND.category
    review(clinician)
    links = clinician.get(f"/vignettes{query}").page.xpath(
        "//tbody//a[contains(@href, '/vignettes/')]/text()"
    )
    assert {title for title in links if title in (FIRST.title, SECOND.title)} == expected


def test_opinions_are_taken_away_by_role_and_without_names(clinician):
    review(clinician, opinion="disagree", comment="=1+1")
    (document,) = clinician.get("/vignettes/opinions.json").get_json()
    assert document["role"] == "Clinician"
    assert document["hash"] == FIRST.hash
    answer = clinician.get("/vignettes/opinions.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.get_data(as_text=True)))
    assert row["comment"] == "'=1+1"
    assert "Ada" not in answer.get_data(as_text=True)


def test_there_is_no_page_for_what_is_no_vignette(clinician):
    assert clinician.get("/vignettes/not-there").status_code == 404


@pytest.mark.parametrize("role", ["call_handler", "partner", "analyst", "administrator"])
def test_others_may_not_review(client, db_session, role):
    others = sign_in(client, factories.staff(role))
    assert others.get("/vignettes").status_code == 403
    assert others.get(f"/vignettes/{FIRST.id}").status_code == 403


def test_the_menu_leads_there(clinician):
    assert clinician.get("/staff").page.xpath("//nav//a[@href='/vignettes']")
    db.session.rollback()
