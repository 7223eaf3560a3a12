"""What staff read: time left, the summary, contacts and the timeline."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given

from ifd.models.message import OUTBOX_STATES
from ifd.presenters.coding import usual_reason
from ifd.presenters.contacts import people_of, warnings_of
from ifd.presenters.letters import letter_words
from ifd.presenters.marking import quote, reading_words
from ifd.presenters.summary import answers_of, summary_of
from ifd.presenters.time_left import age_words, capped, time_left
from ifd.presenters.timeline import timeline_of
from ifd.services.wording import AUDIENCES, wording
from tests.triage.people import DOCUMENTS
from triage.codes import primary_reasons
from triage.lifecycle import Actor, Event
from triage.screen.result import Reading
from triage.vocabulary import FlagSource, Need

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
_TEMPLATES = [
    *(f"{news}.{reader}" for news in wording().news for reader in AUDIENCES),
    *sorted({what for what, _channel in wording().asked_for}),
]


@pytest.mark.parametrize(
    ("due", "words", "kind"),
    [
        (timedelta(hours=-49), "2 days late", "overdue"),
        (timedelta(minutes=-1), "1 minute late", "overdue"),
        (timedelta(seconds=0), "under a minute left", "soon"),
        (timedelta(seconds=30), "under a minute left", "soon"),
        (timedelta(hours=1), "1 hour left", "soon"),
        (timedelta(hours=24), "1 day left", ""),
        (timedelta(days=28), "28 days left", ""),
    ],
)
def test_time_left(due, words, kind):
    left = time_left(NOW + due, NOW)
    assert (left.words, left.kind) == (words, kind)


def test_counts_say_where_they_stopped():
    assert (capped(0, 200), capped(200, 200), capped(201, 200)) == ("0", "200", "200+")


def test_ages():
    assert [age_words(age) for age in (None, 0, 25)] == ["age not known", "under 1", "age 25"]


def test_that_there_is_none_is_an_answer_and_silence_is_not():
    answers = {answer.field: answer for answer in answers_of({"answers": {"sen_or_disability": "none"}})}
    assert (answers["sen_or_disability"].words, answers["sen_or_disability"].is_known) == ("None", True)
    assert not answers["known_to_services"].is_known


@given(DOCUMENTS)
def test_every_line_of_the_summary_rests_on_answers_that_are_on_the_page(document):
    anchors = {answer.anchor for answer in answers_of(document)}
    for line in summary_of(document):
        assert line.sources
        assert {source.anchor for source in line.sources} <= anchors


@given(DOCUMENTS)
def test_every_danger_answered_yes_is_said_first(document):
    said_yes = [
        answer
        for answer in answers_of(document)
        if answer.field.startswith("safety.") and answer.words == "Yes"
    ]
    lines = summary_of(document)
    assert not said_yes or (lines[0].is_grave and set(lines[0].sources) == set(said_yes))


def test_not_asked_is_not_no():
    lines = {line.title: line.words for line in summary_of({"answers": {"safety": {"risk_to_others": "no"}}})}
    assert lines["Said no to"] == "Could hurt somebody else"
    assert "In danger right now" in lines["Safety questions nobody asked"]


def test_what_nobody_said_is_folded_and_a_safety_question_never_is():
    lines = {line.title: line for line in summary_of({"answers": {"safety": {"risk_to_others": "declined"}}})}
    assert [title for title, line in lines.items() if line.is_folded] == ["Not known or not said"]
    assert lines["Did not want to say"].words == "Could hurt somebody else"
    assert not any(source.field.startswith("safety.") for source in lines["Not known or not said"].sources)


def contact(**facts):
    points = [
        SimpleNamespace(channel=c, value=v, safety=s, voicemail="unknown", good_times="", is_preferred=False)
        for c, v, s in facts.pop("points", [])
    ]
    return SimpleNamespace(
        **{
            "who": "parent_carer",
            "name": "Maja",
            "relationship_to_child": "Mother",
            "profession": "",
            "organisation": "",
            "knows": "unknown",
            "may_be_told": "unknown",
            "reason_missing": "",
            "points": points,
            **facts,
        }
    )


def asking(contacts, given_name="Ada", **answers):
    return SimpleNamespace(
        contacts=contacts,
        document={"answers": answers},
        young_person=SimpleNamespace(given_name=given_name, preferred_name=""),
    )


def test_who_must_not_know_and_what_must_not_be_used_are_warnings():
    people = [
        contact(may_be_told="no"),
        contact(name="Ada", may_be_told="yes", points=[("sms", "07700 900123", "never")]),
    ]
    assert warnings_of(asking(people)) == [
        "Maja must not be told about this request.",
        "Never text Ada on 07700 900123.",
    ]


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"who": "other", "name": "", "relationship_to_child": "School or college"}, "Their school"),
        (
            {"who": "other", "name": "Hill High", "relationship_to_child": "School or college"},
            "Their school (Hill High)",
        ),
        ({"who": "other", "name": "", "relationship_to_child": "GP surgery"}, "Their GP"),
        ({"who": "other", "name": "", "relationship_to_child": "aunt"}, "Their aunt"),
        ({"name": ""}, "Their parent or carer"),
        ({"who": "young_person", "name": ""}, "The young person"),
    ],
)
def test_a_warning_names_whom_it_is_about_even_without_a_name(facts, name):
    assert warnings_of(asking([contact(may_be_told="no", **facts)])) == [
        f"{name} must not be told about this request."
    ]


def test_a_school_without_a_name_is_still_a_school():
    school = people_of([contact(who="other", name="", relationship_to_child="School or college")])[0]
    assert (school.name, school.role) == ("Their school", "School or college")


@pytest.mark.parametrize(("name", "called"), [("Ada", "Ada"), ("", "The young person")])
def test_that_the_young_person_does_not_agree_is_a_warning_and_is_told(name, called):
    assert warnings_of(asking([], young_person_agrees="no", given_name=name)) == [f"{called} knows and does not agree."]
    lines = {line.title: line for line in summary_of({"answers": {"young_person_agrees": "no"}})}
    assert lines["The young person knows and agrees"].words == "No"
    assert not warnings_of(asking([], consent="not_obtained"))


def test_an_unknown_channel_is_not_called_safe():
    ways = people_of(
        [contact(points=[("email", "a@example.org", "unknown"), ("phone", "01632 960 001", "safe")])]
    )[0].ways
    assert [way.is_safe for way in ways] == [False, True]
    assert "do not leave a voicemail" in ways[1].more


def test_the_timeline_says_when_it_was_so_and_when_we_were_told():
    event = SimpleNamespace(
        event=Event.FIRST_CONTACT,
        detail={},
        note="",
        staff=None,
        actor=Actor.PARTNER,
        happened_at=NOW - timedelta(days=1),
        recorded_at=NOW,
    )
    item = timeline_of([event])[0]
    assert (item.title, item.at, item.told_at, item.who) == (
        "First contact made",
        NOW - timedelta(days=1),
        NOW,
        "The service",
    )


def test_the_filled_in_reason_is_always_one_of_the_list():
    codes = {code.code for code in primary_reasons(NOW.date())} | {""}
    assert {usual_reason([need]) for need in Need} <= codes
    assert usual_reason(["anxiety", "eating"]) == "12"


# Messages and passages


@pytest.mark.parametrize("template", _TEMPLATES)
@pytest.mark.parametrize("channel", ["sms", "email"])
@pytest.mark.parametrize("state", OUTBOX_STATES)
def test_every_message_is_named_in_words(template, channel, state):
    words = letter_words(SimpleNamespace(template=template, channel=channel, state=state))
    assert "_" not in words
    assert not re.search(r"\.\w", words)


def test_a_message_says_what_it_was_to_whom_and_by_what():
    message = SimpleNamespace(template="received.parent_carer", channel="sms", state="sent")
    assert letter_words(message) == "'We have your request' to the parent or carer, by text: sent"


def test_a_red_flag_quotes_the_words_it_rests_on():
    sent, later = "I want to die.", [SimpleNamespace(id=7, note="I took tablets")]
    flag = SimpleNamespace(source=FlagSource.TEXT, start=2, end=13, request_event_id=None)
    assert quote(flag, sent, later) == "want to die"
    flag = SimpleNamespace(source=FlagSource.TEXT, start=2, end=14, request_event_id=7)
    assert quote(flag, sent, later) == "took tablets"


def test_every_reading_that_raises_a_flag_is_told_in_words():
    raising = (Reading.NOW_SELF, Reading.PAST, Reading.OTHER_PERSON, Reading.UNCLEAR)
    told = [reading_words(reading.value) for reading in raising]
    assert len(set(told)) == len(raising)
    assert not any("_" in words or "self" in words for words in told)
