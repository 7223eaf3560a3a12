"""Screens one text for red flags."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from triage.screen.context import Context, Read
from triage.screen.cues import Passage
from triage.screen.document import Document
from triage.screen.language import is_unreadable
from triage.screen.lexicon import Entry, Lexicon, lexicon
from triage.screen.numbers import BREAK, SOFT
from triage.screen.result import Hit, Reading, ScreenResult
from triage.vocabulary import Flag, Priority

_VERY_SHORT_TEXT = 20
"""Words of a message so short that one heavy hint is the message, so it raises on its own."""
_ANSWER = 4
"""Words of an answer that is hardly more than the one word: 'cutting', 'scratching and burning'."""
_ALL_THERE_IS = {"alone": _VERY_SHORT_TEXT, "whole": _ANSWER}
"""Words of a text up to which one such hint is the message."""
_NEAR = 400
"""Characters within which hints add up: about four sentences. Despair spread over pages is not a plan."""

_PERINATAL_FROM = frozenset(
    {Flag.SUICIDE_INTENT, Flag.SUICIDAL_THOUGHTS, Flag.SELF_HARM_SEVERE, Flag.PSYCHOSIS}
)


def screen_text(text: str, using: Lexicon | None = None) -> ScreenResult:
    """Every passage of `text` that asks for a person, with its place, reading and priority."""
    words_and_phrases = using or lexicon()
    document = Document(text, words_and_phrases.words)
    passages = _passages(document, words_and_phrases)
    unreadable = is_unreadable(document, words_and_phrases.first_foreign)
    if not passages:
        return ScreenResult(is_unreadable=unreadable)
    hits = _Reader(document, words_and_phrases).read(passages)
    return ScreenResult(
        hits=tuple(_once_a_place([hit for hit in hits if hit.reading.is_raised])),
        quiet=tuple(hit for hit in hits if not hit.reading.is_raised),
        is_unreadable=unreadable,
    )


def _once_a_place(hits: list[Hit]) -> list[Hit]:
    """Of two hits of one flag of which one lies within the other, the graver; alike, the longer."""
    kept: list[Hit] = []
    last_of: dict[Flag, int] = {}
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        last = last_of.get(hit.flag)
        if last is not None and _is_within(hit, kept[last]):
            if _gravity(hit) < _gravity(kept[last]):
                kept[last] = hit
        else:
            last_of[hit.flag] = len(kept)
            kept.append(hit)
    return kept


def _gravity(hit: Hit) -> tuple[int, bool]:
    """The smaller, the graver."""
    return hit.priority.rank, hit.reading is not Reading.NOW_SELF


def _is_within(one: Hit, other: Hit) -> bool:
    return (one.start <= other.start and other.end <= one.end) or (
        other.start <= one.start and one.end <= other.end
    )


def _passages(document: Document, words: Lexicon) -> list[Passage]:
    """Phrases found, the longest where several of one entry overlap."""
    latest: dict[int, Passage] = {}
    passages: list[Passage] = []
    for number, first, last in words.phrases.matches(document.numbers):
        before = latest.get(number)
        if before and first <= before.last:
            _drop(passages, before)
            first = min(first, before.first)
        latest[number] = passage = Passage(words.entries[number], first, last)
        passages.append(passage)
    passages.sort(key=lambda passage: (passage.first, -passage.last))
    return _without_contained(passages)


def _without_contained(passages: list[Passage]) -> list[Passage]:
    """Leaves out a passage inside a longer one that says at least as much about the same flag."""
    kept: list[Passage] = []
    widest: dict[tuple[Flag, bool], Passage] = {}
    for passage in passages:
        entry = passage.entry
        kinds = [(entry.flag, False)] + ([(entry.flag, True)] if entry.faint else [])
        if not any(kind in widest and passage.last <= widest[kind].last for kind in kinds):
            kept.append(passage)
            if not entry.needs and not entry.safe_answer:
                widest[entry.flag, bool(entry.faint)] = passage
    return kept


def _drop(passages: list[Passage], old: Passage) -> None:
    for place in range(len(passages) - 1, -1, -1):
        if passages[place] is old:
            del passages[place]
            return


class _Reader:
    def __init__(self, document: Document, words: Lexicon) -> None:
        self._document = document
        self._context = Context(document, words)
        self._words = len(document.numbers) - document.numbers.count(BREAK) - document.numbers.count(SOFT)

    def read(self, passages: list[Passage]) -> list[Hit]:
        hits = [
            self._hit(passage, self._context.read(passage))
            for passage in passages
            if not passage.entry.needs or f"topic_{passage.entry.needs}" in self._context.kinds
        ]
        hits = self._weigh_faint(passages_by_id(passages), hits)
        if "topic_perinatal" in self._context.kinds:
            hits += [_perinatal(hit) for hit in hits if _is_perinatal_danger(hit)]
        return hits

    def _hit(self, passage: Passage, read: Read) -> Hit:
        start, end = self._document.span(passage.first, passage.last)
        entry = passage.entry
        return Hit(entry.flag, start, end, read.reading, _priority(entry, read), entry.id)

    def _weigh_faint(self, entries: dict[str, Entry], hits: list[Hit]) -> list[Hit]:
        """Hints raise beside a firm phrase of their kind, near enough others, or as the whole of a short message."""
        firm: set[Flag] = set()
        hints: defaultdict[Flag, list[Hit]] = defaultdict(list)
        for hit in hits:
            if hit.reading.is_raised and not entries[hit.phrase].faint:
                firm.add(_concern(hit))
            elif hit.reading.is_raised and entries[hit.phrase].faint != "whole":
                hints[_concern(hit)].append(hit)
        heard = {
            hit
            for concern, told in hints.items()
            for hit in (told if concern in firm else _heard(told, entries))
        }
        return [
            self._weighed(hit, hit in heard or self._is_the_message(entries[hit.phrase]))
            if hit.reading.is_raised and entries[hit.phrase].faint
            else hit
            for hit in hits
        ]

    def _is_the_message(self, entry: Entry) -> bool:
        return self._words <= _ALL_THERE_IS.get(entry.faint, 0)

    @staticmethod
    def _weighed(hit: Hit, is_heard: bool) -> Hit:
        """A hint heard is in doubt all the same: today, and no sooner."""
        reading = Reading.UNCLEAR if is_heard else Reading.FAINT
        return replace(hit, reading=reading, priority=_at_most_today(hit.priority))


def _concern(hit: Hit) -> Flag:
    """What a hint adds up to: thoughts of suicide and intent are one, every other flag its own."""
    return Flag.SUICIDAL_THOUGHTS if hit.flag is Flag.SUICIDE_INTENT else hit.flag


def _heard(hints: list[Hit], entries: dict[str, Entry]) -> set[Hit]:
    """The hints that say enough together with others near them; each entry counts once, in linear time."""
    heard: set[Hit] = set()
    near: Counter[str] = Counter()
    strengths: Counter[str] = Counter()
    first = unheard = 0
    for place, hint in enumerate(hints):
        near[hint.phrase] += 1
        strengths[entries[hint.phrase].faint] += near[hint.phrase] == 1
        while hint.start - hints[first].start > _NEAR:
            left = hints[first].phrase
            near[left] -= 1
            strengths[entries[left].faint] -= not near[left]
            first += 1
        if _say_enough(strengths):
            heard.update(hints[max(first, unheard) : place + 1])
            unheard = place + 1
    return heard


def _say_enough(strengths: Counter[str]) -> bool:
    """One strong hint, two heavy ones, or a heavy one with a light one; light ones alone never."""
    return strengths["strong"] > 0 or (strengths["alone"] > 0 and strengths["alone"] + strengths["company"] > 1)


def passages_by_id(passages: list[Passage]) -> dict[str, Entry]:
    return {passage.entry.id: passage.entry for passage in passages}


def _priority(entry: Entry, read: Read) -> Priority:
    """The entry's own when it is now and this person; never above 'today' when that is in doubt."""
    match read.reading:
        case Reading.NOW_SELF:
            if read.is_recent and entry.recent:
                return Priority.most_urgent(entry.priority, entry.recent)
            return entry.priority
        case Reading.PAST:
            return Priority.SOON if read.is_long_ago else _at_most_today(entry.priority)
    return _at_most_today(entry.priority)


def _at_most_today(priority: Priority) -> Priority:
    return priority if priority.rank > Priority.URGENT.rank else Priority.URGENT


def _is_perinatal_danger(hit: Hit) -> bool:
    return hit.flag in _PERINATAL_FROM and hit.reading in (Reading.NOW_SELF, Reading.UNCLEAR)


def _perinatal(hit: Hit) -> Hit:
    """The same words said by a new or expectant parent: a change of mind then is an emergency sign."""
    priority = Priority.VERY_URGENT if hit.reading is Reading.NOW_SELF else Priority.URGENT
    return Hit(Flag.PERINATAL_DANGER, hit.start, hit.end, hit.reading, priority, f"{hit.phrase}_perinatal")
