"""Rules as a clinical lead reads them: sentences, one by one, by offer, their words and their versions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ifd import clock
from ifd.queries import rule_sets
from tests import factories
from tests.rule_texts import SHIPPED
from tests.web.signed_in import sign_in
from triage.rules import versions
from triage.rules.versions import version

RULE = "self-harm-age-unknown"


@pytest.fixture
def reader(client, db_session):
    return sign_in(client, factories.clinician())


def test_every_rule_in_force_is_told_in_a_sentence(reader):
    page = reader.get("/rules")
    assert page.heading == "Rules in force"
    for rule in version(SHIPPED).rules:
        assert rule.title in page.words
    assert "nobody knows their age" in page.words
    assert "It raises the priority to ‘Urgent’ at least." in page.words
    assert "Drafts" not in [link.text_content() for link in page.page.iter("a")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=alcohol+under+13+raises", ["flag-substance-under-13"]),
        ("effect=ask&words=alcohol", ["ask-substance-use"]),
        ("flag=infant_safety&effect=flag", ["flag-infant-unsafe", "flag-parent-may-harm", "flag-infant-unwell"]),
        ("offer=eip_psychosis", ["psychosis", "possible-psychosis"]),
        ("words=nothing+says+this", []),
        ("effect=mystery", None),
    ],
)
def test_rules_are_found_by_words_effect_flag_and_offer(reader, query, found):
    page = reader.get(f"/rules?{query}")
    links = {link.get("href").rpartition("/")[2] for link in page.page.xpath("//article//a")}
    assert links == ({rule.id for rule in version(SHIPPED).rules} if found is None else set(found))


def test_one_rule_shows_its_text_examples_source_and_terms(reader):
    page = reader.get(f"/rules/rule/{RULE}")
    assert page.heading == "Self-harm and the age not known"
    assert "‘they harmed themselves lately, or may have’ and nobody knows their age" in page.words
    assert "NICE NG225, self-harm, 2022" in page.words
    assert "when: recent_self_harm and unknown(age)" in page.words
    assert "They are aged 15; they harmed themselves in the last month." in page.words
    assert "‘self-harm’ is named as a need and nobody knows whether they harmed themselves" in page.words


def test_rules_past_their_review_date_stand_out(reader, monkeypatch):
    assert "review date" not in reader.get("/rules").words.partition("Find rules")[0]
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 6, 1, 12, tzinfo=UTC))
    sign_in(reader, factories.clinician())
    page = reader.get("/rules?overdue=y&words=alcohol")
    assert f"{len(version(SHIPPED).rules)} rules are past the review date" in page.words
    assert "Review was due 22 May 2027" in page.words


def test_by_offer_says_place_for_whom_and_what_comes_first(reader):
    page = reader.get("/rules/offers")
    section = " ".join(page.page.get_element_by_id("young_adult_team").getparent().text_content().split())
    assert "Help for somebody who may harm others" in section
    assert "In the lead where not for them or not open: CAMHS, more help" in section
    assert "No rule leads to it." not in page.words


def test_the_words_of_the_rules_are_explained(reader):
    words = reader.get("/rules/words").words
    assert "It never counts as a no" in words
    assert "no danger is stated and no serious red flag is raised it is not certain that" in words
    assert "flags.self_harm" in words
    assert "‘Self-harm’ is possible but not certain as a red flag" in words


def test_versions_and_what_changed(reader):
    page = reader.get("/rules/versions")
    assert SHIPPED in page.words
    assert "The rules that come with the software are in force." in page.words
    assert "Go back" not in page.words
    assert reader.get(f"/rules/versions/{SHIPPED}").heading == f"Rules of version {SHIPPED}"
    assert reader.get(f"/rules/versions/{SHIPPED}/changes").status_code == 200
    assert reader.get(f"/rules/versions/{SHIPPED}/offers").status_code == 200
    assert reader.get(f"/rules/versions/{SHIPPED}/words").status_code == 200
    assert reader.get(f"/rules/versions/{SHIPPED}/rule/{RULE}").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/rules/rule/none", "/rules/versions/1999-01-01", "/rules/versions/1999-01-01/changes", "/rules/checks/7"],
)
def test_what_is_not_there(reader, path):
    assert reader.get(path).status_code == 404


def test_who_may_not_read_rules_finds_nothing_of_the_room(client, db_session):
    visitor = sign_in(client, factories.staff("call_handler"))
    assert "Rules" not in [link.text_content() for link in visitor.get("/staff").page.iter("a")]
    assert visitor.get("/rules").status_code == 403


def test_a_clinician_reads_and_cannot_draft(reader):
    assert reader.get("/rules/drafts").status_code == 403
    assert reader.post("/rules/drafts", data={"title": "x", "base": SHIPPED}).status_code == 403
    assert rule_sets.open_drafts() == []


def test_a_name_of_two_texts_is_said_wherever_its_rules_are_read(writer, monkeypatch):
    for page in ("/rules", "/rules/versions"):
        assert "two texts" not in writer.get(page).words
    monkeypatch.setattr(rule_sets, "of_two_texts", lambda: [SHIPPED])
    monkeypatch.setattr(versions, "altered", lambda: (SHIPPED,))
    for page in ("/rules", "/rules/versions"):
        words = writer.get(page).words
        assert f"Version {SHIPPED} stands for two texts" in words
        assert "was changed after it was named" not in words
    monkeypatch.setattr(rule_sets, "of_two_texts", lambda: [])
    assert f"The file of version {SHIPPED} was changed after it was named" in writer.get("/rules").words


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("/rules", "Rules as sentences"),
        (f"/rules/rule/{RULE}", "Rules as sentences"),
        ("/rules/offers", "By offer"),
        ("/rules/versions", "Versions"),
        (f"/rules/versions/{SHIPPED}/changes", "Versions"),
        (f"/rules/versions/{SHIPPED}/offers", "By offer"),
        ("/rules/drafts", "Drafts"),
        ("/rules/drafts/{draft}", "Drafts"),
        ("/rules/drafts/{draft}/proof", "Drafts"),
        ("/rules/drafts/{draft}/rules/danger-now", "Drafts"),
    ],
)
def test_every_page_says_where_it_stands(writer, draft, page, part):
    shown = writer.get(page.format(draft=draft.id)).page
    for menu, title in (("Menu", "Rules"), ("Rules room", part)):
        assert shown.xpath(f"//nav[@aria-label='{menu}']//a[@aria-current]/text()") == [title]


def test_no_label_of_a_narrow_table_stands_before_nothing(writer):
    shown = writer.get("/rules/versions").page
    assert not [cell for cell in shown.xpath("//td[@data-label]") if not cell.text_content().strip()]
