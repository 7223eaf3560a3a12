"""A model's card as a page: the few marks of Markdown that the card is written with. All else stays as plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from ifd.presenters.coded_words import in_words

_HEADING = re.compile(r"(#{1,4}) +(.*)")
_IMAGE = re.compile(r"!\[.*\]\(.*\)$")
_MARKS = re.compile(r"((?<!\\)`[^`]+`|(?<!\\)\*\*.+?(?<!\\)\*\*)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>|#!])")
_ROW = re.compile(r"\|.*(?<!\\)\|$")
_RULE = re.compile(r"[|\s:-]+")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_NONE = Markup("")
_SIZES = {2: "m", 3: "s"}
_NAMELESS = "Figures"
_FOLDED = Markup(
    '<details class="nhsuk-details"><summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">'
    '{}: table</span></summary><div class="nhsuk-details__text">{}</div></details>'
)


def card_told(card: str, picture: Markup = _NONE) -> Markup:
    """The card without its first heading, which is the page's; `picture` stands where the card shows one."""
    return Markup("\n").join(_drawn(card, picture))


def _drawn(card: str, picture: Markup) -> Iterator[Markup]:
    under = _NONE
    for block in re.split(r"\n{2,}", card.strip()):
        for kind, grouped in groupby(block.splitlines(), _kind):
            lines = list(grouped)
            if kind == "heading":
                under = _words(_HEADING.match(lines[-1])[2])
            if kind == "image":
                yield picture
            elif kind == "table":
                yield from _table(lines, under)
            else:
                yield from _DRAWN[kind](lines)


def _kind(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if _IMAGE.match(line):
        return "image"
    if _ROW.match(line):
        return "table"
    return "list" if line.startswith("-") else "words"


def _headings(lines: list[str]) -> Iterator[Markup]:
    for line in lines:
        marks, words = _HEADING.match(line).groups()
        level = len(marks)
        if level > 1:
            size = _SIZES.get(level, "xs")
            yield Markup('<h{0} class="nhsuk-heading-{1}">{2}</h{0}>').format(level, size, _words(words))


def _list(lines: list[str]) -> Iterator[Markup]:
    items = Markup("").join(Markup("<li>{}</li>").format(_words(line[1:].strip())) for line in lines)
    yield Markup('<ul class="nhsuk-list nhsuk-list--bullet">{}</ul>').format(items)


def _table(lines: list[str], under: Markup) -> Iterator[Markup]:
    """Folded: on a telephone the words of the card would be far apart."""
    heads, *rows = [_cells(line) for line in lines if not _RULE.fullmatch(line)] or [[]]
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    body = Markup("").join(_row(heads, cells) for cells in rows)
    table = Markup('<table class="ifd-worklist"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, body)
    yield _FOLDED.format(under.striptags() or _NAMELESS, table)


def _row(heads: list[Markup], cells: list[Markup]) -> Markup:
    first, *others = cells
    told = (
        Markup('<td data-label="{}">{}</td>').format(head.striptags(), cell)
        for head, cell in zip(heads[1:], others, strict=False)
    )
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, Markup("").join(told))


def _cells(line: str) -> list[Markup]:
    return [_words(cell.strip()) for cell in _BETWEEN_CELLS.split(line.strip())[1:-1]]


def _paragraph(lines: list[str]) -> Iterator[Markup]:
    yield Markup("<p>{}</p>").format(_words(" ".join(lines)))


def _words(text: str) -> Markup:
    """Code and strong words marked, escapes taken away; nothing else is anything but words."""
    return Markup("").join(_piece(piece) for piece in _MARKS.split(text))


def _piece(piece: str) -> Markup:
    if _MARKS.fullmatch(piece):
        is_code = piece.startswith("`")
        name, words = ("code", piece[1:-1]) if is_code else ("strong", _plain(piece[2:-2]))
        return Markup("<{0}>{1}</{0}>").format(name, words)
    return escape(_plain(piece))


def _plain(text: str) -> str:
    return in_words(_ESCAPED.sub(r"\1", text))


_DRAWN = {
    "heading": _headings,
    "list": _list,
    "words": _paragraph,
}
