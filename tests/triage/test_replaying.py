"""Replaying: less of anything is told first, more apart from it, and the stream needs no room."""

from dataclasses import replace

import pytest

from triage import replaying
from triage.case import Case
from triage.directory import reference_directory
from triage.replaying import LESS, Change, Replayed, Tally, Treatment, changes_between, replay
from triage.rules.loader import load_ruleset
from triage.rules.versions import text_of, versions
from triage.vocabulary import Flag, OfferKind, Priority, Thrive

TEXT = text_of(versions()[-1])
BEFORE = load_ruleset(TEXT)
OFFERS = reference_directory()
PLAIN = Treatment(
    Priority.SOON,
    Thrive.GETTING_HELP,
    (Flag.SELF_HARM,),
    (OfferKind.CRISIS_111, OfferKind.COUNSELLING, OfferKind.SELF_CARE),
    ("answers.duration", "answers.consent"),
    ("shout",),
    ("How long?", "Who agrees?"),
)


def case(key: int = 1, **facts) -> Case:
    answers = facts.pop("answers", {})
    return Case.from_document({"id": str(key), "age": 14, "answers": answers, **facts})


def replayed(key: int, change: dict, age: int | None = 14) -> Replayed:
    after = replace(PLAIN, **change)
    return Replayed(key, age, PLAIN, after, changes_between(PLAIN, after))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ()),
        ({"priority": Priority.ROUTINE}, (Change.PRIORITY_LOWERED,)),
        ({"priority": Priority.EMERGENCY}, (Change.PRIORITY_RAISED,)),
        ({"thrive": Thrive.GETTING_ADVICE}, (Change.THRIVE_LOWERED,)),
        ({"thrive": Thrive.GETTING_RISK_SUPPORT}, (Change.THRIVE_RAISED,)),
        ({"flags": ()}, (Change.FLAG_LOST,)),
        ({"flags": (Flag.PSYCHOSIS,)}, (Change.FLAG_LOST, Change.FLAG_GAINED)),
        ({"offers": PLAIN.offers[1:]}, (Change.CRISIS_HELP_LOST, Change.OFFER_LOST)),
        (
            {"offers": (OfferKind.CRISIS_TEAM, *PLAIN.offers)},
            (Change.CRISIS_HELP_GAINED, Change.OFFER_GAINED),
        ),
        ({"offers": PLAIN.offers[::-1]}, (Change.OFFERS_REORDERED,)),
        ({"questions": ("answers.consent",), "wordings": ("Who agrees?",)}, (Change.QUESTION_LOST,)),
        ({"wordings": ("How long has it been?", "Who agrees?")}, (Change.QUESTIONS_PUT_OTHERWISE,)),
        ({"starts_now": ()}, (Change.STARTS_NOW_CHANGED,)),
        ({"starts_now": ("childline",)}, (Change.STARTS_NOW_CHANGED,)),
    ],
)
def test_each_difference_has_its_own_name(changed, expected):
    assert replayed(1, changed).changes == expected


def test_the_same_rules_treat_everybody_the_same():
    cases = [(n, case(n, text="I want to kill myself", answers={"needs": ["anxiety"]})) for n in range(5)]
    tally = Tally()
    for one in replay(cases, BEFORE, load_ruleset(TEXT), OFFERS):
        tally.add(one)

    assert (tally.requests, tally.different, tally.shown) == (5, 0, [])


def test_rules_that_raise_less_are_seen_in_those_they_were_for():
    assert "raise: emergency" in TEXT
    without = load_ruleset(TEXT.replace("raise: emergency", "raise: urgent"))
    in_danger = case(1, answers={"safety": {"immediate_danger": "yes"}})
    well = case(2, answers={"safety": {"immediate_danger": "no"}})

    told, quiet = replay([(1, in_danger), (2, well)], BEFORE, without, OFFERS)
    assert Change.PRIORITY_LOWERED in told.changes
    assert told.to_document()["before"]["priority"] == "emergency"
    assert quiet.changes == ()
    back = next(replay([(1, in_danger)], without, BEFORE, OFFERS))
    assert Change.PRIORITY_RAISED in back.changes


def test_lowered_is_shown_first_and_the_deepest_fall_before_it():
    tally = Tally()
    tally.add(replayed(1, {"priority": Priority.EMERGENCY}))
    tally.add(replayed(2, {"starts_now": ()}))
    tally.add(replayed(3, {"offers": PLAIN.offers[:-1]}))
    tally.add(replayed(4, {"priority": Priority.ROUTINE}))
    deep = replace(PLAIN, priority=Priority.EMERGENCY)
    fallen = replace(PLAIN, priority=Priority.ROUTINE)
    tally.add(Replayed(5, 14, deep, fallen, changes_between(deep, fallen)))

    assert [one.key for one in tally.shown] == [5, 4, 3, 1, 2]
    document = tally.to_document()
    assert document["less"] == 3
    assert [(move["from"], move["to"]) for move in document["moves"]] == [
        ("emergency", "routine"),
        ("soon", "routine"),
        ("soon", "emergency"),
    ]


def test_only_so_many_are_kept_and_never_at_the_price_of_a_lowered_one(monkeypatch):
    monkeypatch.setattr(replaying, "MOST_SHOWN", 3)
    tally = Tally()
    for key in range(50):
        tally.add(replayed(key, {"starts_now": ()}))
    tally.add(replayed(77, {"priority": Priority.ROUTINE}))

    assert [one.key for one in tally.shown] == [77, 0, 1]
    assert tally.to_document()["different"] == 51


def test_what_cannot_be_read_is_counted_and_never_left_out_in_silence():
    tally = Tally()
    for _, one in tally.readable([(1, None), (2, case(2)), (3, None)]):
        tally.add(next(replay([(2, one)], BEFORE, BEFORE, OFFERS)))

    assert (tally.requests, tally.not_read, tally.looked_at) == (1, 2, 3)
    assert tally.to_document()["not_read"] == 2


def test_counts_are_kept_by_age_band():
    tally = Tally()
    for age in (3, 15, None, 40):
        tally.add(replayed(1, {"priority": Priority.ROUTINE}, age))
    tally.add(replayed(1, {}, 15))

    ages = tally.to_document()["ages"]
    assert list(ages) == ["0-4", "11-15", "unknown", "over 25"]
    assert ages["11-15"] == {
        "requests": 2,
        "different": 1,
        "less": 1,
        "priority_lowered": 1,
        "priority_raised": 0,
    }


def test_a_report_holds_codes_alone():
    secret = "Priya from Thetford cuts herself"
    [told] = replay([("a1", case(1, text=secret))], BEFORE, BEFORE, OFFERS)
    tally = Tally()
    tally.add(replace(told, changes=(Change.FLAG_LOST,)))

    assert "Priya" not in repr(tally.to_document())
    assert "Thetford" not in repr(told)


def test_less_is_what_somebody_would_miss():
    assert {change.value for change in LESS} == {
        "priority_lowered",
        "crisis_help_lost",
        "flag_lost",
        "thrive_lowered",
        "offer_lost",
        "question_lost",
    }
