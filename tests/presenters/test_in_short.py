"""The sentences shown in short are those of the text, marked as the text is, each with its place there."""

from __future__ import annotations

from dataclasses import dataclass

from ifd.presenters.in_short import in_short_of
from ifd.presenters.marking import mark
from triage.screen import screen_text
from triage.vocabulary import Flag, FlagSource

TEXT = (
    "She has been very low since her grandad died in March. She cries every night and cannot sleep. "
    "She told her sister that she wants to die. School are kind about it and have tried a few things. "
    "We have a dog and a cat. Please help us, we would like somebody to talk to her soon. "
    "She likes football and used to play twice a week with her friends."
)


@dataclass
class Found:
    flag: Flag
    start: int | None
    end: int | None
    reading: str = "now_self"
    source: FlagSource = FlagSource.TEXT


def flags(text: str) -> list[Found]:
    return [Found(hit.flag, hit.start, hit.end, hit.reading) for hit in screen_text(text).hits]


def words(sentence) -> str:
    return "".join(passage.text for passage in sentence.passages)


def test_each_sentence_stands_in_the_text_where_it_leads_to():
    shown = in_short_of(TEXT, flags(TEXT))
    assert "She told her sister that she wants to die." in map(words, shown.sentences)
    passages = mark(TEXT, flags(TEXT), shown.anchors)
    for sentence in shown.sentences:
        first = next(n for n, passage in enumerate(passages) if passage.anchor == sentence.anchor)
        assert "".join(passage.text for passage in passages[first:]).startswith(words(sentence))


def test_a_red_flag_is_marked_in_short_as_it_is_in_the_text():
    shown = in_short_of(TEXT, flags(TEXT))
    marked = [passage for sentence in shown.sentences for passage in sentence.passages if passage.flags]
    assert [passage.text for passage in marked] == [p.text for p in mark(TEXT, flags(TEXT)) if p.flags]


def test_danger_now_is_shown_before_what_was_long_ago():
    text = " ".join(f"He hurt himself on day number {n} of that bad year." for n in range(9))
    places = [text.index(f"number {n} ") for n in range(9)]
    found = [Found(Flag.SELF_HARM, place, place + 8, "past") for place in places]
    found[7].reading = "now_self"
    shown = in_short_of(text, found)
    assert any("number 7 " in words(sentence) for sentence in shown.sentences)
    assert shown.flagged_left == 9 - len(shown.sentences)


def test_a_flag_that_an_answer_raised_has_no_place_in_the_text():
    assert in_short_of(TEXT, [Found(Flag.SELF_HARM, None, None, "", FlagSource.ANSWER)]).flagged_left == 0


def test_a_short_text_is_not_told_in_short():
    assert in_short_of("I want to die.", flags("I want to die.")) is None
