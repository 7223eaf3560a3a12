"""Who knows, whom we may tell, and who agrees: asked by age and understanding. A no stops nothing."""

from __future__ import annotations

from forms.questions.kinds import Option, Page, Pick, PickAny
from forms.situation import is_family, is_parent, is_professional, is_young_person
from forms.voices import Voice, Words
from triage.vocabulary import Consent

_MAY_TELL = (
    Option("yes", Words("Yes")),
    Option("no", Words("No")),
    Option("unsure", Words("Ask me first", "Ask me first", child="Talk to me first"), divider="or"),
)


KNOWS = PickAny(
    name="who_knows",
    alone=("nobody",),
    short=Words("Who knows about this"),
    label=Words("Who knows that you are asking for help?", professional="Who knows about this request?"),
    options=(
        Option(
            "parents",
            Words("My mum, dad or carer", "The other parent or carer", "A parent or carer"),
        ),
        Option(
            "young_person",
            Words("The young person", "Your child", "The young person"),
            voices=frozenset({Voice.PARENT, Voice.PROFESSIONAL}),
        ),
        Option("school", Words("School or college", child="A teacher")),
        Option("gp", Words("My GP", "Our GP", "Their GP", child="My doctor")),
        Option("someone_else", Words("A friend or someone else")),
        Option("nobody", Words("Nobody yet"), divider="or"),
    ),
)

TELL_PARENTS = Pick(
    name="tell_parents",
    options=_MAY_TELL,
    when=is_young_person,
    short=Words("Tell my parents or carers"),
    label=Words(
        "May we talk to your parents or carers?", child="May we talk to a grown-up who looks after you?"
    ),
    hint=Words(
        "You can say no. You will still get help. If you are in danger, we may have to tell someone."
        " We will try to talk to you first.",
        child="You can say no. We will still help you. If you are not safe, we may have to tell someone who"
        " can keep you safe. We will try to talk to you first.",
        adult="You can say no. You will still get help. If your life is in danger, we may have to tell"
        " someone. We will try to talk to you first.",
    ),
)
TELL_SCHOOL = Pick(
    name="tell_school",
    options=_MAY_TELL,
    short=Words("Talk to school or college"),
    label=Words(
        "May we talk to your school or college?",
        "May we talk to their school or college?",
        child="May we talk to your school?",
    ),
    when=lambda situation: situation.is_aged(3),
)
TELL_GP = Pick(
    name="tell_gp",
    options=_MAY_TELL,
    short=Words("Talk to the GP"),
    label=Words("May we talk to your GP?", "May we talk to their GP?", child="May we talk to your doctor?"),
)
TELL_PARTNERS = Pick(
    name="tell_partners",
    options=_MAY_TELL,
    short=Words("Share with the service that will help"),
    label=Words(
        "May we share this with the service that is best for you?",
        "May we share this with the service that is best for them?",
        child="May we share this with the people who will help you?",
    ),
    hint=Words("Then you do not have to tell it all again."),
)

AGREES_YOUNG = Pick(
    name="agrees",
    short=Words("Do you agree"),
    label=Words("Do you understand what happens next, and agree to it?", child="Is this OK with you?"),
    hint=Words(
        "A clinician reads what you wrote. They find the right help with you. You can change your mind.",
        child="A trained grown-up reads what you wrote and finds help. Is there a grown-up who can do this"
        " with you? You can also carry on by yourself.",
    ),
    options=(
        Option("yes", Words("Yes", child="Yes, it is OK")),
        Option("with_adult", Words("Yes, and a grown-up is doing this with me"), ages=(0, 15)),
        Option("unsure", Words("I am not sure. Please talk to me first")),
    ),
    when=is_young_person,
)

AGREES_PARENT = Pick(
    name="agrees",
    short=Words("Who agrees"),
    label=Words(
        "Does your child know about this, and agree?",
        baby="Do you agree to us reading this and finding help?",
    ),
    hint=Words(
        "If they are 16 or over, they decide for themselves. Under 16, many can decide too. You can send this"
        " either way.",
        baby="A clinician reads what you wrote. They find the right help with you.",
    ),
    options=(
        Option("both", Words("Yes, they know and agree", baby="Yes")),
        Option("too_young", Words("They are too young to decide. I agree for them"), ages=(2, 15)),
        Option("not_asked", Words("They do not know yet", baby="Not yet. Please talk to me first")),
        Option("no", Words("They know, and do not agree"), ages=(2, 200)),
    ),
    when=is_parent,
)

CONSENT = Pick(
    name="consent",
    short=Words("Who agreed"),
    label=Words("Who has agreed to this request?"),
    hint=Words("You can send it without. We will ask the family ourselves, with care."),
    options=(
        Option(Consent.YOUNG_PERSON.value, Words("The young person")),
        Option(Consent.PARENT.value, Words("A parent or carer")),
        Option(Consent.BOTH.value, Words("Both")),
        Option(Consent.NOT_OBTAINED.value, Words("Nobody yet")),
    ),
)

PAGES = (
    Page(
        name="who-knows",
        section="sharing",
        title=Words("Who knows"),
        questions=(KNOWS,),
        when=is_family,
        is_extra=True,
    ),
    Page(
        name="who-to-tell",
        section="sharing",
        title=Words("Who may know, and do you agree?"),
        when=is_family,
        questions=(TELL_PARENTS, TELL_SCHOOL, TELL_GP, TELL_PARTNERS, AGREES_YOUNG, AGREES_PARENT),
    ),
    Page(
        name="family-knows",
        section="helpful",
        is_extra=True,
        title=Words("Who has agreed, and who may we talk to?"),
        when=is_professional,
        questions=(CONSENT, KNOWS, TELL_SCHOOL, TELL_GP, TELL_PARTNERS),
    ),
)
