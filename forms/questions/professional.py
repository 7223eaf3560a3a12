"""The short way for people who work with children: eight fields on two pages, and none of them is a must.

Who has agreed, and the school, are asked on the list to check: left out, they become tasks of ours.
"""

from __future__ import annotations

from dataclasses import replace

from forms.questions.about import FAMILY_NAME, GIVEN_NAME, GP, SCHOOL
from forms.questions.contact import SAFE, WHY
from forms.questions.happening import STORY
from forms.questions.kinds import Born, Page, Pick, Write
from forms.questions.safety import KNOWN_RISKS
from forms.situation import Situation, is_professional
from forms.voices import Voice, Words


def is_school_asked(situation: Situation) -> bool:
    """Of an age for school, or an age nobody knows; whoever works there gave their own contact."""
    return situation.is_aged(4, 18) and situation.said("profession") != "school"


# What each kind of work sees that the others do not.
_WHAT_THEY_SEE = {
    "gp": "What you found, how it affects them, any illness or medicine, and what has been tried.",
    "school": "What you see in lessons and at break, how often they come in, and what the school has tried.",
    "social_care": "What you see at home, any plan or order in place, and who else is helping.",
    "health_visitor_midwife": "How the baby and each parent are, how they are together, and what has been tried.",
    "voluntary": "What they have told you, how it affects them, and what you do with them already.",
}
THEIR_STORY = replace(
    STORY, own_hint=lambda situation: _WHAT_THEY_SEE.get(str(situation.said("profession")), "")
)

BORN = Born(
    name="birth_date",
    short=Words("Date of birth or age"),
    label=Words("Their date of birth, or their age"),
    hint=Words("For example 1 2 2013, or 13, or 7 months."),
)

YOUNG_REACH = Write(
    name="young_reach",
    is_own_words=True,
    longest=500,
    short=Words("The young person's contact"),
    label=Words("Phone or email for the young person"),
    hint=Words("Or say why there is none, for example 'aged 6' or 'not safe'."),
)
PARENT_REACH = Write(
    name="parent_reach",
    is_own_words=True,
    longest=500,
    short=Words("A parent or carer's contact"),
    label=Words("Phone or email for a parent or carer"),
    hint=Words("Or say why not, for example 'aged 17 and asked us not to'."),
)
SCHOOL_REACH = Write(
    name="school_reach",
    is_own_words=True,
    longest=500,
    short=Words("The school's contact"),
    label=Words("Phone or email for someone at the school or college"),
    hint=Words("Or say why not, for example 'not in school' or 'the family said no'."),
    when=is_school_asked,
)
YOUNG_REACH_SAFETY = Pick(
    name="young_reach_safety",
    short=Words("Safe for the young person"),
    label=Words("Can we use what you gave us for the young person?"),
    options=SAFE,
    when=lambda situation: bool(situation.said("young_reach")),
)
PARENT_REACH_SAFETY = Pick(
    name="parent_reach_safety",
    short=Words("Safe for the parent or carer"),
    label=Words("Can we use what you gave us for the parent or carer?"),
    options=SAFE,
    when=lambda situation: bool(situation.said("parent_reach")),
)
REFERRER_REACH = Write(
    name="referrer_reach",
    longest=254,
    short=Words("Your contact"),
    autocomplete="email",
    own_in=frozenset({Voice.PROFESSIONAL}),
    label=Words("Your work email or phone"),
    hint=Words("We will tell you what happens next."),
)

PAGES = (
    Page(
        name="child",
        section="least",
        title=Words("About the child or young person"),
        when=is_professional,
        questions=(GIVEN_NAME, FAMILY_NAME, BORN, THEIR_STORY, KNOWN_RISKS),
    ),
    Page(
        name="contacts",
        section="least",
        title=Words("How to reach people"),
        when=is_professional,
        intro=Words("If you do not have something, say why or leave it. We never send a request back."),
        questions=(YOUNG_REACH, PARENT_REACH, REFERRER_REACH),
    ),
    # Not part of the short way: until somebody says that it is safe, we use neutral words.
    Page(
        name="safe-to-reach",
        section="helpful",
        title=Words("Is it safe to reach them there?"),
        when=is_professional,
        is_extra=True,
        intro=WHY,
        questions=(YOUNG_REACH_SAFETY, PARENT_REACH_SAFETY),
    ),
    Page(
        name="you",
        section="helpful",
        title=Words("About you and your work"),
        when=is_professional,
        is_extra=True,
        questions=(
            Write(
                name="referrer_name",
                label=Words("Your name"),
                autocomplete="name",
                own_in=frozenset({Voice.PROFESSIONAL}),
            ),
            Write(
                name="referrer_role",
                label=Words("Your job"),
                autocomplete="organization-title",
                longest=120,
                own_in=frozenset({Voice.PROFESSIONAL}),
            ),
            Write(
                name="referrer_organisation",
                label=Words("Where you work"),
                autocomplete="organization",
                own_in=frozenset({Voice.PROFESSIONAL}),
            ),
        ),
    ),
    Page(
        name="parents",
        section="helpful",
        title=Words("The parent or carer"),
        when=is_professional,
        is_extra=True,
        questions=(
            Write(name="parent_name", label=Words("Their name")),
            Write(name="parent_relationship", label=Words("Who are they to the child?"), longest=120),
        ),
    ),
    Page(
        name="their-school",
        section="helpful",
        title=Words("Their school and GP surgery"),
        when=is_professional,
        is_extra=True,
        questions=(SCHOOL, SCHOOL_REACH, GP),
    ),
)
