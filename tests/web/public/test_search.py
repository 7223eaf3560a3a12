"""The search of the self-care pages by somebody who may be in danger."""

from __future__ import annotations

import logging

import pytest

DANGER = [
    "i want to die", "kill myself", "hurt myself", "cutting", "overdose", "my dad hits me", "I am being hurt",
    "suicide", "sucide",
]  # fmt: skip


def searched(client, words, **chosen):
    chosen = {"need": "", "age": "", "who": ""} | chosen
    return client.submit(client.get("/self-care"), "/self-care", words=words, **chosen)


def services(page):
    return [heading.text_content() for heading in page.page.xpath("//h3[following-sibling::*[1][self::p]]")]


def place(page, words):
    return page.get_data(as_text=True).index(words)


@pytest.mark.parametrize("words", DANGER)
def test_words_of_danger_bring_999_and_111_before_anything_to_read(client, words):
    page = searched(client, words)

    assert (
        place(page, "Call 999 or go to A&amp;E now if:")
        < place(page, 'id="results"')
        < place(page, 'name="words"')
    )
    assert "Childline" in page.words
    assert "Nothing found" not in page.words


def test_the_lines_are_those_for_the_age_the_reader_and_the_need(client):
    child = services(searched(client, "someone hits me", age="5-11", who="young_person"))
    parent = services(searched(client, "my son wants to die", who="parent_carer"))

    assert child[:2] == ["Childline", "Shout"]
    assert "National Domestic Abuse Helpline" in child
    assert parent[0] == "YoungMinds Parents Helpline"
    assert "Childline" not in parent


def test_a_topic_of_safety_brings_help_as_the_words_do(client):
    page = client.get("/self-care?need=self_harm")

    assert place(page, "Call 999 or go to A&amp;E now if:") < place(page, 'id="results"')


def test_words_that_are_too_long_to_search_are_read_for_danger_all_the_same(client):
    page = searched(client, "i want to die " * 20)

    assert "words" in page.errors
    assert "Call 999 or go to A&E now if:" in page.words


def test_everyday_words_bring_pages_and_no_alarm(client):
    page = searched(client, "cannot sleep")

    assert "Call 999 or go to A&E" not in page.words


@pytest.mark.parametrize("chosen", [{}, {"age": "0-4", "who": "young_person"}])
def test_where_nothing_is_found_help_and_pages_for_anyone_are_shown(client, chosen):
    page = searched(client, "zzzzqqqq", **chosen)

    assert "We found nothing" in page.words
    assert "Call 999 or go to A&E now if:" in page.words
    assert page.page.xpath("//main//h3/a[starts-with(@href, '/self-care/')]")
    assert "For professionals" not in page.words


def test_nothing_searched_is_logged_or_kept(client, caplog, db_session):
    with caplog.at_level(logging.DEBUG):
        page = searched(client, "sucide zebra")

    assert "zebra" not in caplog.text
    assert "zebra" not in page.headers.get("Set-Cookie", "")
    assert not page.request.query_string
