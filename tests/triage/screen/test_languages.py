"""Text in another language asks for a person today; English, however it is spelt, does not for that alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from triage.screen import screen_text
from triage.vocabulary import Flag, Priority

TEXTS = yaml.safe_load((Path(__file__).parent / "languages.yaml").read_text(encoding="utf-8"))


def texts(kind: str) -> list[str]:
    return [line for lines in TEXTS[kind].values() for line in lines.splitlines()]


def test_there_are_enough_texts():
    assert len(texts("unreadable")) >= 140
    assert len(texts("readable")) >= 130


def test_other_languages_are_seen():
    silent = [text for text in texts("unreadable") if not screen_text(text).is_unreadable]
    assert len(silent) <= 0.06 * len(texts("unreadable")), "\n".join(silent)


def test_english_is_read_however_it_is_spelt():
    refused = [text for text in texts("readable") if screen_text(text).is_unreadable]
    assert not refused


@pytest.mark.parametrize("text", ["pomocy", "救命", "допоможіть", "یہاں مدد", "ajutor", "caawimaad", "pagalbos"])
def test_one_word_is_enough(text: str):
    result = screen_text(text)
    assert result.is_unreadable
    assert result.priority is Priority.URGENT


@pytest.mark.parametrize(
    "text",
    [
        "We saw her today. Nie chce mi się żyć, powiedziała. Please advise.",
        "Hi, please help my son. Он не хочет жить. Thank you.",
        "She wrote: je veux mourir. Mum is worried.",
    ],
)
def test_one_sentence_inside_english(text: str):
    assert screen_text(text).priority is Priority.URGENT


@pytest.mark.parametrize(
    "text",
    ["chcę umrzeć", "nie chcę żyć", "хочу умереть", "vreau să mor", "quero morrer", "خودکشی", "je veux mourir"],
)
def test_the_clearest_words_raise_by_themselves(text: str):
    hits = screen_text(text).hits
    assert Flag.SUICIDAL_THOUGHTS in {hit.flag for hit in hits}
    assert all(hit.priority.rank >= Priority.URGENT.rank for hit in hits)
