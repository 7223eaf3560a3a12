"""How to reach people, and what is safe. Unknown is never safe, and never stops a request."""

from __future__ import annotations

from forms.addresses import is_mobile, right_email, right_phone
from forms.questions.about import ADDRESS
from forms.questions.kinds import Option, Page, Pick, PickAny, Write
from forms.situation import Situation, is_parent, is_young_person
from forms.voices import NOTHING, PARENTS, YOUNG, Words


def _phone(name: str, label: Words, hint: Words = NOTHING, own=frozenset(), **more) -> Write:
    return Write(
        name=name,
        label=label,
        hint=hint,
        kind="tel",
        inputmode="tel",
        width="20",
        longest=40,
        autocomplete="tel",
        own_in=own,
        checks=(right_phone,),
        **more,
    )


def _email(name: str, label: Words, own=frozenset(), **more) -> Write:
    return Write(
        name=name,
        label=label,
        kind="email",
        longest=254,
        autocomplete="email",
        own_in=own,
        checks=(right_email,),
        **more,
    )


SAFE = (
    Option("safe", Words("Yes, that is safe")),
    Option("neutral_only", Words("Yes, but do not say what it is about")),
    Option("never", Words("No, please do not")),
)
_YES_NO = (
    Option("yes", Words("Yes")),
    Option("no", Words("No")),
    Option("unknown", Words("I am not sure"), divider="or"),
)
TIMES = (
    Option("any", Words("Any time")),
    Option("morning", Words("Mornings")),
    Option("afternoon", Words("Afternoons")),
    Option("after_school", Words("After school or work")),
    Option("evening", Words("Evenings")),
)


def _safe_questions(who: str, when) -> tuple:
    """What is safe for one person: each way they gave, and only those."""

    def gave(name: str):
        return lambda situation: when(situation) and bool(situation.said(f"{who}_{name}"))

    def texts(situation: Situation) -> bool:
        return gave("phone")(situation) and is_mobile(str(situation.said(f"{who}_phone")))

    return (
        Pick(name=f"{who}_text_safety", label=Words("Can we send texts?"), options=SAFE, when=texts),
        Pick(name=f"{who}_call_safety", label=Words("Can we call?"), options=SAFE, when=gave("phone")),
        Pick(
            name=f"{who}_voicemail",
            label=Words("Can we leave a voicemail?"),
            options=_YES_NO,
            when=gave("phone"),
        ),
        Pick(
            name=f"{who}_email_safety", label=Words("Can we send emails?"), options=SAFE, when=gave("email")
        ),
        Pick(
            name=f"{who}_prefers",
            label=Words("Which way is best?"),
            when=lambda situation: gave("email")(situation) + gave("phone")(situation) + texts(situation) > 1,
            options=(
                Option("sms", Words("Text"), when=texts),
                Option("phone", Words("Call"), when=gave("phone")),
                Option("email", Words("Email"), when=gave("email")),
                Option("none", Words("I do not mind"), divider="or"),
            ),
        ),
        PickAny(name=f"{who}_times", label=Words("When is a good time?"), options=TIMES, when=gave("phone")),
    )


def _gave_any(who: str, when, *others: str):
    ways = (f"{who}_phone", f"{who}_email", *others)
    return lambda situation: when(situation) and any(situation.said(way) for way in ways)


def _may_tell_parents(situation: Situation) -> bool:
    return is_young_person(situation) and situation.said("tell_parents") in ("yes", "unsure")


POST_SAFETY = Pick(
    name="post_safety",
    label=Words("Can we send letters to your home?", "Can we send letters to the home address?"),
    short=Words("Letters"),
    options=SAFE,
    when=lambda situation: bool(situation.said("address")),
)

WHY = Words("Someone else may see a message or hear a voicemail. We only use the ways you say are safe.")

PAGES = (
    Page(
        name="reach-you",
        section="contact",
        title=Words("How can we reach you?"),
        when=is_young_person,
        intro=Words(
            "One way is enough. If nothing is safe, leave them all empty. You can call us, or look here.",
            child="One way is enough. It can be a grown-up's phone, if you feel safe with them."
            " You can leave them all empty.",
        ),
        questions=(
            _phone("young_phone", Words("Phone number"), own=YOUNG, short=Words("Phone")),
            _email("young_email", Words("Email address"), own=YOUNG, short=Words("Email")),
            ADDRESS,
        ),
    ),
    Page(
        name="safe-for-you",
        follows="reach-you",
        section="contact",
        title=Words("What is safe for you?"),
        intro=WHY,
        when=_gave_any("young", is_young_person, "address"),
        questions=(*_safe_questions("young", is_young_person), POST_SAFETY),
    ),
    Page(
        name="reach-parent",
        section="contact",
        title=Words("How can we reach you?"),
        when=is_parent,
        questions=(
            Write(name="parent_name", label=Words("Your name"), autocomplete="name", own_in=PARENTS),
            Write(
                name="parent_relationship",
                label=Words("Who are you to them?"),
                longest=120,
                hint=Words("For example mum, grandad or foster carer."),
            ),
            _phone("parent_phone", Words("Phone number"), own=PARENTS, short=Words("Phone")),
            _email("parent_email", Words("Email address"), own=PARENTS, short=Words("Email")),
            ADDRESS,
        ),
    ),
    Page(
        name="safe-for-parent",
        follows="reach-parent",
        section="contact",
        title=Words("What is safe for you?"),
        intro=WHY,
        when=_gave_any("parent", is_parent, "address"),
        questions=(*_safe_questions("parent", is_parent), POST_SAFETY),
    ),
    Page(
        name="reach-child",
        section="more",
        is_extra=True,
        title=Words("Can we talk to them too?"),
        when=lambda situation: is_parent(situation) and situation.is_aged(8),
        intro=Words("Leave this empty if they would not want us to, or do not have a phone."),
        questions=(
            _phone("young_phone", Words("Their phone number")),
            _email("young_email", Words("Their email address")),
        ),
    ),
    Page(
        name="safe-for-child",
        follows="reach-child",
        section="more",
        is_extra=True,
        title=Words("What is safe for them?"),
        when=_gave_any("young", is_parent),
        questions=_safe_questions("young", is_parent),
    ),
    Page(
        name="parents-contact",
        follows="who-to-tell",
        section="sharing",
        title=Words("How can we reach them?"),
        when=_may_tell_parents,
        intro=Words("Give us one grown-up you trust. You can leave this empty."),
        questions=(
            Write(name="parent_name", label=Words("Their name")),
            Write(
                name="parent_relationship",
                label=Words("Who are they to you?"),
                longest=120,
                hint=Words("For example mum, grandad or foster carer."),
            ),
            _phone("parent_phone", Words("Their phone number")),
        ),
    ),
    Page(
        name="call-me",
        section="contact",
        is_extra=True,
        title=Words("Ask us to call you"),
        intro=Words(
            "A person from our team will call you. We are not a crisis service: if it cannot wait, call 111."
        ),
        questions=(
            _phone("call_phone", Words("Which number can we call?"), short=Words("Call me on")),
            Pick(
                name="call_safety",
                label=Words("If someone else answers, what can we say?"),
                options=(
                    Option("safe", Words("Say it is the wellbeing team")),
                    Option("neutral_only", Words("Only ask for me")),
                ),
                short=Words("When someone else answers"),
            ),
            Write(
                name="call_when",
                is_own_words=True,
                label=Words("When is a good and safe time?"),
                short=Words("When to call"),
            ),
        ),
    ),
)
