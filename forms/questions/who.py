"""Who is asking, how old the young person is, and how we can make talking easy: the first questions."""

from __future__ import annotations

from forms.born import MOST_MONTHS, OLDEST
from forms.fields import Needed, WholeNumber
from forms.questions.kinds import Option, Page, Pick, PickAny, Write
from forms.situation import is_family, is_professional
from forms.voices import Voice, Words

PROFESSIONS = (
    Option("gp", Words("GP or other NHS staff")),
    Option("school", Words("School or college")),
    Option("social_care", Words("Social care or early help")),
    Option("health_visitor_midwife", Words("Health visitor or midwife")),
    Option("voluntary", Words("Charity or community group")),
    Option("other", Words("Another kind of work")),
)

LANGUAGES = (
    "English",
    "British Sign Language",
    "Arabic",
    "Bengali",
    "Bulgarian",
    "Chinese (Cantonese)",
    "Chinese (Mandarin)",
    "Dari",
    "Farsi",
    "French",
    "Gujarati",
    "Hungarian",
    "Italian",
    "Kurdish",
    "Latvian",
    "Lithuanian",
    "Pashto",
    "Polish",
    "Portuguese",
    "Punjabi",
    "Romanian",
    "Russian",
    "Slovak",
    "Somali",
    "Spanish",
    "Tamil",
    "Tigrinya",
    "Turkish",
    "Ukrainian",
    "Urdu",
    "Vietnamese",
    "Welsh",
    "Another language",
)


REQUESTER = Pick(
    name="requester",
    label=Words("Who are you asking for?"),
    short=Words("Who is asking"),
    checks=(Needed("Choose who you are asking for. It decides how we word the questions"),),
    options=(
        Option("young_person", Words("Myself")),
        Option("parent_carer", Words("A child or young person I am a parent or carer of")),
        Option("professional", Words("A child or young person I work with")),
    ),
)

PROFESSION = Pick(
    name="profession",
    label=Words("What kind of work do you do?"),
    options=PROFESSIONS,
    short=Words("Your work"),
)

AGE = Write(
    name="age",
    width="3",
    inputmode="numeric",
    longest=3,
    checks=(
        WholeNumber(
            0, OLDEST, "Age must be a whole number of years, like 14. Leave it empty if you are not sure"
        ),
    ),
    short=Words("Age"),
    label=Words(
        "How old are you?", "How old is your child or young person?", "How old is the child or young person?"
    ),
    hint=Words(
        "In years. This helps us ask in the right words.",
        "In years. Put 0 for a baby under 1. Not born yet? Leave this empty.",
        "In years. Put 0 for a baby under 1. Leave it empty if you do not know.",
    ),
)

AGE_MONTHS = Write(
    name="age_months",
    width="2",
    inputmode="numeric",
    longest=2,
    checks=(WholeNumber(0, MOST_MONTHS, "Age in months must be a whole number from 0 to 23"),),
    label=Words(
        "How many months old are you?",
        "How many months old is your baby?",
        "How many months old is the baby?",
    ),
    hint=Words("A whole number, like 7."),
    short=Words("Age in months"),
)

LANGUAGE = Pick(
    name="language",
    as_list=True,
    options=tuple(Option(name, Words(name)) for name in LANGUAGES),
    label=Words(
        "Which language do you like to use?",
        "Which language do you like to use?",
        "Which language does the family use?",
    ),
    short=Words("Language"),
)

ACCESS = PickAny(
    name="access_needs",
    short=Words("Help with talking and reading"),
    alone=("none",),
    label=Words(
        "What would make it easier to talk with us?",
        professional="What would make it easier for them to talk with us?",
    ),
    hint=Words("Tick all that help. We will remember it each time."),
    options=(
        Option("interpreter", Words("An interpreter for a spoken language")),
        Option("bsl", Words("A British Sign Language interpreter")),
        Option("easy_read", Words("Easy read: short words with pictures")),
        Option("large_print", Words("Large print")),
        Option("screen_reader", Words("Text that works with a screen reader")),
        Option("no_phone", Words("Not talking on the phone")),
        Option("more_time", Words("More time, or a break")),
        Option("quiet_place", Words("A quiet place, or knowing what will happen first")),
        Option(
            "wheelchair",
            Words(
                "A place I can get into with a wheelchair",
                "A place that we can get into with a wheelchair",
                "A place that a wheelchair can get into",
            ),
        ),
        Option(
            "trusted_adult",
            Words(
                "Having someone I trust with me",
                "Having someone we trust there",
                "Having someone they trust there",
            ),
        ),
        Option("none", Words("None of these"), divider="or"),
    ),
)

ACCESS_OTHER = Write(
    name="access_other",
    is_own_words=True,
    label=Words("Anything else that would help?"),
    short=Words("Anything else that helps"),
)

PAGES = (
    Page(
        name="who",
        section="start",
        title=Words("Who are you asking for?"),
        questions=(REQUESTER,),
        is_extra=True,
    ),
    Page(
        name="profession",
        section="start",
        title=Words("What kind of work do you do?"),
        questions=(PROFESSION,),
        when=is_professional,
        is_extra=True,
    ),
    # An interpreter or easy words are wanted from the first page on, not after it.
    Page(
        name="age",
        section="start",
        title=Words("Before we start"),
        questions=(AGE, LANGUAGE, ACCESS, ACCESS_OTHER),
        when=is_family,
    ),
    Page(
        name="months",
        follows="age",
        section="start",
        title=Words("How old is the baby?"),
        questions=(AGE_MONTHS,),
        when=lambda situation: situation.voice is Voice.BABY,
    ),
    Page(
        name="their-talking",
        section="more",
        when=is_professional,
        is_extra=True,
        title=Words("How can we make it easy for them to talk?"),
        questions=(LANGUAGE, ACCESS, ACCESS_OTHER),
    ),
)
