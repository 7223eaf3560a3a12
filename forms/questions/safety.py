"""Safety comes early and is asked gently. Each question can be left, and that is never taken for a no."""

from __future__ import annotations

from forms.questions.kinds import Option, Page, Pick, PickAny
from forms.situation import Situation, is_family
from forms.voices import NOTHING, Words
from triage.vocabulary import SafetyAnswer, SafetyQuestion

ANSWERS = (
    Option(SafetyAnswer.YES.value, Words("Yes")),
    Option(SafetyAnswer.NO.value, Words("No")),
    Option(SafetyAnswer.UNSURE.value, Words("I am not sure")),
    Option(SafetyAnswer.DECLINED.value, Words("I would rather not say"), divider="or"),
)


def _ask(
    question: SafetyQuestion, label: Words, hint: Words = NOTHING, short: Words = NOTHING, when=None
) -> Pick:
    extra = {"when": when} if when else {}
    return Pick(name=question.value, label=label, hint=hint, short=short, options=ANSWERS, **extra)


def _can_say(situation: Situation) -> bool:
    """From about 5 a child can say it. Under 2 it is asked of the parent."""
    return situation.age is None or situation.age >= 5 or situation.age < 2


def _is_plan_asked(situation: Situation) -> bool:
    """After anything but a no; what was not answered is not asked further."""
    thoughts = situation.said(SafetyQuestion.SUICIDAL_THOUGHTS_NOW.value)
    return is_family(situation) and _can_say(situation) and thoughts in ("yes", "unsure", "declined")


DANGER = _ask(
    SafetyQuestion.IMMEDIATE_DANGER,
    Words("Is anyone hurt or in danger right now?"),
    Words(
        "This could be you or someone with you. Badly hurt, took too many tablets, or cannot stay safe.",
        "Badly hurt, took too many tablets, or cannot be kept safe right now.",
    ),
    Words("Hurt or in danger right now"),
)

THOUGHTS = _ask(
    SafetyQuestion.SUICIDAL_THOUGHTS_NOW,
    Words(
        "Are you having thoughts of ending your life?",
        "Have they said or shown that they think about ending their life?",
        child="Do you have thoughts about wanting to die?",
        baby="Are you, or the baby's other parent, having thoughts of ending your life?",
    ),
    Words(
        "Many people have thoughts like this. You will not be in trouble for telling us.",
        "Asking about it does not make it more likely.",
        child="Lots of children have sad or scary thoughts. You will not be in trouble for telling us.",
        baby="Many parents have thoughts like this. Telling us gets you help sooner.",
    ),
    Words(
        "Thoughts of ending your life",
        "Thoughts of ending their life",
        child="Thoughts about wanting to die",
        baby="A parent's thoughts of ending their life",
    ),
)

PLAN = _ask(
    SafetyQuestion.SUICIDE_PLAN_OR_INTENT,
    Words(
        "Have you thought about how, or do you plan to do it?",
        "Do they have a plan, or have they done anything to get ready?",
        child="Have you thought about how you would do it?",
        baby="Is there a plan, or have you done anything to get ready?",
    ),
    Words("We ask so that we can help you stay safe.", "We ask so that we can help keep them safe."),
    Words("A plan to do it"),
)

SELF_HARM = _ask(
    SafetyQuestion.SELF_HARM_LAST_MONTH,
    Words(
        "Have you hurt yourself on purpose in the last month?",
        "Have they hurt themselves on purpose in the last month?",
        baby="Have you hurt yourself on purpose in the last month?",
    ),
    Words(
        "For example cutting, burning or hitting yourself, or taking too many tablets.",
        "For example cutting, burning or hitting, or taking too many tablets.",
        child="For example cutting, scratching or hitting yourself until it hurts.",
    ),
    Words(
        "Hurt yourself in the last month",
        "Hurt themselves in the last month",
        baby="You hurt yourself in the last month",
    ),
)

UNSAFE = _ask(
    SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT,
    Words(
        "Is anyone hurting you, or do you feel unsafe?",
        "Is anyone hurting them, or do they feel unsafe?",
        baby="Is anyone hurting you or the baby, or do you feel unsafe?",
    ),
    Words(
        "This could be at home, at school, online, or by someone you go out with.",
        "This could be at home, at school, online, or by a partner.",
        child="This could be at home, at school or online. It is never your fault.",
        baby="This could be at home, online, or by a partner.",
    ),
    Words("Feels unsafe or is being hurt"),
)

OTHERS = _ask(
    SafetyQuestion.RISK_TO_OTHERS,
    Words(
        "Do you worry that you might hurt someone?",
        "Do you worry that they might hurt someone?",
        baby="Do you worry that you, or someone, might hurt the baby or another person?",
    ),
    short=Words("Might hurt someone"),
)

UNUSUAL = _ask(
    SafetyQuestion.UNUSUAL_EXPERIENCES,
    Words(
        "Do you hear or see things that other people do not?",
        "Do they hear or see things that other people do not?",
        baby="Since the birth, have you heard or seen things that other people do not?",
    ),
    Words(
        "Or feel sure of things that others say are not real.",
        baby="Or felt very confused, or sure of things that others say are not real.",
    ),
    Words("Hears or sees things others do not"),
    when=_can_say,
)

WEIGHT = _ask(
    SafetyQuestion.RAPID_WEIGHT_LOSS_OR_FAINTING,
    Words(
        "Have you lost weight fast, stopped eating, or fainted?",
        "Have they lost weight fast, stopped eating, or fainted?",
        baby="Is the baby losing weight, not feeding, or very floppy?",
    ),
    short=Words("Lost weight fast or fainted", baby="Losing weight or not feeding"),
)

# The short way for professionals: one list to tick. Only 'I asked about all' makes the rest a no.
KNOWN_RISKS = PickAny(
    name="known_risks",
    label=Words("Which of these do you know of?"),
    alone=("none_asked", "not_known"),
    short=Words("Safety"),
    hint=Words("Tick all that apply. What you leave unticked we treat as not known."),
    options=(
        Option(SafetyQuestion.IMMEDIATE_DANGER.value, Words("Someone is in danger right now")),
        Option(SafetyQuestion.SUICIDAL_THOUGHTS_NOW.value, Words("Thoughts of suicide now")),
        Option(SafetyQuestion.SUICIDE_PLAN_OR_INTENT.value, Words("A plan or intent to end their life")),
        Option(SafetyQuestion.SELF_HARM_LAST_MONTH.value, Words("Self-harm in the last month")),
        Option(SafetyQuestion.FEELS_UNSAFE_OR_BEING_HURT.value, Words("Unsafe, or being hurt by someone")),
        Option(SafetyQuestion.RISK_TO_OTHERS.value, Words("A risk to other people")),
        Option(SafetyQuestion.UNUSUAL_EXPERIENCES.value, Words("Hears or sees things others do not")),
        Option(SafetyQuestion.RAPID_WEIGHT_LOSS_OR_FAINTING.value, Words("Fast weight loss, or fainting")),
        Option("none_asked", Words("None: I have asked about all of these"), divider="or"),
        Option("not_known", Words("I have not asked, or I do not know")),
    ),
)

PAGES = (
    Page(name="danger", section="safety", title=Words("Right now"), questions=(DANGER,), when=is_family),
    Page(
        name="thoughts",
        section="safety",
        title=Words("Thoughts of ending life"),
        questions=(THOUGHTS,),
        when=lambda situation: is_family(situation) and _can_say(situation),
    ),
    Page(
        name="plan",
        section="safety",
        title=Words("A plan"),
        questions=(PLAN,),
        when=_is_plan_asked,
        follows="thoughts",
    ),
    Page(
        name="self-harm",
        section="safety",
        title=Words("Hurting yourself", "Self-harm"),
        questions=(SELF_HARM,),
        when=lambda situation: is_family(situation) and _can_say(situation),
    ),
    Page(name="unsafe", section="safety", title=Words("Being safe"), questions=(UNSAFE,), when=is_family),
    Page(
        name="more-safety",
        section="safety",
        title=Words("A few more questions about staying safe and well"),
        questions=(OTHERS, UNUSUAL, WEIGHT),
        when=is_family,
    ),
)
