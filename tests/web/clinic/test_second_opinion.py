"""The second opinion beside the rules: one line in the list, a section on the page, and nothing else changes."""

from __future__ import annotations

import pytest

from ifd import clock
from ifd.database import db
from ifd.models import OpinionReport
from tests import factories, second_opinions
from tests.queries.statements import statements
from tests.web.signed_in import sign_in
from triage.vocabulary import OfferKind

TEXT = "I worry all day and I cannot sleep. I want to die."


@pytest.fixture
def clinician(db_session):
    return factories.clinician(name="Ines Moreau")


@pytest.fixture
def version(db_session):
    return second_opinions.version("m-3f9a1c20d4e5")


@pytest.fixture
def browser(client, clinician):
    browser = sign_in(client, clinician)
    browser.get("/clinic")
    return browser


def thought(version, text: str = TEXT, **facts):
    """A request that waits, and what the version thinks of it."""
    found = factories.request(text=text, at=clock.now())
    made = second_opinions.opinion(found, version, probability=0.78, **facts)
    db.session.commit()
    return found, made


def shown(version) -> None:
    second_opinions.shown(version)
    db.session.commit()


def test_the_line_stands_in_the_list_only_while_it_is_shown(browser, version):
    thought(version)
    for mode in ("off", "shadow"):
        second_opinions.stand(mode, version)
        db.session.commit()
        assert "Second opinion" not in browser.get("/clinic").words, mode
    shown(version)
    assert "Second opinion: counselling, likely (78%)" in browser.get("/clinic").words


def test_no_opinion_says_why(browser, version):
    found, _ = thought(version, abstains=True, because="unlike", phrases=[{"start": 0, "end": 7, "weight": 1}])
    shown(version)
    assert "Second opinion: no opinion (unlike what it knows)" in browser.get("/clinic").words
    page = browser.get(f"/clinic/{found.reference}")
    assert "No opinion, because this is unlike anything it has learned from." in page.words
    assert not page.page.xpath("//mark[contains(@class, 'ifd-counted')]")
    assert "This is wrong" not in page.words


def test_it_changes_neither_order_nor_priority(browser, version):
    """A sure opinion on the last of the list leaves it the last."""
    first = factories.request(safety={"suicidal_thoughts_now": "yes"}, at=clock.now())
    last, _ = thought(version, kind=OfferKind.CRISIS_TEAM)
    db.session.commit()

    def lines(page):
        return [
            (row.xpath("string(.//th/a)"), row.xpath("string(.//strong)")) for row in page.page.xpath("//tbody/tr")
        ]

    without = lines(browser.get("/clinic"))
    shown(version)
    assert lines(browser.get("/clinic")) == without
    assert without[0][0] == first.reference
    assert {reference for reference, _ in without} == {first.reference, last.reference}


@pytest.mark.parametrize("mode", ["never", "off", "shadow", "shown"])
def test_it_costs_the_list_one_statement_however_many_there_are(browser, version, mode):
    def cost() -> list[str]:
        browser.get("/clinic")
        with statements() as asked:
            browser.get("/clinic")
        assert not any("model_version.card" in one for one in asked), "the card of a version is not for a list"
        return [one for one in asked if "second_opinion" in one]

    if mode != "never":
        second_opinions.stand("shadow", version)
        second_opinions.stand(mode, version)
    thought(version)
    assert len(cost()) == 1
    for _ in range(5):
        thought(version)
    assert len(cost()) == 1


def test_a_request_that_is_decided_has_no_line(browser, version):
    found = second_opinions.decided(at=clock.now())
    second_opinions.opinion(found, version)
    shown(version)
    page = browser.get("/clinic?list=with-partners")
    assert found.reference in page.words
    assert "Second opinion" not in page.words


def test_the_page_tells_what_it_thinks_and_what_it_is(browser, version):
    found, _ = thought(version)
    assert "Second opinion" not in browser.get(f"/clinic/{found.reference}").words
    shown(version)
    page = browser.get(f"/clinic/{found.reference}")
    section = page.page.xpath("string(//section[@aria-labelledby='second-opinion'])")
    for words in (
        "Counselling, likely (78%)",
        "It differs from the rules, which suggest",
        "It is not a decision, and never changes the priority",
        "version m-3f9a1c20d4e5",
        "This is wrong",
    ):
        assert words in section, words


def test_the_words_that_count_are_marked_where_they_were_written(browser, version):
    start = TEXT.index("worry all day")
    found, _ = thought(
        version,
        phrases=[
            {"start": start, "end": start + len("worry all day"), "weight": 0.6},
            {"start": TEXT.index("want to"), "end": len(TEXT) - 1, "weight": 0.2},
        ],
    )
    before = [one.text_content() for one in browser.get(f"/clinic/{found.reference}").page.xpath("//mark")]
    shown(version)
    page = browser.get(f"/clinic/{found.reference}").page
    [counted] = page.xpath("//mark[@class='ifd-counted']")
    assert counted.text_content() == "[counts for the second opinion:] worry all day [end]"
    both = page.xpath("string(//mark[@class='ifd-flagged ifd-counted'])")
    assert both.startswith("[Red flag, ")
    assert "; counts for the second opinion:] " in both
    assert before, "a red flag is marked with or without it"
    for label in page.xpath("//mark/span"):
        label.drop_tree()
    assert page.xpath("string(//div[@class='ifd-own-words'])") == TEXT


def test_others_like_it_are_told_to_those_who_may_see_them(browser, version):
    earlier, gone = second_opinions.decided(), second_opinions.decided()
    found, _ = thought(version, neighbours=[gone.id, earlier.id, 999_999])
    shown(version)
    page = browser.get(f"/clinic/{found.reference}").page
    links = page.xpath("//section[@aria-labelledby='second-opinion']//li/a/text()")
    assert links == [gone.reference, earlier.reference]


def test_wrong_is_one_action_that_can_be_taken_back(browser, version):
    found, _ = thought(version)
    shown(version)
    before = (found.status, found.priority, found.due_at, found.version)
    form = browser.get(f"/clinic/{found.reference}").page.xpath("//form[contains(@action, 'second-opinion')]")[0]
    assert browser.post(form.get("action")).status_code == 303
    assert second_opinions.named("opinion.called_wrong")
    page = browser.get(f"/clinic/{found.reference}")
    assert "called wrong by a clinician" in page.words
    assert "It is counted in how the second opinion does here." in page.words
    assert "Second opinion: counselling, likely (78%), called wrong" in browser.get("/clinic").words
    back = page.page.xpath("//form[contains(@action, 'second-opinion')]")[0]
    assert browser.post(back.get("action")).status_code == 303
    assert "called wrong" not in browser.get(f"/clinic/{found.reference}").words
    db.session.expire_all()
    assert db.session.query(OpinionReport).one().taken_back_at
    assert (found.status, found.priority, found.due_at, found.version) == before


def test_only_who_decides_may_call_it_wrong_and_only_where_it_stands(browser, client, version):
    found, opinion = thought(version)
    other, _ = thought(version)
    shown(version)
    assert browser.post(f"/clinic/{other.reference}/second-opinion/{opinion.id}/wrong").status_code == 404
    assert browser.post(f"/clinic/{found.reference}/second-opinion/999999/wrong").status_code == 404
    sign_in(client, factories.staff("call_handler")).get("/clinic")
    assert client.post(f"/clinic/{found.reference}/second-opinion/{opinion.id}/wrong").status_code == 403
    assert "Second opinion" not in client.get(f"/clinic/{found.reference}").words
    assert db.session.query(OpinionReport).count() == 0
