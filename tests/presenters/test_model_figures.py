"""Figures of the classifier in words: nothing of a few people, and a drawing that cannot run."""

from __future__ import annotations

from ifd.presenters import model_figures as figures

GROUP = {
    "group": "10 to 14",
    "number": 40,
    "answered": 30,
    "wrong": None,
    "coverage": {"share": 0.75, "interval": [0.6, 0.86]},
    "agreement": {"share": 0.9, "interval": [0.74, 0.97]},
    "too_sure": 0.06,
    "remarks": ["Right less often than for everybody else."],
}
HIDDEN = {**GROUP, "group": "under 5", "number": None, "agreement": None, "remarks": []}


def test_figures_stand_side_by_side_and_what_one_lacks_is_not_known():
    rows = figures.rows_of({"accuracy": 0.834, "calibration_error": 0.031}, {"accuracy": 0.7})
    assert rows == [
        ("The same offer as decided, when it must always answer", ["83%", "70%"]),
        ("Calibration error: how far its numbers are off", ["0.031", "not known"]),
    ]
    assert figures.rows_of({"accuracy": None}) == []


def test_what_is_hidden_stays_hidden():
    assert figures.share(None) == figures.count(None) == "not shown"
    assert figures.share(GROUP["agreement"]) == "90% (74% to 97%)"
    assert figures.number_of({"rows": 4}) == "fewer than 5"
    assert figures.side_by_side({"groups": {"Age": [GROUP, HIDDEN]}}, {"groups": {}}) == [
        (
            "Age",
            [
                ("10 to 14", "about 40", "90% (74% to 97%)", "not shown"),
                ("under 5", "not shown", "not shown", "not shown"),
            ],
        )
    ]
    few = {"low": 0.5, "high": 0.6, "number": 3, "said": 0.55, "right": 1.0, "interval": [0.4, 1.0]}
    assert figures.calibration([few]) == [("50% to 60%", "fewer than 5", "not shown", "not shown", "not shown")]


def test_a_comparison_by_groups_in_which_nothing_can_be_told_is_left_out():
    nothing = {**GROUP, "agreement": None}
    assert figures.side_by_side({"groups": {"Age": [nothing, HIDDEN]}}, {"groups": {"Age": [nothing]}}) == []


def test_that_the_rules_did_better_than_both_is_said_and_only_then():
    def found(rules: float) -> dict:
        return {name: {"accuracy": one} for name, one in (("rules", rules), ("champion", 0.5), ("challenger", 0.51))}

    assert "more often (59%) than either version" in figures.verdict(found(0.59))
    assert figures.verdict(found(0.505)) == ""
    assert figures.verdict({"rules": {"accuracy": 0.9}, "champion": None, "challenger": None}) == ""


def test_remarks_are_told_with_whom_they_are_about():
    assert figures.remarks_in({"Age": [GROUP, HIDDEN]}) == [("Age", "10 to 14", GROUP["remarks"][0])]


def test_words_for_too_sure():
    assert [figures.too_sure(one) for one in (0.06, -0.04, 0.001, None)] == [
        "6 points too sure",
        "4 points too unsure",
        "as it says",
        "not shown",
    ]


def test_a_drawing_is_an_image_and_never_part_of_the_page():
    drawn = figures.calibration_picture('<svg onload="alert(1)"></svg>')
    assert "<svg" not in drawn
    assert "alert" not in drawn
    assert 'alt="What was said' in drawn
    assert figures.calibration_picture("") == figures.calibration_picture(None) == ""


def test_months_are_drawn_with_their_interval():
    drawn = figures.over_time([{**GROUP, "group": "2026-09"}, {**HIDDEN, "group": "2026-10"}])
    assert "September 2026" in drawn
    assert "October" not in drawn
    assert drawn.count("<rect") == 1
    assert figures.over_time([]) == ""
