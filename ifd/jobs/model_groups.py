"""The groups that figures of the classifier are told by: what it must do equally well for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ifd.queries.protected import Protected

if TYPE_CHECKING:
    from triage.ml.groups import GroupFigures, Seen

_NO = frozenset({"no", "none", "n"})


def figures_by_group(seen: Sequence[Seen], whose: Mapping[object, Protected]) -> dict[str, list[GroupFigures]]:
    """The figures of each group, by what the groups are of. `whose` are the facts behind each row's key."""
    from triage.ml.groups import by_group

    found = _groups()
    looked_at = sum(len({of(one) for one in whose.values()}) for of in found.values())
    return {
        name: by_group(seen, {key: of(one) for key, one in whose.items()}, looked_at)
        for name, of in found.items()
    }


def _groups() -> dict[str, Callable[[Protected], str | None]]:
    from triage.ml.groups import age_group, deprivation_quintile, ethnic_group, language_group

    return {
        "Age": lambda one: age_group(one.age),
        "Gender": lambda one: _gender(one.gender),
        "Ethnic group": lambda one: ethnic_group(one.ethnic_category),
        "Deprivation, by fifths": lambda one: deprivation_quintile(one.deprivation_decile),
        "Language": lambda one: language_group(one.language),
        "Who asked": lambda one: one.voice.label if one.voice else None,
        "Looked after": lambda one: one.looked_after.replace("_", " ") or None,
        "Special educational needs or disability": lambda one: _said(one.disability),
    }


def _gender(code: str) -> str | None:
    from triage.codes import gender_identities

    return next((one.label for one in gender_identities() if one.code == code), None)


def _said(words: str) -> str | None:
    """Free words as yes or no; nothing said is not known."""
    said = words.strip().casefold()
    return None if not said else "no" if said in _NO else "yes"
