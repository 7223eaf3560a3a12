"""A text in short is made of its own sentences, and no sentence with a red flag is lost without a word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.data_entry import DataError
from triage.screen import screen_text
from triage.summarising import in_short, sentences
from triage.summarising.choosing import FEWEST_SENTENCES, MOST, SHORTEST, load_telling_words
from triage.summarising.sentences import LONGEST

LETTER = """Dear team,

Thank you for seeing this young man, who came with his mother today. He describes low mood since the death of his
grandfather in March. Dr. Shah saw him, e.g. for headaches. Sleep is poor, with early waking. He has been missing
school two days a week. No alcohol or drugs. He says life is not worth living but has no plan. He used to cut himself
last year. His mother is worried about him. I would be grateful for advice on whether therapy would help.

Kind regards"""
WORDS = st.sampled_from(
    ["worried ", "since March ", "please ", "cannot ", "她不想活了。", "боюсь ", "ก่", "?! ", "... ", "\n", "\r\n",
     "Dr. ", "e.g. ", "I want to die. ", "3.5 ", "🙂", "\x00", "a" * 90, ", ", ". "]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=120).map("".join) | st.text(max_size=900)
PLACES = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60)), max_size=9).map(
    lambda found: [(start, start + length) for start, length in found]
)


def shown(text: str, flagged=()) -> list[str]:
    return [text[told.start : told.end] for told in in_short(text, flagged).sentences]


@given(TEXTS)
def test_sentences_hold_every_character_but_the_space_between_them(text):
    places = sentences(text)
    at = 0
    for start, end in places:
        assert not text[at:start].strip()
        assert start < end <= start + LONGEST or text[start:end].strip() == text[start:end]
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@given(TEXTS, PLACES)
def test_it_is_made_of_whole_sentences_in_their_order_and_the_same_each_time(text, flagged):
    told = in_short(text, flagged)
    assert told == in_short(text, flagged)
    if told is None:
        assert len(sentences(text)) < FEWEST_SENTENCES or len(text) < SHORTEST
        return
    places = [(one.start, one.end) for one in told.sentences]
    assert 1 <= len(places) <= MOST
    assert places == sorted(set(places))
    assert set(places) <= set(sentences(text))


@given(TEXTS, PLACES)
def test_no_sentence_with_a_red_flag_is_lost_silently_or_for_another(text, flagged):
    told = in_short(text, flagged)
    if told is None:
        return
    touched = {
        (start, end)
        for start, end in sentences(text)
        if any(first < end and start < last for first, last in flagged)
    }
    chosen = {(one.start, one.end) for one in told.sentences if one.is_flagged}
    assert chosen <= touched
    assert told.flagged_left == len(touched - chosen)
    if touched - chosen:
        assert all(one.is_flagged for one in told.sentences)


def test_of_more_red_flags_than_fit_the_gravest_are_shown():
    text = " ".join(f"This is sentence number {n} of a long and sad letter." for n in range(12))
    places = sentences(text)
    told = in_short(text, [places[n] for n in (9, 1, 7, 3, 5, 11)])
    assert [one.start for one in told.sentences] == [places[n][0] for n in (1, 3, 7, 9)]
    assert told.flagged_left == 2


AGAIN = "She is worried about school and cannot sleep since March."
DIFFERENT = [
    f"We saw a {thing} on the way to the appointment today."
    for thing in ("dog", "cat", "bus", "boat", "kite")
]


def test_what_is_said_again_word_for_word_is_shown_once():
    told = shown(" ".join([AGAIN, *DIFFERENT, AGAIN, AGAIN]))
    assert AGAIN in told
    assert len(told) == len(set(told)) == MOST


def test_of_red_flags_what_is_said_again_comes_after_what_is_not():
    text = " ".join([AGAIN, AGAIN, *DIFFERENT, AGAIN])
    told = in_short(text, [place for place in sentences(text) if "kite" not in text[slice(*place)]])
    words = [text[one.start : one.end] for one in told.sentences]
    assert len(set(words)) == MOST
    assert told.flagged_left == 3


def test_a_letter_is_told_by_what_is_wrong_since_when_and_what_is_asked():
    flagged = [(hit.start, hit.end) for hit in screen_text(LETTER).hits]
    said = shown(LETTER, flagged)
    assert "He says life is not worth living but has no plan." in said
    assert "He used to cut himself\nlast year." in said
    assert any("low mood since the death" in one for one in said)
    assert not any(one.startswith(("Dear", "Kind", "Thank")) for one in said)


@pytest.mark.parametrize(
    "text",
    [
        "Moja córka ma 13 lat. Od września nie chce chodzić do szkoły. Płacze każdego ranka i boli ją brzuch. "
        "Siedzi sama na przerwach. W domu krzyczy na brata i trzaska drzwiami. Nie śpi do trzeciej w nocy. "
        "Bardzo się o nią boję. Lekarz powiedział, żeby poczekać. Prosimy o pomoc, bo nie wiemy, co robić dalej.",
        ("我的女儿今年十四岁。自从去年九月以来，她一直不愿意上学。"
        "每天早上她都会哭，说肚子疼。她晚上睡不着。老师说她总是一个人坐着。") * 6,
        "ابنتي عمرها ثلاثة عشر عاما. لا تريد الذهاب إلى المدرسة. تبكي كل صباح؟ لا تنام حتى الثالثة. " * 4,
    ],
    ids=["polish", "chinese", "arabic"],
)  # fmt: skip
def test_other_languages_are_cut_and_told_too(text):
    assert len(sentences(text)) >= FEWEST_SENTENCES
    assert all(one in text for one in shown(text))


def test_what_goes_on_without_a_stop_is_cut_where_it_pauses():
    places = sentences("and then I could not sleep again, " * 40)
    assert len(places) > 1
    assert all(end - start <= LONGEST for start, end in places)


@pytest.mark.parametrize("text", ["", "   ", "I am sad.", "I am sad. " * 4, "Sad. " * 20])
def test_a_short_text_is_its_own_summary(text):
    assert in_short(text) is None


def test_a_title_or_an_abbreviation_ends_no_sentence():
    text = "We saw Dr. Shah, e.g. about sleep. It was 3.5 hours."
    assert [text[start:end] for start, end in sentences(text)] == [
        "We saw Dr. Shah, e.g. about sleep.",
        "It was 3.5 hours.",
    ]


def test_the_longest_text_is_told_in_little_more_than_twice_the_time_of_its_half():
    text = (LETTER.replace("\n\n", " ") + " ") * 30
    in_short(text)
    assert _quickest(text[:20_000]) < 4 * _quickest(text[:10_000])


def _quickest(text: str) -> float:
    times = []
    for _ in range(7):
        began = time.process_time()
        in_short(text, [(9, 20)])
        times.append(time.process_time() - began)
    return min(times)


def test_a_mistake_in_the_words_is_told_with_all_others():
    with pytest.raises(DataError) as refused:
        load_telling_words("wrong: [Sad, low mood]\nasks: [low mood]\nsince: [ago]\nother: [x]")
    told = " ".join(refused.value.mistakes)
    for said in ("'hardest' has no list", "nobody reads 'other'", "'Sad' is not", "'low mood' stands under"):
        assert said in told
