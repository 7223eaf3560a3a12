"""What an administrator types besides the directory: accounts, closed days and the area's own words."""

from __future__ import annotations

from datetime import date

from wtforms import Field, Form, ValidationError

from forms.addresses import tidy_email
from forms.dates import DateParts
from forms.fields import AnyOf, Line, Lines, ListOf, Needed
from forms.widgets import TextInput


class PersonForm(Form):
    """Who somebody is and what they may do."""

    name = Line("Name", validators=[Needed("Enter their name")])
    job_title = Line("Job title")
    organisation = ListOf("Organisation", [], validators=[Needed("Choose their organisation")])
    roles = AnyOf("What they may do", [], validators=[Needed("Choose at least one role")])


class NewPersonForm(PersonForm):
    """Somebody who has no account yet."""

    email = Line(
        "E-mail address",
        hint="They sign in with it",
        longest=320,
        widget=TextInput(type="email", autocomplete="off", spellcheck=False),
        validators=[Needed("Enter their e-mail address")],
    )

    def validate_email(self, field: Field) -> None:
        if not tidy_email(field.data):
            raise ValidationError("Enter an e-mail address in the right form, like name@example.org")


class ClosureDayForm(Form):
    """A day on which the front door is closed."""

    day = DateParts("Which day?", validators=[Needed("Enter the day")])
    reason = Line("Why?", hint="Staff see this", validators=[Needed("Say why, in a few words")])

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def validate_day(self, field: Field) -> None:
        if field.data and field.data < self.today:
            raise ValidationError("The day must be today or later: what was promised before stays")


class AreaTextForm(Form):
    """A passage of the public pages in the area's own words."""

    text = Lines(
        "What families read",
        hint="Plain words and short sentences. Keep 999 and 111 in it",
        longest=600,
        validators=[Needed("Write what families should read")],
    )

    def validate_text(self, field: Field) -> None:
        if "999" not in field.data or "111" not in field.data:
            raise ValidationError("Keep both 999 and 111 in it: somebody may read only this")
