"""Saving a form and coming back to it."""

from __future__ import annotations

import re

from wtforms import Form, ValidationError

from forms.addresses import is_mobile, tidy_email
from forms.dates import DateParts
from forms.fields import Line, Needed, OneOf
from forms.widgets import TextInput


def _is_email(form: Form) -> bool:
    return form.where.data == "email"


class WhereToSend(Form):
    """An email address or a mobile number, of which one is wanted."""

    where = OneOf(
        "How shall we send it?",
        [("email", "By email"), ("sms", "By text")],
        validators=[Needed("Choose email or text")],
    )
    email = Line(
        "Email address",
        hint="If you chose email.",
        longest=254,
        widget=TextInput(type="email", autocomplete="email", spellcheck=False),
    )
    phone = Line(
        "Mobile number",
        hint="If you chose text.",
        longest=40,
        widget=TextInput(type="tel", inputmode="tel", autocomplete="tel", width="20"),
    )

    def validate_email(self, field) -> None:
        if _is_email(self) and not tidy_email(field.data):
            raise ValidationError("Enter an email address, like name@example.com")

    def validate_phone(self, field) -> None:
        if self.where.data == "sms" and not is_mobile(field.data):
            raise ValidationError("Enter a mobile number, like 07700 900 123")

    @property
    def address(self) -> str:
        return tidy_email(self.email.data) if _is_email(self) else self.phone.data


class SaveForm(WhereToSend):
    """The same, with the question that comes before any message."""

    safe = OneOf(
        "Is it safe to send a message there?",
        [("yes", "Yes, only I read it, or I do not mind"), ("no", "No, or I am not sure")],
        hint="The message says only: here is the link you asked for.",
        validators=[Needed("Choose yes or no. We only send it if it is safe")],
    )

    def validate_safe(self, field) -> None:
        if field.data == "no":
            raise ValidationError(
                "We will not send it there. Choose a safe place, or come back on this device: your answers are kept"
            )


class SecondFactor(Form):
    """What only they know: the code we sent, or the date of birth in the form."""

    code = Line(
        "Your 6-digit code",
        longest=20,
        widget=TextInput(inputmode="numeric", autocomplete="one-time-code", width="10", spellcheck=False),
    )
    birth_date = DateParts("Or the date of birth you gave in the form", hint="For example 27 3 2012.")

    def validate_code(self, field) -> None:
        if not field.data and self.birth_date.data is None and not self.birth_date.errors:
            raise ValidationError("Enter the code, or the date of birth")

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.code.data or "")
