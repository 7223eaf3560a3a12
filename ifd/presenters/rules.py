"""Rules as a clinical lead looks for them: in groups, found by words, and by the offer they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from triage.rules.comparing import Comparison
from triage.rules.language import facts_named
from triage.rules.reading_aloud import PLACES, ToldRule, because_in_words, tell_rule
from triage.rules.ruleset import OfferEffect, Place, Rule, Term
from triage.rules.telling import Told, tell
from triage.vocabulary import OfferKind

EFFECTS = {
    "flag": "Finds a red flag",
    "raise": "Raises the priority",
    "thrive": "Suggests a THRIVE grouping",
    "offer": "Suggests an offer",
    "starts_now": "Brings self-care to start today",
    "ask": "Asks a question",
}

FIELD_LABELS = {
    "title": "Title",
    "when": "When",
    "flag": "Red flag",
    "evidence": "Evidence",
    "raise": "Priority",
    "thrive": "THRIVE grouping",
    "offer": "Offers",
    "starts_now": "Self-care to start today",
    "ask": "Question",
    "because": "Because",
    "source": "Source",
    "owner": "Owner",
    "review": "Look again by",
    "fires": "People it must fire for",
    "quiet": "People it must stay quiet for",
}


@dataclass(frozen=True, slots=True)
class ReadRule:
    """One rule ready for the page."""

    rule: Rule
    told: ToldRule
    source: str
    is_overdue: bool

    @property
    def because(self) -> str:
        return because_in_words(self.rule)

    @property
    def effects(self) -> set[str]:
        has = {
            "flag": self.rule.flag,
            "raise": self.rule.raises,
            "thrive": self.rule.thrive,
            "offer": self.rule.offers,
            "starts_now": self.rule.starts_now,
            "ask": self.rule.ask,
        }
        return {name for name, value in has.items() if value}

    @property
    def words(self) -> str:
        """All that a search looks through."""
        rule = self.rule
        said = (rule.id, rule.title, self.told.in_short, self.because, self.source, rule.owner)
        return " ".join(said).lower()


class Group(NamedTuple):
    """Rules that one looks at together."""

    slug: str
    title: str
    about: str
    rules: tuple[ReadRule, ...]


def read_rules(
    rules: Iterable[Rule], terms: Mapping[str, Term], sources: Mapping[str, str], today: date
) -> tuple[ReadRule, ...]:
    return tuple(
        ReadRule(rule, tell_rule(rule, terms), sources.get(rule.source, rule.source), rule.review < today)
        for rule in rules
    )


_GROUPS = (
    ("flags", "Danger and red flags", "What is danger, what finds a red flag, and who is shown crisis help."),
    ("priority", "Priority", "What makes a request more urgent. The most urgent that any rule asks for counts."),
    ("offers", "Offers", "What help is suggested, and for whom. The table by offer shows it the other way round."),
    ("self-care", "Self-care and grouping", "What can start today, and the grouping to speak of with the family."),
    ("questions", "Questions", "What is still to ask where nobody knows it, in the order it is asked."),
)


def grouped(read: Iterable[ReadRule]) -> list[Group]:
    """Each rule in the first group that fits it, groups without any left out."""
    kept: dict[str, list[ReadRule]] = {slug: [] for slug, _, _ in _GROUPS}
    for one in read:
        kept[_group_of(one.rule)].append(one)
    return [Group(slug, title, about, tuple(kept[slug])) for slug, title, about in _GROUPS if kept[slug]]


def _group_of(rule: Rule) -> str:
    is_crisis = any(effect.place is Place.CRISIS for effect in rule.offers)
    if rule.flag or is_crisis:
        return "flags"
    if rule.raises:
        return "priority"
    if rule.offers:
        return "offers"
    return "questions" if rule.ask else "self-care"


def chosen(
    read: Iterable[ReadRule],
    *,
    words: str = "",
    effect: str = "",
    flag: str = "",
    offer: str = "",
    overdue: bool = False,
) -> list[ReadRule]:
    """The rules that hold every one of `words` and fit all that was chosen; '' chooses nothing."""
    looked_for = words.lower().split()
    return [
        one
        for one in read
        if all(word in one.words for word in looked_for)
        and (not effect or effect in one.effects)
        and (not flag or _speaks_of_flag(one.rule, flag))
        and (not offer or any(offer in effect.kinds for effect in one.rule.offers))
        and (not overdue or one.is_overdue)
    ]


def _speaks_of_flag(rule: Rule, flag: str) -> bool:
    """Whether it finds the flag or turns on it, be it by a term."""
    return rule.flag == flag or f"flags.{flag}" in facts_named(rule.condition)


class OfferRow(NamedTuple):
    """That a rule suggests a kind of offer: where in the package, and what would come before it."""

    place: str
    read: ReadRule
    instead_of: str


class OfferTable(NamedTuple):
    kind: OfferKind
    rows: tuple[OfferRow, ...]


def by_offer(read: Sequence[ReadRule]) -> list[OfferTable]:
    """Every kind of offer with the rules that lead to it, those for crisis first."""
    tables = []
    for kind in OfferKind:
        found = [
            (effect.place, OfferRow(PLACES[effect.place], one, _instead_of(effect, kind)))
            for one in read
            for effect in one.rule.offers
            if kind in effect.kinds
        ]
        tables.append(OfferTable(kind, tuple(row for _, row in sorted(found, key=lambda pair: pair[0]))))
    return tables


def _instead_of(effect: OfferEffect, kind: OfferKind) -> str:
    earlier = effect.kinds[: effect.kinds.index(kind)]
    return ", ".join(OfferKind(each).label for each in earlier)


def outline(rule: Rule, terms: Mapping[str, Term]) -> Told | None:
    """The condition as a list in which lists may stand; None where the sentence alone is as clear."""
    told = tell(rule.condition, terms)
    return told if hasattr(told, "parts") and len(told.parts) > 1 else None


class RuleChange(NamedTuple):
    """One rule before and after; either is None where it came or went."""

    title: str
    before: ReadRule | None
    after: ReadRule | None
    fields: tuple[str, ...]
    is_title_to_check: bool = False
    """Whether it holds for other people and is called as before."""


def changes_told(
    found: Comparison, before: Mapping[str, ReadRule], after: Mapping[str, ReadRule]
) -> dict[str, list[RuleChange]]:
    """What came, went and changed, each with the rule before and after."""
    return {
        "changed": [
            RuleChange(
                pair.after.title,
                before[pair.before.id],
                after[pair.after.id],
                tuple(FIELD_LABELS[name].lower() for name in pair.fields),
                "when" in pair.fields and "title" not in pair.fields,
            )
            for pair in found.changed
        ],
        "added": [RuleChange(rule.title, None, after[rule.id], ()) for rule in found.added],
        "removed": [RuleChange(rule.title, before[rule.id], None, ()) for rule in found.removed],
    }
