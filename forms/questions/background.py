"""What else helps to find the right service: asked for those who want to say more, and never needed."""

from __future__ import annotations

from forms.questions.kinds import Option, Page, Pick, Tell
from forms.voices import Voice, Words
from triage.codes import ethnic_categories
from triage.vocabulary import LookedAfter, YesNo

LOOKED_AFTER = Pick(
    name="looked_after",
    short=Words("In care, or a care leaver"),
    label=Words(
        "Are you in care, or were you before?",
        "Are they in care, or were they before?",
        child="Do you live with foster carers or in a children's home?",
    ),
    hint=Words(
        "For example with foster carers or in a children's home. Some help is only for people in care."
    ),
    options=(
        Option(LookedAfter.YES.value, Words("Yes, now")),
        Option(LookedAfter.CARE_LEAVER.value, Words("Not now, but I was", "Not now, but they were")),
        Option(LookedAfter.NO.value, Words("No")),
        Option(LookedAfter.NOT_GIVEN.value, Words("I am not sure, or would rather not say"), divider="or"),
    ),
)

_YES_NO = (
    Option(YesNo.YES.value, Words("Yes")),
    Option(YesNo.NO.value, Words("No")),
    Option(YesNo.NOT_GIVEN.value, Words("I am not sure, or would rather not say"), divider="or"),
)

PREGNANT = Pick(
    name="pregnant",
    short=Words("Pregnant"),
    label=Words(
        "Are you, or is your partner, pregnant?",
        "Are they, or is their partner, pregnant?",
        baby="Are you pregnant now?",
    ),
    hint=Words("There is extra help for people who are having a baby."),
    options=_YES_NO,
    when=lambda situation: situation.is_aged(12) or situation.voice is Voice.BABY,
)
PARENT_OF_UNDER_2 = Pick(
    name="parent_of_under_2",
    short=Words("Parent of a child under 2"),
    label=Words("Do you have a child under 2?", "Do they have a child of their own under 2?"),
    options=_YES_NO,
    when=lambda situation: situation.is_aged(12),
)

KNOWN_TO_SERVICES = Tell(
    name="known_to_services",
    rows=3,
    short=Words("Other help now or before"),
    label=Words(
        "Has anyone helped with this before?", professional="Which services know them, now or before?"
    ),
    hint=Words("For example a counsellor, a nurse or a social worker. Write 'none' if nobody has."),
)
SEN = Tell(
    name="sen_or_disability",
    rows=3,
    short=Words("Disability or extra needs"),
    label=Words(
        "Do you have a disability, a long illness or extra needs for learning?",
        "Do they have a disability, a long illness or extra needs for learning?",
        child="Do you have extra help with learning, or a disability?",
    ),
    hint=Words("For example autism, ADHD, or trouble hearing. Write 'none' if there are none."),
)
SUBSTANCES = Tell(
    name="substance_use",
    is_own_words=False,  # the engine reads this answer by itself, knowing what was asked
    rows=3,
    short=Words("Alcohol and drugs"),
    label=Words(
        "Do you use alcohol or drugs?",
        "Do they use alcohol or drugs?",
        baby="Do you, or does anyone at home, use alcohol or drugs?",
    ),
    hint=Words(
        "It will not stop you getting help. Write 'none' if you do not.",
        "It will not stop them getting help. Write 'none' if they do not.",
    ),
    when=lambda situation: situation.is_aged(10) or situation.voice is Voice.BABY,
)

GENDER = Pick(
    name="gender",
    short=Words("Gender"),
    label=Words("Which of these describes you?", "Which of these describes them?"),
    options=(
        Option("2", Words("Girl or woman, trans included")),
        Option("1", Words("Boy or man, trans included")),
        Option("3", Words("Non-binary")),
        Option("4", Words("Another way")),
        Option("Z", Words("I would rather not say", professional="They would rather not say"), divider="or"),
    ),
)
ETHNICITY = Pick(
    name="ethnicity",
    as_list=True,
    short=Words("Ethnic group"),
    label=Words("What is your ethnic group?", "What is their ethnic group?"),
    options=(
        *(
            Option(each.code, Words(each.label))
            for each in ethnic_categories()
            if each.code not in ("Z", "99")
        ),
        Option("Z", Words("I would rather not say", professional="They would rather not say")),
    ),
)

PAGES = (
    Page(
        name="other-help",
        section="more",
        title=Words("Other help"),
        questions=(KNOWN_TO_SERVICES,),
        is_extra=True,
    ),
    Page(
        name="extra-needs",
        section="more",
        title=Words("Disability and extra needs"),
        questions=(SEN,),
        is_extra=True,
    ),
    Page(
        name="alcohol-and-drugs",
        section="more",
        title=Words("Alcohol and drugs", baby="Alcohol or drugs at home"),
        questions=(SUBSTANCES,),
        is_extra=True,
    ),
    Page(name="care", section="more", title=Words("Being in care"), questions=(LOOKED_AFTER,), is_extra=True),
    Page(
        name="baby",
        section="more",
        title=Words("Having a baby", baby="Being pregnant again"),
        questions=(PREGNANT, PARENT_OF_UNDER_2),
        is_extra=True,
    ),
    Page(
        name="identity",
        section="more",
        title=Words("Two questions about you", "Two questions about them"),
        questions=(GENDER, ETHNICITY),
        is_extra=True,
        why=Words(
            "We ask so that we can see whether our help is fair to everyone. It does not change what help you"
            " get. You can say that you would rather not say, or leave it empty."
        ),
    ),
)
