"""Whether two requests may be about the same person, why, and how sure. A person says; nothing is ever merged.

Brothers, sisters and twins share a family name, a home and a telephone, and twins a date of birth: a different given
name is never taken for a slip, and one that differs by a letter is said to be perhaps a twin's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_SHORTEST_ALIKE = 3
_NO_NAME = frozenset({"baby", "twin", "infant", "unknown", "unborn", "boy", "girl"})
"""What stands for the given name of a child who has none yet."""


class Sure(StrEnum):
    """How sure, the surest first. The last is about two people."""

    ALMOST_CERTAIN = "almost_certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    SIBLING = "sibling"


class Match(StrEnum):
    """How one thing that is known of two people compares."""

    SAME = "same"
    ALIKE = "alike"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """What a request knows of a person; '' and None are not known.

    Names are in small letters without accents; `born_about` is the year that the age points to.
    """

    given: str = ""
    preferred: str = ""
    family: str = ""
    born: date | None = None
    born_about: int | None = None
    nhs_number: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`agrees` and `differs` say why, each a few words; `kin` who else of the family it could be, '' for nobody."""

    sure: Sure
    agrees: tuple[str, ...]
    differs: tuple[str, ...] = ()
    kin: str = ""


def likeness(one: Known, other: Known, shares_contact: bool) -> Likeness | None:
    """How alike two people are; None when nothing says that they are one, or of one family.

    `shares_contact`: a telephone or e-mail of theirs or their family's is the same.
    """
    seen = _Seen(
        names=_Names.of(one, other),
        born=_born(one, other),
        nhs=_equal(one.nhs_number, other.nhs_number),
        shares_contact=shares_contact,
        shares_postcode=_equal(*(who.postcode.replace(" ", "").upper() for who in (one, other)))
        is Match.SAME,
        ages_agree=_ages_agree(one, other),
    )
    sure = _sure(seen)
    if sure is None:
        return None
    return Likeness(sure, tuple(_agreeing(seen)), tuple(_differing(seen)), kin=_kin(seen, sure))


@dataclass(frozen=True, slots=True)
class _Seen:
    """How each thing that is known of the two compares."""

    names: _Names
    born: Match
    nhs: Match
    shares_contact: bool
    shares_postcode: bool
    ages_agree: bool

    @property
    def is_one_family(self) -> bool:
        """A telephone alone is not enough: a number is given up, and another family has it."""
        ways = (self.names.family in (Match.SAME, Match.ALIKE), self.shares_contact, self.shares_postcode)
        return sum(ways) > 1


def _sure(seen: _Seen) -> Sure | None:
    names = seen.names
    if seen.nhs is Match.SAME:
        is_doubted = Match.OTHER in (names.given, seen.born)
        return Sure.POSSIBLE if is_doubted else Sure.ALMOST_CERTAIN
    if names.given is Match.OTHER:
        return Sure.SIBLING if seen.is_one_family else None
    found = _by_name(seen) or _by_family(seen)
    return Sure.POSSIBLE if found in (Sure.LIKELY, Sure.POSSIBLE) and seen.nhs is Match.OTHER else found


def _by_name(seen: _Seen) -> Sure | None:
    """Without the help of NHS numbers, of two whose given names may be one."""
    is_same_given = seen.names.given is Match.SAME
    is_same_name = is_same_given and seen.names.family is Match.SAME and not seen.names.are_swapped
    is_like_name = seen.names.family in (Match.SAME, Match.ALIKE)
    match seen.born:
        case Match.SAME if is_same_name or (is_same_given and seen.shares_contact):
            return Sure.LIKELY
        case Match.SAME if is_like_name or seen.shares_contact:
            return Sure.POSSIBLE
        case Match.ALIKE if is_same_given and seen.shares_contact:
            return Sure.LIKELY
        case Match.ALIKE if is_same_name:
            return Sure.POSSIBLE
        case Match.UNKNOWN if is_same_given and seen.shares_contact:
            return Sure.POSSIBLE
        case Match.UNKNOWN if is_same_name and (seen.shares_postcode or seen.ages_agree):
            return Sure.POSSIBLE
    return None


def _by_family(seen: _Seen) -> Sure | None:
    """Of one family, where names and births do not make it one child."""
    if not seen.is_one_family:
        return None
    if seen.born is Match.OTHER and seen.names.given is not Match.SAME:
        return Sure.SIBLING
    return Sure.POSSIBLE if seen.shares_contact and seen.born is not Match.SAME else None


def _kin(seen: _Seen, sure: Sure) -> str:
    """Nobody else bears the same given name. Twins are born on one day, which is not always known or written right."""
    names = seen.names
    if names.given is Match.SAME:
        return ""
    if sure is not Sure.SIBLING and seen.born is Match.SAME and names.family is Match.SAME:
        return "twin"
    if not seen.is_one_family:
        return ""
    return "brother or sister" if seen.born is Match.OTHER else "brother, sister or twin"


@dataclass(frozen=True, slots=True)
class _Names:
    given: Match
    family: Match
    are_swapped: bool = False

    @classmethod
    def of(cls, one: Known, other: Known) -> _Names:
        if (
            one.given
            and one.family
            and (one.given, one.family)
            == (other.family, other.given)
            != (
                other.given,
                other.family,
            )
        ):
            return cls(Match.SAME, Match.SAME, are_swapped=True)
        return cls(_given(one, other), _name(one.family, other.family))


def _given(one: Known, other: Known) -> Match:
    """The closest of what each is called."""
    ours, theirs = ({name for name in (who.given, who.preferred) if _is_name(name)} for who in (one, other))
    if not ours or not theirs:
        return Match.UNKNOWN
    if ours & theirs:
        return Match.SAME
    is_alike = any(
        _name(mine, yours) is Match.ALIKE or _is_short_for(mine, yours) for mine in ours for yours in theirs
    )
    return Match.ALIKE if is_alike else Match.OTHER


def _is_name(name: str) -> bool:
    return bool(name) and name.split()[0] not in _NO_NAME


def _is_short_for(one: str, other: str) -> bool:
    """'Sam' for Samuel, and the letter that a name begins with."""
    short, long = sorted((one, other), key=len)
    return (len(short) == 1 or len(short) >= _SHORTEST_ALIKE) and long.startswith(short)


def _name(one: str, other: str) -> Match:
    if not one or not other:
        return Match.UNKNOWN
    if one == other:
        return Match.SAME
    is_alike = min(len(one), len(other)) >= _SHORTEST_ALIKE and is_one_slip(one, other)
    return Match.ALIKE if is_alike else Match.OTHER


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less, other, or two that changed places make one of the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or short == long:
        return False
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(long) > len(short):
        return short[at:] == long[at + 1 :]
    is_swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return is_swapped or short[at + 1 :] == long[at + 1 :]


def _born(one: Known, other: Known) -> Match:
    """Alike: with one figure other, or day and month the other way round."""
    if one.born is None or other.born is None:
        return Match.UNKNOWN
    if one.born == other.born:
        return Match.SAME
    is_swapped = (one.born.year, one.born.month, one.born.day) == (
        other.born.year,
        other.born.day,
        other.born.month,
    )
    is_slip = sum(a != b for a, b in zip(one.born.isoformat(), other.born.isoformat(), strict=True)) == 1
    return Match.ALIKE if is_swapped or is_slip else Match.OTHER


def _equal(one: str, other: str) -> Match:
    if not one or not other:
        return Match.UNKNOWN
    return Match.SAME if one == other else Match.OTHER


def _ages_agree(one: Known, other: Known) -> bool:
    return None not in (one.born_about, other.born_about) and abs(one.born_about - other.born_about) <= 1


_NAME_WORDS = {
    Match.SAME: "same {} name",
    Match.ALIKE: "almost the same {} name",
}


def _agreeing(seen: _Seen) -> Iterator[str]:
    names = seen.names
    if seen.nhs is Match.SAME:
        yield "same NHS number"
    if names.are_swapped:
        yield "same names the other way round"
    elif names.given is Match.SAME and names.family is Match.SAME:
        yield "same name"
    else:
        for match, which in ((names.given, "given"), (names.family, "family")):
            if match in _NAME_WORDS:
                yield _NAME_WORDS[match].format(which)
    if seen.born is Match.SAME:
        yield "same date of birth"
    if seen.born is Match.ALIKE:
        yield "date of birth almost the same"
    if seen.shares_contact:
        yield "same telephone or e-mail"
    if seen.shares_postcode:
        yield "same postcode"


def _differing(seen: _Seen) -> Iterator[str]:
    if seen.nhs is Match.OTHER:
        yield "another NHS number"
    if seen.names.given is Match.OTHER:
        yield "another given name"
    if seen.names.family is Match.OTHER:
        yield "another family name"
    if seen.born is Match.OTHER:
        yield "another date of birth"
    if seen.born is Match.UNKNOWN:
        yield "a date of birth is not known"
