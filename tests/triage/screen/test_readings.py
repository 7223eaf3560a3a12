"""The promises of the decision record, one by one."""

from __future__ import annotations

import pytest

from triage.screen import Reading, ScreenResult, screen_text
from triage.vocabulary import Flag, Priority


def only(text: str, flag: Flag):
    hits = [hit for hit in screen_text(text).hits if hit.flag is flag]
    assert hits, f"nothing raised {flag} in {text!r}"
    return hits[0]


@pytest.mark.parametrize(
    ("text", "priority"),
    [
        ("I want to die", Priority.URGENT),
        ("I am going to kill myself tonight", Priority.VERY_URGENT),
        ("I have just taken 30 paracetamol", Priority.EMERGENCY),
        ("I took an overdose an hour ago", Priority.EMERGENCY),
        ("she self harms", Priority.SOON),
        ("she cut so deep she needed stitches", Priority.VERY_URGENT),
        ("he hears voices", Priority.URGENT),
        ("the voices tell him to kill his mum", Priority.VERY_URGENT),
        ("I make myself sick after meals", Priority.SOON),
        ("she is refusing food and fluids", Priority.VERY_URGENT),
        ("my dad hits me", Priority.URGENT),
        ("I don't feel safe at home", Priority.VERY_URGENT),
        ("he took a knife to school to stab a boy", Priority.VERY_URGENT),
        ("I keep having thoughts of hurting my baby", Priority.VERY_URGENT),
        ("bruise on a 6 week old baby", Priority.VERY_URGENT),
        ("concerns about neglect at home", Priority.URGENT),
        ("he is injecting heroin", Priority.URGENT),
    ],
)
def test_priority_when_it_is_now_and_this_person(text: str, priority: Priority):
    assert screen_text(text).priority is priority


@pytest.mark.parametrize(
    ("text", "reading", "priority"),
    [
        ("Took an overdose two years ago, well since", Reading.PAST, Priority.SOON),
        ("took an overdose five months ago", Reading.PAST, Priority.URGENT),
        ("my dad says he will take an overdose", Reading.OTHER_PERSON, Priority.URGENT),
        ("I took an overdose", Reading.UNCLEAR, Priority.URGENT),
    ],
)
def test_doubt_never_goes_above_today(text: str, reading: Reading, priority: Priority):
    hit = only(text, Flag.SUICIDE_INTENT)
    assert (hit.reading, hit.priority) == (reading, priority)


def test_bereavement_by_suicide_is_seen_within_the_week():
    result = screen_text("Her friend's brother died by suicide")
    assert [(hit.reading, hit.priority) for hit in result.hits] == [(Reading.OTHER_PERSON, Priority.SOON)]


def test_a_referrers_mum_says_is_about_the_child():
    assert only("Mum says he wants to die", Flag.SUICIDAL_THOUGHTS).reading is Reading.NOW_SELF
    assert only("My mum says she wants to die", Flag.SUICIDAL_THOUGHTS).reading is Reading.OTHER_PERSON


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("She has never thought of suicide", Reading.NEGATED),
        ("Suicidal ideation: none", Reading.NEGATED),
        ("SI -, DSH -", Reading.NEGATED),
        ("Come back if suicidal", Reading.CONDITIONAL),
        ("I wanted to die of embarrassment", Reading.IDIOM),
        ("the suicide prevention poster", Reading.TITLE_OR_SERVICE),
        ("we watched a film about suicide", Reading.FICTION),
        ("young people who self-harm often feel ashamed", Reading.HYPOTHETICAL),
        (
            "I have been tidying the shed since the weather turned and it has rained all week, so what is the "
            "point of painting the fence when the wood is wet through and the brushes are all lost anyway, I "
            "will start in the spring",
            Reading.FAINT,
        ),
    ],
)
def test_quiet_passages_are_still_shown(text: str, reading: Reading):
    result = screen_text(text)
    assert result.hits == ()
    assert reading in {hit.reading for hit in result.quiet}


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to live",
        "I can't stop thinking about dying",
        "nobody knows I am suicidal",
        "I'm not joking, I want to die",
        "not safe by myself",
        "I can't say I have never thought about killing myself",
        "She denies SI but she told her friend she wants to die",
        "No plans, but has suicidal thoughts every day",
        "not eating not sleeping suicidal",
    ],
)
def test_a_not_that_denies_nothing_does_not_hush(text: str):
    assert screen_text(text).priority is not None


def test_new_parents_words_are_also_perinatal_danger():
    assert Flag.PERINATAL_DANGER in screen_text("I had my baby 3 weeks ago and I want to die").flags
    assert Flag.PERINATAL_DANGER not in screen_text("I want to die").flags


@pytest.mark.parametrize(
    "disguise",
    [
        "kms",
        "k1ll myself",
        "k!ll my self",
        "k i l l m y s e l f",
        "i want to   k . i . l . l   m y s e l f please",
        "K\u0336ill my\u200bself",
        "ｋｉｌｌ ｍｙｓｅｌｆ",
        "𝓴𝓲𝓵𝓵 𝓶𝔂𝓼𝓮𝓵𝓯",
        "kiiiill myselfff",
        "#killmyself",
        "i feel s*icidal",
        "sucidal",
        "unaliving myself",
        "i wаnt tо diе",
        "kіll mуѕеlf",
        "s u i c і d a l",
        "ᴋɪʟʟ ᴍʏsᴇʟꜰ",
        "🅺🅸🅻🅻 myself",
        "I want to\u2063die",
        "k\u00adill mys\u200celf",
        "i w@nt to d!e",
        "I w4nt t0 d13",
        "s\u0336u\u0336i\u0336c\u0336i\u0336d\u0336a\u0336l\u0336",
    ],
)
def test_disguises(disguise: str):
    assert Flag.SUICIDAL_THOUGHTS in screen_text(disguise).flags


def test_positions_are_of_the_text_as_sent():
    text = "😭😭 “I’m fine” but e\u0301ach night \u202ei w\u0336anna k1ll mys\u200belf\u202c ok"
    hits = screen_text(text).hits
    assert "k1ll mys\u200belf" in {text[hit.start : hit.end].removeprefix("w\u0336anna ") for hit in hits}


@pytest.mark.parametrize(
    "text",
    [
        "Chciałbym się dowiedzieć kiedy będzie następna wizyta dla mojego syna bo bardzo się martwię",
        "Мой сын очень грустит и не хочет ходить в школу",
        "ابني حزين جدا ولا يريد الذهاب الى المدرسة",
        "我儿子很难过不想去学校",
        "My son is sad. Nie chce chodzić do szkoły, płacze codziennie rano, nie śpi, boi się wszystkiego i krzyczy.",
    ],
)
def test_text_it_cannot_read_is_read_by_a_person_today(text: str):
    result = screen_text(text)
    assert result.is_unreadable
    assert result.priority is Priority.URGENT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "😀😀😀",
        "Oluwaseun Adébáyò",
        "Zażółć Gęślą",
        "xxxx",
        "i fel realy sadd nd scard of skool evry day n cant sleap plz",
        "15F ref by GP c/o low mood 6/12, poor sleep, appetite reduced. Sertraline 50mg od. Lives with mum.",
        "N/A",
        "12345 67890 1111 2222 3333 4444 5555 6666 7777 8888",
    ],
)
def test_short_or_untidy_english_is_readable(text: str):
    assert not screen_text(text).is_unreadable


def test_nothing_found_has_no_priority():
    assert ScreenResult().priority is None
    assert screen_text("").priority is None


def test_flags_are_named_once_each():
    result = screen_text("I want to die. I want to die. I cut myself.")
    assert result.flags == (Flag.SUICIDAL_THOUGHTS, Flag.SELF_HARM)


NEEDS = ["smokes cannabis daily", "weed every day", "tried balloons", "hits and punches staff"]


@pytest.mark.parametrize("text", NEEDS)
def test_a_need_is_not_a_danger_today(text: str):
    assert screen_text(text).priority in (None, Priority.SOON)


def test_a_parent_who_uses_is_asked_about_for_the_child():
    readings = {hit.flag: hit.reading for hit in screen_text("Mum uses heroin").hits}
    assert readings == {Flag.NEGLECT: Reading.UNCLEAR, Flag.SUBSTANCE_DANGER: Reading.OTHER_PERSON}


def test_death_by_suicide_is_the_dead_persons():
    assert {hit.reading for hit in screen_text("His dad hanged himself last week.").hits} == {Reading.OTHER_PERSON}


@pytest.mark.parametrize("text", ["मैं मरना चाहता हूँ", "आत्महत्या", "আত্মহত্যা", "我想死", "自杀", "死にたい"])
def test_crisis_words_with_vowel_signs_or_without_spaces(text: str):
    assert Flag.SUICIDAL_THOUGHTS in screen_text(text).flags


def test_the_code_of_an_address_is_no_words():
    assert not screen_text("https://example.org/?fbclid=IwAR1Cw9aUspVn").hits
    assert screen_text("I want2die").hits


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Do you feel safe at home? No", Reading.NOW_SELF),
        ("Do you feel safe at home? Not always", Reading.UNCLEAR),
        ("Any thoughts of ending your life?\nYes", Reading.NOW_SELF),
        ("Any thoughts of ending your life? I'd rather not say", Reading.UNCLEAR),
    ],
)
def test_a_question_is_read_with_its_answer(text, reading):
    assert reading in {hit.reading for hit in screen_text(text).hits}


@pytest.mark.parametrize(
    "text",
    [
        "Do you feel safe at home?",
        "Do you feel safe at home? Yes / No",
        "Do you feel safe at home? Do you sleep well? No",
        "Any thoughts of ending your life? You are not alone.",
    ],
)
def test_a_question_without_an_answer_says_nothing(text):
    assert not screen_text(text).hits
