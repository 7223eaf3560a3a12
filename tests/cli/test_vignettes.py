"""`ifd vignettes`: requests out for anything that triages, opinions out for those who mend the benchmark."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner

from ifd import clock
from ifd.cli import commands
from ifd.database import db
from ifd.models import AuditEntry
from ifd.services.vignettes import give_opinion
from tests import factories
from tests.settings import SECRET
from triage.case import Case
from triage.vignettes.loading import benchmark


def test_the_requests_are_documents_of_the_contract():
    result = CliRunner().invoke(commands, ["vignettes", "requests"])
    cases = [Case.from_document(json.loads(line)) for line in result.stdout.splitlines()]
    assert cases == [vignette.case for vignette in benchmark()]


@pytest.fixture
def an_opinion(db_session, database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("SECRET_KEY", SECRET)
    reviewer = factories.staff("lead", name="Bea Norris")
    give_opinion(benchmark()[0], agrees=False, comment="Too late.", by=reviewer, at=clock.now())
    db.session.commit()
    db.session.remove()


def test_opinions_as_json_hold_a_role_and_no_name(an_opinion):
    result = CliRunner().invoke(commands, ["vignettes", "opinions", "--json"])
    assert result.exit_code == 0, result.output
    (document,) = json.loads(result.stdout)
    assert (document["role"], document["agrees"], document["comment"]) == (
        "Clinical lead",
        False,
        "Too late.",
    )
    assert "name" not in document
    assert AuditEntry.query.filter_by(action="vignettes.exported").one().detail == {
        "opinions": 1,
        "names": False,
    }


def test_opinions_as_a_spreadsheet_hold_names_when_asked(an_opinion):
    result = CliRunner().invoke(commands, ["vignettes", "opinions", "--names"])
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["name"], row["agrees"]) == ("Bea Norris", "no")
