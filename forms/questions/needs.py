"""The two long lists to tick: what is going on, and what would help."""

from __future__ import annotations

from forms.questions.kinds import Option, PickAny
from forms.voices import PARENTS, Voice, Words
from triage.vocabulary import Need, Want

_NOT_CHILD = frozenset(Voice) - {Voice.CHILD}
_ABOUT_THEM = PARENTS | {Voice.PROFESSIONAL}


def _need(
    need: Need,
    young: str,
    parent: str | None = None,
    professional: str | None = None,
    *,
    ages=(0, 200),
    voices=frozenset(Voice),
    **own,
) -> Option:
    return Option(need.value, Words(young, parent, professional, **own), ages=ages, voices=voices)


NEEDS = PickAny(
    name="needs",
    short=Words("What is going on"),
    label=Words(
        "What is going on for you?",
        "What are you worried about?",
        "What are the main needs?",
        child="What is making things hard?",
        baby="What would you like help with?",
    ),
    hint=Words("Tick all that fit. There are no wrong answers."),
    options=(
        _need(
            Need.ANXIETY,
            "Worry, panic or feeling anxious",
            "Worry, panic or fears",
            "Anxiety or panic",
            child="Worrying a lot, or feeling scared",
            baby="Your own worry or panic",
        ),
        _need(
            Need.LOW_MOOD,
            "Feeling low, empty or sad",
            "Low mood or sadness",
            "Low mood",
            child="Feeling sad",
            baby="Feeling low since the baby, or before the birth",
        ),
        _need(Need.SLEEP, "Sleep", child="Bad dreams, or not sleeping", baby="The baby's sleep"),
        _need(
            Need.PARENT_INFANT_BOND,
            "Bonding with my baby",
            "Bonding with your baby",
            "The bond between parent and baby",
            ages=(0, 4),
            voices=_ABOUT_THEM,
        ),
        _need(
            Need.PREGNANCY_OR_NEW_BABY,
            "Being pregnant or having a baby",
            "Pregnancy or a new baby",
            ages=(0, 200),
            voices=_NOT_CHILD,
        ),
        _need(
            Need.FAMILY_RELATIONSHIPS,
            "Family, arguments or changes at home",
            "Family relationships",
            child="Things at home or in my family",
        ),
        _need(
            Need.FRIENDSHIPS_BULLYING,
            "Friends, relationships or bullying",
            "Friendships or bullying",
            child="Friends, or someone being mean to me",
            ages=(3, 200),
        ),
        _need(
            Need.SCHOOL_ATTENDANCE,
            "Going to school, college or work",
            "Going to school or college",
            child="Going to school",
            ages=(3, 200),
        ),
        _need(
            Need.ANGER_BEHAVIOUR,
            "Anger, or things I do when upset",
            "Anger or behaviour",
            child="Getting very cross",
            ages=(1, 200),
        ),
        _need(Need.SELF_HARM, "Hurting myself", "Hurting themselves", "Self-harm", ages=(5, 200)),
        _need(
            Need.SUICIDAL_THOUGHTS,
            "Thoughts of ending my life",
            "Thoughts of ending their life",
            "Suicidal thoughts",
            ages=(5, 200),
            child="Thoughts about wanting to die",
        ),
        _need(Need.EATING, "Eating or food", "Eating or food", child="Eating", baby="Feeding"),
        _need(
            Need.BODY_IMAGE,
            "How I feel about my body",
            "How they feel about their body",
            "Body image",
            ages=(5, 200),
        ),
        _need(Need.BEREAVEMENT, "Someone died", "Someone close died", "Bereavement"),
        _need(
            Need.TRAUMA,
            "Something frightening that happened",
            child="Something scary that happened",
            baby="A frightening birth, or something else frightening",
        ),
        _need(
            Need.ABUSE_SAFETY,
            "Someone hurting me, or not being safe",
            "Someone hurting them, or not being safe",
            "Abuse, or not being safe",
            baby="Someone hurting you or the baby, or not being safe",
        ),
        _need(
            Need.NEURODEVELOPMENTAL,
            "I think I may have autism or ADHD",
            "Possible autism or ADHD",
            child="Finding it hard to sit still, listen or be with people",
            ages=(1, 200),
        ),
        _need(
            Need.OCD_RITUALS,
            "Thoughts I cannot stop, or things I must do",
            "Thoughts they cannot stop, or rituals",
            "Obsessive thoughts or rituals",
            child="Things I have to do again and again",
            ages=(4, 200),
        ),
        _need(
            Need.UNUSUAL_EXPERIENCES,
            "Hearing or seeing things others do not",
            ages=(5, 200),
            baby="Hearing or seeing things others do not, since the birth",
        ),
        _need(
            Need.SUBSTANCE_USE,
            "Alcohol, vaping or drugs",
            "Alcohol or drugs",
            ages=(8, 200),
            voices=_NOT_CHILD,
        ),
        _need(Need.GENDER_IDENTITY, "My gender", "Their gender", "Gender identity", ages=(3, 200)),
        _need(
            Need.PHYSICAL_HEALTH,
            "An illness, pain or my health",
            "An illness or their health",
            "Physical health",
            child="Being ill or having pain",
            baby="The baby's health, or your own",
        ),
        _need(Need.HOUSING_MONEY, "Money, or where I live", "Money or housing", voices=_NOT_CHILD),
        _need(Need.OTHER, "Something else", "Something else"),
    ),
)

WANTS = PickAny(
    name="wants",
    short=Words("What would help"),
    alone=(Want.NOT_SURE.value,),
    label=Words("What do you think would help?", professional="What are you and the family asking for?"),
    hint=Words(
        "Tick all you like. This is your choice, and you can change your mind.",
        professional="Tick all that apply. The family's own wish counts most.",
    ),
    options=(
        Option(
            Want.SOMEONE_TO_TALK_TO.value,
            Words("Someone to talk to", "Someone for them to talk to", baby="Someone to talk to"),
        ),
        Option(
            Want.ADVICE_FOR_ME.value,
            Words("Ideas for what I can do", "Ideas they can use themselves"),
            ages=(5, 200),
        ),
        Option(
            Want.ADVICE_FOR_PARENTS.value,
            Words(
                "Advice for my parents or carers", "Advice for me as a parent", "Advice for parents or carers"
            ),
        ),
        Option(Want.HELP_AT_SCHOOL.value, Words("Help at school or college"), ages=(3, 25)),
        Option(Want.ONLINE_HELP.value, Words("Help online")),
        Option(Want.GROUP.value, Words("A group with other people like me", "A group"), ages=(5, 200)),
        Option(
            Want.THERAPY.value, Words("Therapy or counselling", child="Regular talks with someone trained")
        ),
        Option(
            Want.ASSESSMENT.value,
            Words(
                "An assessment to find out more",
                child="Finding out why things are hard",
            ),
        ),
        Option(Want.MEDICATION_REVIEW.value, Words("A check of medicine"), voices=_NOT_CHILD),
        Option(Want.URGENT_HELP.value, Words("Help very soon", professional="Urgent help")),
        Option(
            Want.CONSULTATION.value, Words("Advice for me in my work"), voices=frozenset({Voice.PROFESSIONAL})
        ),
        Option(Want.INFORMATION_ONLY.value, Words("Just information")),
        Option(Want.NOT_SURE.value, Words("I am not sure", professional="Not sure"), divider="or"),
    ),
)
