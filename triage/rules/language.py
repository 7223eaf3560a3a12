"""The language of conditions: a small, typed part of Python's boolean expressions, with three truth values.

    safety.suicidal_thoughts_now and (age < 12 or unknown(age))
    duration in ['3_to_12_months', 'over_12_months'] and impact.a_lot_anywhere

Python's own parser reads it, so a condition looks as it would in any book; only what is named here is allowed
and everything is checked against the declared facts when it is read, so a running rule cannot go wrong.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from keyword import iskeyword

from triage.facts import FACTS, PLACE_OF, Fact, Facts, Kind

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Always:
    """True for everybody."""


@dataclass(frozen=True, slots=True)
class Is:
    """A fact that is true or false by itself."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whether nobody knows: the only condition that is never unknown itself."""

    of: Condition


@dataclass(frozen=True, slots=True)
class Compare:
    """A number against a number, or a word against a word."""

    fact: Fact
    sign: str
    value: int | str


@dataclass(frozen=True, slots=True)
class Among:
    """A word in a list of words."""

    fact: Fact
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: Condition


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A condition the rule set has given a name: the same truth, told in fewer words."""

    name: str
    of: Condition


Condition = Always | Is | Unknown | Compare | Among | Not | All | Any | Named

SIGNS: dict[str, Callable] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SIGN_OF = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_MIRROR = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class ConditionError(ValueError):
    """A condition cannot be read: each thing that is wrong and, where that is known, what could be meant."""

    def __init__(self, *mistakes: str) -> None:
        self.mistakes = tuple(dict.fromkeys(mistakes))
        super().__init__(". ".join(self.mistakes))


DEEPEST = 40
"""Conditions within conditions, those of terms included: what every reader of a condition can go down to."""
MOST_PARTS = 5_000


def parse(text: str, terms: Mapping[str, Condition] | None = None) -> Condition:
    """Read a condition; `terms` are names a rule set gives to conditions of its own."""
    text = " ".join(text.split())
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ConditionError(f"this is not a condition: {_where_it_breaks(text, error)}") from None
    _refuse_too_large(_levels(tree), 1)
    condition = _Reading(terms or {}).condition(tree)
    _refuse_too_large(*_extent(condition))
    return condition


_MEANT = {"=": "==", "=>": ">=", "=<": "<=", "&": "and", "|": "or", "AND": "and", "OR": "or", "NOT": "not"}


def _where_it_breaks(text: str, error: Exception) -> str:
    """Python's complaint in words for whoever writes rules: where reading stopped, and what may be meant."""
    if not text:
        return "nothing is written"
    if not isinstance(error, SyntaxError) or "too many" in error.msg or "null" in error.msg:
        return "it goes too deep or holds a sign that cannot be read"
    at = error.offset or 0
    if not 0 < at <= len(text):
        return f"something is missing after '{_shortened(text, -30)}'"
    rest = text[at - 1 :]
    if "never closed" in error.msg or "unmatched" in error.msg or "unterminated" in error.msg:
        return f"the {rest[0]} of '{_shortened(rest, 30)}' has no partner"
    near = re.findall(r"\w+|[^\w\s]+", text[: at - 1])[-1:] + re.findall(r"\w+|[^\w\s]+", rest)[:1]
    hint = next((f". Write '{_MEANT[sign]}', not '{sign}'" for sign in near if sign in _MEANT), "")
    return f"it cannot be read from '{_shortened(rest, 30)}' on{hint or '. Join facts and terms by and, or, not'}"


def _shortened(text: str, most: int) -> str:
    """The first signs of a text, or with a minus its last."""
    text = " ".join(text.split())
    if len(text) <= abs(most):
        return text
    return f"{text[:most]}…" if most > 0 else f"…{text[most:]}"


def may_be_named(name: str) -> bool:
    """Whether a rule set may give this name to a condition, so that it can be meant by nothing else."""
    return name.isidentifier() and not iskeyword(name) and name not in (*FACTS, "always", "unknown")


def _refuse_too_large(levels: int, parts: int) -> None:
    if levels > DEEPEST:
        raise ConditionError("this goes too deep: say it in fewer steps inside one another")
    if parts > MOST_PARTS:
        raise ConditionError("this holds too much, with all that its terms stand for: say it in fewer parts")


def _levels(tree: ast.expr) -> int:
    """How deep a syntax tree goes, counted level by level, as it may go deeper than a call can."""
    count, level = 0, [tree]
    while level:
        count, level = count + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    return count


def _extent(condition: Condition) -> tuple[int, int]:
    """How many levels and parts a condition has when it is run; 'unknown' asks for its part both ways."""
    match condition:
        case Not(of) | Named(_, of) | Unknown(of):
            levels, parts = _extent(of)
            return levels + 1, parts * 2 if isinstance(condition, Unknown) else parts
        case All(inner) | Any(inner):
            levels, parts = zip(*map(_extent, inner), strict=True)
            return 1 + max(levels), sum(parts)
    return 1, 1


class _Reading:
    """Turns Python's syntax tree into a condition, refusing whatever is not named here."""

    def __init__(self, terms: Mapping[str, Condition]) -> None:
        self.terms = terms

    def condition(self, node: ast.expr) -> Condition:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return All(_each(self.condition, values))
            case ast.BoolOp(op=ast.Or(), values=values):
                return Any(_each(self.condition, values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.condition(operand))
            case ast.Compare():
                return self.comparison(node)
            case ast.Name(id="always"):
                return Always()
            case ast.Name() | ast.Attribute():
                return self.named(node)
            case ast.Call(func=ast.Name(id="unknown"), args=[of], keywords=[]):
                return Unknown(self.of_unknown(of))
            case ast.BinOp():
                raise ConditionError(
                    f"'{ast.unparse(node)}' uses a sign that is not for rules; write 'and' or 'or'"
                )
        raise ConditionError(f"'{ast.unparse(node)}' is not something a rule may say")

    def named(self, node: ast.expr) -> Condition:
        name = ast.unparse(node)
        if name in self.terms:
            return Named(name, self.terms[name])
        fact = self.fact(node)
        if fact.kind is not Kind.TRUTH:
            raise ConditionError(f"'{name}' is {fact.kind.value}; compare it with something")
        return Is(fact)

    def of_unknown(self, node: ast.expr) -> Condition:
        name = ast.unparse(node)
        if name in self.terms:
            return Named(name, self.terms[name])
        fact = self.fact(node)
        # Any comparison of a fact is unknown exactly when the fact is.
        return (
            Is(fact)
            if fact.kind is Kind.TRUTH
            else Compare(fact, "==", 0 if fact.kind is Kind.NUMBER else "")
        )

    def fact(self, node: ast.expr) -> Fact:
        name = ast.unparse(node)
        if not isinstance(node, ast.Name | ast.Attribute):
            raise ConditionError(f"'{name}' stands where a fact should be")
        if name not in FACTS:
            raise ConditionError(f"there is no fact '{name}'" + meant(name, [*FACTS, *self.terms]))
        return FACTS[name]

    def comparison(self, node: ast.Compare) -> Condition:
        sides = [node.left, *node.comparators]
        parts = [
            self.pair(left, op, right) for left, op, right in zip(sides, node.ops, sides[1:], strict=False)
        ]
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Condition:
        if isinstance(op, ast.In | ast.NotIn):
            among = Among(*self.membership(left, right))
            return Not(among) if isinstance(op, ast.NotIn) else among
        if type(op) not in _SIGN_OF:
            raise ConditionError("'is' is not for rules; write '=='")
        sign = _SIGN_OF[type(op)]
        if isinstance(left, ast.Constant):
            left, sign, right = right, _MIRROR[sign], left
        fact = self.fact(left)
        return Compare(fact, sign, self.value(fact, right, sign))

    def membership(self, left: ast.expr, right: ast.expr) -> tuple[Fact, tuple[str, ...]]:
        fact = self.fact(left)
        if not isinstance(right, ast.List | ast.Tuple | ast.Set):
            raise ConditionError(
                f"after 'in' a list is needed, such as ['a', 'b'], not '{ast.unparse(right)}'"
            )
        if fact.kind is not Kind.WORD:
            raise ConditionError(f"'{fact.name}' is {fact.kind.value}; 'in' is for words")
        return fact, _each(lambda item: self.value(fact, item, "=="), right.elts)

    def value(self, fact: Fact, node: ast.expr, sign: str) -> int | str:
        found = node.value if isinstance(node, ast.Constant) else None
        match fact.kind:
            case Kind.TRUTH:
                raise ConditionError(
                    f"'{fact.name}' is true or false by itself; write '{fact.name}' or 'not {fact.name}'"
                )
            case Kind.NUMBER if type(found) is int:
                return found
            case Kind.NUMBER:
                raise ConditionError(
                    f"'{fact.name}' is a whole number, so '{ast.unparse(node)}' cannot be compared with it"
                )
        if sign not in ("==", "!="):
            raise ConditionError(f"'{fact.name}' is a word; '{sign}' is for numbers")
        if not isinstance(found, str) or found not in fact.words:
            hint = meant(str(found), fact.words) or f". It may be: {', '.join(fact.words)}"
            raise ConditionError(f"'{fact.name}' is never {ast.unparse(node)}{hint}")
        return found


def _each(read: Callable, nodes: Iterable[ast.expr]) -> tuple:
    """All of them read, or the mistakes of all of them: who mends a rule should not meet them one by one."""
    found, mistakes = [], []
    for node in nodes:
        try:
            found.append(read(node))
        except ConditionError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConditionError(*mistakes)
    return tuple(found)


def meant(word: str, words: list[str] | tuple[str, ...]) -> str:
    """A suggestion when the word is nearly one we know, else nothing."""
    near = get_close_matches(word, words, 1)
    return f". Did you mean '{near[0]}'?" if near else ""


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """True, False or None for unknown. Slow and plain: what the compiled form must agree with."""
    match condition:
        case Always():
            return True
        case Is(fact):
            return facts[PLACE_OF[fact.name]]
        case Unknown(of):
            return evaluate(of, facts) is None
        case Compare(fact, sign, value):
            found = facts[PLACE_OF[fact.name]]
            return None if found is None else SIGNS[sign](found, value)
        case Among(fact, words):
            found = facts[PLACE_OF[fact.name]]
            return None if found is None else found in words
        case Not(of):
            truth = evaluate(of, facts)
            return None if truth is None else not truth
        case All(parts):
            truths = [evaluate(part, facts) for part in parts]
            return False if False in truths else None if None in truths else True
        case Any(parts):
            truths = [evaluate(part, facts) for part in parts]
            return True if True in truths else None if None in truths else False
        case Named(_, of):
            return evaluate(of, facts)
    raise TypeError(condition)


def facts_named(condition: Condition) -> set[str]:
    """The names of the facts a condition turns on."""
    match condition:
        case Is(fact) | Compare(fact) | Among(fact):
            return {fact.name}
        case Unknown(of) | Not(of) | Named(_, of):
            return facts_named(of)
        case All(parts) | Any(parts):
            return set().union(*map(facts_named, parts))
    return set()


def terms_named(condition: Condition) -> set[str]:
    """The terms a condition speaks of, and those that they speak of."""
    match condition:
        case Named(name, of):
            return {name} | terms_named(of)
        case Unknown(of) | Not(of):
            return terms_named(of)
        case All(parts) | Any(parts):
            return set().union(*map(terms_named, parts))
    return set()
