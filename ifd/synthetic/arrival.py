"""How a made-up request came: the rows that receiving it would have written, with keys of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from forms.submission import Submission
from ifd.models import Contact, ContactPoint, RedFlag, Suggestion, SupportRequest, YoungPerson
from ifd.services import new_request
from ifd.tokens import keyed_hash
from triage.suggestion import Suggestion as Concluded

# Every synthetic family has the same second factor, which the demo prints.
STATUS_CODE = "123456"
_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Arrival:
    """One request as it came: what was sent, what the engine concluded, and the rows of both."""

    submission: Submission
    concluded: Concluded
    young_person: YoungPerson
    request: SupportRequest
    contacts: list[Contact]
    suggestion: Suggestion
    red_flags: list[RedFlag]

    def rows(self) -> Iterator[object]:
        yield from (self.young_person, self.request, *self.contacts, self.suggestion, *self.red_flags)


class Arrivals:
    """Makes each request that comes. Only for a database nobody else writes to: it counts the keys itself."""

    def __init__(self, front_door_id: int) -> None:
        self._front_door_id = front_door_id
        self._ids = {
            model: count(1) for model in (YoungPerson, SupportRequest, Contact, ContactPoint, Suggestion)
        }
        self._codes = 0

    def receive(self, submission: Submission, concluded: Concluded, received: datetime) -> Arrival:
        young_person = new_request.young_person(submission, received)
        young_person.id = next(self._ids[YoungPerson])
        reference = self._reference()
        request = new_request.support_request(
            submission,
            concluded,
            reference,
            received,
            id=next(self._ids[SupportRequest]),
            submission_key=f"synthetic-{reference}",
            holder_id=self._front_door_id,
            young_person_id=young_person.id,
            status_code_hash=keyed_hash("status", reference, STATUS_CODE),
            is_synthetic=True,
        )
        suggestion = new_request.suggestion(concluded, request.id, reference, received)
        suggestion.id = next(self._ids[Suggestion])
        request.contacts = contacts = self._contacts(submission, request.id, received)
        flags = new_request.red_flags(concluded.red_flags, request.id, received)
        return Arrival(submission, concluded, young_person, request, contacts, suggestion, flags)

    def _contacts(self, submission: Submission, request_id: int, received: datetime) -> list[Contact]:
        contacts = new_request.contacts(submission, received)
        for contact in contacts:
            contact.id, contact.request_id = next(self._ids[Contact]), request_id
            for point in contact.points:
                point.id, point.contact_id = next(self._ids[ContactPoint]), contact.id
        return contacts

    def _reference(self) -> str:
        """Like those in earnest, and the same for the same seed."""
        self._codes += 1
        letters, number = "", (self._codes * 48_271_000_003) % 30**8
        for _ in range(8):
            number, letter = divmod(number, 30)
            letters += _READABLE[letter]
        return f"{letters[:4]}-{letters[4:]}"
