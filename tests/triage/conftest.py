"""What the engine's tests share: the rule set under test and the reference offers."""

from __future__ import annotations

import pytest

from triage.case import Case
from triage.directory import reference_directory
from triage.engine import suggest
from triage.rules.versions import version


@pytest.fixture(scope="session")
def ruleset():
    return version("2026-11-22")


@pytest.fixture(scope="session")
def suggested(ruleset):
    """A function from a request document, its id left out, to the suggestion."""

    def of(document, offers=None):
        case = Case.from_document({"id": "a", **document})
        return suggest(case, reference_directory() if offers is None else offers, ruleset)

    return of
