"""Opinions on vignettes: kept as given, the newest of each person counts, a reworded vignette is open again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from ifd import clock
from ifd.database import db
from ifd.models import AuditEntry, VignetteOpinion
from ifd.permissions import Forbidden
from ifd.presenters.vignettes import as_csv, by_reviewer, count, opinion_documents
from ifd.queries import vignettes as queries
from ifd.queries.vignettes import next_for, opinion_of, standing_opinions
from ifd.services.vignettes import NeedsReason, give_opinion
from tests import factories
from triage.vignettes.loading import benchmark
from triage.vignettes.reviews import Opinion

FIRST, SECOND = sorted(benchmark()[:2], key=lambda vignette: vignette.hash)
NOW = clock.now()


@pytest.fixture
def clinician(db_session):
    return factories.staff("clinician", name="Ada Mensah")


@pytest.fixture
def lead(db_session):
    return factories.staff("lead", name="Bea Norris")


def say(staff, vignette=FIRST, agrees=True, comment="", at=NOW):
    given = give_opinion(vignette, agrees=agrees, comment=comment, by=staff, at=at)
    db.session.flush()
    return given


def test_an_opinion_is_kept_with_the_wording_it_speaks_of(clinician):
    say(clinician, agrees=False, comment="  She should be seen today.  ")
    (kept,) = standing_opinions()
    assert (kept.vignette, kept.vignette_hash) == (FIRST.id, FIRST.hash)
    assert kept.comment == "She should be seen today."
    entry = db.session.scalar(select(AuditEntry).filter_by(action="vignette.reviewed"))
    assert entry.detail == {"vignette": FIRST.id, "agrees": False}


@pytest.mark.parametrize("comment", ["", "   "])
def test_a_disagreement_says_why(clinician, comment):
    with pytest.raises(NeedsReason):
        say(clinician, agrees=False, comment=comment)
    assert standing_opinions() == ()


@pytest.mark.parametrize("role", ["call_handler", "partner", "analyst", "administrator", "professional"])
def test_only_clinicians_and_leads_review(db_session, role):
    with pytest.raises(Forbidden):
        say(factories.staff(role))


def test_a_second_opinion_counts_in_place_of_the_first_which_stays(clinician):
    say(clinician)
    say(clinician, agrees=False, comment="On second thoughts, too late.", at=NOW + timedelta(days=1))
    (standing,) = standing_opinions()
    assert not standing.agrees
    assert opinion_of(clinician, FIRST) is standing
    assert db.session.scalar(select(func.count()).select_from(VignetteOpinion)) == 2


@pytest.mark.parametrize(
    "statement", ["UPDATE vignette_opinion SET agrees = NOT agrees", "DELETE FROM vignette_opinion"]
)
def test_the_database_refuses_to_change_what_was_thought(clinician, statement):
    say(clinician)
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_reworded_vignette_is_open_again(clinician, monkeypatch):
    say(clinician)
    reworded = replace(FIRST, title=FIRST.title + ", reworded")
    monkeypatch.setattr(queries, "benchmark", lambda: (reworded, SECOND))
    assert standing_opinions() == ()
    assert opinion_of(clinician, reworded) is None
    assert {next_for(clinician).id, next_for(clinician, after=next_for(clinician).id).id} == {
        FIRST.id,
        SECOND.id,
    }


def test_what_others_have_not_seen_comes_first(clinician, lead, monkeypatch):
    monkeypatch.setattr(queries, "benchmark", lambda: (FIRST, SECOND))
    assert next_for(lead) is FIRST
    say(clinician)
    assert next_for(lead) is SECOND
    assert next_for(clinician) is SECOND


def test_the_first_few_are_of_several_ages_and_categories(clinician):
    seen = []
    for _ in range(10):
        seen.append(next_for(clinician, after=seen[-1].id if seen else ""))
    assert len({vignette.category for vignette in seen}) >= 5
    assert len({vignette.age_band for vignette in seen}) >= 4


def test_leaving_one_leads_on_and_comes_round_again(clinician, monkeypatch):
    monkeypatch.setattr(queries, "benchmark", lambda: (FIRST, SECOND))
    assert next_for(clinician, after=FIRST.id) is SECOND
    assert next_for(clinician, after=SECOND.id) is FIRST
    assert next_for(clinician, after="gone") is FIRST
    say(clinician, FIRST)
    say(clinician, SECOND)
    assert next_for(clinician) is None


def test_opinions_are_counted_by_vignette_and_by_reviewer(clinician, lead):
    say(clinician)
    say(clinician, SECOND, agrees=False, comment="Too soon.")
    say(lead)
    opinions = standing_opinions()
    whole = count(benchmark(), opinions)
    assert (whole.reviewed, whole.agree, whole.disagree) == (2, 2, 1)
    assert count([SECOND], opinions).disagree == 1
    assert [(staff.name, agree, disagree) for staff, agree, disagree in by_reviewer(opinions)] == [
        ("Ada Mensah", 1, 1),
        ("Bea Norris", 1, 0),
    ]


def test_opinions_go_out_with_a_role_and_no_name_unless_asked(clinician):
    say(clinician, agrees=False, comment="=HYPERLINK(1)")
    (document,) = opinion_documents(standing_opinions())
    assert document["role"] == "Clinician"
    assert "Ada" not in str(document)
    assert opinion_documents(standing_opinions(), with_names=True)[0]["name"] == "Ada Mensah"
    assert "'=HYPERLINK(1)" in as_csv([document])
    assert set(Opinion._fields) <= set(document), "what is exported can be published with the benchmark"
