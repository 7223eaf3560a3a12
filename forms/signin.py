"""Signing in: an e-mail address and a password, a code, and choosing a password."""

from __future__ import annotations

from wtforms import Form, ValidationError

from forms.fields import Line, Needed, Password
from forms.widgets import TextInput

_SIX_DIGITS = TextInput(inputmode="numeric", autocomplete="one-time-code", spellcheck=False, width=10)


class SignIn(Form):
    """The first factor. What is wrong with it is never said more exactly than that it is wrong."""

    email = Line(
        "E-mail address",
        validators=[Needed("Enter your e-mail address")],
        longest=320,
        widget=TextInput(type="email", autocomplete="username", spellcheck=False),
    )
    password = Password("Password", validators=[Needed("Enter your password")])


class Code(Form):
    """The second factor."""

    code = Line(
        "Six-digit code",
        hint="Open the app on your telephone. You can paste the code.",
        longest=20,
        validators=[Needed("Enter the code that your app shows")],
        widget=_SIX_DIGITS,
    )


class ChoosePassword(Form):
    """A new password, typed twice since nobody can see it."""

    password = Password(
        "New password",
        hint="12 characters or more. Three words that do not belong together work "
        "well. You can paste it from a password manager.",
        autocomplete="new-password",
        validators=[Needed("Choose a password")],
    )
    again = Password(
        "The same password again", autocomplete="new-password", validators=[Needed("Type the password again")]
    )

    def validate_again(self, field) -> None:
        if field.data != self.password.data:
            raise ValidationError("The two passwords are not the same. Type them again")


class ChangePassword(ChoosePassword):
    """The same, by somebody who is signed in: they show again who they are."""

    now = Password("Your password now", validators=[Needed("Enter the password you have now")])
