"""Reading a rule set from its file. A file with any mistake is refused whole, with every mistake listed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from triage.facts import EXAMPLE_NAMES, FACTS, Kind
from triage.rules.language import Condition, ConditionError, facts_named, meant, parse
from triage.rules.ruleset import Ask, Beyond, Example, OfferEffect, Place, Rule, RuleSet, sentence
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


class _Entry(dict):
    """A mapping that remembers the line it was written on, and the line of each of its fields."""

    line = 0
    lines: dict[str, int] = {}
    twice: tuple[str, ...] = ()


class _LinedLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML that keeps line numbers, and in which `yes` and `no` are words, as they are in our answers."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> _Entry:
        entry = _Entry(super().construct_mapping(node, deep=True))
        entry.line = node.start_mark.line + 1
        entry.lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
        names = [key.value for key, _ in node.value]
        entry.twice = tuple(sorted({str(name) for name in names if names.count(name) > 1}))
        return entry

    def construct_yaml_map(self, node: yaml.MappingNode) -> _Entry:
        return self.construct_mapping(node, deep=True)


_LinedLoader.add_constructor("tag:yaml.org,2002:map", _LinedLoader.construct_yaml_map)
_LinedLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _LinedLoader.yaml_implicit_resolvers.items()
}

_RULE_FIELDS = (
    "id", "title", "when", "because", "source", "owner", "review", "fires", "quiet",
    "flag", "evidence", "raise", "thrive", "offer", "starts_now", "ask",
)  # fmt: skip
_EFFECTS = ("flag", "raise", "thrive", "offer", "starts_now", "ask")
_TOP_FIELDS = ("ruleset", "in_force_from", "owner", "review", "sources", "reach", "terms", "rules")


def load_ruleset(text: str, file: str = "rule set") -> RuleSet:
    """A rule set from YAML text. Raises `RuleSetError` with every mistake in it."""
    try:
        document = yaml.load(text, Loader=_LinedLoader)  # noqa: S506, a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise RuleSetError([Mistake(file, mark.line + 1 if mark else 1, f"this is not YAML: {problem}")]) from None
    except ValueError as error:
        raise RuleSetError([Mistake(file, 1, f"a value cannot be read: {error}")]) from None
    if not isinstance(document, _Entry):
        raise RuleSetError([Mistake(file, 1, "a rule set should hold " + ", ".join(_TOP_FIELDS))])
    return _Reading(document, file).ruleset()


class _Reading:
    """One pass over a rule file, collecting mistakes."""

    def __init__(self, document: _Entry, file: str) -> None:
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

    def wrong(self, entry: _Entry, field: str, what: str) -> None:
        line = entry.lines.get(field, entry.line)
        name = entry.get("id")
        self.mistakes.append(Mistake(self.file, line, f"rule '{name}': {what}" if name else what))

    def only(self, entry: _Entry, fields: tuple[str, ...]) -> None:
        for field in entry:
            if field not in fields:
                self.wrong(entry, field, f"nobody reads the field '{field}'" + meant(str(field), fields))
        for field in entry.twice:
            self.wrong(entry, field, f"'{field}' is written twice")

    def words(self, entry: _Entry, field: str, otherwise: str | None = None) -> str:
        value = entry.get(field, otherwise)
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(entry, field, f"'{field}' should be text, found {value!r}")
        return ""

    def day(self, entry: _Entry, field: str, otherwise: Any = None) -> date:
        value = entry.get(field, otherwise)
        if isinstance(value, date):
            return value
        self.wrong(entry, field, f"'{field}' should be a date such as 2026-11-22, found {value!r}")
        return date.min

    def mapping(self, field: str) -> _Entry:
        value = self.document.get(field, _Entry())
        if isinstance(value, _Entry):
            return value
        self.wrong(self.document, field, f"'{field}' should be a list of names, each with its meaning")
        return _Entry()

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
            beyond: frozenset(self.one_of(reach, beyond, kind, OfferKind) for kind in self.texts(reach, beyond))
            for beyond in Beyond
        }

    def condition(self, entry: _Entry, field: str, text: Any, called: str = "") -> Condition | None:
        if not isinstance(text, str):
            self.wrong(entry, field, f"{called}'{field}' should be a condition, found {text!r}")
            return None
        try:
            return parse(text, self.terms)
        except ConditionError as error:
            self.wrong(entry, field, f"{called}{error}")
            return None

    def rule(self, entry: Any) -> Rule | None:
        if not isinstance(entry, _Entry):
            self.wrong(self.document, "rules", f"a rule should be a set of named fields, found {entry!r}")
            return None
        before = len(self.mistakes)
        self.only(entry, _RULE_FIELDS)
        condition = self.condition(entry, "when", entry.get("when"))
        flag = self.word(entry, "flag", Flag)
        if flag and condition is not None and any(name.startswith("flags.") for name in facts_named(condition)):
            self.wrong(entry, "when", "a rule that finds a flag cannot turn on another flag")
        if not any(field in entry for field in _EFFECTS):
            self.wrong(entry, "id", "it has no effect; give it one of: " + ", ".join(_EFFECTS))
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
            evidence=self.evidence(entry),
            raises=self.word(entry, "raise", Priority),
            thrive=self.word(entry, "thrive", Thrive),
            offers=self.offers(entry),
            starts_now=tuple(self.one_of(entry, "starts_now", word, Need) for word in self.texts(entry, "starts_now")),
            ask=self.ask(entry),
            examples=(*self.examples(entry, "fires"), *self.examples(entry, "quiet")),
            line=entry.line,
        )
        return rule if len(self.mistakes) == before else None

    def word(self, entry: _Entry, field: str, words: type) -> Any:
        return self.one_of(entry, field, entry[field], words) if field in entry else None

    def one_of(self, entry: _Entry, field: str, value: Any, words: type) -> Any:
        try:
            return words(value)
        except ValueError:
            hint = meant(str(value), tuple(words)) or f". It may be: {', '.join(words)}"
            self.wrong(entry, field, f"'{field}' is never {value!r}{hint}")
            return None

    def sentence(self, entry: _Entry):
        text = self.words(entry, "because")
        try:
            return sentence(text)
        except (KeyError, ValueError) as error:
            name = error.args[0]
            speakable = [fact.name for fact in FACTS.values() if fact.kind is not Kind.TRUTH]
            self.wrong(entry, "because", f"the sentence cannot say '{{{name}}}'" + meant(str(name), speakable))
            return sentence("")

    def source(self, entry: _Entry) -> str:
        value = self.words(entry, "source")
        if value and value not in self.sources:
            self.wrong(entry, "source", f"there is no source '{value}'" + meant(value, tuple(self.sources)))
        return value

    def texts(self, entry: _Entry, field: str) -> tuple[str, ...]:
        value = entry.get(field, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(entry, field, f"'{field}' should be a list of words")
            return ()
        return tuple(value)

    def evidence(self, entry: _Entry) -> tuple[str, ...]:
        fields = self.texts(entry, "evidence")
        if bool(fields) != ("flag" in entry):
            self.wrong(entry, "evidence", "a rule that finds a flag names its evidence, and no other rule does")
        known = {fact.field for fact in FACTS.values()}
        for field in fields:
            if field not in known:
                self.wrong(entry, "evidence", f"there is no answer '{field}'" + meant(field, tuple(known)))
        return fields

    def offers(self, entry: _Entry) -> tuple[OfferEffect, ...]:
        value = entry.get("offer", _Entry())
        if not isinstance(value, _Entry):
            self.wrong(entry, "offer", "'offer' should say where: " + ", ".join(place.name.lower() for place in Place))
            return ()
        effects = []
        places = {place.name.lower(): place for place in Place}
        for name in value:
            if name not in places:
                self.wrong(entry, "offer", f"there is no place '{name}' in a package" + meant(str(name), tuple(places)))
                continue
            effects += [OfferEffect(places[name], self.kinds(entry, chain)) for chain in self.texts(value, name)]
        return tuple(effects)

    def kinds(self, entry: _Entry, chain: str) -> tuple[OfferKind, ...]:
        """'a or b or c': the first that fits."""
        return tuple(self.one_of(entry, "offer", kind.strip(), OfferKind) for kind in chain.split(" or "))

    def ask(self, entry: _Entry) -> Ask | None:
        value = entry.get("ask")
        if value is None:
            return None
        if not isinstance(value, _Entry) or set(value) != {"field", "question"}:
            self.wrong(entry, "ask", "'ask' needs a field and a question")
            return None
        return Ask(self.words(value, "field"), self.words(value, "question"))

    def examples(self, entry: _Entry, field: str) -> list[Example]:
        value = entry.get(field, [])
        if not isinstance(value, list) or not value:
            self.wrong(entry, field, f"give at least one example of whom it {'fires' if field == 'fires' else 'is quiet'} for")
            return []
        for item in value:
            for name, what in item.items() if isinstance(item, _Entry) else [(item, None)]:
                self.check_example(entry, field, name, what)
        return [Example(field == "fires", item) for item in value]

    def check_example(self, entry: _Entry, field: str, name: Any, value: Any) -> None:
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
            self.wrong(entry, field, f"in an example '{name}' is a list, and one of its words is not known: {value!r}")

    def refuse_twice(self, rules: tuple[Rule, ...]) -> None:
        seen: dict[str, int] = {}
        for rule in rules:
            if rule.id in seen:
                what = f"rule '{rule.id}' is there already, on line {seen[rule.id]}"
                self.mistakes.append(Mistake(self.file, rule.line, what))
            seen.setdefault(rule.id, rule.line)


def load_file(path: Path) -> RuleSet:
    """The rule set in a file. OSError when it cannot be read."""
    return load_ruleset(path.read_text(encoding="utf-8"), path.name)


def versions() -> list[str]:
    """The versions that come with the software, oldest first."""
    folder = files("triage").joinpath("data", "rulesets")
    return sorted(item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml"))


@cache
def version(name: str) -> RuleSet:
    """A version that comes with the software, by its name."""
    text = files("triage").joinpath("data", "rulesets", f"{name}.yaml").read_text(encoding="utf-8")
    return load_ruleset(text, f"{name}.yaml")


def in_force(today: date) -> RuleSet:
    """The newest version whose day has come; before the first, the first."""
    names = versions()
    come = [name for name in names if name[:10] <= today.isoformat()]
    return version(come[-1] if come else names[0])


