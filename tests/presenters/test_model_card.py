"""A model's card as a page: every word of it, and nothing that a word could smuggle in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from ifd.presenters.model_card import card_told

CARD = r"""# Model card: m-1

Made on 3 August 2026.

## What it learned from

- From `a<b>.csv`: texts in `text`.
- 312 texts.

## By Age

![Said beside right](calibration.svg)

| Age | texts | right of these |
| --- | --- | --- |
| 5 to 9 | not shown |  |
| \<script\>x\|y\*\* | about 40 | 83% (75% to 89%) |

- **18 to \*25**: Right less often.
"""


def test_the_marks_of_the_card_are_drawn():
    page = html.fromstring(f"<div>{card_told(CARD)}</div>")
    assert [(one.tag, one.text) for one in page.xpath("//h1 | //h2")] == [
        ("h2", "What it learned from"),
        ("h2", "By Age"),
    ]
    assert page.xpath("//li/code/text()") == ["a<b>.csv", "text"]
    assert page.xpath("//li/strong/text()") == ["18 to *25"]
    assert page.xpath("//thead//th/text()") == ["Age", "texts", "right of these"]
    assert page.xpath("//tbody/tr[2]//text()") == ["<script>x|y**", "about 40", "83% (75% to 89%)"]
    assert page.xpath("//tbody/tr[1]/td/@data-label") == ["texts", "right of these"]
    assert not page.xpath("//img | //script")


def test_a_table_is_folded_under_the_words_of_its_heading():
    rows = "".join(f"| label {number} | 40 |\n" for number in range(4))
    card = f"# M\n\n## Each `label`\n\nAs counted.\n\n| label | texts |\n| --- | --- |\n{rows}\n## Limits\n\n- None.\n"
    page = html.fromstring(f"<div>{card_told(card)}</div>")
    [folded] = page.xpath("//details")
    assert folded.xpath("string(summary)") == "Each label: table"
    assert len(folded.xpath(".//tbody/tr")) == 4
    assert "open" not in folded.attrib
    assert "None." not in folded.text_content()


@given(st.text(max_size=80) | st.lists(st.sampled_from(
    ["<script>", "**", "`", "|", "\n", "\n\n", "- ", "# ", "\\", "[a](javascript:x)", "![x](y)", "&lt;", "--"]
), max_size=14).map("".join))  # fmt: skip
def test_whatever_it_says_is_no_more_than_words(text):
    page = html.fromstring(f"<div>{card_told(text)}</div>")
    assert {one.tag for one in page.iter() if isinstance(one.tag, str)} <= {
        *("div", "p", "ul", "li", "code", "strong"),
        *("h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "span"),
    }
    assert not page.xpath("//@href | //@src | //@onclick")
