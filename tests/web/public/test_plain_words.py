"""Families read these pages: short sentences, and a reading age of 9 to 11."""

from __future__ import annotations

import re

import pytest
import textstat

PAGES = [
    "/",
    "/your-information",
    "/leaving-safely",
    "/accessibility",
    "/cookies",
    "/my-request",
    "/my-request/new-code",
    "/my-request/new-code/sent",
    "/my-request/got-worse/told",
    "/my-request/got-worse/help-now",
]
LONGEST = 20
# A school grade of 6 is read at about age 11. The index counts letters, words and sentences.
HIGHEST_GRADE = 6


def sentences(page) -> list[str]:
    """The sentences of each paragraph and point of a page."""
    found = []
    for element in page.page.xpath("//main//p | //main//li[not(.//p)] | //main//dd"):
        text = " ".join(element.text_content().split())
        found += [sentence for sentence in re.split(r"(?<=[.?!:]) ", text) if sentence]
    return found


@pytest.mark.parametrize("address", PAGES)
def test_no_sentence_is_longer_than_twenty_words(client, address):
    long = [sentence for sentence in sentences(client.get(address)) if len(sentence.split()) > LONGEST]

    assert not long


@pytest.mark.parametrize("address", PAGES)
def test_pages_can_be_read_at_age_eleven(client, address):
    text = " ".join(sentences(client.get(address)))

    assert textstat.automated_readability_index(text) <= HIGHEST_GRADE
