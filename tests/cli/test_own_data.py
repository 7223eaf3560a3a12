"""A new database of one's own: open for the first family, and filled from the directory's file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import func, select

from ifd import clock, create_app
from ifd.database import db
from ifd.models import AuditEntry, Organisation, RedFlag, ServiceOffer
from ifd.services import correcting, intake
from ifd.settings import load_settings
from ifd.synthetic.people import make_person, synthetic_nhs_numbers
from ifd.synthetic.submissions import submission_of
from tests import factories
from tests.settings import SECRET
from triage.directory import reference_directory
from triage.vocabulary import FlagSource

SAID = "It is all too much. I want to die. I cannot sleep. " + "I go to school every day. " * 20


@pytest.fixture
def own(tmp_path):
    """Runs `ifd ...` on a database of its own; `own.app` is the application on it."""

    def run(command: str) -> str:
        done = subprocess.run([sys.executable, "-m", "ifd", command], capture_output=True, text=True,
                              env={**os.environ, "DATABASE_URL": address, "SECRET_KEY": SECRET})
        assert done.returncode == 0, done.stderr
        return done.stdout

    address = f"sqlite:///{tmp_path}/own.sqlite3"
    run("migrate")
    run.app = create_app(load_settings(database_url=address, secret_key=SECRET, environment="test"))
    with run.app.app_context():
        yield run
        db.session.remove()
        db.engine.dispose()


def test_a_request_is_stored_before_anybody_has_an_account(own):
    random, at = Random(1), clock.now()
    person = make_person(random, clock.london_date(at), next(synthetic_nhs_numbers()))
    received = intake.receive(submission_of(person, random), submission_key="first", by="family", at=at)
    db.session.commit()

    assert db.session.get(Organisation, received.request.holder_id).kind == "front_door"


def test_there_is_one_front_door_however_often_it_is_prepared(own):
    own("migrate")

    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_the_directory_is_put_in_once(own):
    assert f"{len(reference_directory())} offers were added." in own("directory")
    assert "0 offers were added." in own("directory")
    assert db.session.scalar(select(func.count()).select_from(ServiceOffer)) == len(reference_directory())


def test_what_clinicians_call_wrong_is_written_out_for_the_next_version(own):
    at = clock.now()
    random = Random(2)
    person = replace(make_person(random, clock.london_date(at), next(synthetic_nhs_numbers())), text=SAID)
    request = intake.receive(submission_of(person, random), submission_key="one", by="family", at=at).request
    flag = db.session.scalars(select(RedFlag).filter_by(request_id=request.id, source=FlagSource.TEXT)).first()
    clinician = factories.clinician()
    correcting.call_wrong(flag, "fiction", "From a song", by=clinician, at=at)
    correcting.call_wrong(flag, "idiom", "", by=clinician, at=at)
    db.session.commit()

    (line,) = map(json.loads, own("corrections").splitlines())

    assert line["words"] == request.text[flag.start : flag.end]
    assert line["words"] in line["around"]
    assert line["around"] in request.text
    assert (line["should_read"], line["read_as"]) == ("idiom", flag.reading)
    assert line["entry"]
    db.session.rollback()
    assert db.session.scalar(select(AuditEntry.detail).filter_by(action="corrections.exported")) == {
        "corrections": 1
    }
