"""Reading a rule set from its file. A file with any mistake is refused whole, with every mistake listed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from triage.facts import EXAMPLE_NAMES, FACTS, Kind
from triage.rules import lined_yaml
from triage.rules.language import Condition, ConditionError, facts_named, meant, parse
from triage.rules.lined_yaml import Entry
from triage.rules.ruleset import (
    Ask,
    Beyond,
    Example,
    OfferEffect,
    Place,
    Rule,
    RuleSet,
    places_of_evidence,
    sentence,
)
from triage.vocabulary import Flag, Need, OfferKind, Priority, Thrive


class Mistake(NamedTuple):
    """One thing to put right in a rule file."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


class RuleSetError(ValueError):
    """A rule set cannot be used; `mistakes` holds everything to put right."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


_RULE_FIELDS = (
    "id", "title", "when", "because", "source", "owner", "review", "fires", "quiet",
    "flag", "evidence", "raise", "thrive", "offer", "starts_now", "ask",
)  # fmt: skip
_EFFECTS = ("flag", "raise", "thrive", "offer", "starts_now", "ask")
_TOP_FIELDS = ("ruleset", "in_force_from", "owner", "review", "sources", "reach", "terms", "rules")


def load_ruleset(text: str, file: str = "rule set") -> RuleSet:
    """A rule set from YAML text. Raises `RuleSetError` with every mistake in it."""
    try:
        document = lined_yaml.read(text)
    except lined_yaml.YamlError as error:
        raise RuleSetError([Mistake(file, error.line, str(error))]) from None
    if not isinstance(document, Entry):
        raise RuleSetError([Mistake(file, 1, "a rule set should hold " + ", ".join(_TOP_FIELDS))])
    return _Reading(document, file).ruleset()


class _Reading:
    """One pass over a rule file, collecting mistakes."""

    def __init__(self, document: Entry, file: str) -> None:
        self.document = document
        self.file = file
        self.mistakes: list[Mistake] = []
        self.sources = self.mapping("sources")
        self.terms: dict[str, Condition] = {}

    def ruleset(self) -> RuleSet:
        self.only(self.document, _TOP_FIELDS)
        version = self.words(self.document, "ruleset")
        in_force_from = self.day(self.document, "in_force_from")
        reach = self.reach()
        self.read_terms()
        entries = self.document.get("rules")
        if not isinstance(entries, list) or not entries:
            self.wrong(self.document, "rules", "a rule set needs a list of rules")
            entries = []
        rules = tuple(rule for rule in map(self.rule, entries) if rule is not None)
        self.refuse_twice(rules)
        if self.mistakes:
            raise RuleSetError(sorted(self.mistakes, key=lambda mistake: mistake.line))
        return RuleSet(version, in_force_from, rules, self.sources, reach)

    def wrong(self, entry: Entry, field: str, what: str) -> None:
        line = entry.lines.get(field, entry.line)
        name = entry.get("id")
        self.mistakes.append(Mistake(self.file, line, f"rule '{name}': {what}" if name else what))

    def only(self, entry: Entry, fields: tuple[str, ...]) -> None:
        for field in entry:
            if field not in fields:
                self.wrong(entry, field, f"nobody reads the field '{field}'" + meant(str(field), fields))
        for field in entry.twice:
            self.wrong(entry, field, f"'{field}' is written twice")

    def words(self, entry: Entry, field: str, otherwise: str | None = None) -> str:
        value = entry.get(field, otherwise)
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(entry, field, f"'{field}' should be text, found {value!r}")
        return ""

    def day(self, entry: Entry, field: str, otherwise: Any = None) -> date:
        value = entry.get(field, otherwise)
        if isinstance(value, date):
            return value
        self.wrong(entry, field, f"'{field}' should be a date such as 2026-11-22, found {value!r}")
        return date.min

    def mapping(self, field: str) -> Entry:
        value = self.document.get(field, Entry())
        if isinstance(value, Entry):
            return value
        self.wrong(self.document, field, f"'{field}' should be a list of names, each with its meaning")
        return Entry()

    def read_terms(self) -> None:
        terms = self.mapping("terms")
        for name, text in terms.items():
            if name in FACTS or not str(name).isidentifier():
                self.wrong(terms, name, f"'{name}' cannot be the name of a term")
            elif (condition := self.condition(terms, name, text, f"term '{name}': ")) is not None:
                self.terms[name] = condition

    def reach(self) -> dict[Beyond, frozenset[OfferKind]]:
        """The kinds of offer that people beyond the area's own services are still given."""
        reach = self.mapping("reach")
        for name in reach:
            self.one_of(reach, name, name, Beyond)
        return {
            beyond: frozenset(
                self.one_of(reach, beyond, kind, OfferKind) for kind in self.texts(reach, beyond)
            )
            for beyond in Beyond
        }

    def condition(self, entry: Entry, field: str, text: Any, called: str = "") -> Condition | None:
        if not isinstance(text, str):
            self.wrong(entry, field, f"{called}'{field}' should be a condition, found {text!r}")
            return None
        try:
            return parse(text, self.terms)
        except ConditionError as error:
            self.wrong(entry, field, f"{called}{error}")
            return None

    def rule(self, entry: Any) -> Rule | None:
        if not isinstance(entry, Entry):
            self.wrong(self.document, "rules", f"a rule should be a set of named fields, found {entry!r}")
            return None
        before = len(self.mistakes)
        self.only(entry, _RULE_FIELDS)
        condition = self.condition(entry, "when", entry.get("when"))
        flag = self.word(entry, "flag", Flag)
        if (
            flag
            and condition is not None
            and any(name.startswith("flags.") for name in facts_named(condition))
        ):
            self.wrong(entry, "when", "a rule that finds a flag cannot turn on another flag")
        if not any(field in entry for field in _EFFECTS):
            self.wrong(entry, "id", "it has no effect; give it one of: " + ", ".join(_EFFECTS))
        evidence = self.evidence(entry)
        rule = Rule(
            id=self.words(entry, "id"),
            title=self.words(entry, "title"),
            when=str(entry.get("when")),
            condition=condition,
            because=self.sentence(entry),
            source=self.source(entry),
            owner=self.words(entry, "owner", self.document.get("owner")),
            review=self.day(entry, "review", self.document.get("review")),
            flag=flag,
            evidence=evidence,
            evidence_places=() if condition is None else places_of_evidence(evidence, condition),
            raises=self.word(entry, "raise", Priority),
            thrive=self.word(entry, "thrive", Thrive),
            offers=self.offers(entry),
            starts_now=tuple(
                self.one_of(entry, "starts_now", word, Need) for word in self.texts(entry, "starts_now")
            ),
            ask=self.ask(entry),
            examples=(*self.examples(entry, "fires"), *self.examples(entry, "quiet")),
            line=entry.line,
        )
        return rule if len(self.mistakes) == before else None

    def word(self, entry: Entry, field: str, words: type) -> Any:
        return self.one_of(entry, field, entry[field], words) if field in entry else None

    def one_of(self, entry: Entry, field: str, value: Any, words: type) -> Any:
        try:
            return words(value)
        except ValueError:
            hint = meant(str(value), tuple(words)) or f". It may be: {', '.join(words)}"
            self.wrong(entry, field, f"'{field}' is never {value!r}{hint}")
            return None

    def sentence(self, entry: Entry):
        text = self.words(entry, "because")
        try:
            return sentence(text)
        except (KeyError, ValueError) as error:
            name = error.args[0]
            speakable = [fact.name for fact in FACTS.values() if fact.kind is not Kind.TRUTH]
            self.wrong(
                entry, "because", f"the sentence cannot say '{{{name}}}'" + meant(str(name), speakable)
            )
            return sentence("")

    def source(self, entry: Entry) -> str:
        value = self.words(entry, "source")
        if value and value not in self.sources:
            self.wrong(entry, "source", f"there is no source '{value}'" + meant(value, tuple(self.sources)))
        return value

    def texts(self, entry: Entry, field: str) -> tuple[str, ...]:
        value = entry.get(field, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(entry, field, f"'{field}' should be a list of words")
            return ()
        return tuple(value)

    def evidence(self, entry: Entry) -> tuple[str, ...]:
        fields = self.texts(entry, "evidence")
        if bool(fields) != ("flag" in entry):
            self.wrong(
                entry, "evidence", "a rule that finds a flag names its evidence, and no other rule does"
            )
        known = {fact.field for fact in FACTS.values()}
        for field in fields:
            if field not in known:
                self.wrong(entry, "evidence", f"there is no answer '{field}'" + meant(field, tuple(known)))
        return fields

    def offers(self, entry: Entry) -> tuple[OfferEffect, ...]:
        value = entry.get("offer", Entry())
        if not isinstance(value, Entry):
            self.wrong(
                entry,
                "offer",
                "'offer' should say where: " + ", ".join(place.name.lower() for place in Place),
            )
            return ()
        effects = []
        places = {place.name.lower(): place for place in Place}
        for name in value:
            if name not in places:
                self.wrong(
                    entry,
                    "offer",
                    f"there is no place '{name}' in a package" + meant(str(name), tuple(places)),
                )
                continue
            effects += [
                OfferEffect(places[name], self.kinds(entry, chain)) for chain in self.texts(value, name)
            ]
        return tuple(effects)

    def kinds(self, entry: Entry, chain: str) -> tuple[OfferKind, ...]:
        """'a or b or c': the first that fits."""
        return tuple(self.one_of(entry, "offer", kind.strip(), OfferKind) for kind in chain.split(" or "))

    def ask(self, entry: Entry) -> Ask | None:
        value = entry.get("ask")
        if value is None:
            return None
        if not isinstance(value, Entry) or set(value) != {"field", "question"}:
            self.wrong(entry, "ask", "'ask' needs a field and a question")
            return None
        return Ask(self.words(value, "field"), self.words(value, "question"))

    def examples(self, entry: Entry, field: str) -> list[Example]:
        value = entry.get(field, [])
        if not isinstance(value, list) or not value:
            self.wrong(
                entry,
                field,
                f"give at least one example of whom it {'fires' if field == 'fires' else 'is quiet'} for",
            )
            return []
        for item in value:
            for name, what in item.items() if isinstance(item, Entry) else [(item, None)]:
                self.check_example(entry, field, name, what)
        return [Example(field == "fires", item) for item in value]

    def check_example(self, entry: Entry, field: str, name: Any, value: Any) -> None:
        if name not in EXAMPLE_NAMES:
            self.wrong(entry, field, f"an example cannot say '{name}'" + meant(str(name), EXAMPLE_NAMES))
        elif name in FACTS:
            fact = FACTS[name]
            fits = {
                Kind.TRUTH: value in ("yes", "no", "unknown"),
                Kind.NUMBER: type(value) is int or value == "unknown",
                Kind.WORD: value in fact.words or value == "unknown",
            }[fact.kind]
            if not fits:
                self.wrong(entry, field, f"in an example '{name}' is never {value!r}")
        elif not isinstance(value, list) or not all(f"{name}.{item}" in FACTS for item in value):
            self.wrong(
                entry,
                field,
                f"in an example '{name}' is a list, and one of its words is not known: {value!r}",
            )

    def refuse_twice(self, rules: tuple[Rule, ...]) -> None:
        seen: dict[str, int] = {}
        for rule in rules:
            if rule.id in seen:
                what = f"rule '{rule.id}' is there already, on line {seen[rule.id]}"
                self.mistakes.append(Mistake(self.file, rule.line, what))
            seen.setdefault(rule.id, rule.line)
