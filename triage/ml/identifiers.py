"""Takes out of a text what tells who it is about, so that no model learns a name, a number or an address.

What is taken out becomes spaces: every other word stays in its place. This is for learning and for asking a
model, not for publishing: a name that nobody told and that no list knows can stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

from triage.ml.people_named import names_in

Span = tuple[int, int]


def without_identifiers(text: str, names: Iterable[str] = ()) -> str:
    """A text of the same length, with spaces for people's names, numbers, addresses and dates.

    `names` are the names that are known of the people in it; they go however they are written. Ages, counts,
    scores, doses, times, acronyms, diagnoses, drugs and services stay.
    """
    named = partial(names_in, told=tuple(names))
    # Until nothing more goes: '0Zofia' ends in a letter until the name is gone, 'kerry@home' without its name is a
    # handle, and so on.
    before = None
    while text != before:
        before = text
        for found in (_on_the_web, named, _numbers, _dates, _postcodes, _numbered_homes, _roads_lived_in):
            text = _blanked(text, found(text))
    return text


def _blanked(text: str, spans: Iterable[Span]) -> str:
    pieces, done = [], 0
    for start, end in sorted(spans):
        start = max(start, done)
        if start < end:
            pieces += [text[done:start], " " * (end - start)]
            done = end
    return "".join([*pieces, text[done:]]) if pieces else text


# E-mail and web addresses, and handles. 'r@ped' is how some write what must be read, and no address.
_SIGNS_OF_THE_WEB = ("@", "://", "www.", ".co", ".org", ".net", ".uk", ".info", ".io", ".gg", "u/")
_TOKEN = re.compile(r"[^\s<>\"(){}\[\],;|*]+")
_ON_THE_WEB = re.compile(
    r"\w@[\w-]+\.\w|(?<!\w)@[^\W\d]\w|://|^www\.|\w\.(?:com|co\.uk|org|net|uk|info|io|gg)(?![\w-])|^/?u/\w\w",
    re.IGNORECASE,
)
_ENDS = ".,:;!?'’‘`-"
_PLACES_WITH_HANDLES = (
    "insta",
    "snap",
    "tiktok",
    "discord",
    "twitter",
    "facebook",
    "gamertag",
    "psn",
    "username",
)
_HANDLE = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tiktok|discord|twitter|facebook|gamertag|psn|username)"
    r"(?: (?:is|name|handle|id|username))?\s?[:=]\s?([^\s,;]{3,})",
    re.IGNORECASE,
)


def _on_the_web(text: str) -> Iterator[Span]:
    lower = text.lower()
    if any(sign in lower for sign in _SIGNS_OF_THE_WEB):
        for token in _TOKEN.finditer(text):
            if _ON_THE_WEB.search(token[0]):
                word = token[0].lstrip(_ENDS)
                start = token.end() - len(word)
                yield start, start + len(word.rstrip(_ENDS))
    if any(place in lower for place in _PLACES_WITH_HANDLES):
        yield from (told.span(1) for told in _HANDLE.finditer(text))


# A run of figures however it is spaced, taken whole so that no half of a number stays.
_FIGURE = re.compile(r"\d+")
_FIGURES = re.compile(r"\d+(?:[ \t\xa0.()‐‑–-]{1,2}\d+)*")
_DIGITS_IN_A_NUMBER = 7


def _numbers(text: str) -> Iterator[Span]:
    for found in _FIGURES.finditer(text):
        start, end = found.span()
        if end - start >= 5 and _is_a_persons(found[0], text[max(0, start - 2) : start]):
            yield start, end


def _is_a_persons(figures: str, before: str) -> bool:
    """Whether these figures could be a telephone, NHS, account or case number, and not years, counts or doses."""
    groups = _FIGURE.findall(figures)
    if max(map(len, groups)) >= 5:
        return True
    if sum(map(len, groups)) < _DIGITS_IN_A_NUMBER:
        return False
    return "+" in before or any(map(_is_no_count, groups)) or _is_spelt_out(groups)


def _is_no_count(group: str) -> bool:
    if len(group) < 3:
        return False
    is_year = len(group) == 4 and group[:2] in ("19", "20")
    # Doses and rough counts end in 0 or 5: '50 100 150 200 mg'.
    return group[0] == "0" or not (is_year or group[-1] in "05")


def _is_spelt_out(groups: list[str]) -> bool:
    """'07 70 09 00 12 3', and figures one at a time that begin with 0."""
    first = next((place for place, group in enumerate(groups) if group[0] == "0"), None)
    return first is not None and sum(map(len, groups[first:])) > 8


# What follows is looked for where a figure stands, which is quicker by far than everywhere.
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:19|20)\d\d\b"
_DATE = re.compile(
    r"(?:\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([/.-])\d{1,2}\2\d{1,2})(?![\d/])"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ .-]?{_MONTH}[ ,.-]{{0,2}}(?:{_YEAR}|['’]\d\d\b)",
    re.IGNORECASE,
)
_DAY_AND_YEAR = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(
    rf"\d{{1,2}}(?:[/.-]\d{{1,2}}\b|(?:st|nd|rd|th)?(?: of)? {_MONTH})", re.IGNORECASE
)
_AFTER_MONTH = re.compile(rf"\b{_MONTH} $", re.IGNORECASE)
_AFTER_BIRTH = re.compile(
    r"\b(?:born|born on|d\.?o\.?b\.?|birth|birthday)(?: is| was)?:? (?:the )?$", re.IGNORECASE
)


def _dates(text: str) -> Iterator[Span]:
    for figure in _FIGURE.finditer(text):
        start = figure.start()
        found = _DATE.match(text, start)
        if not found and _follows_a_word(text, start):
            before = text[max(0, start - 16) : start]
            if after := _AFTER_MONTH.search(before):
                found = _DAY_AND_YEAR.match(text, start)
                start -= len(before) - after.start()
            elif _AFTER_BIRTH.search(before):
                found = _DAY_AND_MONTH.match(text, start)
        if found:
            yield start, found.end()


def _follows_a_word(text: str, place: int) -> bool:
    return place > 1 and text[place - 1] == " " and not text[place - 2].isdigit()


_AREA = re.compile(
    r"(?<![^\W_])(?:"
    r"A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUXY]?|H[ADGPRSUX]|I[GMPV]|"
    r"J[E]|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|"
    r"T[ADFNQRSW]|U[B]|W[ACDFNRSV]?|Y[O]|Z[E]"
    r")$",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\d[A-Z\d]?[ \t\xa0]{0,2}\d(?!(?:st|nd|rd|th)\b)[ABD-HJLNP-UW-Z]{2}(?![^\W_])", re.IGNORECASE
)
_HALF = re.compile(r"\d[A-Z\d]?(?![^\W_])", re.IGNORECASE)


def _postcodes(text: str) -> Iterator[Span]:
    for figure in _FIGURE.finditer(text):
        start = figure.start()
        area = start and text[start - 1].isalpha() and _AREA.search(text[max(0, start - 3) : start])
        if area:
            first = start - len(area[0])
            rest = _REST.match(text, start)
            if not rest and "code" in text[max(0, first - 10) : first].lower():
                rest = _HALF.match(text, start)
            if rest:
                yield first, rest.end()


_ROADS = r"(?:street|road|lane|avenue|crescent|terrace|mews|rd|ln|ave)"
_OTHER_ROADS = (
    r"(?:St|Close|Drive|Dr|Way|Court|Ct|Gardens|Grove|Place|Walk|Hill|Park|Row|Square|Green|Rise|View|Parade|Gate"
    r"|Yard|Quay|Loke|Wynd|Vale|Meadows?|Fields?|House|Towers?)"
)
_CAPITAL = r"[A-Z][a-z'’]{1,20}"
_NO_ROAD = (
    r"(?!(?:the|a|an|on|in|of|down|up|to|at|by|my|per|miles?|years?|days?|hours?|lane|people|more|or|and)\b)"
)
_HOME = re.compile(
    rf"\d{{1,4}}[A-Za-z]?,? (?:{_CAPITAL} ){{1,3}}(?i:{_ROADS}|{_OTHER_ROADS})\b"
    rf"|\d{{1,4}}[a-z]?,? (?:{_NO_ROAD}[a-z']{{2,20}} ){{1,2}}{_ROADS}\b"
)
_FLAT = re.compile(r"\b(?:flat|apartment|apt) $", re.IGNORECASE)
_FLAT_NUMBER = re.compile(r"\d{1,4}[a-z]?\b", re.IGNORECASE)
_LIVED_IN = re.compile(rf"(?<= [oi]n )(?:{_CAPITAL} ){{1,2}}(?i:{_ROADS})\b")


def _numbered_homes(text: str) -> Iterator[Span]:
    for figure in _FIGURE.finditer(text):
        start = figure.start()
        found = _HOME.match(text, start)
        if found:
            yield found.span()
        elif _follows_a_word(text, start) and (flat := _FLAT.search(text[max(0, start - 11) : start])):
            number = _FLAT_NUMBER.match(text, start)
            if number:
                yield start - len(flat[0]), number.end()


def _roads_lived_in(text: str) -> Iterable[Span]:
    """'We live on Mill Lane': only with capitals, and only where somebody lives."""
    return (found.span() for found in _LIVED_IN.finditer(text)) if " liv" in text else ()
