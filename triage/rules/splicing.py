"""Changing one rule in a text of rules: only the lines that must change do; comments and order stay.

Works on any text that is YAML with a list of rules, be it full of other mistakes: people write step by step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from triage.rules import lined_yaml
from triage.rules.lined_yaml import Entry
from triage.rules.writing import field_lines

FIELDS = (
    "id", "title", "when", "flag", "evidence", "raise", "thrive", "offer", "starts_now", "ask",
    "because", "source", "owner", "review", "fires", "quiet",
)  # fmt: skip
"""The fields of a rule in the order they are written."""


class NoSuchRule(LookupError):
    """The text holds no rule by this name that can be changed by itself, or is not YAML at all."""


@dataclass(frozen=True)
class Written:
    """One rule as it stands in a text: what it says, and where. Lines count from 0, ends stand after."""

    entry: Entry
    first: int
    end: int
    fields: Mapping[str, tuple[int, int]]
    indent: int

    @property
    def id(self) -> str:
        return str(self.entry.get("id", ""))


def rules_written(text: str) -> list[Written]:
    """Every rule of a text that is a set of named fields; NoSuchRule when there is no list of rules."""
    try:
        # One line end more, so that the last rule ends before the text does.
        node, document = lined_yaml.read_with_marks(f"{text}\n")
    except lined_yaml.YamlError:
        raise NoSuchRule("this text is not YAML") from None
    if not isinstance(document, Entry) or not isinstance(document.get("rules"), list):
        raise NoSuchRule("this text has no list of rules")
    listed = next(value for key, value in node.value if key.value == "rules")
    lines = text.split("\n")
    return [
        _written(item, entry, lines)
        for item, entry in zip(listed.value, document["rules"], strict=True)
        if isinstance(entry, Entry)
    ]


def rule_written(text: str, rule_id: str) -> Written:
    """The rule of this name; NoSuchRule when there is none."""
    found = next((rule for rule in rules_written(text) if rule.id == rule_id), None)
    if found is None:
        raise NoSuchRule(rule_id)
    return found


def lines_of(text: str, rule: Written) -> str:
    """The rule as it is written, with the comments inside it."""
    return "\n".join(text.split("\n")[rule.first : rule.end])


def change_rule(text: str, rule_id: str, fields: Mapping[str, Any]) -> str:
    """The text with these fields of the rule set anew; None takes a field out. NoSuchRule when it is not there."""
    rule, lines = rule_written(text, rule_id), text.split("\n")
    if not rule.fields:  # all on one line: written anew
        values = {name: value for name, value in {**rule.entry, **fields}.items() if value is not None}
        return "\n".join([*lines[: rule.first], *_rule_lines(values, rule.indent), *lines[rule.end :]])
    # From the last line to the first, so that places stay right; at one place what is there before what is new.
    for name in sorted(fields, key=lambda name: (_where(rule, name), name in rule.fields, _rank(name)), reverse=True):
        value = fields[name]
        first, end = rule.fields.get(name) or (_where(rule, name),) * 2
        new = [] if value is None else field_lines(name, value, rule.indent)
        if first == rule.first and new:
            new[0] = lines[first][: rule.indent] + new[0][rule.indent :]  # keeps the dash of the list
        lines[first:end] = new
    return "\n".join(lines)


def add_rule(text: str, fields: Mapping[str, Any], after: str = "") -> str:
    """The text with one rule more: after the named one, else at the end. NoSuchRule when there is no list."""
    rules, lines = rules_written(text), text.split("\n")
    if not rules:
        raise NoSuchRule("this text has no list of rules")
    before = next((rule for rule in rules if rule.id == after), rules[-1])
    lines[before.end : before.end] = ["", *_rule_lines(fields, before.indent)]
    return "\n".join(lines)


def remove_rule(text: str, rule_id: str) -> str:
    """The text without the rule and the empty lines after it. A comment above it stays. NoSuchRule."""
    rule, lines = rule_written(text, rule_id), text.split("\n")
    end = rule.end
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    return "\n".join([*lines[: rule.first], *lines[end:]])


def in_order(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as they are written: known ones in their order, what nobody reads at the end."""
    known = {name: fields[name] for name in FIELDS if name in fields}
    return {**known, **fields}


def _rule_lines(fields: Mapping[str, Any], indent: int) -> list[str]:
    written = [line for name, value in in_order(fields).items() for line in field_lines(str(name), value, indent)]
    return [" " * (indent - 2) + "- " + written[0][indent:], *written[1:]]


def _where(rule: Written, name: str) -> int:
    """The line where a field stands or would stand: after the last of those that come before it."""
    if name in rule.fields:
        return rule.fields[name][0]
    before = [rule.fields[other][1] for other in FIELDS[: _rank(name)] if other in rule.fields]
    return max(before, default=rule.first)


def _rank(name: str) -> int:
    return FIELDS.index(name) if name in FIELDS else len(FIELDS)


def _written(node: yaml.MappingNode, entry: Entry, lines: Sequence[str]) -> Written:
    keys = [(str(key.value), key.start_mark.line, value) for key, value in node.value]
    first, indent = node.start_mark.line, node.start_mark.column
    starts = [line for _, line, _ in keys]
    is_by_line = not node.flow_style and len(set(starts)) == len(starts) and len(set(entry)) == len(keys)
    ends = list(_ends(node, lines))
    end = max(ends, default=first + 1)
    fields = {name: (line, last) for (name, line, _), last in zip(keys, ends, strict=True)} if is_by_line else {}
    return Written(entry, first, end, fields, max(indent, 2))


def _ends(node: yaml.MappingNode, lines: Sequence[str]) -> Iterator[int]:
    """Where each field ends: after its last line that is neither empty nor a comment."""
    for key, value in node.value:
        is_block_text = isinstance(value, yaml.ScalarNode) and value.style in ("|", ">")
        is_block = is_block_text or (isinstance(value, yaml.CollectionNode) and not value.flow_style)
        # What is written as a block ends where the next thing begins, anything else on its own last line.
        end = value.end_mark.line + (not is_block)
        while end - 1 > key.start_mark.line and _is_beside(lines[end - 1], is_block_text):
            end -= 1
        yield max(end, key.start_mark.line + 1)


def _is_beside(line: str, is_block_text: bool) -> bool:
    bare = line.strip()
    return not bare or (bare.startswith("#") and not is_block_text)
