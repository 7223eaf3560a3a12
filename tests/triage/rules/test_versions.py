"""A version that comes with the software keeps the text its name was given to."""

from __future__ import annotations

import pytest

from triage.rules import versions


@pytest.fixture(autouse=True)
def read_anew():
    versions.altered.cache_clear()
    yield
    versions.altered.cache_clear()


def test_every_shipped_text_is_the_one_its_name_was_given_to():
    """Rules that change need a file of another name, and a line of their own in SHA256SUMS."""
    assert versions.altered() == ()


def test_a_text_that_changes_under_its_name_is_found(monkeypatch):
    name, text = versions.versions()[-1], versions.text_of(versions.versions()[-1])
    monkeypatch.setattr(versions, "text_of", lambda _: text.replace("urgent", "soon"))
    assert name in versions.altered()


def test_a_version_nobody_wrote_down_is_found(monkeypatch):
    text = versions.text_of(versions.versions()[-1])
    monkeypatch.setattr(versions, "versions", lambda: ["2030-01-01"])
    monkeypatch.setattr(versions, "text_of", lambda _: text)
    assert versions.altered() == ("2030-01-01",)
