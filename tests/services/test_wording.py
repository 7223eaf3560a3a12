"""The words of our messages: whole, plain, short, and silent where they must be."""

import re
from itertools import product

import pytest
import textstat
import yaml

from ifd.services.wording import AUDIENCES, CHANNELS, WordingError, load_wording, wording
from triage.directory import reference_directory, reference_organisations

# As long as each fact may be in earnest.
FACTS = {
    "area": "Norfolk and Waveney",
    "phone": "01632 960 000",
    "hours": "Monday to Friday, 8am to 6pm",
    "link": "",
    "reference": "7K3F-92QH",
    "status_code": "123456",
    "by_date": "Wednesday 30 September",
    "organisation": max((one.name for one in reference_organisations()), key=len),
    "offer": max((one.name for one in reference_directory()), key=len),
    "url": "",
    "code": "123456",
    "minutes": 30,
}
NEWS = (
    "received",
    "allocated",
    "accepted",
    "first_contact",
    "help_started",
    "looking_into_it",
    "looking_again",
)
# Characters of a text message that count once; with any other, 160 become 70.
PLAIN = re.compile(r"[A-Za-z0-9 \n@£$!\"#%&'()*+,\-./:;<=>?_]*")


def every_message():
    for news, audience, channel in product(NEWS, AUDIENCES, CHANNELS):
        yield f"{news}.{audience}.{channel}", wording().words(f"{news}.{audience}", channel)
        yield (
            f"neutral.{audience}.{channel}",
            wording().words(f"{news}.{audience}", channel, is_neutral=True),
        )
    for what, channel in product(("come_back_link", "come_back_code", "copy_link"), CHANNELS):
        yield f"{what}.{channel}", wording().words(what, channel)


MESSAGES = dict(every_message())


@pytest.mark.parametrize("name", MESSAGES)
def test_every_combination_can_be_filled_in(name):
    filled = MESSAGES[name].filled(FACTS)

    assert filled.body
    assert "{" not in filled.body + filled.subject
    assert bool(filled.subject) is name.endswith("email")


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.endswith("sms")])
def test_texts_fit_in_one_message_besides_the_link(name):
    text = MESSAGES[name].filled(FACTS).body

    assert len(text) <= 160
    assert PLAIN.fullmatch(text)


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.startswith(("neutral", "come_back", "copy"))])
def test_neutral_words_do_not_say_what_it_is_about(name):
    words = MESSAGES[name].subject + MESSAGES[name].body

    telling = r"mental|emotion|wellbeing|health|support|help|camhs|counsel|therap|service|clinic|crisis|nhs|child|young"
    assert not re.search(telling, words, re.IGNORECASE)
    assert MESSAGES[name].fields <= {
        "area",
        "phone",
        "link",
        "reference",
        "url",
        "code",
        "minutes",
        "by_date",
    }


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.endswith("email")])
def test_subjects_give_nothing_away_on_a_locked_screen(name):
    assert not re.search(
        r"mental|emotion|wellbeing|camhs|counsel|therap|crisis", MESSAGES[name].subject, re.I
    )


@pytest.mark.parametrize("name", MESSAGES)
def test_nobody_is_told_no(name):
    assert not re.search(
        r"\b(reject|declin|refus|unsuitable|inappropriate|not accept|turned down|criteria)",
        MESSAGES[name].body,
        re.I,
    )


@pytest.mark.parametrize("name", [name for name in MESSAGES if ".referrer." in name])
def test_a_referrer_reads_no_clinical_detail_and_no_code(name):
    assert MESSAGES[name].fields <= {
        "reference",
        "organisation",
        "offer",
        "by_date",
        "area",
        "phone",
        "hours",
    }


@pytest.mark.parametrize(
    "name", [name for name in MESSAGES if name.endswith("email") and "referrer" not in name]
)
def test_families_read_short_sentences_of_plain_words(name):
    facts = {**FACTS, "organisation": "The Lighthouse", "offer": "talking to someone", "link": "our page"}
    body = MESSAGES[name].filled(facts).body
    sentences = [one for one in re.split(r"[.?!:]\s|\n+", body) if one.strip()]

    assert max(len(one.split()) for one in sentences) <= 20
    # Counted by letters and words: a school year of 6 is read at 11.
    assert textstat.automated_readability_index(". ".join(sentences)) <= 6


@pytest.mark.parametrize("name", [name for name in MESSAGES if name.split(".")[0] in NEWS])
def test_full_messages_say_who_writes_what_is_next_and_by_when(name):
    news, audience, channel = name.split(".")
    fields = MESSAGES[name].fields

    assert "reference" in fields
    if channel == "email":
        assert {"area", "phone"} <= fields
    if news in ("received", "allocated", "accepted", "looking_again"):
        assert "by_date" in fields
    if audience != "referrer":
        assert "link" in fields


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in MESSAGES
        if name.split(".")[0] in NEWS and name.endswith("email") and "referrer" not in name
    ],
)
def test_full_e_mails_to_families_say_where_help_is_now(name):
    body = MESSAGES[name].body

    assert "999" in body
    assert "111" in body


# The file is refused when something is wrong with it


def document():
    from importlib.resources import files

    return yaml.safe_load((files("ifd") / "data" / "messages.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("place", "words", "complaint"),
    [
        (("news", "received", "referrer", "sms"), "Hello {{surname}}", "field 'surname'"),
        (("news", "received", "referrer", "sms"), "Hello {{ 7*7 }}", "brackets"),
        (("news", "received", "referrer", "sms"), "Hello {% if x %}", "brackets"),
        (("news", "received", "referrer", "sms"), "Hello ((name))", "brackets"),
        (("news", "accepted", "young_person", "sms"), None, "accepted.young_person has no words by sms"),
        (("neutral", "parent_carer", "email"), None, "neutral.parent_carer has no words by email"),
        (("news", "received", "in_doubt"), "perhaps", "must say in_doubt"),
        (
            ("news", "received", "referrer", "email", "subject"),
            "Hello\nBcc: x@example.org",
            "more than one line",
        ),
    ],
)
def test_a_mistake_is_named_where_it_is(place, words, complaint):
    broken = document()
    inner = broken
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = words

    with pytest.raises(WordingError, match=re.escape(complaint)):
        load_wording(yaml.safe_dump(broken))


def test_a_missing_fact_stops_the_message():
    with pytest.raises(KeyError, match="reference"):
        wording().words("received.referrer", "sms").filled({"by_date": "today", "area": "here"})


def test_a_fact_cannot_add_a_header_or_a_field():
    filled = (
        wording()
        .words("received.referrer", "email")
        .filled({**FACTS, "reference": "X\r\nBcc: a@b.example", "area": "{{status_code}}"})
    )

    assert "\n" not in filled.subject
    assert "{{status_code}}" in filled.body
