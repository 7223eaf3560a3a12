"""A lexicon with a mistake is refused whole, with every mistake said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from triage.screen.lexicon import LEXICON, LexiconError, load
from triage.screen.pattern import NOTHING, Choice, Gap, Grammar, PatternError, Sequence, Word, words_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "lexicon"
    shutil.copytree(LEXICON, copied)
    return copied


def broken(folder: Path, name: str, old: str, new: str) -> list[str]:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load(folder)
    return caught.value.mistakes


def test_unknown_flag_and_priority_are_both_named(folder: Path):
    broken_flag = folder / "flags" / "neglect.yaml"
    text = broken_flag.read_text(encoding="utf-8")
    broken_flag.write_text(text.replace("flag: neglect", "flag: neglecting").replace("urgent", "pronto", 1), "utf-8")
    with pytest.raises(LexiconError) as caught:
        load(folder)
    said = "\n".join(caught.value.mistakes)
    assert "'neglecting' is not one of" in said
    assert "'pronto' is not one of" in said


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("phrases:", "frases:", "'frases' is not a field"),
        ("- id: neglect_word", "- name: neglect_word", "needs an id"),
        ('"(neglected', '"neglected', "closes a bracket that was not opened"),
        ("~1", "~99", "a gap is ~1 to ~8"),
        ("    phrases:", "    person: nobody\n    phrases:", "person is 'nobody', and it is one of"),
        ("    phrases:", "    faint: true\n    phrases:", "faint is 'true', and it is one of strong, alone, company"),
        ("    needs: minor", "    needs: stars", "context.yaml has no topic_stars"),
    ],
)
def test_mistakes_are_sentences(folder: Path, old: str, new: str, sentence: str):
    assert any(sentence in mistake for mistake in broken(folder, "flags/neglect.yaml", old, new))


def test_unknown_cue(folder: Path):
    assert any("'jests' is not a kind of cue" in said for said in broken(folder, "context.yaml", "\njest:", "\njests:"))


def test_words_of_answers_that_nobody_reads_or_that_are_missing(folder: Path):
    said = broken(folder, "answers.yaml", "no_trouble:", "no_troubles:")
    assert said == ["answers.yaml: 'no_troubles' is not read", "answers.yaml: 'no_trouble' holds no word"]


def test_every_file_says_who_owns_it_and_why():
    for path in (LEXICON / "flags").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert "\nowner: " in text and "\nsource: " in text, path.name  # noqa: PT018


def grammar() -> Grammar:
    return Grammar(lambda written: tuple(written.split()), {"self": ["myself", "my self"]})


def test_the_language_of_phrases():
    read = grammar().read
    assert read("a b") == Sequence((Word("a"), Word("b")))
    assert read("a ~3 b?") == Sequence((Word("a"), Gap(3), Choice((Word("b"), NOTHING))))
    assert read("kill+") == Choice(tuple(map(Word, ("kill", "kills", "killed", "killing"))))
    assert list(words_of([read("kill+")])) == ["kill", "kills", "killed", "killing"]
    assert Gap(2) in read("want ~2 die").parts
    myself = Choice((Word("myself"), Sequence((Word("my"), Word("self")))))
    assert read("kill {self}") == Sequence((Word("kill"), myself))


def test_words_of_a_group_that_phrases_share_are_told_once():
    read = grammar().read
    told = list(words_of([read("kill {self}"), read("(hurt|kill) {self}")]))
    assert told == ["kill", "myself", "my", "self", "hurt"]


@pytest.mark.parametrize("phrase", ["", "a?", "(a", "a)", "{nobody} a", "a ~0 b", "a ~9 b", "~3"])
def test_phrases_that_cannot_be(phrase: str):
    with pytest.raises(PatternError):
        grammar().read(phrase)
