"""Cuts folded text into words and stops, and gives each word its number in the lexicon.

A word is looked up as written; only when it is not known are the ways of hiding or mistyping it tried
('su1cide', 'k!ll', 'diiiie', 's*icide', 'suicidle'), once, and the answer is kept for the next time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from triage.screen.numbers import BREAK, FOREIGN, PLAIN, SOFT, UNKNOWN

# Each alternative starts with characters no other can start with, so the scan never goes back.
_WORD = r"[^\W_]+(?:(?:['*@$!]+|(?<=\d)[.,](?=\d))[^\W_]+)*"
_UNSPACED_SCRIPTS = r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]"
_BOX = r"[\[(][ \t]?(?:[x✓✔✗]|y|yes|n|no)?[ \t]?[\])]"
_SIGN = r"(?:\+|(?<![^\W_])-)ve(?![^\W_])"
SCAN = re.compile(
    rf"{_UNSPACED_SCRIPTS}|{_WORD}|[ \t](?:\?(?=[ \t]?[^\W_])|/(?=[ \t]))|\t|{_BOX}|{_SIGN}|[.!?;…]+"
    r"|\n+(?:[ \t]*\n)*|(?<![^\W_])-+|-+(?![^\W_])|[^\w\s\-]"
)
BOXES = "☐□◻⬜☑☒✓✔✅✗✘✖❌"
"""Signs that tick, cross or leave open what stands beside them; '[ ]' and '(y)' are boxes as well."""
UNSPACED = re.compile(rf"({_UNSPACED_SCRIPTS})")
"""A letter of a script written without spaces between words: each is a word of its own."""
SPACED_OUT = re.compile(r"(?<![^\W_])[^\W\d_](?:[ .\-_*]{1,3}[^\W\d_](?![^\W_])){2,}")

NUMBER = "#"
# A number is read by its size, which is what tells a BMI of 14 from one of 22 and a year from a dose.
NUMBER_SIZES = {"#few": 5.0, "#low": 16.0, "#mid": 24.0, "#high": 51.0, "#": 1900.0, "#year": 2100.0}
POSSESSIVE = "'s"
QUERY = "query"
"""A question mark before a word is a clinician's 'possibly': '?psychosis'."""
_LONGEST_WORD = 40
_LONGEST_SPELLED = 14
_MOST_KEPT = 60_000
_LEET = str.maketrans("013457@$!", "oieastasi")
_LEET_L = str.maketrans("013457@$!", "oleastasi")
_LOOKALIKES = str.maketrans("аеорсхуіѕјԁһӏкмтвнгαοεικρτυνηχβıłøđ", "aeopcxyisjdhlkmtbhraoeikptuvnxbilod")
"""Cyrillic, Greek and other letters that look like plain ones, put into English words to get past moderation."""
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_IS_AFTER = frozenset({"he", "she", "it", "that", "there", "what", "who", "how", "where", "everything"})

_GLUE = frozenset(
    {"i", "im", "me", "my", "self", "myself", "to", "of", "the", "a", "it", "all", "be", "want", "wanna"}
)

Numbers = int | tuple[int, ...] | None


class Words:
    """The lexicon's words and the many ways of writing them."""

    def __init__(
        self,
        numbers: Mapping[str, int],
        plain: Iterable[str],
        foreign: Iterable[str],
        spellings: Mapping[str, tuple[str, ...]],
        guarded: Iterable[str],
        often_mistyped: Iterable[str],
    ) -> None:
        base: dict[str, Numbers] = dict.fromkeys(foreign, FOREIGN)
        base.update(dict.fromkeys(plain, PLAIN))
        base.update(numbers)
        for written, words in spellings.items():
            found = tuple(base.get(word, UNKNOWN) for word in words)
            base[written] = found[0] if len(found) == 1 else found
        base.update(dict.fromkeys([*",:()[]|…\t", *BOXES], SOFT))
        self._base = base
        self._guarded = frozenset(guarded)
        self._mistyped = _with_one_letter_missing(often_mistyped)
        self.known: dict[str, Numbers] = dict(base)

    def resolve(self, token: str) -> Numbers:
        """The number or numbers of a token not met before; None for one that carries nothing."""
        if len(self.known) > _MOST_KEPT:
            self.known.clear()
            self.known.update(self._base)
        answer = self._resolve(token)
        self.known[token] = answer
        return answer

    def _resolve(self, token: str) -> Numbers:
        first = token[0]
        if not first.isalnum():
            return self._stop(token)
        if len(token) > _LONGEST_WORD:
            return UNKNOWN
        if not token.isascii() and (plain := self._without_lookalikes(token)):
            return self._one(plain)
        if token.replace(".", "").replace(",", "").isdecimal():
            return self._base.get(size_of(token), UNKNOWN)
        if "'" in token:
            return self._with_apostrophe(token)
        if not token.isalpha():
            return self._disguised(token)
        return self._misspelt(token)

    def _without_lookalikes(self, token: str) -> str:
        """The English word a token is made to look like, or '': a word of another language is its own."""
        plain = token.translate(_LOOKALIKES)
        is_mixed = any("a" <= letter <= "z" for letter in token) and any(letter > "\u024f" for letter in token)
        return plain if plain.isascii() and plain != token and (is_mixed or plain in self._guarded) else ""

    def _stop(self, token: str) -> Numbers:
        if token[0] in " \t":
            return SOFT if token[-1] == "/" else self._base.get(QUERY, UNKNOWN)
        if token[0] in "[(":
            return SOFT
        if token[0] == "\n":
            return BREAK if token.count("\n") > 1 else SOFT
        if token[0] in ".!?;…":
            return SOFT if token[0] in ".…" and len(token) > 1 and token.strip(".…") == "" else BREAK
        return SOFT if token[0] == "-" else None

    def _with_apostrophe(self, token: str) -> Numbers:
        joined = token.replace("'", "")
        contracted = self._base.get(joined)
        if isinstance(contracted, tuple) or (contracted is not None and token.endswith("'t")):
            return contracted
        stem, _, ending = token.partition("'")
        if ending in ("s", "z") or ending == "":
            follows = "is" if stem in _IS_AFTER else POSSESSIVE
            return self._join(self._one(stem), self._one(follows))
        return self._join(*(self._one(_ENDINGS.get(part, part)) for part in token.split("'") if part))

    def _disguised(self, token: str) -> Numbers:
        for table in (_LEET, _LEET_L):
            plain = token.translate(table)
            if plain in self._guarded:
                return self._base[plain]
            shorter = _squeezed(plain)
            if shorter in self._guarded:
                return self._base[shorter]
        if "*" in token:
            return self._starred(token)
        plain = token.translate(_LEET)
        if token[0].isalpha() and plain in self._base:
            return self._base[plain]
        parts = re.findall(r"\d+|[^\W\d_]+|[!]", token)
        if len(parts) == 1:
            return self._misspelt(parts[0])
        if self._is_code(parts):
            return UNKNOWN
        return self._join(*(BREAK if part == "!" else self._one(part) for part in parts))

    def _is_code(self, parts: list[str]) -> bool:
        """The code of an address, 'IwAR1Cw9aUsp', whose pieces are no words; not 'want2die' or 'bmi16weight40kg'."""
        letters = [part for part in parts if part.isalpha()]
        return (
            len(letters) > 2
            and not any(part in self._guarded for part in letters)
            and any(part not in self._base for part in letters)
        )

    def _starred(self, token: str) -> Numbers:
        if token.count("*") <= 3:
            for word in self._guarded:
                if len(word) == len(token) and all(a in ("*", b) for a, b in zip(token, word, strict=True)):
                    return self._base[word]
        return UNKNOWN

    def _misspelt(self, token: str) -> Numbers:
        squeezed = _squeezed(token)
        if squeezed in self._base:
            return self._base[squeezed]
        single = _squeezed(token, most=1)
        if single in self._guarded:
            return self._base[single]
        if len(token) >= 5 and (words := self.spelled_out(token)):
            return self._join(*(self._base.get(word, UNKNOWN) for word in words))
        if len(token) >= 5:
            for shorter in (token, *_shorter(token)):
                meant = self._mistyped.get(shorter)
                if meant is not None:
                    return self._base[meant]
        return UNKNOWN

    def _one(self, token: str) -> Numbers:
        if token in self._base:
            return self._base[token]
        return self._resolve(token) if token else None

    @staticmethod
    def _join(*found: Numbers) -> Numbers:
        flat: list[int] = []
        for numbers in found:
            if isinstance(numbers, tuple):
                flat.extend(numbers)
            elif numbers is not None:
                flat.append(numbers)
        return tuple(flat) if len(flat) != 1 else flat[0]

    def spelled_out(self, letters: str) -> list[str] | None:
        """The words of a run-together token ('killmyself'), when they fill it and one of them is guarded."""
        words = self._cut_up(letters, lambda word: word in self._guarded or word in _GLUE, spare=False)
        return words if words and any(word in self._guarded for word in words) else None

    def respelled(self, letters: str) -> list[str] | None:
        """The words in letters written one by one, whatever lies between those that are known."""
        words = self._cut_up(letters.translate(_LOOKALIKES), self._is_spelled_word, spare=True)
        return words if words and any(word in self._guarded for word in words) else None

    def _is_spelled_word(self, word: str) -> bool:
        return isinstance(self._base.get(word), int) and (len(word) > 1 or word in "ia")

    @staticmethod
    def _cut_up(letters: str, is_word: Callable[[str], bool], spare: bool) -> list[str] | None:
        """The fewest words that make up `letters`, where `spare` letters may belong to none."""
        best: list[tuple[int, int] | None] = [(0, 0), *([None] * len(letters))]
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - _LONGEST_SPELLED), end):
                before = best[start]
                if before is None:
                    continue
                if is_word(letters[start:end]):
                    cost = before[0] + 1
                elif spare and end - start == 1:
                    cost = before[0] + 2
                else:
                    continue
                held = best[end]
                if held is None or cost < held[0]:
                    best[end] = cost, start
        words: list[str] = []
        end = len(letters)
        while end:
            step = best[end]
            if step is None:
                return None
            words.append(letters[step[1] : end])
            end = step[1]
        return words[::-1]


def size_of(figures: str) -> str:
    """The class of a number in figures: the first of NUMBER_SIZES it is below."""
    whole = figures.replace(",", "")
    value = float(whole) if whole.count(".") < 2 and len(whole) < 12 else 1e9
    return next((size for size, limit in NUMBER_SIZES.items() if value < limit), NUMBER)


def _squeezed(word: str, most: int = 2) -> str:
    """Runs of a letter cut to `most`; of three or more to one when that is all there is to cut."""
    if most == 2 and not re.search(r"(.)\1\1", word):
        return word
    return re.sub(r"(.)\1\1+", r"\1", word) if most == 2 else re.sub(r"(.)\1+", r"\1", word)


def _shorter(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _with_one_letter_missing(words: Iterable[str]) -> dict[str, str]:
    meant: dict[str, str] = {}
    for word in words:
        for shorter in (word, *_shorter(word)):
            meant.setdefault(shorter, word)
    return meant

