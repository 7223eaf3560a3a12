"""The classifier's look: what it leaves, and how every way of going wrong harms the classifier and no request."""

import dataclasses
import time
from datetime import timedelta

import pytest
from rq.timeouts import JobTimeoutException
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from ifd import clock
from ifd.clients.queue import bell_for
from ifd.database import db
from ifd.jobs import classifier, model_thought, second_look, tick, watch_model, worker
from ifd.models import ModelEvent, ModelFile, SecondLook, SecondOpinion, Suggestion, SupportRequest
from ifd.queries import model_versions, second_opinions
from ifd.services import lease, said_later
from ifd.services.second_opinion import looks
from tests import factories
from tests import second_opinions as made
from tests.jobs import classifiers
from tests.servers.queue_contents import everything_in
from triage.vocabulary import OfferKind

pytestmark = pytest.mark.usefixtures("db_session")
NOW = clock.now()
WORRIES = "She has panic at school. She is scared of every exam and has a nervous tummy."


@pytest.fixture(autouse=True)
def afresh(app):
    """No model from another test, and the settings as they were."""
    classifier._kept.clear()
    before = dict(app.settings)
    yield
    classifier._kept.clear()
    for name, value in before.items():
        setattr(app.settings, name, value)


@pytest.fixture
def version():
    return classifiers.version()


def asked(words: str = WORRIES, **facts) -> SupportRequest:
    request = factories.request(at=clock.now(), text=words, **facts)
    db.session.commit()
    return request


def look() -> None:
    second_look.work()
    db.session.rollback()
    db.session.expire_all()


def again(times: int = 1) -> None:
    """Later, when what failed comes to its turn again."""
    for _ in range(times):
        db.session.execute(text("update second_look set heard_of_at = null"))
        db.session.execute(text("update heartbeat set leased_until = null"))
        db.session.commit()
        look()


def opinions() -> list[SecondOpinion]:
    return list(db.session.scalars(select(SecondOpinion).order_by(SecondOpinion.id)))


def due() -> list[SecondLook]:
    return list(db.session.scalars(select(SecondLook)))


def kinds() -> list[str]:
    """What befell it, the oldest first."""
    return list(db.session.scalars(select(ModelEvent.kind).order_by(ModelEvent.id)))


def mode() -> str:
    return model_versions.standing_now().mode


def everything_of(request: SupportRequest) -> tuple:
    db.session.rollback()
    columns = (SupportRequest.version, SupportRequest.status, SupportRequest.priority, SupportRequest.due_at)
    row = db.session.execute(select(*columns).where(SupportRequest.id == request.id)).one()
    documents = db.session.scalars(select(Suggestion.document).filter_by(request_id=request.id))
    return tuple(row), list(documents)


# What a look leaves


def test_a_look_leaves_an_opinion_with_its_reasons_in_place_and_nothing_else(version):
    made.stand("shadow", version)
    request = asked()
    before = everything_of(request)
    look()

    [opinion] = opinions()
    assert (opinion.request_id, opinion.version_id, opinion.mode) == (request.id, version.id, "shadow")
    assert (opinion.label, opinion.abstains, opinion.because) == (OfferKind.COUNSELLING, False, "")
    assert 0.5 < opinion.probability <= 1
    assert opinion.alternatives[0] == {"label": "counselling", "probability": opinion.probability}
    said = [WORRIES[phrase["start"] : phrase["end"]] for phrase in opinion.phrases]
    assert said
    assert any("panic" in words or "exam" in words for words in said)
    assert (opinion.need, opinion.need_probability) == ("", None)
    assert opinion.milliseconds < 2000
    assert due() == []
    assert everything_of(request) == before
    assert kinds() == []


def test_what_is_unlike_all_it_knows_has_no_opinion(version):
    made.stand("shadow", version)
    asked("Quarterly revenue of the steelworks fell by nine percent against the yen.")
    look()

    [opinion] = opinions()
    assert opinion.abstains
    assert opinion.because in ("unsure", "unlike", "nothing_to_read")
    assert opinion.phrases == []


def test_phrases_of_what_was_said_later_are_in_their_own_place(version):
    made.stand("shadow", version)
    request = asked("Please help.")
    event = said_later.tell(
        request, said_later.Said(what="added_later", words="Panic at school, scared of the exam."), at=clock.now()
    ).event
    db.session.commit()
    look()

    [opinion] = opinions()
    places = [phrase for phrase in opinion.phrases if phrase.get("event") == event.id]
    assert places
    assert event.note[places[0]["start"] : places[0]["end"]] in "Panic at school, scared of the exam."


def test_neighbours_are_ids_of_requests_it_learned_from_here_and_of_no_others(version):
    made.stand("shadow", version)
    asked()
    look()
    assert opinions()[0].neighbours == []  # imported: its keys are not our requests

    training = made.compared(version, made.version())
    ours = dataclasses.replace(classifier.models_of(version.id), knows_our_requests=True)
    assert training.id
    keys = model_thought.neighbours(ours, _example(), request_id=1)
    assert len(keys) == model_thought.NEAREST
    assert all(isinstance(key, int) and key != 1 for key in keys)


def _example():
    from triage.ml.examples import Example

    return Example(classifiers.text_about(classifiers.WORRIES, 0))


def test_champion_and_challenger_are_both_asked_and_one_is_shown(version):
    other = made.version("m-other")
    made.shown(version, other)
    request = asked()
    db.session.execute(text("delete from second_look"))
    db.session.commit()
    looks.ask_for_look(request, at=clock.now())
    db.session.commit()
    with pytest.MonkeyPatch.context() as patch:
        load = classifier.models_of
        patch.setattr(classifier, "models_of", lambda id: load(version.id))
        look()

    assert [(one.version.name, one.mode) for one in opinions()] == [(version.name, "shown"), ("m-other", "shadow")]
    shown = second_opinions.shown_of(factories.clinician(), request)
    assert shown.opinion.version_id == version.id


def test_what_was_decided_meanwhile_is_looked_at_in_shadow(version):
    made.shown(version)
    request = made.decided(at=clock.now())
    looks.ask_for_look(request, at=clock.now())
    db.session.commit()
    look()

    assert [one.mode for one in opinions()] == ["shadow"]


def test_twice_is_once_and_off_is_never(version):
    made.stand("shadow", version)
    asked()
    look()
    look()
    assert len(opinions()) == 1

    looks.ask_for_look(asked(), at=clock.now())
    made.stand("off", version)
    db.session.commit()
    look()
    assert (len(opinions()), due()) == (1, [])


def test_a_document_that_cannot_be_read_has_no_opinion_and_is_no_failure(version):
    made.stand("shadow", version)
    request = asked()
    request.document = {**request.document, "age": "fourteen"}
    db.session.commit()
    look()

    assert (opinions(), due(), kinds()) == ([], [], [])


def test_a_version_is_read_once_a_process(monkeypatch, version):
    made.stand("shadow", version)
    asked()
    look()
    monkeypatch.setattr(classifier, "_load", None)
    asked()
    look()
    assert len(opinions()) == 2


# It fails


def failing(monkeypatch, error: Exception) -> None:
    def fail(*_args):
        raise error

    monkeypatch.setattr(second_look, "think", fail)


def test_a_look_that_goes_wrong_is_told_without_a_word_of_the_request_and_tried_once_more(monkeypatch, version):
    made.stand("shadow", version)
    request = asked()
    before = everything_of(request)
    with monkeypatch.context() as patch:
        failing(patch, RuntimeError("Ada's own words"))
        look()
        assert (kinds(), mode(), len(due())) == (["failed"], "shadow", 1)
        told = model_versions.events()[0]
        assert told.sentence == second_look.WENT_WRONG.format(error="RuntimeError")
        look()  # not at once: it waits its turn
        assert kinds() == ["failed"]
    again()

    assert len(opinions()) == 1
    assert kinds() == ["failed", "recovered"]
    assert everything_of(request) == before


def test_after_three_failures_in_a_row_the_rules_go_on_alone_and_it_is_told(monkeypatch, version):
    made.shown(version)
    requests = [asked() for _ in range(4)]
    before = [everything_of(request) for request in requests]
    failing(monkeypatch, MemoryError())
    look()

    assert (mode(), kinds()) == ("off", ["failed", "failed", "failed", "fell_back"])
    assert (due(), opinions()) == ([], [])
    standing = model_versions.standing_now()
    assert standing.by_id is None
    assert "3 times in a row" in standing.why
    assert [everything_of(request) for request in requests] == before
    assert factories.request(at=clock.now()).status.value == "received"
    assert second_opinions.shown_to(factories.clinician(), [request.id for request in requests]) == {}


def test_one_request_alone_does_not_take_it_away_and_is_given_up(monkeypatch, version):
    made.stand("shadow", version)
    asked("ZEBRA " + WORRIES)
    think = second_look.think

    def fail_for_zebras(models, subject):
        if "ZEBRA" in subject.case.text:
            raise ValueError
        return think(models, subject)

    monkeypatch.setattr(second_look, "think", fail_for_zebras)
    look()
    again(3)
    asked()
    look()

    assert kinds() == ["failed", "failed", "recovered"]
    assert (mode(), len(opinions()), len(due())) == ("shadow", 1, 1)


@pytest.mark.parametrize("wrong", ["nan", "infinite", "above one", "foreign label"])
def test_what_is_no_opinion_is_a_failure(monkeypatch, version, wrong):
    from triage.ml.model import Likely, Model, Opinion

    probability = {"nan": float("nan"), "infinite": float("inf"), "above one": 1.5}.get(wrong, 0.9)
    label = "teleport" if wrong == "foreign label" else "counselling"
    said = Opinion(label, probability, False, "", (Likely(label, probability),), 0.9)
    monkeypatch.setattr(Model, "opinions", lambda self, examples: [said])
    made.stand("shadow", version)
    asked()
    look()

    assert (kinds(), opinions()) == (["failed"], [])


def test_the_libraries_may_be_missing(monkeypatch, version):
    def missing():
        raise ModuleNotFoundError("No module named 'sklearn'")

    monkeypatch.setattr(classifier, "encoder", missing)
    made.stand("shadow", version)
    asked()
    look()
    assert (kinds(), mode()) == (["failed"], "shadow")
    assert [left.tries for left in due()] == [0]
    again(2)

    assert (mode(), kinds()[-1]) == ("off", "fell_back")


# It is slow


def test_a_look_that_takes_too_long_is_given_up_and_told(app, monkeypatch, version):
    app.settings.model_look_seconds = 0.05
    monkeypatch.setattr(second_look, "think", lambda *_args: time.sleep(1))
    made.shown(version)
    for _ in range(3):
        asked()
    began = time.monotonic()
    look()

    assert time.monotonic() - began < 10
    assert kinds() == ["slow", "slow", "slow", "fell_back"]
    assert "0.05 seconds" in model_versions.events()[1].sentence
    assert mode() == "off"


def test_where_there_is_no_time_for_phrases_the_opinion_goes_without(app, monkeypatch, version):
    from triage.ml import phrases

    made.stand("shadow", version)
    asked()
    look()
    app.settings.model_look_seconds = 1
    monkeypatch.setattr(phrases, "phrases", lambda *_args: time.sleep(3))
    asked()
    look()

    first, second = opinions()
    assert (first.probability, first.label) == (second.probability, second.label)
    assert (bool(first.phrases), second.phrases, kinds()) == (True, [], [])


def test_a_file_that_takes_too_long_to_read_is_told_and_no_try_is_lost(app, monkeypatch, version):
    app.settings.model_load_seconds = 0.05

    def slowly(*_args):
        time.sleep(1)

    monkeypatch.setattr(classifier, "unpack", lambda: slowly)
    made.stand("shadow", version)
    asked()
    look()
    assert (kinds(), [left.tries for left in due()]) == (["slow"], [0])
    again(2)
    assert (mode(), kinds()) == ("off", ["slow", "slow", "slow", "fell_back"])


def test_the_time_of_a_job_that_runs_out_is_not_its_fault(monkeypatch, version):
    failing(monkeypatch, JobTimeoutException("600 seconds"))
    made.stand("shadow", version)
    asked()
    with pytest.raises(JobTimeoutException):
        second_look.work()
    db.session.rollback()
    assert kinds() == []


# Its file is no good


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def tampered(content: bytes) -> bytes:
    """One word of the model is another, and all else as it was."""
    import io
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"counselling", b"perinatalxx"))
    return target.getvalue()


def foreign(_content: bytes) -> bytes:
    from triage.ml.signing import Signer

    return classifiers.archive(Signer.from_secret("another installation"))


@pytest.mark.parametrize("spoil", [cut, tampered, foreign, lambda _: b"", lambda _: b"no archive at all"])
def test_a_file_that_is_cut_tampered_with_or_foreign_takes_it_away_at_once(spoil):
    version = classifiers.version(spoil(classifiers.archive()))
    made.shown(version)
    request = asked()
    before = everything_of(request)
    look()

    assert (mode(), kinds()) == ("off", ["corrupt", "fell_back"])
    assert opinions() == []
    assert everything_of(request) == before
    assert model_versions.is_corrupt(version)


@pytest.mark.parametrize("case", ["missing", "changed in the database", "of another version"])
def test_a_file_that_is_not_the_one_that_was_stored_takes_it_away(case):
    if case == "of another version":
        version = classifiers.version(name="m-another")
    else:
        version = made.version(learned_name())
        if case == "changed in the database":
            db.session.add(
                ModelFile(version_id=version.id, part="offer", content=classifiers.archive(), digest="0" * 64)
            )
    made.shown(version)
    asked()
    look()

    assert (mode(), kinds()) == ("off", ["corrupt", "fell_back"])


def learned_name() -> str:
    return classifiers.learned().model.version


def test_a_challenger_with_a_bad_file_goes_alone(version):
    challenger = made.version("m-cut")
    made.shown(version, challenger)
    request = asked()
    look()

    assert (mode(), kinds()) == ("shown", ["corrupt", "fell_back"])
    assert model_versions.standing_now().challenger is None
    assert [one.version.name for one in opinions()] == [version.name]
    assert second_opinions.shown_of(factories.clinician(), request)


def test_another_key_of_the_house_is_another_house(app, version):
    made.shown(version)
    asked()
    app.settings.data_key = "a key that came with another installation, long enough"
    look()
    assert (mode(), kinds()) == ("off", ["corrupt", "fell_back"])


# One worker at a time


def test_while_one_worker_looks_another_leaves_all_to_it(version):
    made.stand("shadow", version)
    asked()
    assert lease.take(looks.JOB, "another worker", 60)
    look()
    assert (opinions(), [left.tries for left in due()]) == ([], [0])

    lease.give_back(looks.JOB, "another worker")
    look()
    assert (len(opinions()), due()) == (1, [])
    assert lease.take(looks.JOB, "another worker", 60)  # nobody has to wait for it


def test_nothing_is_begun_before_the_version_is_loaded(monkeypatch, version):
    made.stand("shadow", version)
    asked()
    load, begun = classifier.models_of, []

    def see(version_id):
        begun.extend((left.tries, left.heard_of_at) for left in due())
        return load(version_id)

    monkeypatch.setattr(classifier, "models_of", see)
    look()
    assert (begun, len(opinions())) == ([(0, None)], 1)
    look()
    assert len(begun) == 1  # where nothing is due nothing is loaded


def test_whoever_looks_gives_a_sign_of_life_for_all_it_took_and_holds_them_alone(monkeypatch, version):
    made.stand("shadow", version)
    for _ in range(4):
        asked()
    look_at, now, seen = second_look._look_at, [clock.now()], []
    monkeypatch.setattr(lease, "database_now", lambda: now[0])

    def slowly(*given):
        is_free = lease.take(looks.JOB, "another worker", 60)
        seen.append((is_free, looks.oldest_left(now[0])))
        look_at(*given)
        now[0] += looks.SILENT_AFTER * 0.9

    monkeypatch.setattr(second_look, "_look_at", slowly)
    look()
    assert seen == [(False, None)] * 4
    assert (len(opinions()), due(), kinds()) == (4, [], [])


def test_a_worker_is_soon_free_for_messages_and_what_is_left_may_be_begun_at_once(monkeypatch, version):
    made.stand("shadow", version)
    for _ in range(3):
        asked()
    look_at = second_look._look_at

    def slowly(*given):
        look_at(*given)
        time.sleep(0.6)

    assert second_look.LONGEST <= 20
    with monkeypatch.context() as patch:
        patch.setattr(second_look, "LONGEST", 0.5)
        patch.setattr(second_look, "_look_at", slowly)
        look()
    assert len(opinions()) == 1
    assert [(left.tries, left.heard_of_at) for left in due()] == [(0, None), (0, None)]
    look()
    assert (len(opinions()), due(), kinds()) == (3, [], [])


def test_what_was_promoted_meanwhile_is_not_overlooked(monkeypatch, version):
    made.stand("shadow", version)
    asked()
    load = second_look._all_ready

    def promoted_meanwhile(*given):
        ready = load(*given)
        made.stand("shadow", made.version("m-promoted"))
        db.session.commit()
        return ready

    monkeypatch.setattr(second_look, "_all_ready", promoted_meanwhile)
    look()
    assert (opinions(), [left.tries for left in due()]) == ([], [0])


def test_who_read_that_it_is_off_forgets_nothing_of_a_switching_on_that_came_between(monkeypatch, version):
    made.stand("shadow", version)
    request = asked()
    monkeypatch.setattr(second_look, "_versions", list)
    look()
    assert [left.request_id for left in due()] == [request.id]


def test_no_row_is_held_while_it_waits_for_whoever_switches(monkeypatch, version):
    made.stand("shadow", version)
    asked()
    long_ago = clock.now() - 2 * looks.SILENT_AFTER
    db.session.execute(update(SecondLook).values(tries=looks.MOST_TRIES, heard_of_at=long_ago))
    db.session.commit()
    freed = []

    def as_whoever_switches(*_given):
        with db.engine.begin() as other:
            freed.append(other.execute(update(SecondLook).values(asked_at=clock.now())).rowcount)

    monkeypatch.setattr(second_look, "_failed", as_whoever_switches)
    look()
    assert freed == [1]


# Killed, away, unheard


def test_who_is_killed_at_it_is_noticed_and_told(version):
    made.stand("shadow", version)
    asked()
    long_ago = clock.now() - 2 * looks.SILENT_AFTER
    for _ in range(looks.MOST_TRIES):
        db.session.execute(text("update second_look set heard_of_at = null"))
        assert looks.take_up(long_ago, 1)
    db.session.commit()
    tick_and_wait()
    look()

    assert kinds() == ["failed"]
    assert model_versions.events()[0].sentence == second_look.UNFINISHED
    assert [left.tries for left in due()] == [looks._GIVEN_UP]
    assert mode() == "shadow"


def test_with_the_database_away_nothing_is_told_and_nothing_lost(monkeypatch, version):
    made.stand("shadow", version)
    asked()

    def gone(*_args):
        raise OperationalError("away", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(second_look.model_subjects, "subjects", gone)
        second_look.work()
        db.session.rollback()
    assert (kinds(), len(due())) == ([], 1)
    again()
    assert len(opinions()) == 1


def test_a_worker_answers_the_bell_and_the_queue_holds_no_word(app, version, valkey):
    made.stand("shadow", version)
    db.session.commit()
    request = asked()
    contents = everything_in(valkey)
    assert "second_look" in contents
    for word in ("panic", request.reference, "Ada"):
        assert word not in contents
    db.session.rollback()
    worker.run(app.settings, burst=True)
    db.session.expire_all()

    assert len(opinions()) == 1


@pytest.mark.parametrize("address", ["", "redis://127.0.0.1:1/0"])
def test_without_a_queue_the_tick_does_it_aside(app, monkeypatch, version, address):
    monkeypatch.setattr(app.settings, "redis_url", address)
    bell_for.cache_clear()
    made.stand("shadow", version)
    asked()
    tick_and_wait()

    assert len(opinions()) == 1
    bell_for.cache_clear()


def test_the_tick_rings_for_what_was_left_and_does_it_when_nobody_hears(version, valkey):
    made.stand("shadow", version)
    asked()
    valkey.flushall()
    tick_and_wait()
    assert "second_look" in everything_in(valkey)
    assert opinions() == []

    db.session.execute(update(SecondLook).values(asked_at=clock.now() - timedelta(minutes=5)))
    db.session.commit()
    tick_and_wait()
    assert len(opinions()) == 1


def test_while_it_is_off_the_tick_has_nothing_to_do(monkeypatch):
    asked()
    monkeypatch.setattr(second_look.aside, "do", None)
    assert second_look.look_after_looks(clock.now()) == 0


def tick_and_wait() -> None:
    assert tick.once()
    second_look.aside.join(60)
    watch_model.aside.join(60)
    db.session.rollback()
    db.session.expire_all()
