"""Which kind of harm the words speak of, so that the right specialist worker is offered."""

from __future__ import annotations

import pytest

from triage.kinds_of_harm import _PHRASES, Harm, kinds_of_harm
from triage.screen import screen_text
from triage.screen.lexicon import lexicon
from triage.vocabulary import Flag

TOLD = {
    "he put his fingers in me and I froze": {Harm.SEXUAL},
    "someone is blackmailing me with nudes": {Harm.SEXUAL, Harm.EXPLOITATION},
    "he is running for the olders and owes them money": {Harm.EXPLOITATION},
    "my dad hits me": {Harm.AT_HOME},
    "my husband controls all the money": {Harm.AT_HOME},
    "we hide in the wardrobe when dad gets drunk": {Harm.AT_HOME},
}


@pytest.mark.parametrize("text", TOLD)
def test_the_words_say_the_kind(text: str):
    assert kinds_of_harm(text, screen_text(text).hits) >= TOLD[text]


def test_words_that_do_not_say_it_leave_it_unknown():
    text = "covered in bruises again on Monday"
    assert Flag.ABUSE_OR_EXPLOITATION in screen_text(text).flags
    assert kinds_of_harm(text, screen_text(text).hits) == set()


def test_other_flags_say_nothing_of_it():
    text = "I want to die and my mum is worried"
    assert kinds_of_harm(text, screen_text(text).hits) == set()


def test_every_entry_named_is_in_the_lexicon():
    known = {entry.id for entry in lexicon().entries if entry.flag is Flag.ABUSE_OR_EXPLOITATION}
    assert set(_PHRASES) <= known
