"""The library: something for everyone, plain to read, sourced, and safe."""

from __future__ import annotations

import re
from statistics import median

import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from triage.data_entry import package_text
from triage.library import SAFETY_NEEDS, LibraryError, library, load_library, matching, resource, search
from triage.vocabulary import Need, Requester

PAGES = library()
FOR_FAMILIES = [page for page in PAGES if Requester.PROFESSIONAL not in page.audiences]

# Two formulas that count letters; those that count syllables fetch a word list from the network.
FORMULAS = (textstat.automated_readability_index, textstat.coleman_liau_index)
MEDIAN_GRADE = 5  # what a child of ten can read
HARDEST_GRADE = 6.5  # a child of eleven
LONGEST_SENTENCE = 25

# A young person can ask from school age on; the others for anyone from birth.
READERS = {
    Requester.YOUNG_PERSON: range(5, 26),
    Requester.PARENT_CARER: range(26),
    Requester.PROFESSIONAL: range(26),
}

# Words that tell how harm is done. Pages on suicide and self-harm do without any of them.
METHODS = r"cut(s|ting)?|razors?|blades?|knife|knives|hang\w*|ropes?|pills?|tablets?|paracetamol|burn\w*"
HURTFUL = r"commit\w* suicide|attention.seeking|(successful|failed) (suicide|attempt)"

needs = st.sampled_from(Need)
readers = st.none() | st.sampled_from(Requester)
ages = st.none() | st.integers(0, 120)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])['’]?\s+|\n", text) if part.strip()]


def test_there_is_enough_to_read():
    assert len(PAGES) >= 48
    assert {audience for page in PAGES for audience in page.audiences} == set(Requester)


@pytest.mark.parametrize("need", list(Need))
@pytest.mark.parametrize("reader", list(Requester))
def test_every_need_at_every_age_has_a_page_of_its_own_for_every_reader(reader, need):
    shown = {age: matching([need], age, reader) for age in READERS[reader]}
    without = [age for age, pages in shown.items() if not any(need in page.needs for page in pages)]
    assert without == []


@given(named=st.lists(needs, max_size=8), age=ages, reader=readers, limit=st.integers(-2, 6))
def test_there_is_always_something_and_always_for_this_reader(named, age, reader, limit):
    pages = matching(named, age, reader, limit)
    assert 1 <= len(pages) <= max(limit, 1)
    assert len(set(pages)) == len(pages)
    assert all(reader is None or reader in page.audiences for page in pages)


@given(named=st.lists(needs), age=st.integers(5, 25), reader=st.sampled_from(Requester))
def test_pages_fit_the_age_and_safety_comes_first(named, age, reader):
    pages = matching(named, age, reader)
    assert all(page.is_for_age(age) for page in pages)
    safety = [need for need in named if need in SAFETY_NEEDS]
    assert not safety or safety[0] in pages[0].needs


def test_each_of_several_needs_gets_a_page_in_turn():
    named = [Need.SLEEP, Need.BEREAVEMENT, Need.ANXIETY]
    pages = matching(named, 14, Requester.YOUNG_PERSON, limit=3)
    assert [need in page.needs for need, page in zip(named, pages, strict=True)] == [True, True, True]


def test_a_child_is_not_given_a_teenagers_page():
    assert all(page.max_age == 12 for page in matching([Need.SELF_HARM], 9, Requester.YOUNG_PERSON, limit=1))


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.__name__)
def test_families_can_read_it_at_ten(formula):
    grades = {page.slug: formula(page.text) for page in FOR_FAMILIES}
    assert median(grades.values()) <= MEDIAN_GRADE
    assert {slug: grade for slug, grade in grades.items() if grade > HARDEST_GRADE} == {}


@pytest.mark.parametrize("page", FOR_FAMILIES, ids=lambda page: page.slug)
def test_no_sentence_is_long(page):
    assert [s for s in sentences(page.text) if len(s.split()) > LONGEST_SENTENCE] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_page_is_short_whole_and_says_what_to_do_today(page):
    assert 120 <= len(page.text.split()) <= 250
    assert len(page.try_now) >= 3
    assert page.body
    assert page.sources


ON_SAFETY = [page for page in PAGES if page.needs & set(SAFETY_NEEDS)]


@pytest.mark.parametrize("page", ON_SAFETY, ids=lambda page: page.slug)
def test_pages_on_safety_name_999_and_111_and_no_method(page):
    assert "999" in page.when_to_get_more_help
    assert "111" in page.when_to_get_more_help
    if page.needs & {Need.SUICIDAL_THOUGHTS, Need.SELF_HARM}:
        assert re.findall(rf"\b({METHODS})\b", page.text, flags=re.IGNORECASE) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_no_page_blames(page):
    assert not re.search(HURTFUL, page.text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("query", "slug"),
    [("panic", "panic-attacks"), ("PANIC attack", "panic-attacks"), ("someone died", "child-someone-died"),
     ("bully", "child-friends-bullying"), ("crying baby", "parent-crying-baby")],
)  # fmt: skip
def test_search_finds_a_page_by_its_words(query, slug):
    assert slug in [page.slug for page in search(query)]


def test_search_puts_titles_first():
    assert search("panic")[0].slug == "panic-attacks"


def test_an_empty_search_lists_all_and_nonsense_none():
    assert search() == PAGES
    assert search("qqqzz") == ()


@given(query=st.text(max_size=40), need=st.none() | needs, age=ages, reader=readers)
def test_search_returns_only_what_was_asked_for(query, need, age, reader):
    for page in search(query, need, age, reader):
        assert need is None or need in page.needs
        assert reader is None or reader in page.audiences
        assert page.is_for_age(age)


def test_a_page_is_found_by_its_name():
    assert resource("teen-sleep").title == "Sleep better"
    assert resource("no-such-page") is None


def texts(**changed: tuple[str, str]) -> dict[str, str]:
    names = ("sources", "children-feelings", "children-life", "parents-feelings", "professionals")
    all_texts = {f"{name}.yaml": package_text(f"selfcare/{name}.yaml") for name in names}
    for name, (before, after) in changed.items():
        file = f"{name.replace('_', '-')}.yaml"
        assert before in all_texts[file]
        all_texts[file] = all_texts[file].replace(before, after, 1)
    return all_texts


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"children_feelings": ("needs: [anxiety]", "needs: [worries]")}, "should be one of: anxiety"),
        ({"children_feelings": ("sources: [childline-kids, nhs-young]", "sources: [a-blog]")}, "'a-blog'"),
        ({"children_life": ("slug: child-being-me", "slug: child-worries")}, "is there twice"),
        ({"children_feelings": ("call 999", "call someone")}, None),
        ({"parents_feelings": ("general: true", "general: false")}, "no general page"),
        ({"sources": ("https://www.nhs.uk/mental-health/\"", "http://example.org\"")}, "begin with https://"),
        ({"children_feelings": ("    title: When worries feel big\n", "")}, "has no 'title'"),
        ({"children_feelings": ("try_now:", "try_this:")}, "'try_this' that nobody reads"),
        ({"professionals": ("pages:", "pages: [")}, "not valid YAML"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(change, says):
    if says is None:
        load_library(texts(**change))  # a page that is not about safety may do without 999
        return
    with pytest.raises(LibraryError) as caught:
        load_library(texts(**change))
    assert any(says in mistake for mistake in caught.value.mistakes), caught.value.mistakes


def test_a_page_about_safety_without_999_is_refused():
    before = "If you are hurt or cannot stay safe, call 999. Or call 111"
    with pytest.raises(LibraryError, match="should name both 999 and 111"):
        load_library(texts(children_feelings=(before, "Call 111")))
