"""The reviewing client sends back every kind of faulty page, and lets a good one pass."""

import pytest
from lxml import html

from tests.reviewing_client import problems_of

GOOD = """<!doctype html><html lang="en"><head><title>Your name</title></head><body><main><h1>Your name</h1>
<form method="post"><label for="name">Name</label><input id="name" name="name" aria-describedby="hint">
<p id="hint">As you like to be called</p><label><input type="radio" name="who"> Me</label></form></main>
</body></html>"""

SUMMARY = '<div class="nhsuk-error-summary"><a href="#{}">Enter a name</a></div><h1>'


def test_a_good_page_passes():
    assert faults(GOOD) == []


def test_a_good_page_with_an_error_passes():
    assert faults(GOOD.replace("<title>", "<title>Error: ").replace("<h1>", SUMMARY.format("name"))) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('lang="en"', "", "html has no lang"),
        ("<title>Your name</title>", "", "0 titles"),
        ("<h1>", "<h1>One</h1><h1>", "2 h1 headings"),
        ("main>", "div>", "no main"),
        ('<p id="hint">', '<p id="name">', "ids used more than once: name"),
        ('<p id="hint">', "<p>", "aria-describedby points to hint"),
        ('<label for="name">Name</label>', "", "no label for name"),
        ('<label for="name">Name</label>', '<label for="name"> </label>', "no label for name"),
        (" Me</label>", "</label>", "no label for who"),
        ("<title>", "<title>Error: ", "exactly when there is an error summary"),
        ("<h1>", SUMMARY.format("name"), "exactly when there is an error summary"),
        ("<h1>", SUMMARY.format("elsewhere"), "links to #elsewhere, which is not there"),
        ("<h1>", SUMMARY.format("hint"), "which is not a field"),
    ],
)
def test_a_faulty_page_is_sent_back(before, after, fault):
    page = GOOD.replace(before, after)

    assert page != GOOD
    assert any(fault in problem for problem in faults(page)), faults(page)


def faults(page: str) -> list[str]:
    return list(problems_of(html.document_fromstring(page)))
