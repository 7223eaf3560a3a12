"""What is going on: one place for their own words, how long, how much it matters, and what would help."""

from __future__ import annotations

from forms.fields import LONGEST_STORY
from forms.questions.kinds import Option, Page, Pick, PickAny, Tell
from forms.questions.needs import NEEDS, WANTS
from forms.situation import is_family, is_professional
from forms.voices import Voice, Words
from triage.vocabulary import Duration, Impact, ImpactArea

STORY = Tell(
    name="story",
    longest=LONGEST_STORY,
    rows=8,
    short=Words("In your own words"),
    label=Words(
        "Tell us what is happening, in your own words",
        "Tell us what is happening, in your own words",
        "What is happening, and why now?",
        child="Tell us about it in your own words",
    ),
    hint=Words(
        "Write as much or as little as you like, in any language. Spelling does not matter.",
        professional="What you have seen, how it affects them, and what has been tried.",
    ),
)

DURATION = Pick(
    name="duration",
    short=Words("How long"),
    label=Words("How long has it been like this?"),
    options=(
        Option(Duration.UNDER_2_WEEKS.value, Words("Less than 2 weeks")),
        Option(Duration.TWO_WEEKS_TO_3_MONTHS.value, Words("2 weeks to 3 months")),
        Option(Duration.THREE_TO_12_MONTHS.value, Words("3 months to a year")),
        Option(Duration.OVER_12_MONTHS.value, Words("More than a year")),
        Option(Duration.NOT_GIVEN.value, Words("I am not sure"), divider="or"),
    ),
)

_HOW_MUCH = (
    Option(Impact.NONE.value, Words("Not at all")),
    Option(Impact.SOME.value, Words("Some")),
    Option(Impact.A_LOT.value, Words("A lot")),
    Option(Impact.NOT_GIVEN.value, Words("I am not sure"), divider="or"),
)


def _in_the_way_of(what: Words) -> Words:
    """The question in each voice: beside other questions a bare 'Sleep' asks nothing."""
    asked = {voice: f"Does it get in the way of {_lowered(what[voice])}?" for voice in Voice}
    return Words(
        asked[Voice.TEEN],
        asked[Voice.PARENT],
        asked[Voice.PROFESSIONAL],
        child=asked[Voice.CHILD],
        adult=asked[Voice.ADULT],
        baby=asked[Voice.BABY],
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _impact(area: ImpactArea, what: Words, ages: tuple[int, int] = (0, 200)) -> Pick:
    return Pick(
        name=f"impact_{area.value}",
        label=_in_the_way_of(what),
        short=what,
        options=_HOW_MUCH,
        when=lambda situation: situation.is_aged(*ages),
    )


IMPACTS = (
    _impact(
        ImpactArea.SCHOOL_OR_WORK,
        Words("School, college or work", "School, nursery or college", child="School"),
        ages=(2, 200),
    ),
    _impact(ImpactArea.HOME, Words("Life at home")),
    _impact(ImpactArea.FRIENDS, Words("Friends and going out", child="Playing with friends"), ages=(3, 200)),
    _impact(ImpactArea.SLEEP, Words("Sleep")),
    _impact(ImpactArea.EATING, Words("Eating", baby="Feeding")),
)

HOW = PickAny(
    name="how_helped",
    short=Words("How you would like help", "How you would like help", "How they would like help"),
    label=Words("How would you like to get help?", professional="How would they like to get help?"),
    hint=Words("Tick all that are fine."),
    options=(
        Option("face_to_face", Words("Meeting face to face")),
        Option("video", Words("Video call")),
        Option("phone", Words("Phone call")),
        Option("online_chat", Words("Typing online")),
        Option("at_school", Words("At school or college"), ages=(3, 25)),
        Option("at_home", Words("At home")),
        Option(
            "no_preference", Words("I do not mind", "We do not mind", "No preference known"), divider="or"
        ),
    ),
    alone=("no_preference",),
)

WHAT_HELPS = Tell(
    name="what_helps",
    short=Words("What helps already"),
    label=Words(
        "Is there anything that helps, even a little?", professional="What has been tried, and what helps?"
    ),
)


def _pages(section: str, when, is_extra: bool, prefix: str = "") -> tuple[Page, ...]:
    shared = {"section": section, "when": when, "is_extra": is_extra}
    return (
        Page(name=f"{prefix}needs", title=Words("What is going on"), questions=(NEEDS,), **shared),
        Page(
            name=f"{prefix}impact",
            title=Words("How long, and how much it gets in the way"),
            questions=(DURATION, *IMPACTS),
            **shared,
        ),
        Page(name=f"{prefix}wants", title=Words("What would help"), questions=(WANTS,), **shared),
        Page(
            name=f"{prefix}how",
            title=Words("How you would like to get help", professional="How they would like help"),
            questions=(HOW, WHAT_HELPS),
            **{**shared, "is_extra": True},
        ),
    )


_FAMILY = _pages("happening", is_family, False)
PAGES = (
    _FAMILY[0],
    Page(
        name="story",
        section="happening",
        title=Words("In your own words"),
        questions=(STORY,),
        when=is_family,
    ),
    *_FAMILY[1:],
    *_pages("helpful", is_professional, True, prefix="their-"),
)
