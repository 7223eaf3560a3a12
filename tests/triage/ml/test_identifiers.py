"""No name, number or address reaches a model, and what is none of these stays where it was."""

from __future__ import annotations

import re
from datetime import date
from random import Random
from time import process_time

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ifd.synthetic.people import make_person
from triage.ml.identifiers import without_identifiers


def left(text, names=()):
    """The words that stay."""
    return " ".join(without_identifiers(text, names).split())


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Seen by Dr Patel.", "Seen by Dr ."),
        ("Mrs O'Brien and mr smith rang", "Mrs and mr rang"),
        ("my name is Zofia", "my name is"),
        ("my name is zofia and i am sad", "my name is and i am sad"),
        ("Name: Xanthippe Oddfellow", "Name:"),
        ("My son Ayaan is anxious", "My son is anxious"),
        ("her younger brother Quillon hits her", "her younger brother hits her"),
        ("our foster child Leo", "our foster child"),
        ("a boy called Mo", "a boy called"),
        ("the voice is called Marcus", "the voice is called"),
        ("I'm Kerry", "I'm"),
        ("Hi, I'm Xanthe", "Hi, I'm"),
        ("I am Xanthe, 14", "I am , 14"),
        ("Sarah's mum rang", "mum rang"),
        ("Michael Brown shouted", "shouted"),
        ("I met Michael J. Fox. Meanwhile", "I met . Meanwhile"),
        ("Ruby has gone quiet and Max's dad left", "has gone quiet and dad left"),
        ("sarah said so", "said so"),
        ("write to kerry.smith@example.co.uk, please", "write to , please"),
        ("see https://example.org/kerry?a=1 or www.kerry.net.", "see or ."),
        ("I am @kerry_x there", "I am there"),
        ("my insta is: kerry.x14", "my insta is:"),
        ("07700 900123", ""),
        ("+44 (0)1603 612 345 at home", "+ at home"),
        ("07 70 09 00 12 3", ""),
        ("0 7 7 0 0 9 0 0 1 2 3", ""),
        ("ring 01603-612-345", "ring"),
        ("NHS number 943 476 5919", "NHS number"),
        ("case 20931", "case"),
        ("We are in NR1 3JU now", "We are in now"),
        ("nr13ju", ""),
        ("postcode is NR1", "postcode is"),
        ("We live at 14 Mill Lane", "We live at"),
        ("at 14b mill lane norwich", "at norwich"),
        ("Flat 3, 22 St Giles Street", ","),
        ("She lives on Mill Lane", "She lives on"),
        ("born 14/03/2009", "born"),
        ("dob 14.3.09", "dob"),
        ("on 14th of March 2009", "on"),
        ("March 14th, 2009 it was", "it was"),
        ("dob: 3rd March", "dob:"),
        ("2009-03-14", ""),
        ("Kind regards,\nBarnaby", "Kind regards,"),
    ],
)
def test_what_tells_who_it_is_goes(text, stays):
    assert left(text) == stays


@pytest.mark.parametrize(
    "text",
    [
        "I'm Anxious. I'm So tired. I am Autistic and I am British.",
        "She is 14, nearly 14 years 6 months, and has 2 brothers.",
        "My mood is 7/10 and was 2/10. SDQ 23, PHQ-9 18.",
        "Sertraline 50mg, then 50 100 150 200 mg. Fluoxetine 10-20 mg.",
        "At 10.30-11.30 on Monday, or 9am to 5pm in May.",
        "CAMHS, OCD, ADHD, GP, A&E, EHCP and PTSD.",
        "From 2003-2004 to 2019. About 25,000 people, 3.5 million.",
        "Will it get better? Hope so. May I ask for Grace?",
        "We called Childline. A drug called Sertraline. It's called OCD. An app called Calm.",
        "My son Has autism. My Daughter Never Sleeps. my mum Will help",
        "2 hours drive, a 10 minute walk, 14 years down the road",
        "the 1st 2nd and 3rd time. B12 and T4. A level in Y10",
        "i was r@ped. meet @ 5pm. he is a t3st",
        "She goes to Mary Hare School and St John Ambulance",
        "Asperger's, Tourette's, Crohn's and Parkinson's",
        "I Miss School. The dr said wait. tl;dr. Breathe in",
        "999, 111 and 116 123",
        "he took molly and charlie, went MIA, TIA, and a ruby is a jade jack to the max",
        "My ED is worse since New Year's Eve",
    ],
)
def test_what_is_no_identifier_stays(text):
    assert without_identifiers(text) == text


@pytest.mark.parametrize(
    ("text", "names", "stays"),
    [
        ("zofias mum and ZOFIA'S dad, Zofia.", ["Zofia Kowalska"], "mum and dad, ."),
        ("Zoe saw ZOË and zoë", ["Zoë"], "saw and"),
        ("Łukasz or lukasz", ["Łukasz"], "or"),
        ("Anne Marie, anne-marie, AnneMarie", ["Anne-Marie"], ", ,"),
        ("Mrs Obrien, O’Brien and o'brien", ["O'Brien"], "Mrs , and"),
        (
            "Hope hopes. We hope so. Will Hope's dad go? he will",
            ["Hope Will"],
            "hopes. We hope so. dad go? he will",
        ),
        ("he met xander de vries", ["Xander de Vries"], "he met"),
        ("a de facto rule", ["Xander de Vries"], "a de facto rule"),
        ("Ｚｏｆｉａ and Zo\u200bfia", ["Zofia"], "and"),
        ("Zofia😀 zofia14 Zofia_k", ["Zofia"], "😀 14 _k"),
        ("王芳今年", ["王芳"], "今年"),
        ("قال محمد اليوم", ["محمد"], "قال اليوم"),
        ("Kowalska-Jones rang", ["Kowalska"], "rang"),
    ],
)
def test_a_name_that_is_known_goes_however_it_is_written(text, names, stays):
    assert left(text, names) == stays


PIECES = st.sampled_from([
    "my name is", "Zofia", "I'm", "Kerry", ", ", ". ", "\n", " ", "  ", "'s", "-", "Dr", "Mr", "son", "called", "@",
    ".com", "https://", "07700", "900", "123", "14", "/03/", "2009", "0 ", "1", "NR1", "3JU", "Mill", "Lane",
    "flat 3", "March", "born ", "Hope", "O'Brien", "thanks,", "St", "School", "王芳", "é", "\u0301", "\u200b",
    "١٢٣٤٥٦٧", "Xander", "de", "and", "14 ", "code", "on ", "lives ",
])  # fmt: skip
TEXTS = st.text(max_size=120) | st.lists(PIECES, max_size=14).flatmap(
    lambda pieces: st.sampled_from(["", " "]).map(lambda gap: gap.join(pieces))
)
NAMES = st.lists(
    st.sampled_from(["Zofia", "Hope Will", "O'Brien", "Xander de Vries", "王芳", "Anne-Marie", "", "é"]),
    max_size=3,
)


@given(TEXTS, NAMES)
@settings(max_examples=600, deadline=None)
@example("İİİ Dr İpek", ["İpek"])
@example("THANKS,AA0ZOFIA0A0A", [])
def test_places_stay_and_nothing_more_goes_the_second_time(text, names):
    once = without_identifiers(text, names)
    assert len(once) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, once, strict=True))
    assert without_identifiers(once, names) == once


@given(
    st.text("abcdefghijklmnopqrstuvwxyzéłøß", min_size=4, max_size=10).map(lambda part: f"Zq{part}"),
    st.sampled_from([str.upper, str.lower, str.title]),
    TEXTS,
    st.sampled_from([" ", ". ", "\n", "'s ", ", ", "("]),
)
@settings(max_examples=300, deadline=None)
def test_a_name_that_is_known_is_never_left(name, written, text, after):
    told = f"{text} {written(name)}{after}{text}"
    assert not re.search(
        rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", without_identifiers(told, [name]), re.IGNORECASE
    )


def test_every_number_that_a_telephone_library_finds_goes():
    random = Random(0)
    for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
        number = phonenumbers.example_number_for_type("GB", kind)
        for form in vars(phonenumbers.PhoneNumberFormat).values():
            if isinstance(form, int):
                written = phonenumbers.format_number(number, form)
                around = random.choice(["Ring {} please", "({})", "tel:{}", "mum is on {}, dad not"]).format(
                    written
                )
                found = list(phonenumbers.PhoneNumberMatcher(around, "GB"))
                assert found
                cleaned = without_identifiers(around)
                assert not list(phonenumbers.PhoneNumberMatcher(cleaned, "GB"))
                assert not re.search(r"\d{3}", cleaned)


def test_no_name_of_the_made_up_area_is_left():
    random = Random(5)
    for _ in range(150):
        person = make_person(random, date(2026, 11, 22), "9434765919")
        told = [person.given_name, person.family_name, person.parent_name]
        text = f"{person.text} {person.given_name} {person.family_name}'s {person.parent_name}. {person.text}"
        cleaned = without_identifiers(text, told)
        for part in re.findall(r"[^\W_]{2,}", " ".join(told)):
            assert not re.search(rf"\b{part}\b", cleaned)


def cost(text):
    began = process_time()
    without_identifiers(text)
    return process_time() - began


@pytest.mark.parametrize(
    "hostile",
    ["a", "1", "1 ", "0-", "@", "a@", "a.", "my name is ", "Dr ", "A", "'", "a'", "A-", "14 Mill ", "1/1/1", "www.",
     "Zofia ", "www.a", ".com", "is called ", " on Mill Mill in", "son Xy ", "NR1 3J", "\u0301", "1st of ", "user:"],
)  # fmt: skip
def test_hostile_text_costs_no_more_than_a_few_times_plain_text(hostile):
    size = 200_000
    plain = "I have felt low since my mum went and I cannot sleep at night. "
    usual = min(cost(plain * (size // len(plain))) for _ in range(2))
    assert min(cost(hostile * (size // len(hostile))) for _ in range(2)) < max(12 * usual, 0.5)
