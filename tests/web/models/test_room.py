"""The models room: how it stands in plain words, changed with a reason, refused in sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ifd import clock
from ifd.database import db
from ifd.models import ModelStanding, ModelTraining
from ifd.queries import model_versions
from ifd.services.second_opinion.falling_back import fall_back, tell_of
from ifd.services.second_opinion.standing import NOBODY
from tests import factories, second_opinions
from tests.web.signed_in import sign_in

READERS = {"clinician", "lead", "analyst", "administrator"}
GOVERNORS = {"lead", "administrator"}


@pytest.fixture
def lead(db_session):
    return factories.staff("lead", name="Grace Adeyemi")


@pytest.fixture
def browser(client, lead):
    browser = sign_in(client, lead)
    browser.get("/models")
    return browser


@pytest.fixture
def version(db_session):
    made = second_opinions.version("m-3f9a1c20d4e5")
    db.session.commit()
    return made


def post(browser, address: str, **data):
    return browser.post(address, data=data)


def mode() -> str:
    db.session.rollback()
    standing = model_versions.standing_now()
    return standing.mode if standing else "off"


@pytest.mark.parametrize("role", ["clinician", "lead", "analyst", "administrator", "call_handler", "partner"])
def test_who_reads_it_and_who_governs(db_session, client, version, role):
    sign_in(client, factories.staff(role))
    for path in ("/models", "/models/watched", "/models/history", f"/models/versions/{version.name}"):
        assert client.get(path).status_code == (200 if role in READERS else 403), path
    for page in ("switch", "challenger", "roll-back", f"versions/{version.name}/promote"):
        path = f"/models/{page}"
        assert client.get(path).status_code == (200 if role in GOVERNORS else 403), path
    if role in READERS:
        forms = client.get("/models").page.xpath("//form[starts-with(@action, '/models/')]")
        assert bool(forms) == (role in GOVERNORS)


def test_before_anything_it_says_how_to_begin(browser):
    second_opinions.decided()
    db.session.commit()
    page = browser.get("/models")
    assert page.heading == "Second opinion: off"
    for words in ("It was never switched on.", "How to begin", "requests: 1 so far", "There is no version yet."):
        assert words in page.words, words
    assert "No version has stood yet" in browser.get("/models/watched").words
    assert "It was never switched on." in browser.get("/models/history").words
    refused = post(browser, "/models/switch", mode="shadow", why="To try it.")
    assert NOBODY in refused.words


def test_from_off_to_shadow_with_a_reason(browser, version):
    page = post(browser, "/models/switch", mode="shadow", version=version.name, why="")
    assert page.status_code == 400
    assert "Say why" in page.words
    assert mode() == "off"
    assert post(browser, "/models/switch", mode="shadow", version=version.name, why="To try it.").status_code == 303
    page = browser.get("/models")
    assert page.heading == "Second opinion: in shadow"
    for words in ("stands in shadow", "by Grace Adeyemi", "To try it.", "Before it can be shown:", "Champion"):
        assert words in page.words, words


def test_what_bars_it_is_told_in_sentences_and_nothing_typed_is_lost(browser, version):
    second_opinions.stand("shadow", version)
    db.session.commit()
    page = post(browser, "/models/switch", mode="shown", version=version.name, why="It helps.")
    assert page.status_code == 400
    assert "has been in shadow for" in page.words
    assert "It helps." in page.words
    assert mode() == "shadow"


def test_who_forgets_to_choose_a_version_is_asked_to(browser, version):
    page = post(browser, "/models/switch", mode="shadow", why="To see.")
    assert page.status_code == 400
    assert "Choose the version that should stand so" in page.words
    assert NOBODY not in page.words


def test_shown_after_its_time_in_shadow_and_off_at_once(app, browser, version):
    second_opinions.in_shadow_long_enough(app, version, until=clock.now())
    db.session.commit()
    assert "Before it can be shown" not in browser.get("/models").words
    assert post(browser, "/models/switch", mode="shown", version=version.name, why="It helps.").status_code == 303
    assert browser.get("/models").heading == "Second opinion: shown"
    assert post(browser, "/models/switch", mode="off", why="A doubt.").status_code == 303
    assert mode() == "off"
    page = browser.get("/models/history")
    for words in ("Shown", "In shadow", "A doubt.", "It helps."):
        assert words in page.words


def test_a_challenger_is_named_compared_and_promoted(browser, version):
    other = second_opinions.version("m-0000000000aa")
    second_opinions.stand("shadow", version)
    db.session.commit()
    assert post(browser, "/models/challenger", version=other.name, why="Newer.").status_code == 303
    assert "Challenger, asked in shadow: m-0000000000aa" in browser.get("/models").words
    address = f"/models/versions/{other.name}/promote"
    page = browser.get(address)
    assert "Compare m-3f9a1c20d4e5 and m-0000000000aa on the same later months first." in page.words
    assert post(browser, address, why="Better.", seen="").status_code == 400

    compared = second_opinions.compared(version, other, at=clock.now())
    db.session.commit()
    page = browser.get(address)
    seen = page.page.xpath("string(//input[@name='seen']/@value)")
    assert seen == str(compared.id)
    assert post(browser, address, why="Better.", seen="999").status_code == 400
    assert post(browser, address, why="Better.", seen=seen).status_code == 303
    assert model_versions.standing_now().champion_id == other.id

    assert f"Go back to {version.name}" in browser.get("/models").words
    assert post(browser, "/models/roll-back", why="It was worse.").status_code == 303
    assert model_versions.standing_now().champion_id == version.id


def test_the_page_says_that_what_was_taken_away_comes_back_in_shadow(browser, version):
    other = second_opinions.version("m-0000000000aa")
    then = clock.now() - timedelta(days=2)
    second_opinions.shown(version, at=then)
    second_opinions.shown(other, at=then)
    db.session.commit()
    assert "stands in shadow first" not in browser.get("/models/roll-back").words
    second_opinions.shown(version, at=then)
    fall_back("drifted", "Clinicians agree with it less often.", version, at=then + timedelta(days=1))
    second_opinions.shown(other, at=then + timedelta(days=1))
    db.session.commit()
    assert "It stands in shadow first, and nobody is shown what it thinks" in browser.get("/models/roll-back").words

    post(browser, "/models/roll-back", why="It was worse.")
    assert f"{version.name} stands in shadow" in browser.get("/models").words


def test_there_may_be_nothing_to_go_back_to(browser, version):
    assert "there is none to go back to" in browser.get("/models/roll-back").words
    page = post(browser, "/models/roll-back", why="To see.")
    assert page.status_code == 400
    assert db.session.scalar(select(ModelStanding)) is None


def test_what_befell_it_stands_at_the_top_for_a_fortnight(browser, version):
    now = clock.now()
    second_opinions.stand("shadow", version, at=now)
    tell_of("slow", "A look took longer than 2 seconds.", version, at=now - timedelta(days=15))
    fall_back("corrupt", "Its file could not be read: it is cut.", version, at=now)
    db.session.commit()
    page = browser.get("/models")
    assert page.heading == "Second opinion: off"
    top = page.page.xpath("string(//div[contains(@class, 'ifd-box--warning')])")
    assert "Its file could not be read: it is cut." in top
    assert "It was taken away by itself" in top
    assert "longer than 2 seconds" not in page.words
    assert "by the system itself" in page.words
    assert "Cannot be read" in page.words
    assert "longer than 2 seconds" in browser.get("/models/history").words
    assert "is never asked again" in browser.get(f"/models/versions/{version.name}").words


def test_training_is_asked_for_and_its_progress_is_shown(browser):
    assert "Enter a number from 1 to 24" in post(browser, "/models/train", months="99").words
    asked = post(browser, "/models/train", months="3")
    row = db.session.scalars(select(ModelTraining)).one()
    assert (row.kind, row.about["months_left_out"]) == ("train", 3)
    page = browser.get(asked.location)
    assert "It begins in a moment" in page.words
    assert page.page.xpath("//noscript/meta[@http-equiv='refresh']") or "http-equiv" in page.get_data(as_text=True)
    row.started_at = row.heard_of_at = clock.now()
    row.done, row.total, row.step = 250, 1000, "Reading what was decided"
    db.session.commit()
    assert "Reading what was decided: 250 of 1000 (25%)" in browser.get(asked.location).words
    row.finished_at, row.outcome, row.report = clock.now(), "broken", {"sentence": "There are too few."}
    db.session.commit()
    page = browser.get(asked.location)
    assert "There are too few." in page.words
    assert 'http-equiv="refresh"' not in page.get_data(as_text=True)
    assert "broke off" in browser.get("/models").words


def test_a_comparison_is_asked_of_two_that_are_there(browser, version):
    other = second_opinions.version("m-0000000000aa")
    db.session.commit()
    assert "Choose the version" in post(browser, "/models/compare", version="").words
    assert post(browser, "/models/compare", version=other.name).location == "/models"
    assert "There is no champion to compare with." in browser.get("/models").words
    second_opinions.stand("shadow", version)
    db.session.commit()
    post(browser, "/models/compare", version=version.name)
    assert "Choose two versions" in browser.get("/models").words
    asked = post(browser, "/models/compare", version=other.name)
    assert "m-3f9a1c20d4e5 and m-0000000000aa on the same later months" in browser.get(asked.location).words


@pytest.mark.parametrize("path", ["/models/versions/m-none", "/models/versions/m-none/promote", "/models/work/999"])
def test_what_is_not_there(browser, path):
    assert browser.get(path).status_code == 404


def test_whoever_runs_the_software_sees_how_it_stands_and_it_never_makes_the_house_unready(browser, version):
    assert browser.get("/readyz").json["second_opinion"] == "off"
    second_opinions.shown(version)
    db.session.commit()
    before = browser.get("/readyz").json
    assert before["second_opinion"] == "shown"
    assert 'ifd_second_opinion{state="shown"} 1.0' in browser.get("/metrics").get_data(as_text=True)
    fall_back("corrupt", "It is cut.", version, at=clock.now())
    db.session.commit()
    after = browser.get("/readyz")
    assert after.json == {**before, "second_opinion": "taken_away"}
    assert after.status_code == 200
    assert 'ifd_second_opinion{state="shown"} 0.0' in browser.get("/metrics").get_data(as_text=True)


@pytest.mark.parametrize(
    ("answered", "words"),
    [(0.0, "no request, or nearly none"), (0.03, "only 3 of 100 requests"), (0.05, None), (0.4, None), (None, None)],
)
def test_of_a_version_that_hardly_answers_it_is_said_before_it_stands_and_nothing_is_barred(browser, answered, words):
    quiet = second_opinions.version(about={"offer": {"answered": answered}} if answered is not None else {})
    other = second_opinions.version()
    second_opinions.stand("shadow", other)
    db.session.commit()
    for page in (f"versions/{quiet.name}", f"versions/{quiet.name}/promote", "switch", "challenger"):
        found = browser.get(f"/models/{page}").words
        assert ("By its own figures" in found) == bool(words), page
        assert (words or quiet.name) in found, page
    asked = post(browser, "/models/switch", mode="shadow", version=quiet.name, why="To see how it does.")
    assert asked.status_code == 303
    assert ("By its own figures" in browser.get("/models").words) == bool(words)
    assert model_versions.standing_now().champion_id == quiet.id


def test_a_list_of_versions_tells_of_how_many_each_has_an_opinion(browser, version):
    second_opinions.version("m-0000000000aa", about={"offer": {"answered": 0.41}})
    db.session.commit()
    choices = browser.get("/models/switch").page.xpath("//select[@name='version']/option/text()")
    assert choices[1:] == ["m-0000000000aa: answers 41 in 100", "m-3f9a1c20d4e5"]


@pytest.mark.parametrize(
    ("mode", "of_the_champion", "of_the_challenger", "of_another"),
    [
        ("off", ["shadow"], ["Promote", "shadow"], ["Promote", "challenger", "shadow"]),
        ("shadow", ["shown"], ["Promote", "shadow"], ["Promote", "challenger", "shadow"]),
        ("shown", ["shadow"], ["Promote"], ["Promote", "challenger"]),
    ],
)
def test_only_what_changes_something_is_offered(browser, version, mode, of_the_champion, of_the_challenger, of_another):
    challenger, another = second_opinions.version(), second_opinions.version()
    second_opinions.stand("shadow", version, challenger)
    second_opinions.stand(mode, version, challenger)
    db.session.commit()
    for one, expected in ((version, of_the_champion), (challenger, of_the_challenger), (another, of_another)):
        links = browser.get(f"/models/versions/{one.name}").page.xpath("//p[contains(@class, 'ifd-in-a-row')]/a/text()")
        assert len(links) == len(expected), (one.name, links)
        assert all(word in link for word, link in zip(expected, links, strict=True)), links
    choices = browser.get("/models/challenger").page.xpath("//select/option/@value")
    assert version.name not in choices
    assert {challenger.name, another.name} < set(choices)


def test_what_stands_nowhere_yet_is_offered_for_shadow_alone(browser, version):
    links = browser.get(f"/models/versions/{version.name}").page.xpath("//p[contains(@class, 'ifd-in-a-row')]/a/text()")
    assert links == ["Switch it to shadow"]


@pytest.mark.parametrize("environment", ["test", "demo"])
def test_that_the_demo_has_shortened_the_time_in_shadow_is_said(app, browser, version, environment, monkeypatch):
    for name, value in {"environment": environment, "model_shadow_days": 0, "model_shadow_decisions": 3}.items():
        monkeypatch.setattr(app.settings, name, value)
    for page in ("", "/switch"):
        words = browser.get(f"/models{page}").words
        said = "This is the demo, so its time in shadow is shortened to 0 days and 3 decided requests."
        assert (said in words) == (environment == "demo"), page
