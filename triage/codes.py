"""The code lists of the Mental Health Services Data Set (MHSDS v6) that a front door records.

Each list is a CSV in `data/codes`, each row with its own status: VERIFIED where the published source was
read, FROM KNOWLEDGE where the label still has to be checked against the Technical Output Specification.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from triage.data_entry import package_text, parse_csv
from triage.vocabulary import Priority

_ALWAYS_PRESENT = ("code", "label", "valid_from", "valid_to", "status", "code_status", "label_status")


@dataclass(frozen=True, slots=True)
class Code:
    """One national code. `valid_from` and `valid_to` are months such as 2024-04; empty means no end."""

    code: str
    label: str
    valid_from: str = ""
    valid_to: str = ""
    status: str = ""
    more: Mapping[str, str] = field(default_factory=dict, compare=False)

    def is_valid_on(self, day: date) -> bool:
        """Whether the code may be submitted for this day; the first and last month count whole."""
        month = f"{day:%Y-%m}"
        return self.valid_from <= month and (not self.valid_to or month <= self.valid_to)

    @property
    def is_named(self) -> bool:
        """Whether its label is known. A code without one may come in, but nobody is asked to pick it."""
        return not self.label.startswith("(added in")


@cache
def _list(name: str) -> tuple[Code, ...]:
    return tuple(_code(row) for row in parse_csv(package_text(f"codes/{name}.csv")))


def _code(row: dict[str, str]) -> Code:
    status = row.get("status") or f"code {row['code_status']}, label {row['label_status']}"
    more = {name: value for name, value in row.items() if name not in _ALWAYS_PRESENT}
    validity = row.get("valid_from", ""), row.get("valid_to", "")
    return Code(row["code"], row["label"], *validity, status=status, more=MappingProxyType(more))


def _valid(name: str, on: date | None) -> tuple[Code, ...]:
    return tuple(code for code in _list(name) if on is None or code.is_valid_on(on))


def primary_reasons(on: date | None = None) -> tuple[Code, ...]:
    """Primary reason for referral; with a day, only the codes valid then. So for each list below."""
    return _valid("primary_reason", on)


def sources_of_referral(on: date | None = None) -> tuple[Code, ...]:
    return _valid("source_of_referral", on)


def team_types(on: date | None = None) -> tuple[Code, ...]:
    return _valid("team_type", on)


def response_priorities(on: date | None = None) -> tuple[Code, ...]:
    return _valid("clinical_response_priority", on)


def ethnic_categories(on: date | None = None) -> tuple[Code, ...]:
    return _valid("ethnic_category", on)


def gender_identities(on: date | None = None) -> tuple[Code, ...]:
    return _valid("gender_identity", on)


def consultation_mechanisms(on: date | None = None) -> tuple[Code, ...]:
    return _valid("consultation_mechanism", on)


def attendance_statuses(on: date | None = None) -> tuple[Code, ...]:
    return _valid("attendance_status", on)


def label_of(codes: tuple[Code, ...], value: str) -> str:
    """The label of a code in a list, or the code itself when the list does not know it."""
    return next((code.label for code in codes if code.code == value), value)


def is_attended(attendance_status: str) -> bool:
    """Whether the person was really seen."""
    return _says_yes("attendance_status", attendance_status, "counts_as_attended")


def is_contact(consultation_mechanism: str) -> bool:
    """Whether a contact by this mechanism counts for access and waiting times; messages do not."""
    return _says_yes("consultation_mechanism", consultation_mechanism, "counts_as_contact")


def _says_yes(name: str, value: str, column: str) -> bool:
    return any(code.code == value and code.more[column] == "Y" for code in _list(name))


_RESPONSE_PRIORITY = {
    Priority.EMERGENCY: "1",
    # The national codes are not in order of urgency: 4, very urgent, comes before 2, urgent.
    Priority.VERY_URGENT: "4",
    Priority.URGENT: "2",
    Priority.SOON: "3",
    Priority.ROUTINE: "3",
}


def response_priority_code(priority: Priority | str) -> str:
    """The national clinical response priority for one of our priorities."""
    return _RESPONSE_PRIORITY[Priority(priority)]
