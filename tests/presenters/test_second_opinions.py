"""The second opinion in words: few, fixed, and never more certain than a number under 100."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ifd.presenters import second_opinions as told
from triage.vocabulary import OfferKind


def shown(*, label=OfferKind.COUNSELLING, probability=0.78, because="", is_called_wrong=False, **facts):
    opinion = SimpleNamespace(
        **{
            "id": 7,
            "version": SimpleNamespace(name="m-1", about={"offer": {"options": {"stated": 0.9}}}),
            "label": label,
            "probability": probability,
            "abstains": bool(because),
            "because": because,
            "alternatives": [{"label": label.value, "probability": probability}],
            "phrases": [{"start": 0, "end": 3, "weight": 0.4}, {"start": 2, "end": 5, "weight": 0.1, "event": 9}],
            **facts,
        }
    )
    return SimpleNamespace(opinion=opinion, is_called_wrong=is_called_wrong)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "almost certain (99%)"),
        (0.95, "almost certain (95%)"),
        (0.949, "almost certain (95%)"),
        (0.944, "very likely (94%)"),
        (0.8, "very likely (80%)"),
        (0.794, "likely (79%)"),
        (0.6, "likely (60%)"),
        (0.594, "possible (59%)"),
        (0.0, "possible (1%)"),
    ],
)
def test_the_word_goes_by_the_number_that_is_shown(probability, words):
    assert told.sureness(probability) == words


def test_the_line_of_the_worklist():
    found = {
        1: shown(),
        2: shown(because="unlike"),
        3: shown(label=OfferKind.CAMHS_HELP, probability=0.85, is_called_wrong=True),
    }
    assert told.lines(found) == {
        1: "counselling, likely (78%)",
        2: "no opinion (unlike what it knows)",
        3: "CAMHS, help, very likely (85%), called wrong",
    }


@pytest.mark.parametrize("because", ["unsure", "unlike", "nothing_to_read", "a reason of a later version"])
def test_without_an_opinion_nothing_is_named(because):
    found = told.told(shown(because=because))
    assert (found.says, found.likely, found.has_phrases) == ("", (), False)
    assert found.why_not
    assert told.phrases_of(shown(because=because)) == {}


@pytest.mark.parametrize(
    ("suggested", "sentence"),
    [
        (["counselling", "self_care"], "The rules suggest the same first."),
        (["camhs_help", "counselling"], "The rules suggest it too, after CAMHS, help."),
        (["self_care"], "It differs from the rules, which suggest self-care first."),
        ([], ""),
    ],
)
def test_it_is_told_beside_the_rules(suggested, sentence):
    said = told.beside_the_rules(shown().opinion, suggested)
    assert said.startswith(sentence) if sentence else said == ""


def test_phrases_are_told_by_who_wrote_them():
    assert told.phrases_of(shown()) == {None: [(0, 3)], 9: [(2, 5)]}
    assert told.phrases_of(None) == {}


def test_the_stated_coverage_is_the_versions_own():
    assert told.stated_coverage(shown().opinion.version) == 90
    assert told.stated_coverage(SimpleNamespace(about={})) is None
