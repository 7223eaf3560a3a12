"""What is said of one thing never hushes another told in a clause of its own."""

from __future__ import annotations

import pytest

from triage.screen import Reading, screen_text
from triage.vocabulary import Flag, Priority

TOLD = {
    # Denied, and then told.
    "denied SI last week, today says she will kill herself": Priority.VERY_URGENT,
    "Denied thoughts of suicide when asked by GP, then texted a friend that she will kill herself tonight": (
        Priority.VERY_URGENT
    ),
    "denies suicidal thoughts, has a noose in his room": Priority.VERY_URGENT,
    "denies si and took an overdose yesterday": Priority.EMERGENCY,
    "nil SI, OD last night": Priority.EMERGENCY,
    "denies SI, wants to die": Priority.URGENT,
    "no evidence of psychosis, wants to die": Priority.URGENT,
    "no thoughts of suicide, hears voices": Priority.URGENT,
    "no current plans, suicidal thoughts daily": Priority.URGENT,
    "denies abuse, says dad hits her": Priority.URGENT,
    "denies any self harm, fresh cuts seen on arms": Priority.SOON,
    "no intent to act on suicidal thoughts": Priority.URGENT,
    "suicidal thoughts denied plan": Priority.URGENT,
    "self harm not disclosed to parents": Priority.SOON,
    "never thought I would say it but I want to end it": Priority.URGENT,
    # A 'not' about something else.
    "she is not eating and wants to die": Priority.URGENT,
    "she is not herself and wants to die": Priority.URGENT,
    "he has stopped eating and says he will hang himself": Priority.VERY_URGENT,
    "not suicidal but cutting every night": Priority.VERY_URGENT,
    "said no to help and will kill herself": Priority.URGENT,
    "I could not stop cutting myself": Priority.SOON,
    "she would not eat, hurting herself": Priority.SOON,
    # Two that undo each other.
    "I can't promise I won't kill myself": Priority.URGENT,
    "can't say he is not suicidal": Priority.URGENT,
    "I have no reason not to kill myself": Priority.URGENT,
    "He wasn't suicidal until last week": Priority.URGENT,
    "She does not self harm except when drunk": Priority.SOON,
    # A threat is not advice.
    "If he is sent back he will kill himself, please call us": Priority.VERY_URGENT,
    "Unless seen today he will hang himself, urgent review please": Priority.VERY_URGENT,
    "Advice given but he will hang himself": Priority.VERY_URGENT,
    # A game or a song beside it is not where it happens.
    "he is on his xbox, says he will hang himself tonight": Priority.VERY_URGENT,
    "He plays fortnite all day and says he wants to kill himself": Priority.URGENT,
    "she was upset about a song and took an overdose last night": Priority.EMERGENCY,
    # What looks like an accident, and is none.
    "I smashed a glass and cut my arms on purpose": Priority.SOON,
    "I used glass to cut my wrists": Priority.VERY_URGENT,
    "Mum saw that he cuts his arms": Priority.SOON,
    "She fell out with me and cut her wrists": Priority.VERY_URGENT,
    "he cut his hands with a razor": Priority.SOON,
    "He was given tablets and took an overdose": Priority.URGENT,
    "took all my medication home and swallowed it": Priority.URGENT,
    "took 30 of my sertraline": Priority.URGENT,
}

NOBODY_ELSES = {
    "She argued with her mum and took an overdose tonight": Priority.EMERGENCY,
    "my daughter had a row with my partner and took an overdose an hour ago": Priority.EMERGENCY,
    "I had a row with my boyfriend and took 20 pills just now": Priority.EMERGENCY,
    "He has no friends and is going to kill himself tonight": Priority.VERY_URGENT,
    "he was dumped by his girlfriend and has written a suicide note": Priority.VERY_URGENT,
    "he is bullied by boys at school and wants to die": Priority.URGENT,
    "dad drinks and hits me": Priority.URGENT,
}

NOT_OVER = {
    "her parents split up two years ago and she is going to overdose": Priority.VERY_URGENT,
    "previously known to CAMHS, going to kill herself": Priority.VERY_URGENT,
    "known to CAMHS in the past and is going to kill herself": Priority.VERY_URGENT,
    "no longer going to school, plans to kill herself": Priority.VERY_URGENT,
    "stopped taking his meds, hearing voices telling him to kill his mum": Priority.VERY_URGENT,
    "History of anxiety and depression, now planning to kill herself": Priority.VERY_URGENT,
}

SOMEBODY_ELSES = [
    "My mum argued with my dad and took an overdose",
    "Mum lives with dad and is suicidal",
    "Her mum has depression and took an overdose last year",
    "I live with my sister and brother who self harms",
]

OVER = [
    "I was going to kill myself when I was 12",
    "He would cut himself when he was 12",
    "two years ago took an overdose and is fine now",
    "She used to self harm but has stopped",
]

QUIET = [
    "Denies SI, self harm, hearing voices",
    "Denies suicidal thoughts, self harm or psychosis",
    "He has never spoken of suicide and nobody is worried that he will harm himself.",
    "She does not want to die or harm herself",
    "If he says he is going to kill himself, call 999",
    "If suicidal, self harming or hearing voices, go to A&E",
    "he plays Fortnite and kills people all day",
    "I fell off the ladder and cut my arm",
    "I took my tablets home with me",
    "Overdose of morphine given by mistake, I have made a complaint",
]


@pytest.mark.parametrize("text", TOLD)
def test_told_all_the_same(text: str):
    assert screen_text(text).priority is TOLD[text]


@pytest.mark.parametrize("text", NOBODY_ELSES)
def test_a_person_named_on_the_way_is_not_who_did_it(text: str):
    assert screen_text(text).priority is NOBODY_ELSES[text]


@pytest.mark.parametrize("text", SOMEBODY_ELSES)
def test_somebody_else_stays_somebody_else(text: str):
    assert {hit.reading for hit in screen_text(text).hits} == {Reading.OTHER_PERSON}


@pytest.mark.parametrize("text", NOT_OVER)
def test_a_time_in_another_clause_does_not_make_it_past(text: str):
    assert screen_text(text).priority is NOT_OVER[text]


@pytest.mark.parametrize("text", OVER)
def test_what_is_over_stays_past(text: str):
    assert {hit.reading for hit in screen_text(text).hits} == {Reading.PAST}


@pytest.mark.parametrize("text", QUIET)
def test_still_quiet(text: str):
    assert screen_text(text).hits == ()


def test_what_is_denied_stays_denied_beside_what_is_told():
    result = screen_text("denies suicidal thoughts, fresh cuts seen on arms")
    assert result.flags == (Flag.SELF_HARM,)
    assert {hit.flag for hit in result.quiet} == {Flag.SUICIDAL_THOUGHTS}
