"""Words typed into a search: what they are about, and whether help now has to be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.data_entry import package_text
from triage.library import search
from triage.search_words import SearchWordsError, load_search_words, what_is_asked
from triage.vocabulary import SAFETY_NEEDS, Need

DANGER = {
    "i want to die": "suicidal-thoughts-support",
    "kill myself": "suicidal-thoughts-support",
    "suicide": "suicidal-thoughts-support",
    "sucide": "suicidal-thoughts-support",
    "want to dye": "child-hurting-thoughts",
    "i dont want to be here": "suicidal-thoughts-support",
    "overdose": "suicidal-thoughts-support",
    "paracetamol": "suicidal-thoughts-support",
    "hurt myself": "self-harm-support",
    "cutting": "self-harm-support",
    "selfharm": "self-harm-support",
    "hurting": "self-harm-support",
    "my daughter cuts herself": "parent-self-harm",
    "my dad hits me": "child-not-safe-at-home",
    "I am being hurt": "child-not-safe-at-home",
    "my step dad touches me": "child-not-safe-at-home",
    "im scared to go home": "child-not-safe-at-home",
    "abusive boyfriend": "unsafe-relationships",
    "hearing voices": "hearing-voices",
}
OTHERS = {
    "baby wont stop crying": "parent-crying-baby",
    "nobody likes me": "child-friends-bullying",
    "no-one likes me": "friends-bullying-online",
    "anxitey": "teen-anxiety",
    "panick attacks": "panic-attacks",
    "I can’t breathe": "panic-attacks",
    "exam stress": "young-adult-stress",
    "depresed": "teen-low-mood",
    "cant sleep": "teen-sleep",
    "my nan died": "grief-young-people",
    "bullyed": "child-friends-bullying",
    "my son wont go to school": "parent-school-attendance",
    "my daughter wont eat": "parent-eating-disorder",
    "mum and dad are fighting": "child-family-changes",
    "toddler tantrums": "parent-toddler-tantrums",
    "postnatal depression": "parent-feelings-after-birth",
    "aspergers": "autism-adhd-young-people",
    "tummy hurts": "child-being-ill",
    "am i gay": "gender-identity-young-people",
    "vaping": "alcohol-drugs-young-people",
    "no money for food": "child-home-and-money",
    "intrusive thoughts": "child-sticky-thoughts",
}


@pytest.mark.parametrize(("words", "slug"), (DANGER | OTHERS).items())
def test_words_find_a_page_that_fits(words, slug):
    assert slug in [page.slug for page in search(words)]


@pytest.mark.parametrize("words", DANGER)
def test_words_of_danger_ask_for_help_now(words):
    assert what_is_asked(words).is_danger


@pytest.mark.parametrize("words", OTHERS)
def test_other_words_do_not(words):
    assert not what_is_asked(words).is_danger


@pytest.mark.parametrize("words", DANGER)
def test_pages_on_safety_come_first(words):
    named = SAFETY_NEEDS.intersection(what_is_asked(words).needs)
    about_safety = [bool(named & page.needs) for page in search(words)]
    assert about_safety == sorted(about_safety, reverse=True)


def test_wanting_to_die_is_not_about_bereavement_or_school():
    needs = {need for page in search("i want to die") for need in page.needs}
    assert not needs & {Need.BEREAVEMENT, Need.SCHOOL_ATTENDANCE}


def test_a_longer_way_of_saying_counts_before_the_words_inside_it():
    assert what_is_asked("my tummy hurts").needs == (Need.PHYSICAL_HEALTH,)
    assert Need.SELF_HARM in what_is_asked("my tummy hurts and i hurt myself").needs


@pytest.mark.parametrize("need", sorted(SAFETY_NEEDS))
def test_a_topic_of_safety_asks_for_help_now_whatever_the_words(need):
    assert what_is_asked("sleep").also(need).is_danger
    assert what_is_asked("").also(None).is_danger is False


@given(st.text(max_size=200))
def test_anything_at_all_can_be_typed(words):
    asked = what_is_asked(words)
    assert asked.is_danger or SAFETY_NEEDS.isdisjoint(asked.needs)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("need: sleep", "need: sleeping", "should be one of: anxiety"),
        ("      - insomnia\n", '      - "!?"\n', "holds no word"),
        ("  - need: sleep", "  - need: anxiety", "is there twice"),
        ("flag: neglect", "flag: neglected", "The flag 'neglect' leads to no need"),
        ("needs: [substance_use]", "needs: [drugs]", "should be one of: anxiety"),
        ("  - need: sleep\n    words:", "  - need: sleep\n    say:", "'say' that nobody reads"),
    ],
)
def test_a_mistake_is_told(before, after, says):
    text = package_text("selfcare/words.yaml")
    assert before in text
    with pytest.raises(SearchWordsError) as caught:
        load_search_words(text.replace(before, after, 1))
    assert any(says in mistake for mistake in caught.value.mistakes)
