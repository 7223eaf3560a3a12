"""Who the young person is. Everything can be left empty: a request without a name is still a request."""

from __future__ import annotations

import re

import nhs_number
from wtforms import ValidationError

from forms.questions.kinds import Day, Option, Page, Pick, Tell, Write
from forms.situation import is_family, is_professional
from forms.voices import YOUNG, Voice, Words
from triage.postcode import read_postcode


def tidy_nhs_number(text: str) -> str:
    """Its ten digits, without the spaces and dashes people write."""
    return re.sub(r"[\s\-.]", "", text)


def _right_nhs_number(form, field) -> None:
    digits = tidy_nhs_number(field.data or "")
    if not digits:
        return
    if re.fullmatch(r"[A-Za-z]{2}\d{6}[A-Da-d]", digits):
        raise ValidationError(
            "This is a National Insurance number. An NHS number has 10 numbers, like 999 000 0018"
        )
    if not (digits.isascii() and digits.isdigit() and len(digits) == 10):
        raise ValidationError("An NHS number has 10 numbers, like 999 000 0018. You can leave this empty")
    if not nhs_number.is_valid(digits):
        raise ValidationError(
            "Check the NHS number. One of the numbers is not right. You can leave this empty"
        )


def tidy_postcode(text: str) -> str:
    """In capitals, with its one space; what is no postcode stays as it was typed."""
    return str(read_postcode(text) or text.strip())


def _right_postcode(form, field) -> None:
    given = (field.data or "").strip()
    if given and read_postcode(given) is None:
        raise ValidationError(
            "Enter a full postcode, like NR1 3JU, or just its first half. You can leave this empty"
        )


GIVEN_NAME = Write(
    name="given_name",
    autocomplete="given-name",
    own_in=YOUNG,
    short=Words("First name"),
    label=Words("First name", "Their first name"),
)
FAMILY_NAME = Write(
    name="family_name",
    autocomplete="family-name",
    own_in=YOUNG,
    short=Words("Last name"),
    label=Words("Last name", "Their last name"),
)
PREFERRED_NAME = Write(
    name="preferred_name",
    short=Words("Likes to be called"),
    label=Words("What do you like to be called?", "What do they like to be called?"),
    hint=Words("If it is different from your first name.", "If it is different from their first name."),
)
PRONOUNS = Write(
    name="pronouns",
    longest=60,
    short=Words("Pronouns"),
    label=Words("Your pronouns", "Their pronouns"),
    hint=Words("For example she, he or they."),
)
BIRTH_DATE = Day(
    name="birth_date",
    autocomplete="bday",
    own_in=YOUNG,
    short=Words("Date of birth"),
    label=Words("What is your date of birth?", "What is their date of birth?"),
    hint=Words("For example 27 3 2012. You can leave this empty."),
)
POSTCODE = Write(
    name="postcode",
    autocomplete="postal-code",
    own_in=frozenset(Voice) - {Voice.PROFESSIONAL},
    width="10",
    longest=12,
    checks=(_right_postcode,),
    label=Words("Postcode", "Their postcode"),
    short=Words("Postcode"),
    hint=Words("It tells us which services are near. Just the first half, like NR1, is fine too."),
)
ADDRESS = Tell(
    name="address",
    is_own_words=False,
    longest=500,
    rows=3,
    short=Words("Address"),
    label=Words("Your home address", "The home address", "Their address"),
    hint=Words("For letters. You do not have to tell us.", professional="You do not have to tell us."),
)
SCHOOL = Write(
    name="school",
    short=Words("School or college"),
    label=Words("Your school, college or nursery", "Their school, college or nursery", child="Your school"),
    hint=Words("Leave it empty if there is none, or you would rather not say."),
    when=lambda situation: not situation.is_about_a_baby,
)
GP = Write(
    name="gp",
    short=Words("GP surgery"),
    label=Words("Your GP surgery", "Their GP surgery", child="Your doctor's surgery"),
    hint=Words("The name or the place is enough. We will not contact them unless you agree."),
)
KNOWS_NHS_NUMBER = Pick(
    name="knows_nhs_number",
    short=Words("NHS number known"),
    label=Words("Do you know your NHS number?", "Do you know their NHS number?"),
    hint=Words("It is on letters from the NHS. You do not need it."),
    options=(Option("yes", Words("Yes, I know it")), Option("no", Words("No"))),
)
NHS_NUMBER = Write(
    name="nhs_number",
    inputmode="numeric",
    width="20",
    longest=20,
    checks=(_right_nhs_number,),
    label=Words("What is your NHS number?", "What is their NHS number?"),
    short=Words("NHS number"),
    hint=Words("10 numbers, like 999 000 0018."),
)
PAGES = (
    Page(
        name="about",
        section="about",
        title=Words("Who you are", "Who they are", baby="About your baby"),
        when=is_family,
        questions=(GIVEN_NAME, FAMILY_NAME, BIRTH_DATE, POSTCODE),
    ),
    Page(
        name="called",
        section="more",
        title=Words("What you like to be called", "What they like to be called"),
        questions=(PREFERRED_NAME, PRONOUNS),
        is_extra=True,
    ),
    Page(
        name="their-home",
        section="helpful",
        title=Words("Where do they live?"),
        questions=(POSTCODE, ADDRESS),
        when=is_professional,
        is_extra=True,
    ),
    Page(
        name="school-and-gp",
        section="more",
        when=is_family,
        questions=(SCHOOL, GP),
        is_extra=True,
        title=Words("School and GP surgery", child="School and doctor", baby="GP surgery"),
    ),
    Page(
        name="nhs-number",
        section="more",
        title=Words("NHS number"),
        questions=(KNOWS_NHS_NUMBER,),
        is_extra=True,
    ),
    Page(
        name="nhs-number-is",
        follows="nhs-number",
        section="more",
        title=Words("The NHS number"),
        questions=(NHS_NUMBER,),
        is_extra=True,
        when=lambda situation: situation.said("knows_nhs_number") == "yes",
    ),
)
