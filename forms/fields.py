"""Fields with their widgets and with messages that say what to do, for the forms of every door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wtforms import (
    Field,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from forms.typed import clean_line, clean_lines, whole_number
from forms.widgets import Checkboxes, Component, PasswordInput, Radios, Select, TextArea, TextInput

LONGEST_LINE = 200
LONGEST_STORY = 20_000


class Needed:
    """The answer cannot be left out; `message` says what to do, for 'this field is required' says nothing."""

    field_flags = {"is_needed": True}

    def __init__(self, message: str):
        self.message = message

    def __call__(self, form, field: Field) -> None:
        if not field.data:
            raise ValidationError(self.message)


class NotLonger:
    """Refuses what the record cannot hold, and says by how much it is too long."""

    def __init__(self, longest: int):
        self.longest = longest

    def __call__(self, form, field: Field) -> None:
        over = len(field.data or "") - self.longest
        if over > 0:
            raise ValidationError(f"Use {self.longest:,} characters or fewer. This is {over:,} too many")


class WholeNumber:
    """Digits alone, for a number within these bounds; nothing written is no number and no mistake."""

    def __init__(self, lowest: int, highest: int, message: str):
        self.lowest, self.highest, self.message = lowest, highest, message

    def __call__(self, form, field: Field) -> None:
        if not field.data:
            return
        number = whole_number(field.data)
        if number is None or not self.lowest <= number <= self.highest:
            raise ValidationError(self.message)


class Line(StringField):
    """One line of text, tidied: no control characters, no white space around it."""

    tidy = staticmethod(clean_line)

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        longest: int = LONGEST_LINE,
        validators: Sequence = (),
        widget: TextInput | None = None,
        **kwargs,
    ):
        super().__init__(
            label,
            description=hint,
            validators=[*validators, NotLonger(longest)],
            filters=[self.tidy],
            widget=widget or TextInput(),
            **kwargs,
        )


class Lines(TextAreaField):
    """Several lines of text, tidied, with a count of what is left."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        longest: int = 2_000,
        rows: int = 5,
        validators: Sequence = (),
        widget: TextArea | None = None,
        **kwargs,
    ):
        super().__init__(
            label,
            description=hint,
            validators=[*validators, NotLonger(longest)],
            filters=[clean_lines],
            widget=widget or TextArea(maxlength=longest, rows=rows),
            **kwargs,
        )


class Verbatim(TextAreaField):
    """Text kept exactly as it was typed, white space and all."""

    def __init__(self, label: str, *, hint: str = "", rows: int = 20, **kwargs):
        super().__init__(label, description=hint, widget=TextArea(rows=rows, spellcheck="false"), **kwargs)


class Password(PasswordField):
    """A password: never changed, never drawn back."""

    def __init__(
        self,
        label: str,
        *,
        hint: str = "",
        validators: Sequence = (),
        autocomplete: str = "current-password",
        **kwargs,
    ):
        super().__init__(
            label,
            description=hint,
            validators=[*validators, NotLonger(1_000)],
            widget=PasswordInput(autocomplete=autocomplete),
            **kwargs,
        )


def choices_of(pairs: Iterable[tuple[str, str]] | Iterable[SelectChoice]) -> list[SelectChoice]:
    """(value, label) pairs as choices; choices stay as they are."""
    return [pair if isinstance(pair, SelectChoice) else SelectChoice(str(pair[0]), pair[1]) for pair in pairs]


class _OfChoices:
    """What radios, checkboxes and lists share: nothing need be chosen, and only what is offered can be."""

    not_offered = "Choose from the list"
    drawn_as: type[Component]
    nothing: type = str

    def __init__(
        self,
        label: str,
        choices: Iterable,
        *,
        hint: str = "",
        validators: Sequence = (),
        widget: Component | None = None,
        **kwargs,
    ):
        super().__init__(
            label,
            choices=choices_of(choices),
            description=hint,
            validators=list(validators),
            widget=widget or self.drawn_as(),
            **kwargs,
        )

    def process(self, formdata, *args, **kwargs) -> None:
        super().process(formdata, *args, **kwargs)
        if self.data is None:
            self.data = self.nothing()

    def pre_validate(self, form) -> None:
        if not self.data:
            return
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(self.not_offered) from error


class OneOf(_OfChoices, RadioField):
    """One of a few, as radios. Nothing chosen is allowed, and is an empty text."""

    drawn_as = Radios


class ListOf(_OfChoices, SelectField):
    """One of many, as a list to drop down. The first choice is an empty one."""

    drawn_as = Select

    def __init__(self, label: str, choices: Iterable, *, empty: str = "Choose", **kwargs):
        super().__init__(label, [("", empty), *choices], **kwargs)


class AnyOf(_OfChoices, SelectMultipleField):
    """Any of a few, as checkboxes."""

    drawn_as, nothing = Checkboxes, list
