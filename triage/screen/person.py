"""Whose words or deeds a passage is about: the writer or the child written about, or somebody else."""

from __future__ import annotations

from collections.abc import Mapping

from triage.screen.cues import Cue, Cues, Near, Passage
from triage.screen.document import Document
from triage.screen.lexicon import PEOPLE

_WORDS_BEFORE = 40
_PRONOUNS = frozenset({"he", "she", "they"})
_INDEFINITE = frozenset({"a", "another", "someone", "somebody"})
_REFLEXIVE = frozenset({"himself", "herself", "themselves", "themself"})
_OWNERS = {"his": "he", "her": "she"}


class People:
    def __init__(self, document: Document, cues: Cues, word_sets: Mapping[str, frozenset[int]]) -> None:
        self._document = document
        self._cues = cues
        self._sets = word_sets

    def is_someone_else(self, passage: Passage, near: Near) -> bool:
        """Whether the words are about somebody who is neither the writer nor the child written about."""
        people = [
            cue
            for cue in near.among(PEOPLE)
            if cue.kind != "people" and cue.start <= passage.last and not self._is_hearer(cue, near)
        ]
        # The 'his' of 'his dad' is the dad, not one more person.
        named = [cue for cue in people if cue.kind.startswith("other")]
        people = [
            cue
            for cue in people
            if cue.kind not in _PRONOUNS or not any(one.start == cue.start < one.end for one in named)
        ]
        inside = [cue for cue in people if cue.end >= passage.first]
        if any(cue.kind == "i" for cue in inside):
            return False
        # 'himself' and 'his own' are whoever was just spoken of; 'he' need not be.
        inside = [cue for cue in inside if not self._is_reflexive(cue)]
        if inside and inside[0].start <= passage.first + 1 and inside[0].end < passage.last:
            return self._pronoun_is_other(inside[0], inside[0].start)
        before = [cue for cue in people if cue.end < passage.first]
        if not before:
            return bool(inside) and self._pronoun_is_other(inside[-1], passage.first)
        nearest = self._subject(before, passage)
        if nearest is None or nearest.kind in ("i", "child"):
            return False
        if nearest.kind.startswith("other"):
            return not self._reports(nearest, passage, near) and not self._document.stops(nearest.end, passage.first)
        return self._pronoun_is_other(nearest, nearest.start)

    def _is_reflexive(self, pronoun: Cue) -> bool:
        token, after = self._document.token(pronoun.start), pronoun.end + 1
        return token in _REFLEXIVE or (
            after < len(self._document.numbers) and self._document.token(after) == "own"
        )

    def _is_hearer(self, person: Cue, near: Near) -> bool:
        """The 'me' of 'told me he wants to die'."""
        return self._document.token(person.start) == "me" and any(
            cue.end == person.start - 1 for cue in near.of("reports")
        )

    def _subject(self, before: list[Cue], passage: Passage) -> Cue | None:
        """The last one named who can have done it: not the mum of 'she argued with her mum and took an overdose'."""
        before = list(before)
        while before and self._is_passed_over(before[-1], passage):
            passed = before.pop()
            if before and before[-1].end == passed.start - 1:
                before.pop()  # the 'my' or 'her' of 'my dad', 'her mum'
        return before[-1] if before else None

    def _is_passed_over(self, person: Cue, passage: Passage) -> bool:
        """'With', 'no' or 'from' before somebody, and an 'and' after, before what somebody else goes on to do."""
        if not person.kind.startswith("other"):
            return False
        numbers = self._document.numbers
        after = numbers[person.end + 1 : passage.first]
        return (
            any(number in self._sets["object_openers"] for number in numbers[max(0, person.start - 2) : person.start])
            and any(number in self._sets["clause_joins"] for number in after)
            and not any(number in self._sets["relatives"] for number in after)
        )

    def _reports(self, person: Cue, passage: Passage, near: Near) -> bool:
        return any(
            person.end < cue.start < passage.first and cue.start - person.end <= 4 for cue in near.of("reports")
        )

    def _pronoun_is_other(self, pronoun: Cue, before: int) -> bool:
        """Follows he, she or they back to the last person named, in this sentence or shortly before it."""
        same_sentence, _ = self._document.sentence(pronoun.start, _WORDS_BEFORE, 1)
        cues = self._cues.between(max(0, before - _WORDS_BEFORE), before)
        others = [cue for cue in cues if cue.kind.startswith("other")]
        for cue in reversed(cues):
            # The 'boy' of 'a boy at school' is not the child.
            if cue.kind == "child" and not any(one.start <= cue.start < cue.end < one.end for one in others):
                return False
            if cue.kind.startswith("other"):
                # 'She stopped seeing her friends. She…' is not about the friends: several people are not one.
                if pronoun.kind in ("he", "she") and self._are_several(cue):
                    continue
                if {cue.kind, f"other_{pronoun.kind}"} == {"other_he", "other_she"}:
                    continue
                return (
                    cue.start < same_sentence
                    or self._is_named_by_writer(cue)
                    or self._is_owned_by_another(cue, pronoun)
                )
        return False

    def _is_owned_by_another(self, person: Cue, pronoun: Cue) -> bool:
        """'Her boyfriend says he…': the child is she, so he is the boyfriend; 'her mum says she' is the child."""
        owners = {_OWNERS.get(self._document.token(at)) for at in (person.start - 1, person.start) if at >= 0}
        return pronoun.kind in _OWNERS.values() and bool(owners - {None, pronoun.kind})

    def _is_named_by_writer(self, person: Cue) -> bool:
        """'my dad says he…' and 'a boy told me he…' are those two; 'Dad says he…' in a referral is the child."""
        return self._document.token(person.start) in _INDEFINITE or any(
            cue.kind == "owner" and cue.start >= person.start - 3
            for cue in self._cues.between(max(0, person.start - 3), person.start + 1)
        )

    def _are_several(self, people: Cue) -> bool:
        return people.kind == "other_they" and (self._document.token(people.end) or "").endswith("s")
