"""An entry of the directory, as the administrator writes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import Field, Form, ValidationError

from forms.born import OLDEST
from forms.dates import DateParts, in_words
from forms.fields import AnyOf, Line, Lines, ListOf, Needed, OneOf, WholeNumber
from forms.typed import whole_number
from forms.widgets import TextInput
from triage.data_entry import SLUG
from triage.directory import (
    EVERYWHERE,
    Capacity,
    Contact,
    Delivery,
    Offer,
    reference_places,
    words_that_never_exclude,
)
from triage.vocabulary import OfferKind, Requester, Thrive

_YES_NO = [("yes", "Yes"), ("no", "No")]


def _choices(words: Iterable) -> list[tuple[str, str]]:
    return [(word.value, word.label) for word in words]


def _yes_no(label: str, message: str, hint: str = "") -> OneOf:
    return OneOf(label, _YES_NO, hint=hint, validators=[Needed(message)])


def _age(label: str, hint: str) -> Line:
    message = f"The age must be a whole number from 0 to {OLDEST}"
    return Line(
        label,
        hint=hint,
        longest=20,
        widget=TextInput(inputmode="numeric", width=3),
        validators=[WholeNumber(0, OLDEST, message)],
    )


class OfferForm(Form):
    """All that the directory says of an offer. Families read most of it, so plain words."""

    name = Line("Name", validators=[Needed("Enter the name families will see")])
    organisation = ListOf("Who runs it", [], validators=[Needed("Choose who runs it")])
    kind = ListOf(
        "Kind of offer",
        _choices(OfferKind),
        hint="The rules suggest offers by this",
        validators=[Needed("Choose the kind of offer")],
    )
    min_age = _age("Youngest age", "In whole years. Leave it empty if there is no youngest age")
    max_age = _age("Oldest age", "Still included. Leave it empty if there is no oldest age")
    areas = AnyOf(
        "Where",
        [("all", "The whole area"), *((place.slug, place.name) for place in reference_places())],
        validators=[Needed("Choose where it is offered")],
    )
    audience = AnyOf("Who comes", _choices(Requester), validators=[Needed("Choose who comes")])
    thrive = AnyOf("THRIVE groupings", _choices(Thrive), validators=[Needed("Choose at least one grouping")])
    delivery = AnyOf("How", _choices(Delivery), validators=[Needed("Choose at least one way")])
    summary = Lines(
        "In one or two sentences",
        hint="Families read this first",
        longest=500,
        rows=2,
        validators=[Needed("Say in a sentence what it is")],
    )
    what_happens = Lines("What happens there", longest=2_000, validators=[Needed("Say what happens there")])
    criteria = Lines(
        "Who it is for", hint="One sentence a line", longest=3_000, validators=[Needed("Say who it is for")]
    )
    exclusions = Lines(
        "When another offer fits better",
        longest=3_000,
        hint="One sentence a line. Never alcohol, drugs or complexity: there is no wrong door",
    )
    route_in = Lines("How to get there", longest=1_000, rows=2, validators=[Needed("Say how to get there")])
    opening = Line("When it is open", validators=[Needed("Say when it is open")])
    phone = Line("Telephone", longest=40)
    email = Line("E-mail", longest=320)
    web = Line("Web address", hint="Begins with https://", longest=500)
    wait_note = Lines(
        "How long people wait, in words",
        longest=500,
        rows=2,
        hint="Shown until enough real waits have been counted",
        validators=[Needed("Say how long people usually wait")],
    )
    self_refer = _yes_no(
        "Can people go there by themselves?", "Choose whether people can go there by themselves"
    )
    takes_requests = _yes_no(
        "Can the front door send requests there?", "Choose whether requests can be sent there"
    )
    starts_now = _yes_no("Can it start the same day?", "Choose whether it can start the same day")
    mhsds_team_type = Line(
        "MHSDS team type", hint="A letter and two digits, if it has one", longest=3, widget=TextInput(width=4)
    )
    owner = Line(
        "Owner of this entry",
        hint="The role that keeps it right",
        validators=[Needed("Say who keeps this entry right")],
    )
    review_date = DateParts(
        "Look at it again by", validators=[Needed("Enter the day by which to look at it again")]
    )
    source = Line("Where this was learned", longest=500, validators=[Needed("Say where this was learned")])

    def validate_max_age(self, field: Field) -> None:
        lowest, highest = whole_number(self.min_age.data), whole_number(field.data)
        if lowest is not None and highest is not None and lowest > highest:
            raise ValidationError("The oldest age must not be below the youngest")

    def validate_areas(self, field: Field) -> None:
        if "all" in field.data and len(field.data) > 1:
            raise ValidationError("Choose the whole area or single places, not both")

    def validate_exclusions(self, field: Field) -> None:
        for sentence in sentences(field.data):
            for word in words_that_never_exclude(sentence):
                raise ValidationError(
                    f"Nobody may be left out over '{word}': there is no wrong door. Write it another way"
                )

    def validate_web(self, field: Field) -> None:
        if field.data and not field.data.startswith("https://"):
            raise ValidationError("The web address must begin with https://")

    def validate_phone(self, field: Field) -> None:
        if not (field.data or self.email.data or self.web.data):
            raise ValidationError("Give a telephone number, an e-mail address or a web address")

    def validate_mhsds_team_type(self, field: Field) -> None:
        if field.data and not (len(field.data) == 3 and field.data[0].isalpha() and field.data[1:].isdigit()):
            raise ValidationError("The team type must be a letter and two digits, like A06")

    def entry(self, slug: str, capacity: Capacity) -> Offer:
        """The finished entry. Only when the form is valid."""
        return Offer(
            slug=slug,
            kind=OfferKind(self.kind.data),
            name=self.name.data,
            provider=self.organisation.data,
            min_age=whole_number(self.min_age.data),
            max_age=whole_number(self.max_age.data),
            areas=EVERYWHERE if "all" in self.areas.data else tuple(self.areas.data),
            audience=tuple(Requester(word) for word in self.audience.data),
            thrive=tuple(Thrive(word) for word in self.thrive.data),
            delivery=tuple(Delivery(word) for word in self.delivery.data),
            summary=self.summary.data,
            what_happens=self.what_happens.data,
            criteria=sentences(self.criteria.data),
            exclusions=sentences(self.exclusions.data),
            route_in=self.route_in.data,
            opening=self.opening.data,
            contact=Contact(self.phone.data, self.email.data, self.web.data),
            mhsds_team_type=self.mhsds_team_type.data.upper(),
            capacity=capacity,
            self_refer=self.self_refer.data == "yes",
            starts_now=self.starts_now.data == "yes",
            takes_requests=self.takes_requests.data == "yes",
            wait_note=self.wait_note.data,
            owner=self.owner.data,
            review_date=self.review_date.data,
            source=self.source.data,
        )


class NewOfferForm(OfferForm):
    """A new entry has an address, too."""

    slug = Line(
        "Address on the public site",
        longest=80,
        hint="Lower-case words joined by hyphens, like art-group-norwich. It cannot be changed later",
        validators=[Needed("Enter an address for its page")],
    )

    def validate_slug(self, field: Field) -> None:
        if not SLUG.fullmatch(field.data):
            raise ValidationError("Use lower-case letters, digits and single hyphens only")


class CapacityForm(Form):
    """Open, full or closed."""

    capacity = OneOf(
        "Can this offer take people on?",
        _choices(Capacity),
        validators=[Needed("Choose whether it can take people on")],
    )
    note = Line("Why, and until when?", hint="Staff see this, families do not", longest=500)

    def validate_note(self, field: Field) -> None:
        if self.capacity.data in (Capacity.FULL, Capacity.CLOSED) and not field.data:
            raise ValidationError("Say why, and until when if you know")


def values_of(entry: Offer) -> dict[str, object]:
    """What the form shows of an entry before anybody changes it."""
    return {
        "name": entry.name,
        "organisation": entry.provider,
        "kind": entry.kind.value,
        "min_age": _text(entry.min_age),
        "max_age": _text(entry.max_age),
        "areas": list(entry.areas),
        "audience": [word.value for word in entry.audience],
        "thrive": [word.value for word in entry.thrive],
        "delivery": [word.value for word in entry.delivery],
        "summary": entry.summary,
        "what_happens": entry.what_happens,
        "criteria": "\n".join(entry.criteria),
        "exclusions": "\n".join(entry.exclusions),
        "route_in": entry.route_in,
        "opening": entry.opening,
        "phone": entry.contact.phone,
        "email": entry.contact.email,
        "web": entry.contact.web,
        "wait_note": entry.wait_note,
        "self_refer": _yes(entry.self_refer),
        "takes_requests": _yes(entry.takes_requests),
        "starts_now": _yes(entry.starts_now),
        "mhsds_team_type": entry.mhsds_team_type,
        "owner": entry.owner,
        "review_date": entry.review_date,
        "source": entry.source,
    }


def sentences(text: str) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def differing(form: OfferForm, entry: Offer) -> list[tuple[str, str]]:
    """Label and present value of each field in which the form differs from the entry."""
    return [
        (form[name].label.text, _shown(value))
        for name, value in values_of(entry).items()
        if form[name].data != value
    ]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(word.replace("_", " ").replace("-", " ") for word in value)
    if isinstance(value, date):
        return in_words(value)
    return str(value)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
