"""How the classifier stands: in shadow first, shown when it has earned it, promoted by a person, and taken away."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from ifd.database import db
from ifd.models import ModelEvent, ModelStanding, OpinionReport, SecondLook, Suggestion
from ifd.permissions import Forbidden
from ifd.queries import model_versions
from ifd.services import intake, said_later
from ifd.services import second_opinion as house
from ifd.services.refusing import NotReady
from ifd.services.second_opinion import looks
from tests import factories, second_opinions
from tests.factories import NOON
from tests.queries.statements import statements
from tests.servers.queue_contents import everything_in

pytestmark = pytest.mark.usefixtures("db_session")
LATER = NOON + timedelta(hours=1)
WHY = "The figures of the last two months."


@pytest.fixture
def lead():
    return factories.staff("lead", name="Grace")


@pytest.fixture
def version():
    return second_opinions.version()


@pytest.fixture
def other():
    return second_opinions.version()


def sentences_of(refused) -> str:
    return " ".join(refused.value.sentences)


def stands() -> tuple:
    db.session.flush()
    now = model_versions.standing_now()
    return (now.mode, now.champion and now.champion.name, now.challenger and now.challenger.name)


def due() -> set[int]:
    db.session.flush()
    return set(db.session.scalars(select(SecondLook.request_id)))


# Off, shadow, shown


def test_nobody_switched_it_on():
    assert model_versions.standing_now() is None


def test_shadow_comes_first_and_shown_says_what_is_missing(app, lead, version):
    with pytest.raises(NotReady) as refused:
        house.switch("shown", version, WHY, by=lead, at=NOON)
    assert "0 days, beside 0 decided requests. It needs 28 days and 200 decided requests" in sentences_of(refused)
    assert model_versions.standing_now() is None

    house.switch("shadow", version, WHY, by=lead, at=NOON)
    assert stands() == ("shadow", version.name, None)
    [entry] = second_opinions.named("model.switched")
    assert (entry.staff_id, entry.detail["mode"], entry.detail["champion"]) == (lead.id, "shadow", version.name)


@pytest.mark.parametrize(("days", "decided", "may"), [(28, 2, True), (27, 2, False), (28, 1, False)])
def test_it_is_shown_after_its_days_and_decisions_in_shadow(app, lead, version, days, decided, may):
    app.settings.model_shadow_decisions = 2
    second_opinions.stand("shadow", version, at=NOON - timedelta(days=days))
    for _ in range(decided):
        second_opinions.opinion(second_opinions.decided(at=NOON - timedelta(days=3)), version)
    second_opinions.opinion(factories.request(), version)  # nobody has decided it

    assert (house.what_bars_showing(version, NOON) == ()) is may
    if may:
        house.switch("shown", version, WHY, by=lead, at=NOON)
        assert stands()[0] == "shown"
    else:
        with pytest.raises(NotReady):
            house.switch("shown", version, WHY, by=lead, at=NOON)
        assert stands()[0] == "shadow"


@pytest.mark.parametrize(
    ("found", "may"),
    [
        ({"holds": False, "compared": 60, "largest": 0.12, "bound": 0.05}, False),
        ({"holds": True, "compared": 60, "largest": 0.01, "bound": 0.05}, True),
        ({"holds": False, "compared": 0, "largest": 0.0, "bound": 0.05}, True),
    ],
)
def test_what_changes_with_he_or_she_is_shown_to_nobody(app, lead, other, found, may):
    app.settings.model_shadow_decisions = 0
    version = second_opinions.version(about={"counterfactual": found})
    second_opinions.stand("shadow", version, at=NOON - timedelta(days=60))
    assert (house.what_bars_showing(version, NOON) == ()) is may
    if not may:
        with pytest.raises(NotReady) as refused:
            house.switch("shown", version, WHY, by=lead, at=NOON)
        assert "changes by up to 12%" in sentences_of(refused)
        second_opinions.stand("shadow", other, at=NOON - timedelta(days=30))
        second_opinions.stand("shown", other, version)
        assert any("12%" in sentence for sentence in house.what_bars_promoting(version, None, NOON))


def test_time_when_it_was_off_is_no_time_in_shadow(lead, version):
    second_opinions.stand("shadow", version, at=NOON - timedelta(days=60))
    second_opinions.stand("off", version, at=NOON - timedelta(days=50))
    second_opinions.stand("shadow", version, at=NOON - timedelta(days=5))

    assert model_versions.stood(version, NOON).days == 15


def test_off_needs_a_reason_alone_and_keeps_in_mind_who_stood(lead, version):
    second_opinions.shown(version)
    house.switch("off", None, WHY, by=lead, at=LATER)

    assert stands() == ("off", version.name, None)
    with pytest.raises(NotReady, match="Say why"):
        house.switch("off", None, "  ", by=lead, at=LATER)


def test_another_version_is_not_switched_into_the_place_of_the_one_that_is_shown(lead, version, other):
    second_opinions.shown(version)
    with pytest.raises(NotReady) as refused:
        house.switch("shadow", other, WHY, by=lead, at=LATER)
    assert "promote it" in sentences_of(refused)


def test_nor_by_way_of_off_without_a_comparison(app, lead, version, other):
    second_opinions.shown(version, at=NOON - timedelta(days=90))
    second_opinions.stand("off", version, at=NOON - timedelta(days=80))
    second_opinions.in_shadow_long_enough(app, other)
    with pytest.raises(NotReady) as refused:
        house.switch("shown", other, WHY, by=lead, at=NOON)
    assert sentences_of(refused) == f"Compare {version.name} and {other.name} on the same later months first."

    second_opinions.compared(version, other)
    house.switch("shown", other, WHY, by=lead, at=NOON)
    assert stands() == ("shown", other.name, None)


@pytest.mark.parametrize("role", ["clinician", "analyst", "call_handler", "partner"])
def test_only_who_governs_it_may(role, version):
    somebody = factories.staff(role)
    for act in (
        lambda: house.switch("shadow", version, WHY, by=somebody, at=NOON),
        lambda: house.name_challenger(version, WHY, by=somebody, at=NOON),
        lambda: house.promote(version, None, WHY, by=somebody, at=NOON),
        lambda: house.roll_back(WHY, by=somebody, at=NOON),
        lambda: house.ask_for_training(by=somebody, at=NOON),
        lambda: house.ask_for_comparison(version, version, by=somebody, at=NOON),
    ):
        with pytest.raises(Forbidden):
            act()
    assert model_versions.standing_now() is None


# Champion and challenger


def test_a_challenger_stands_beside_and_is_promoted_after_a_comparison_that_was_seen(app, lead, version, other):
    second_opinions.stand("shadow", version)
    house.name_challenger(other, WHY, by=lead, at=NOON)
    assert stands() == ("shadow", version.name, other.name)

    with pytest.raises(NotReady) as refused:
        house.promote(other, None, WHY, by=lead, at=LATER)
    assert "Compare" in sentences_of(refused)
    compared = second_opinions.compared(version, other)
    with pytest.raises(NotReady) as refused:
        house.promote(other, None, WHY, by=lead, at=LATER)
    assert "Look at the newest comparison" in sentences_of(refused)

    house.promote(other, compared, WHY, by=lead, at=LATER)
    assert stands() == ("shadow", other.name, None)
    [entry] = second_opinions.named("model.promoted")
    assert (entry.staff_id, entry.detail["comparison"]) == (lead.id, compared.id)


@pytest.mark.parametrize("case", ["older one", "the other way round", "not finished"])
def test_the_comparison_must_be_the_newest_of_exactly_these_two(lead, version, other, case):
    second_opinions.stand("shadow", version, other)
    if case == "older one":
        seen = second_opinions.compared(version, other)
        second_opinions.compared(version, other)
    elif case == "the other way round":
        seen = second_opinions.compared(other, version)
    else:
        seen = house.ask_for_comparison(version, other, by=lead, at=NOON)
    with pytest.raises(NotReady):
        house.promote(other, seen, WHY, by=lead, at=LATER)


def test_a_promoted_version_is_shown_only_after_its_own_time_in_shadow(app, lead, version, other):
    app.settings.model_shadow_decisions = 1
    second_opinions.shown(version, other, at=NOON - timedelta(days=40))
    compared = second_opinions.compared(version, other)
    with pytest.raises(NotReady) as refused:
        house.promote(other, compared, WHY, by=lead, at=NOON)
    assert "in shadow for 40 days, beside 0 decided requests" in sentences_of(refused)

    second_opinions.opinion(second_opinions.decided(at=NOON - timedelta(days=1)), other)
    house.promote(other, compared, WHY, by=lead, at=NOON)
    assert stands() == ("shown", other.name, None)


def test_one_action_goes_back_to_the_version_before(lead, version, other):
    second_opinions.shown(version, other)
    second_opinions.stand("shown", other)
    house.roll_back(WHY, by=lead, at=LATER)

    assert stands() == ("shown", version.name, None)
    [entry] = second_opinions.named("model.rolled_back")
    assert (entry.detail["was"], entry.detail["champion"]) == (other.name, version.name)


def test_going_back_shows_nobody_what_was_never_shown(lead, version, other):
    second_opinions.stand("shadow", version, other)
    second_opinions.stand("shown", other)
    house.roll_back(WHY, by=lead, at=LATER)

    assert stands() == ("shadow", version.name, None)


@pytest.mark.parametrize(("shown_again", "mode"), [(False, "shadow"), (True, "shown")])
def test_going_back_shows_nobody_what_was_taken_away(lead, version, other, shown_again, mode):
    second_opinions.shown(version)
    house.fall_back("drifted", "Clinicians agree with it less often.", version, at=LATER)
    if shown_again:
        second_opinions.shown(version, at=LATER + timedelta(minutes=1))
    second_opinions.shown(other, at=LATER + timedelta(minutes=2))
    house.roll_back(WHY, by=lead, at=LATER + timedelta(hours=1))

    assert stands() == (mode, version.name, None)


def test_there_is_no_going_back_without_a_reason_or_a_version(lead, version, other):
    with pytest.raises(NotReady, match="none to go back to"):
        house.roll_back(WHY, by=lead, at=NOON)
    second_opinions.shown(version, other)
    second_opinions.stand("shown", other)
    with pytest.raises(NotReady, match="Say why"):
        house.roll_back(" ", by=lead, at=NOON)


def test_a_version_whose_file_could_not_be_read_is_not_used_again(lead, version, other):
    second_opinions.shown(version, other)
    house.fall_back("corrupt", "The file is cut.", other, at=LATER)
    second_opinions.stand("shown", other)
    house.fall_back("corrupt", "The file is cut.", version, at=LATER)

    for act in (
        lambda: house.switch("shadow", version, WHY, by=lead, at=LATER),
        lambda: house.name_challenger(version, WHY, by=lead, at=LATER),
        lambda: house.roll_back(WHY, by=lead, at=LATER),
    ):
        with pytest.raises(NotReady) as refused:
            act()
        assert "could not be read" in sentences_of(refused)


# The system takes it away


def test_the_system_switches_off_tells_why_and_forgets_what_was_due(version):
    second_opinions.shown(version)
    request = factories.request()
    assert due() == {request.id}
    house.fall_back("slow", "It took longer than two seconds, three times in a row.", version, at=LATER)

    assert stands() == ("off", version.name, None)
    assert due() == set()
    assert [event.kind for event in model_versions.events()] == ["fell_back", "slow"]
    assert "rules suggest alone" in model_versions.events()[0].sentence
    [entry] = second_opinions.named("model.fell_back")
    assert (entry.actor, entry.detail["was"], entry.detail["mode"]) == ("system", "shown", "off")
    assert house.fall_back("slow", "Again.", version, at=LATER) is None


def test_a_challenger_that_fails_takes_nobody_with_it(version, other):
    second_opinions.shown(version, other)
    house.fall_back("failed", "It failed three times in a row.", other, at=LATER)

    assert stands() == ("shown", version.name, None)
    assert model_versions.standing_now().by_id is None


def test_failures_count_since_it_last_worked_or_was_switched_on(version):
    second_opinions.stand("shadow", version)
    from ifd.services.second_opinion.falling_back import tell_of

    tell_of("failed", "x", version, at=LATER)
    tell_of("slow", "x", version, at=LATER)
    assert model_versions.failures_in_a_row(version.id) == 2
    tell_of("recovered", "x", version, at=LATER)
    tell_of("failed", "x", version, at=LATER)
    assert model_versions.failures_in_a_row(version.id) == 1
    second_opinions.stand("shadow", version, at=LATER + timedelta(hours=1))
    assert model_versions.failures_in_a_row(version.id) == 0


# The database itself


@pytest.mark.parametrize(
    "statement",
    [
        "update model_standing set mode = 'off'",
        "delete from model_standing",
        "update model_version set card = 'x'",
        "delete from model_version",
        "update model_file set digest = 'x'",
        "delete from model_event",
        "update second_opinion set probability = 1",
        "update model_training set outcome = 'done'",
    ],
)
def test_the_database_keeps_it_as_it_was_written(version, other, statement):
    second_opinions.stand("shadow", version)
    second_opinions.compared(version, other)
    db.session.execute(
        text("insert into model_file values (:id, 'offer', :content, 'd')"), {"id": version.id, "content": b"x"}
    )
    house.fall_back("failed", "x", version, at=NOON)
    second_opinions.opinion(factories.request(), version)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))


@pytest.mark.parametrize(
    "facts",
    [
        {"mode": "shown"},  # never in shadow
        {"mode": "shadow", "champion": None},
        {"mode": "on"},
        {"mode": "shadow", "by": None},
        {"mode": "shadow", "why": ""},
    ],
)
def test_the_database_refuses_a_standing_that_cannot_be(lead, version, facts):
    row = {"at": NOON, "by": lead, "champion": version, "why": WHY, **facts}
    db.session.add(ModelStanding(**row))
    with pytest.raises(DBAPIError):
        db.session.flush()


def test_the_database_refuses_what_is_no_probability(version):
    request = factories.request()
    for probability in (1.2, -0.1, float("nan")):
        with pytest.raises(DBAPIError), db.session.begin_nested():
            second_opinions.opinion(request, version, probability=probability)


# What is to be looked at


def test_while_it_is_off_a_sending_leaves_nothing_to_look_at(version):
    factories.request()
    second_opinions.stand("off", version)
    factories.request()
    assert due() == set()


def test_one_statement_asks_for_a_look_and_stores_nothing_while_it_is_off(version):
    request = factories.request()
    db.session.flush()
    with statements() as asked:
        looks.ask_for_look(request, at=NOON)
    assert len(asked) == 1
    assert due() == set()


def test_a_request_and_what_is_said_later_are_looked_at_in_shadow_and_shown(valkey, version):
    second_opinions.stand("shadow", version)
    request = factories.request()
    db.session.commit()
    assert due() == {request.id}
    assert "second_look" in everything_in(valkey)
    looks.done(looks.take_up(LATER, 10)[0])
    assert due() == set()

    said_later.tell(request, said_later.Said(what="added_later", words="She does not sleep."), at=LATER)
    assert due() == {request.id}


def test_a_look_that_is_asked_for_again_is_not_done_by_who_began_before(version):
    second_opinions.stand("shadow", version)
    request = factories.request()
    [look] = looks.take_up(NOON, 10)
    looks.ask_for_look(request, at=LATER)

    assert not looks.done(look)
    assert [again.tries for again in looks.take_up(LATER, 10)] == [1]


def test_who_switches_it_on_or_promotes_has_everything_looked_at_that_waits(lead, version):
    waiting = factories.request()
    second_opinions.decided()
    house.switch("shadow", version, WHY, by=lead, at=NOON)
    assert due() == {waiting.id}
    house.switch("off", None, WHY, by=lead, at=LATER)
    assert due() == set()


def test_of_two_workers_each_takes_its_own_and_a_silent_one_is_overtaken(version):
    second_opinions.stand("shadow", version)
    for _ in range(3):
        factories.request()
    first, second = looks.take_up(NOON, 2), looks.take_up(NOON, 2)
    assert (len(first), len(second)) == (2, 1)
    assert looks.take_up(NOON, 2) == []

    again = looks.take_up(NOON + looks.SILENT_AFTER, 5)
    assert [look.tries for look in again] == [2, 2, 2]
    assert not looks.done(first[0])
    assert looks.take_up(NOON + 2 * looks.SILENT_AFTER, 5) == []
    assert looks.give_up_silent(NOON + 2 * looks.SILENT_AFTER) == 3
    assert looks.give_up_silent(NOON + 3 * looks.SILENT_AFTER) == 0
    assert len(due()) == 3  # kept, so that an older opinion is not shown


def test_a_request_is_treated_alike_with_it_and_without(version):
    given = factories.submission(text="I want to die.", safety={"suicidal_thoughts_now": "yes"})
    factories.area()
    without = intake.receive(given, submission_key="a", by="family", at=NOON).request
    second_opinions.shown(version)
    beside = intake.receive(given, submission_key="b", by="family", at=NOON).request
    db.session.flush()

    alike = ("status", "priority", "priority_rank", "thrive", "due_at", "next_news_at", "holder_id", "document")
    for name in alike[:-1]:
        assert getattr(without, name) == getattr(beside, name)
    first, second = (
        db.session.scalars(select(Suggestion).filter_by(request_id=request.id)).one().document
        for request in (without, beside)
    )
    assert {**first, "id": ""} == {**second, "id": ""}
    assert first["model"] is None


# Called wrong


def test_an_opinion_is_called_wrong_in_one_action_and_taken_back(version):
    clinician = factories.clinician()
    request = factories.request()
    priority = request.priority
    said = second_opinions.opinion(request, version)
    report = house.call_wrong(said, by=clinician, at=NOON)
    assert house.call_wrong(said, by=clinician, at=LATER) is report
    assert (report.said_by_id, request.priority) == (clinician.id, priority)
    [entry] = second_opinions.named("opinion.called_wrong")
    assert (entry.subject_id, entry.detail["version"]) == (request.id, version.name)

    house.take_back(said, by=clinician, at=LATER)
    house.take_back(said, by=clinician, at=LATER)
    assert report.taken_back_by_id == clinician.id
    assert len(second_opinions.named("opinion.right_after_all")) == 1
    assert house.call_wrong(said, by=clinician, at=LATER) is not report
    assert db.session.scalar(select(func.count(OpinionReport.id))) == 2


def test_only_who_decides_calls_it_wrong(version):
    said = second_opinions.opinion(factories.request(), version)
    for act in (house.call_wrong, house.take_back):
        with pytest.raises(Forbidden):
            act(said, by=factories.staff("analyst"), at=NOON)


# Teaching


def test_a_training_is_asked_for_once_and_rung_for(valkey, lead, version, other):
    first = house.ask_for_training(by=lead, at=NOON)
    assert house.ask_for_training(by=lead, at=LATER) is first
    comparison = house.ask_for_comparison(version, other, by=lead, at=NOON)
    db.session.commit()

    assert (first.about["months_left_out"], comparison.champion) == (2, version.name)
    assert model_versions.open_trainings() == [first, comparison]
    assert "model_training" in everything_in(valkey)
    assert version.name not in everything_in(valkey)
    with pytest.raises(NotReady):
        house.ask_for_comparison(version, version, by=lead, at=NOON)


def test_events_hold_no_kind_that_nobody_knows(version):
    with pytest.raises(ValueError, match="nothing called"):
        house.fall_back("exploded", "x", version, at=NOON)
    assert db.session.scalar(select(func.count(ModelEvent.id))) == 0
