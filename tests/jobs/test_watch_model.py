"""The daily watch: what it counts, what it tells once, and when the rules go on alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from ifd import clock
from ifd.clients.queue import bell_for
from ifd.database import db
from ifd.jobs import tick, watch_model, worker
from ifd.models import ModelEvent, ModelVersion, ModelWatch
from ifd.queries import model_versions, watched_opinions
from ifd.services import lease, review
from ifd.services import second_opinion as house
from ifd.services.looking_back import Answer
from tests import factories
from tests import second_opinions as made
from tests.servers.queue_contents import everything_in
from triage.vocabulary import Hindsight, OfferKind

pytestmark = pytest.mark.usefixtures("db_session")
NOW = clock.now()
LONG_AGO = NOW - timedelta(days=200)
LEARNED = {"offer": {"right_of_answered": 0.9}}
LIKE_THESE = {
    "requests": 100,
    "lengths": {"1 or more": 100},
    "likenesses": {"0.8 or more": 100},
    "labels": {"counselling": 100},
    "facts": {"voice parent_carer": 100},
}


def version(**about) -> ModelVersion:
    row = ModelVersion(name="m-watched", made_at=NOW - timedelta(days=300), rows=300, about={**LEARNED, **about})
    db.session.add(row)
    db.session.flush()
    return row


def decided(by: ModelVersion, how_many: int, *, right: bool, **facts) -> None:
    for _ in range(how_many):
        request = made.decided(at=NOW - timedelta(days=3))
        kind = OfferKind.COUNSELLING if right else OfferKind.PERINATAL
        made.opinion(request, by, at=NOW - timedelta(days=3), kind=kind, **facts)


def watch() -> ModelWatch | None:
    db.session.commit()
    watch_model.work()
    db.session.rollback()
    return db.session.scalars(select(ModelWatch).order_by(ModelWatch.id.desc())).first()


def kinds() -> list[str]:
    return list(db.session.scalars(select(ModelEvent.kind).order_by(ModelEvent.id)))


def test_figures_are_counted_for_a_page_to_read():
    watched = version()
    made.shown(watched)
    decided(watched, 9, right=True)
    decided(watched, 1, right=False)
    decided(watched, 2, right=True, abstains=True, because="unsure")
    wrong = made.opinion(made.decided(at=NOW - timedelta(days=2)), watched, at=NOW - timedelta(days=2), mode="shown")
    house.call_wrong(wrong, by=factories.clinician(), at=NOW)
    report = watch().report

    assert watched_opinions.newest_watch(watched).report == report
    assert (report["decided"], report["shown"], report["called_wrong"]) == (13, 1, 1)
    assert report["answered"] == pytest.approx(11 / 13)
    assert report["right_of_answered"] == pytest.approx(10 / 11)
    assert report["sets_that_hold_it"] == pytest.approx(12 / 13)
    assert report["labels_in_a_set"] == pytest.approx(1)
    assert set(report["groups"]) >= {"Age", "Gender", "Ethnic group", "Language", "Looked after"}
    assert report["groups"]["Age"][0]["group"] == "age 11-15"
    assert report["groups"]["Age"][0]["number"] % 5 == 0  # rounded
    assert sum(month["number"] or 0 for month in report["months"]) in (10, 15)
    assert report["picture"].startswith("<svg")
    assert (report["shifts"], report["past_limit"], kinds()) == ([], False, [])
    for told in ("Ada", "Lindqvist", "worries"):
        assert told not in str(report)


def looked_back(by: ModelVersion, how_many: int, said: Answer | None, **facts) -> None:
    """Decided, closed a day later and answered so; the classifier had said counselling."""
    for _ in range(how_many):
        request = made.decided(OfferKind.COUNSELLING, at=NOW - timedelta(days=3))
        made.opinion(request, by, at=NOW - timedelta(days=3), **facts)
        review.close(request, "It has ended.", version=request.version, by=factories.clinician(),
                     at=NOW - timedelta(days=2), said=said)  # fmt: skip


def test_who_was_right_looking_back_is_counted_of_those_who_answered():
    watched = version()
    made.shown(watched)
    looked_back(watched, 10, Answer(Hindsight.NO, OfferKind.COUNSELLING), mode="shown")
    looked_back(watched, 5, Answer(Hindsight.PARTLY, OfferKind.BEREAVEMENT), mode="shown")
    looked_back(watched, 10, Answer(Hindsight.YES))
    looked_back(watched, 5, Answer(Hindsight.CANNOT_TELL))
    looked_back(watched, 5, None)
    found = watch().report["looking_back"]

    assert found["answers"] == {"yes": 10, "partly": 5, "no": 10, "cannot_tell": 5}
    [rules] = found["rules"]
    assert (rules["number"], rules["answered"], rules["wrong"], rules["too_sure"]) == (30, 25, 15, None)
    assert rules["agreement"]["share"] == pytest.approx(0.4)
    opinions = {one["group"]: one for one in found["second_opinion"]}
    assert (opinions["shown"]["answered"], opinions["shown"]["wrong"]) == (15, 5)
    assert opinions["shown"]["agreement"]["share"] == pytest.approx(2 / 3)
    assert (opinions["not shown"]["number"], opinions["not shown"]["answered"]) == (15, 10)  # the rest could not tell


def test_of_a_few_answers_nothing_is_told():
    watched = version()
    made.stand("shadow", watched)
    looked_back(watched, 4, Answer(Hindsight.YES))
    decided(watched, 20, right=True)
    found = watch().report["looking_back"]

    assert found["answers"] == {"yes": None}
    assert [one["number"] for one in found["rules"] + found["second_opinion"]] == [None, None]
    assert not any(one["agreement"] for one in found["rules"] + found["second_opinion"])


def test_of_no_answers_there_is_no_figure():
    watched = version()
    made.stand("shadow", watched)
    decided(watched, 6, right=True)
    assert watch().report["looking_back"] == {"answers": {}, "rules": [], "second_opinion": []}


def test_of_a_few_no_figure_is_told():
    watched = version()
    made.stand("shadow", watched)
    decided(watched, 3, right=True)
    report = watch().report

    assert (report["right_of_answered"], report["answered"]) == (None, None)
    assert all(one["number"] is None for groups in report["groups"].values() for one in groups)
    assert report["calibration"] == []


def test_agreement_that_falls_past_the_limit_switches_it_off_and_is_told():
    watched = version()
    made.shown(watched, at=LONG_AGO)
    decided(watched, 15, right=False)
    report = watch().report

    assert report["past_limit"]
    assert kinds() == ["drifted", "fell_back"]
    assert model_versions.standing_now().mode == "off"
    assert "90%" in model_versions.events()[1].sentence
    [entry] = made.named("model.fell_back")
    assert (entry.actor, entry.detail["kind"]) == ("system", "drifted")
    watch_model.work()
    assert kinds() == ["drifted", "fell_back"]  # what is off is not watched


def test_switched_on_again_it_is_judged_by_what_is_decided_from_then_on():
    watched, other = version(), made.version()
    made.shown(watched, at=LONG_AGO)
    decided(watched, 15, right=False)
    assert watch().report["past_limit"]
    made.shown(watched, at=NOW - timedelta(days=2))
    assert not watch().report["past_limit"]
    assert model_versions.standing_now().mode == "shown"

    for _ in range(15):
        made.opinion(made.decided(at=NOW - timedelta(days=1)), watched, at=NOW, kind=OfferKind.PERINATAL)
    made.stand("shown", watched, other, at=NOW)  # whoever names a challenger forgives nothing
    watch()
    assert model_versions.standing_now().mode == "off"


def test_a_challenger_that_drifts_leaves_the_champion():
    watched, champion = version(), made.version()
    made.shown(champion, watched, at=LONG_AGO)
    decided(watched, 15, right=False)
    watch()

    standing = model_versions.standing_now()
    assert (standing.mode, standing.champion_id, standing.challenger) == ("shown", champion.id, None)


def test_a_real_change_of_what_comes_in_is_told_once_and_takes_nothing_away():
    watched = version(reference=LIKE_THESE)
    made.stand("shadow", watched)
    for number in range(32):
        request = factories.request(at=NOW - timedelta(days=2), text="She worries. " * 20)
        made.opinion(request, watched, at=NOW - timedelta(days=2), likeness=0.9 if number % 2 else 0.85)
    report = watch().report
    sentences = [shift["sentence"] for shift in report["shifts"] if shift["is_real"]]

    assert any(sentence.startswith("Lengths of texts changed") for sentence in sentences)
    assert not any(sentence.startswith("Likeness") for sentence in sentences)
    told = kinds()
    assert set(told) == {"drifted"}
    assert model_versions.standing_now().mode == "shadow"
    watch()
    assert kinds() == told


def test_it_is_rung_for_once_a_day_while_it_is_on(valkey):
    watched = version()
    made.stand("shadow", watched, at=clock.now())
    db.session.commit()
    tick.once()
    assert "watch_model" in everything_in(valkey)
    watch()
    valkey.flushall()
    tick.once()
    assert "watch_model" not in everything_in(valkey)
    assert watch_model.watch_daily(clock.now() + watch_model.EVERY) == 1


def test_without_a_queue_the_tick_does_it_aside(app, monkeypatch):
    monkeypatch.setattr(app.settings, "redis_url", "")
    bell_for.cache_clear()
    made.stand("shadow", version())
    db.session.commit()
    tick.once()
    watch_model.aside.join(60)
    db.session.rollback()

    assert db.session.scalars(select(ModelWatch)).one()
    bell_for.cache_clear()


def test_while_it_is_off_nothing_is_watched():
    made.stand("off", version())
    assert watch_model.watch_daily(NOW) == 0
    assert watch() is None


def later() -> None:
    """The lease of a watch that failed has ended."""
    db.session.execute(text("update heartbeat set leased_until = null"))
    db.session.commit()


def test_a_watch_that_failed_is_told_once_a_day_and_tried_again(app, monkeypatch, valkey):
    watched = version()
    made.stand("shadow", watched, at=clock.now())
    db.session.commit()
    with monkeypatch.context() as patch:
        patch.setattr(watch_model, "_report", None)  # a fault of ours
        for _ in range(2):
            later()
            assert watch_model.watch_daily(clock.now()) == 1
            worker.run(app.settings, burst=True)
        db.session.rollback()
        assert kinds() == ["failed"]
        [event] = model_versions.events()
        assert "m-watched failed (TypeError)" in event.sentence
        assert model_versions.failures_in_a_row(watched.id) == 0  # no look at a request failed
        db.session.rollback()
    assert watch() is None  # not at once
    later()
    watch_model.watch_daily(clock.now())
    worker.run(app.settings, burst=True)
    assert watch() is not None


@pytest.mark.parametrize("fails", ["_shifts", "_report"])
def test_figures_that_cannot_be_counted_do_not_keep_it_from_being_taken_away(monkeypatch, fails):
    watched = version()
    made.shown(watched, at=LONG_AGO)
    decided(watched, 15, right=False)
    monkeypatch.setattr(watch_model, fails, None)
    assert watch() is None
    assert (kinds(), model_versions.standing_now().mode) == (["drifted", "fell_back", "failed"], "off")


def test_one_version_that_cannot_be_watched_leaves_the_other(monkeypatch):
    champion, other = version(), made.version()
    made.stand("shadow", champion, other)
    one = watch_model._watch
    monkeypatch.setattr(watch_model, "_watch", lambda key: one(key) if key == other.id else 1 / 0)
    assert watch().version_id == other.id
    assert kinds() == ["failed"]


def test_where_the_bell_is_rung_in_vain_the_tick_watches_aside(valkey):
    began = clock.now()
    made.stand("shadow", version(), at=began)
    db.session.commit()
    for minutes, watched in ((1, False), (3, True)):
        assert watch_model.watch_daily(began + timedelta(minutes=minutes)) == 1
        watch_model.aside.join(60)
        db.session.rollback()
        assert (db.session.scalar(select(ModelWatch.id)) is not None) is watched


def test_one_worker_watches_at_a_time():
    made.stand("shadow", version())
    assert lease.take(watch_model.JOB, "another worker", 60)
    assert watch() is None
