"""Reading a rule set from its file. A file with any mistake is refused whole, with every mistake listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from triage.facts import FACTS, Kind
from triage.rules import lined_yaml
from triage.rules.entries import EntryReader, Mistake, RuleSetError
from triage.rules.examples import mistake_in_example
from triage.rules.language import Condition, ConditionError, facts_named, may_be_named, meant, parse
from triage.rules.lined_yaml import Entry
from triage.rules.ruleset import (
    Ask,
    Beyond,
    Example,
    OfferEffect,
    Place,
    Rule,
    RuleSet,
    Sentence,
    Term,
    places_of_evidence,
    sentence,
)
from triage.vocabulary import Flag, Need, OfferKind, Priority, Thrive

_RULE_FIELDS = (
    "id", "title", "when", "because", "source", "owner", "review", "fires", "quiet",
    "flag", "evidence", "raise", "thrive", "offer", "starts_now", "ask",
)  # fmt: skip
_EFFECTS = ("flag", "raise", "thrive", "offer", "starts_now", "ask")
_ANSWERS = tuple(dict.fromkeys(fact.field for fact in FACTS.values()))
_TOP_FIELDS = ("ruleset", "in_force_from", "owner", "review", "sources", "reach", "terms", "rules")


def load_ruleset(text: str, file: str = "rule set") -> RuleSet:
    """A rule set from YAML text. Raises `RuleSetError` with every mistake in it."""
    look = look_over(text, file)
    if look.ruleset is None:
        raise RuleSetError(look.mistakes)
    return look.ruleset


class Look(NamedTuple):
    """What can be read of a text of rules, and all that is to be put right before it is a rule set."""

    mistakes: tuple[Mistake, ...]
    rules: tuple[Rule, ...] = ()
    terms: Mapping[str, Term] = {}
    sources: Mapping[str, str] = {}
    reach: Mapping[Beyond, frozenset[OfferKind]] = {}
    ruleset: RuleSet | None = None


def look_over(text: str, file: str = "rule set") -> Look:
    """A text of rules as far as it can be read, for whoever is writing it. It never raises."""
    try:
        document = lined_yaml.read(text)
    except lined_yaml.YamlError as error:
        return Look((Mistake(file, error.line, str(error)),))
    if not isinstance(document, Entry):
        return Look((Mistake(file, 1, "a rule set should hold " + ", ".join(_TOP_FIELDS)),))
    return _Reading(document, file).look()


class _Reading(EntryReader):
    """One pass over a rule file, collecting mistakes."""

    def __init__(self, document: Entry, file: str) -> None:
        super().__init__(file)
        self.document = document
        self.sources = self.mapping(document, "sources")
        self.terms: dict[str, Term] = {}
        self.meanings: dict[str, Condition] = {}

    def look(self) -> Look:
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
        mistakes = tuple(sorted(self.mistakes, key=lambda mistake: mistake.line))
        ruleset = (
            None if mistakes else RuleSet(version, in_force_from, rules, self.sources, reach, self.terms)
        )
        return Look(mistakes, rules, self.terms, self.sources, reach, ruleset)

    def read_terms(self) -> None:
        terms = self.mapping(self.document, "terms")
        for name in terms:
            if not may_be_named(str(name)):
                self.wrong(terms, name, f"'{name}' cannot be the name of a term")
            elif (term := self.term(terms, name)) is not None:
                self.terms[name] = term
                self.meanings[name] = term.condition

    def term(self, terms: Entry, name: str) -> Term | None:
        """A name for a condition: what sentences call it, and when it holds."""
        entry = terms[name]
        if not isinstance(entry, Entry) or set(entry) != {"called", "when"}:
            self.wrong(terms, name, f"term '{name}': say what it is 'called' and 'when' it holds")
            return None
        self.only(entry, ("called", "when"))
        condition = self.condition(entry, "when", entry["when"], f"term '{name}': ")
        called = self.words(entry, "called")
        return None if condition is None else Term(name, called, str(entry["when"]), condition, entry.line)

    def reach(self) -> dict[Beyond, frozenset[OfferKind]]:
        """The kinds of offer that people beyond the area's own services are still given."""
        reach = self.mapping(self.document, "reach")
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
            return parse(text, self.meanings)
        except ConditionError as error:
            for mistake in error.mistakes:
                self.wrong(entry, field, f"{called}{mistake}")
            return None

    def rule(self, entry: Any) -> Rule | None:
        if not isinstance(entry, Entry):
            self.wrong(self.document, "rules", f"a rule should be a set of named fields, found {entry!r}")
            return None
        before = len(self.mistakes)
        self.only(entry, _RULE_FIELDS)
        condition = self.condition(entry, "when", entry.get("when"))
        if not any(field in entry for field in _EFFECTS):
            self.wrong(entry, "effects", "it has no effect; give it one of: " + ", ".join(_EFFECTS))
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
            flag=self.flag(entry, condition),
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

    def flag(self, entry: Entry, condition: Condition | None) -> Flag | None:
        flag = self.word(entry, "flag", Flag)
        named = facts_named(condition) if flag and condition is not None else ()
        if any(name.startswith("flags.") for name in named):
            self.wrong(entry, "when", "a rule that finds a flag cannot turn on another flag")
        return flag

    def sentence(self, entry: Entry) -> Sentence:
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

    def evidence(self, entry: Entry) -> tuple[str, ...]:
        fields = self.texts(entry, "evidence")
        if bool(fields) != ("flag" in entry):
            self.wrong(
                entry, "evidence", "a rule that finds a flag names its evidence, and no other rule does"
            )
        for field in fields:
            self.known_answer(entry, "evidence", field)
        return fields

    def known_answer(self, entry: Entry, field: str, answer: str) -> None:
        if answer and answer not in _ANSWERS:
            self.wrong(entry, field, f"there is no answer '{answer}'" + meant(answer, _ANSWERS))

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
        ask = Ask(self.words(value, "field"), self.words(value, "question"))
        self.known_answer(entry, "ask", ask.field)
        return ask

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
                if mistake := mistake_in_example(name, what):
                    self.wrong(entry, field, mistake)
        return [Example(field == "fires", item) for item in value]

    def refuse_twice(self, rules: tuple[Rule, ...]) -> None:
        seen: dict[str, Rule] = {}
        for rule in rules:
            if rule.id in seen:
                what = f"rule '{rule.id}' is there already, called ‘{seen[rule.id].title}’"
                self.mistakes.append(Mistake(self.file, rule.line, what, field="id"))
            seen.setdefault(rule.id, rule)
