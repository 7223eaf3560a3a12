"""Telephone numbers and e-mail addresses as people type them: read, checked and written one way."""

from __future__ import annotations

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from wtforms import ValidationError


def read_phone(text: str) -> phonenumbers.PhoneNumber | None:
    """A telephone number that could be rung, read as British when it names no country."""
    try:
        number = phonenumbers.parse(text or "", "GB")
    except phonenumbers.NumberParseException:
        return None
    how = phonenumbers.is_possible_number_with_reason(number)
    return number if how == phonenumbers.ValidationResult.IS_POSSIBLE else None


def tidy_phone(text: str) -> str:
    """As people here write it."""
    number = read_phone(text)
    if number is None:
        return text
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        number, style.NATIONAL if number.country_code == 44 else style.INTERNATIONAL
    )


def is_mobile(text: str) -> bool:
    """Whether a text message could reach it. Numbers kept for drama and tests (07700 900) count as mobile."""
    number = read_phone(text)
    if number is None:
        return False
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    return phonenumbers.number_type(number) in kinds or (
        number.country_code == 44 and str(number.national_number).startswith("7")
    )


def tidy_email(text: str) -> str:
    """The address as it is written to, or '' when it is not one."""
    try:
        return validate_email(text or "", check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return ""


def right_phone(form, field) -> None:
    if field.data and read_phone(field.data) is None:
        raise ValidationError("Enter a phone number, like 07700 900 123, or leave this empty")


def right_email(form, field) -> None:
    if field.data and not tidy_email(field.data):
        raise ValidationError("Enter an email address, like name@example.com, or leave this empty")
