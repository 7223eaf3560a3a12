"""The calibration picture: true figures, words beside them, nothing that runs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from triage.ml.picture import TABLE_HEAD, Step, calibration_picture, calibration_table, steps
from triage.shares import wilson

SVG = "{http://www.w3.org/2000/svg}"


def test_a_step_holds_how_many_were_said_and_how_many_were_right():
    found = steps([0.1, 0.15, 0.2, 0.95, 1.0], [False, True, False, True, True])
    assert [(step.low, step.high, step.number) for step in found] == [(0, 0.1, 1), (0.1, 0.2, 2), (0.9, 1, 2)]
    assert found[1].said == pytest.approx(0.175)
    assert found[1].right == 0.5
    assert found[1].interval == wilson(1, 2)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60), st.integers(1, 20))
@settings(max_examples=150, deadline=None)
def test_every_answer_is_in_one_step_that_holds_what_was_said(answers, bins):
    found = steps([said for said, _right in answers], [right for _said, right in answers], bins)
    assert sum(step.number for step in found) == len(answers)
    for step in found:
        assert step.low - 1e-9 <= step.said <= step.high + 1e-9
        assert step.interval.low - 1e-9 <= step.right <= step.interval.high + 1e-9
    etree.fromstring(calibration_picture(found))


@pytest.mark.parametrize(("said", "right", "why"), [([0.5], [], "stand beside"), ([1.2], [True], "outside")])
def test_answers_that_fit_no_step_are_refused(said, right, why):
    with pytest.raises(ValueError, match=why):
        steps(said, right)


def made(*numbers):
    return [Step(0.5, 0.6, number, 0.55, 0.6, wilson(round(0.6 * number), number)) for number in numbers]


def test_the_table_says_what_the_picture_shows_and_hides_the_few():
    rows = calibration_table(made(1200, 4))
    assert {len(row) for row in rows} == {len(TABLE_HEAD)}
    assert rows[0] == ("50% to 60%", "1,200", "55%", "60%", "57% to 63%")
    assert rows[1] == ("50% to 60%", "fewer than 5", "not shown", "not shown", "not shown")


def test_the_picture_has_words_a_line_to_lie_on_and_a_point_with_its_number_for_each_step():
    tree = etree.fromstring(calibration_picture(made(1200, 40, 4), "new"))
    assert tree.get("aria-labelledby") == "new-title new-desc"
    assert {child.get("id") for child in tree.iter(f"{SVG}title", f"{SVG}desc")} == {"new-title", "new-desc"}
    assert len(list(tree.iter(f"{SVG}circle"))) == 2
    words = [text.text for text in tree.iter(f"{SVG}text")]
    assert {"1,200", "40", "Probability that was said", "Share that was right", "0%", "100%"} <= set(words)
    assert "4" not in words
    assert "said 55%, right 60%" in tree.findtext(f"{SVG}desc")
    assert any(line.get("stroke-dasharray") for line in tree.iter(f"{SVG}line"))


def test_the_picture_runs_nothing_needs_no_style_sheet_and_stays_within_its_frame():
    random = Random(2)
    said = [random.random() for _ in range(500)]
    tree = etree.fromstring(calibration_picture(steps(said, [random.random() < one for one in said])))
    assert {etree.QName(one).localname for one in tree.iter()} <= {
        "svg", "title", "desc", "g", "rect", "line", "circle", "text",
    }  # fmt: skip
    names = {name for one in tree.iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on") or name in ("style", "href", "class")}
    wide, high = map(float, tree.get("viewBox").split()[2:])
    for point in tree.iter(f"{SVG}circle"):
        assert 0 < float(point.get("cx")) < wide
        assert 0 < float(point.get("cy")) < high


def test_no_answers_are_told_in_words():
    tree = etree.fromstring(calibration_picture(steps([], [])))
    assert tree.findtext(f"{SVG}desc") == "There are too few answers to show."


def test_a_name_cannot_break_out_of_the_picture():
    etree.fromstring(calibration_picture([], 'a"><script>x</script>'))
