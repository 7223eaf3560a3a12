"""What a clinician thinks of a vignette."""

from __future__ import annotations

from wtforms import Field, Form, ValidationError

from forms.fields import Lines, Needed, OneOf

AGREE, DISAGREE = "agree", "disagree"
LONGEST_COMMENT = 4_000


class OpinionForm(Form):
    """Agree or disagree, and why."""

    opinion = OneOf(
        "Do you agree with what would be acceptable?",
        (
            (AGREE, "I agree: anything within this would be acceptable"),
            (DISAGREE, "I disagree: something here is wrong or missing"),
        ),
        validators=[Needed("Choose whether you agree")],
    )
    comment = Lines(
        "Why",
        hint="Needed where you disagree. Say what would be acceptable, and what you rest it on if you can.",
        longest=LONGEST_COMMENT,
        rows=4,
    )

    def validate_comment(self, field: Field) -> None:
        if self.opinion.data == DISAGREE and not field.data.strip():
            raise ValidationError("Say why you disagree")

    @property
    def agrees(self) -> bool:
        return self.opinion.data == AGREE
