"""Teaching a version from decisions and comparing two: what is learned, what is left out, and how it breaks off."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from ifd import clock
from ifd.clients.queue import JOBS
from ifd.database import db
from ifd.jobs import classifier, model_comparison, model_teaching, model_training
from ifd.jobs import long_work as doing
from ifd.jobs.model_lesson import lesson_of_decisions
from ifd.models import ModelFile, ModelTraining, ModelVersion, RuleCheck, SupportRequest
from ifd.queries import decided_requests, model_versions
from ifd.services import long_work
from ifd.services import second_opinion as house
from tests import factories, rule_texts
from tests import second_opinions as made
from tests.jobs import classifiers
from triage.vocabulary import OfferKind

pytestmark = pytest.mark.usefixtures("db_session")
NOW = clock.now()
KINDS = (OfferKind.COUNSELLING, OfferKind.PERINATAL)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(doing, "_LOOK_EVERY", 0.05)
    monkeypatch.setattr(model_teaching, "FEWEST", 50)
    monkeypatch.setattr(model_comparison, "FEWEST", 10)
    classifier._kept.clear()
    yield
    classifier._kept.clear()


@pytest.fixture
def lead():
    return factories.staff("lead")


def decided(how_many: int, *, days_ago: int, kinds=KINDS) -> None:
    """Requests of both kinds, each in words of its own, decided that long ago."""
    for number in range(how_many):
        words = (classifiers.WORRIES, classifiers.BABY)[number % 2]
        text = f"Ada {classifiers.text_about(words, number + days_ago * 1000)}"
        made.decided(kinds[number % 2], at=NOW - timedelta(days=days_ago), text=text)
    db.session.commit()


def trained(lead, **facts) -> ModelTraining:
    return work(house.ask_for_training(by=lead, at=NOW, **facts))


def work(training: ModelTraining) -> ModelTraining:
    db.session.commit()
    model_training.work([training.id])
    db.session.rollback()
    db.session.refresh(training)
    return training


def sentence(training: ModelTraining) -> str:
    assert training.outcome == "broken", training.report
    return training.report["sentence"]


@pytest.mark.engines("sqlite")
def test_a_version_is_learned_signed_kept_asked_and_compared(lead):
    decided(80, days_ago=100)
    decided(20, days_ago=20)  # left out of learning
    training = trained(lead)

    assert training.outcome == "done", training.report
    assert (training.report["rows"], training.report["need"]) == (80, None)  # every decision named the same need
    assert "The need is not learned" in training.report["remarks"][-1]
    [version] = model_versions.versions()
    assert (version.name, version.rows, version.training_id) == (training.report["version"], 80, training.id)
    assert version.made_by_id == lead.id
    assert version.learned_until <= clock.london_date(NOW - timedelta(days=60))
    assert "# Model card" in version.card
    assert "By Ethnic group" in version.card
    assert "Ada" not in version.card + str(version.about) + str(training.report)
    models = classifier.models_of(version.id)
    assert models.knows_our_requests
    assert all(classifier.request_of(key) for key in models.offer.kept.keys)
    [content] = db.session.scalars(select(ModelFile.content))
    assert b"ada" not in content.lower()

    assert "already" in sentence(trained(lead))  # nothing new was decided
    challenger = classifiers.version()
    compared = work(house.ask_for_comparison(version, challenger, by=lead, at=NOW))
    assert compared.outcome == "done", compared.report
    assert compared.report["rows"] == 20
    for which in ("champion", "challenger"):
        figures = compared.report[which]
        assert figures["accuracy"] > 0.8
        assert 0 <= figures["answered"] <= 1
        assert {"Age", "Gender", "Ethnic group", "Deprivation, by fifths", "Language", "Who asked", "Looked after",
                "Special educational needs or disability"} == set(figures["groups"])  # fmt: skip
    assert set(compared.report["rules"]) == {"accuracy"}
    assert model_versions.comparison_of(version, challenger) == compared
    assert "Ada" not in str(compared.report)


def test_too_few_decisions_are_told_with_what_to_do(lead):
    decided(4, days_ago=100)
    decided(4, days_ago=20)
    training = trained(lead)

    assert sentence(training) == model_teaching.TOO_FEW.format(rows=4, fewest=50)
    assert model_versions.versions() == []
    [entry] = made.named("model.training_finished")
    assert (entry.actor, entry.detail["outcome"]) == ("system", "broken")


def test_one_kind_of_help_is_nothing_to_tell_apart(monkeypatch, lead):
    monkeypatch.setattr(model_teaching, "FEWEST", 4)
    decided(4, days_ago=100, kinds=(OfferKind.COUNSELLING, OfferKind.COUNSELLING))
    assert sentence(trained(lead)) == model_teaching.ONE_KIND


def test_what_the_learning_refuses_is_told_in_its_own_words(monkeypatch, lead):
    monkeypatch.setattr(model_teaching, "FEWEST", 4)
    decided(4, days_ago=100)
    assert "4 different texts" in sentence(trained(lead))


def test_a_fault_is_a_sentence_and_no_word_of_a_family(monkeypatch, lead):
    def fail(*_args):
        raise RuntimeError("Ada's words")

    monkeypatch.setattr(model_teaching, "lesson_of_decisions", fail)
    assert sentence(trained(lead)) == model_training.FAULT


def test_of_a_request_that_cannot_be_read_nothing_is_learned(monkeypatch):
    monkeypatch.setattr(decided_requests, "AT_ONCE", 3)
    decided(4, days_ago=100)
    request = db.session.scalars(select(SupportRequest)).first()
    request.document = {**request.document, "age": "fourteen"}
    db.session.commit()
    lesson = lesson_of_decisions(NOW, lambda *_: None)

    assert (len(lesson.examples), lesson.not_read) == (3, 1)
    assert not any("Ada" in example.text for example in lesson.examples)


def test_both_versions_are_asked_about_what_neither_has_learned_from(lead):
    first = made.version()
    second = classifiers.version(learned_until=clock.london_date(NOW - timedelta(days=30)))
    assert model_comparison._after([first.learned_until, second.learned_until]).date() == clock.london_date(
        NOW - timedelta(days=29)
    )
    assert model_comparison._after([None, None]) == model_comparison.BEGINNING


def test_a_comparison_needs_enough_later_decisions(lead):
    decided(4, days_ago=20)
    one = classifiers.version()
    other = classifiers.version(name="m-other")
    db.session.commit()
    assert "of another version" in sentence(work(house.ask_for_comparison(one, other, by=lead, at=NOW)))

    with pytest.MonkeyPatch.context() as patch:
        load = classifier.models_of
        patch.setattr(classifier, "models_of", lambda _id: load(one.id))
        told = sentence(work(house.ask_for_comparison(one, other, by=lead, at=NOW + timedelta(days=1))))
    assert told == model_comparison.TOO_FEW_LATER.format(rows=4, fewest=10)


def test_a_version_whose_file_cannot_be_read_is_not_compared(lead):
    one, other = classifiers.version(), classifiers.version(b"cut", name="m-cut")
    told = sentence(work(house.ask_for_comparison(one, other, by=lead, at=NOW)))
    assert told.startswith("m-cut cannot be compared: ")


def test_who_was_taken_for_dead_leaves_no_version(monkeypatch, lead):
    """The version is stored in the transaction that ends the work, and only by whom it still belongs to."""
    training = house.ask_for_training(by=lead, at=NOW)
    db.session.commit()
    turn = long_work.take_up(ModelTraining, training.id, clock.now())
    db.session.commit()
    training.heard_of_at = clock.now() - 2 * long_work.SILENT_AFTER
    db.session.commit()
    again = long_work.take_up(ModelTraining, training.id, clock.now())
    found = long_work.Found("done", store=lambda: made.version())

    assert not long_work.finish(turn, found, long_work.Progress(), clock.now())
    assert db.session.scalar(select(func.count(ModelVersion.id))) == 0
    assert long_work.finish(again, found, long_work.Progress(), clock.now())
    assert db.session.scalar(select(func.count(ModelVersion.id))) == 1


def test_of_all_long_work_one_is_done_at_a_time_and_the_next_is_rung_for(lead):
    from ifd.services import rules_room

    check = rules_room.ask_for_check("proof", rule_texts.text_named(), by=lead, at=NOW)
    training = house.ask_for_training(by=lead, at=NOW + timedelta(seconds=1))
    db.session.commit()
    assert long_work.take_up(RuleCheck, check.id, clock.now())
    db.session.commit()
    assert long_work.take_up(ModelTraining, training.id, clock.now()) is None
    assert [type(one).__name__ for one in long_work.unfinished()] == ["RuleCheck", "ModelTraining"]


def test_the_queue_gives_a_training_longer_than_it_takes_itself():
    assert JOBS["model_training"].within > doing.LONGEST
