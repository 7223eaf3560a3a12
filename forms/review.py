"""The forms of the clinical worklist. Whether a reason is needed the service says: it knows best."""

from __future__ import annotations

from collections.abc import Collection

from wtforms import BooleanField, Form, ValidationError
from wtforms.fields.choices import SelectChoice

from forms.fields import Line, Lines, ListOf, Needed, OneOf, choices_of
from forms.versioned import Versioned
from forms.widgets import Radios, Tick
from triage.vocabulary import Hindsight, OfferKind, Priority, Requester, Thrive

LONGEST_NOTE = 4_000
OTHER = "other"
_MAY_BE_TOLD = "The name alone can tell that harm was spoken of, also to whoever did it and reads along."


class Sending(Versioned):
    """What is asked wherever a request is sent to a service; what this one does not call for is taken out."""

    note = Lines("Note for the service (optional)", longest=LONGEST_NOTE, rows=3)
    share_anyway = BooleanField("Share their words anyway, because somebody may be hurt", widget=Tick())
    share_reason = Lines("Why their words are shared anyway", longest=LONGEST_NOTE, rows=2)
    family_may_be_told = BooleanField("The family may be told which service this is", widget=Tick())

    def ask_only(self, *, of_sharing: str, of_telling: str) -> None:
        """Ask of these kinds of service, named in words; take out what is asked of none."""
        if of_sharing:
            self.share_anyway.description = f"Only for: {of_sharing}. That you did so, and why, is kept."
        else:
            del self.share_anyway, self.share_reason
        if of_telling:
            self.family_may_be_told.description = f"Asked of: {of_telling}. {_MAY_BE_TOLD}"
        else:
            del self.family_may_be_told

    def need_note(self) -> None:
        """The note is what keeps them safe: it is not called optional then."""
        self.note.label.text = "What the service must know to keep them safe"
        self.note.description = "They do not see what the family wrote. They see this."


class AgreeForm(Sending):
    """Agreeing with a suggestion: only what the machine cannot know is asked."""

    primary_reason = ListOf(
        "Primary reason",
        (),
        hint="For the national data set. Change it if another fits better.",
        validators=[Needed("Choose the primary reason")],
    )


class DecideForm(Sending):
    """A whole decision. Choices are set by the page, which knows the directory and the suggestion."""

    offer = OneOf("Offer", (), validators=[Needed("Choose an offer")], widget=Radios(is_personal=True))
    other_offer = ListOf("Another offer", (), empty="Choose an offer")
    starts_now = ListOf(
        "Something that starts now (optional)",
        (),
        empty="Nothing besides",
        hint="A second offer that can begin while they wait.",
    )
    priority = OneOf(
        "Priority", tuple((p.value, p.label) for p in Priority), validators=[Needed("Choose a priority")]
    )
    thrive = OneOf(
        "THRIVE grouping",
        tuple((t.value, t.label) for t in Thrive),
        validators=[Needed("Choose a grouping")],
        hint="Chosen with the young person and family where you can.",
    )
    primary_reason = ListOf("Primary reason", (), validators=[Needed("Choose the primary reason")])
    reason = Lines("Why, where you choose differently from the suggestion", longest=LONGEST_NOTE, rows=3)
    has_spoken = BooleanField(
        "I have spoken with the family or the referrer about a lower priority", widget=Tick()
    )

    def validate_other_offer(self, field) -> None:
        if self.offer.data == OTHER:
            Needed("Choose which other offer")(self, field)

    @property
    def chosen_offer(self) -> str:
        """The slug of the offer chosen, from either list."""
        return self.other_offer.data if self.offer.data == OTHER else self.offer.data

    def fill_choices(
        self,
        suggested: list[tuple[str, str, str]],
        others: list[tuple[str, str]],
        reasons: list[tuple[str, str]],
        lower: Collection[Priority] = (),
    ) -> None:
        """`suggested` are (slug, name, why); `others` and `reasons` (value, label); `lower` need to be spoken of."""
        first = [SelectChoice(slug, name, {"hint": why}) for slug, name, why in suggested]
        self.offer.choices = [
            *first,
            SelectChoice(OTHER, "Another offer", {"divider": "or"} if first else {}),
        ]
        self.other_offer.choices += choices_of(others)
        self.starts_now.choices += choices_of(others)
        self.primary_reason.choices += choices_of(reasons)
        self.priority.choices = [
            SelectChoice(p.value, p.label, {"attributes": {"data-lowers": "yes"}} if p in lower else {})
            for p in Priority
        ]


class TakeOverForm(Form):
    reason = Line(
        "Why you are taking this over", longest=500, validators=[Needed("Say why you are taking this over")]
    )


class RaiseForm(Versioned):
    """Only more urgent priorities are offered."""

    priority = OneOf("New priority", (), validators=[Needed("Choose the new priority")])
    why = Lines(
        "Why it is more urgent",
        longest=LONGEST_NOTE,
        rows=3,
        validators=[Needed("Say why it is more urgent")],
    )

    def fill_choices(self, now: Priority) -> None:
        self.priority.choices = choices_of((p.value, p.label) for p in Priority if p.rank < now.rank)


class NoteForm(Form):
    note = Lines(
        "Note",
        longest=LONGEST_NOTE,
        rows=4,
        validators=[Needed("Write the note")],
        hint="Everyone of the front door can read it, and it stays.",
    )


class CloseForm(Versioned):
    reason = Lines(
        "Why it is ending, and what the family has been offered",
        longest=LONGEST_NOTE,
        rows=4,
        validators=[Needed("Say why the request is ending and what the family has been offered")],
    )
    was_right = OneOf(
        "Looking back, was the suggestion right? (optional)",
        tuple((one.value, one.label) for one in Hindsight),
    )
    right_kind = ListOf(
        "Which kind of help would have been right? (optional)",
        tuple((kind.value, kind.label) for kind in OfferKind),
        empty="Not said",
        hint="With 'Partly' or 'No'.",
    )

    def ask_about(self, suggested: OfferKind | None) -> None:
        """Name what was suggested; where nothing was, there is nothing to ask."""
        if suggested is None:
            del self.was_right, self.right_kind
        else:
            self.was_right.description = (
                f"It suggested: {suggested.label}. Your answer is kept to learn from, and changes nothing here."
            )

    def validate_right_kind(self, field) -> None:
        if field.data and self.was_right.data not in [one for one in Hindsight if one.leaves_another]:
            raise ValidationError("This goes with 'Partly' or 'No': choose one of them, or 'Not said' here")

    @property
    def hindsight(self) -> tuple[Hindsight, OfferKind | None] | None:
        """Whether it was right and which kind would have been; None where nothing was chosen."""
        if "was_right" not in self or not self.was_right.data:
            return None
        right_kind = OfferKind(self.right_kind.data) if self.right_kind.data else None
        return Hindsight(self.was_right.data), right_kind


class ReopenForm(Form):
    reason = Lines(
        "Why it is opened again",
        longest=LONGEST_NOTE,
        rows=3,
        validators=[Needed("Say why the request is opened again")],
    )


SHOULD_READ = (
    ("past", "In the past, and over"),
    ("other_person", "About somebody else"),
    ("negated", "They say that it is not so"),
    ("idiom", "A manner of speaking"),
    ("conditional", "Advice, or an 'if'"),
    ("fiction", "A story, a song or a game"),
    ("title_or_service", "The name of a service, a title or a standing text"),
    ("now_self", "About them and now: it was read too lightly"),
    ("wrong_flag", "Another kind of danger than this"),
    ("other", "Something else"),
)


class WrongHitForm(Form):
    """What the red-flag screen should have understood."""

    should_read = OneOf(
        "What do these words mean?", SHOULD_READ, validators=[Needed("Choose what the words mean")]
    )
    note = Lines(
        "What else would help to read it right (optional)",
        longest=LONGEST_NOTE,
        rows=3,
        hint="Leave out names and other things that could tell who it is.",
    )


class FinishTaskForm(Form):
    outcome = Lines(
        "What came of it", longest=LONGEST_NOTE, rows=4, validators=[Needed("Say what came of it")]
    )


class FilterForm(Form):
    """Read from the address, so nothing about one person is ever in it."""

    priority = ListOf("Priority", tuple((p.value, p.label) for p in Priority), empty="Any")
    ages = ListOf("Age", (), empty="Any")
    requester = ListOf("Who asked", tuple((r.value, r.label) for r in Requester), empty="Anyone")
