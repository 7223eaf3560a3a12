"""The bar shows how far the work is on a terminal, and keeps quiet elsewhere."""

import io
from types import SimpleNamespace

import pytest

from ifd.cli import bar
from ifd.cli.bar import Bar


@pytest.fixture
def terminal(monkeypatch):
    """Standard error as a terminal; what it is told."""
    told = io.StringIO()
    told.isatty = lambda: True
    monkeypatch.setattr(bar, "sys", SimpleNamespace(stderr=told))
    monkeypatch.setattr(bar, "_AGAIN_AFTER", 0)
    return told


def test_it_shows_how_far_it_is_and_leaves_nothing_behind(terminal):
    with Bar() as shown:
        shown.say(1, 2, "half")
        shown.say(7, 0, "no end known")
        shown.say(9, 3, "more than there were")
    said = terminal.getvalue().split("\r\033[K")

    assert said[1] == "[" + "#" * 12 + "-" * 12 + "] half"
    assert said[2] == "7 no end known"
    assert said[3] == "[" + "#" * 24 + "] more than there were"
    assert said[4] == ""


def test_the_same_step_is_not_drawn_more_often_than_eyes_can_see(terminal, monkeypatch):
    monkeypatch.setattr(bar, "_AGAIN_AFTER", 60)
    with Bar() as shown:
        for done in range(1000):
            shown.say(done, 1000, "Replaying")
        shown.say(1000, 1000, "another")

    assert terminal.getvalue().count("[") == 2 + 3  # and one for each clearing of the line


def test_where_there_is_no_terminal_it_keeps_quiet(capsys):
    with Bar() as shown:
        shown.say(1, 2, "half")

    assert capsys.readouterr().err == ""
