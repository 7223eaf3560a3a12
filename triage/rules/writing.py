"""Fields of a rule as they are written in a file: text that `lined_yaml` reads back as the same value."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from triage.rules import lined_yaml

WIDEST = 110
_PLAIN_WORD = re.compile(r"[A-Za-z_][\w.-]*")
_ANSWERS = ("yes", "no", "unknown")


def field_lines(name: str, value: Any, indent: int) -> list[str]:
    """One field with its value, indented: text, a list of texts, a mapping, or a list of mappings."""
    space = " " * indent
    if isinstance(value, str):
        return _text(space, name, " ".join(value.split()))
    in_one = f"{space}{name}: {flow(value)}"
    if len(in_one) <= WIDEST or not isinstance(value, Sequence):
        return [in_one]
    return [f"{space}{name}:", *(f"{space}  - {flow(item)}" for item in value)]


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow_word(name)}: {flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, str):
        return flow_word(value)
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(flow, value)) + "]"
    return str(value)


def flow_word(text: Any) -> str:
    """Text inside brackets: plain where it cannot be taken for anything else."""
    if not isinstance(text, str):
        return str(text)
    is_answer = text in _ANSWERS[:2]  # other readers of YAML take yes and no for true and false
    if not is_answer and all(map(_PLAIN_WORD.fullmatch, text.split(" "))) and _reads_as(text, text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """Text in double quotation marks."""
    return json.dumps(text, ensure_ascii=False)


def example_line(values: Mapping[str, Any]) -> str:
    """A person of an example as people type one: the mapping without its outer brackets."""
    return flow(values)[1:-1]


def example_of(line: str) -> Any:
    """What such a line says. A line that says nothing that can be read stays text, and is told as a mistake."""
    try:
        value = lined_yaml.read("{" + line + "}")
    except lined_yaml.YamlError:
        return line
    return value if isinstance(value, Mapping) else line


def _text(space: str, name: str, text: str) -> list[str]:
    in_one = f"{space}{name}: {text if _reads_as(text, text) else quoted(text)}"
    if len(in_one) <= WIDEST or " " not in text or not _reads_as_folded(text):
        return [in_one]
    inner = f"{space}  "
    lines = wrap(text, WIDEST - len(inner), break_long_words=False, break_on_hyphens=False)
    return [f"{space}{name}: >-", *(inner + line for line in lines)]


def _reads_as_folded(text: str) -> bool:
    return text == text.strip() and text.isprintable()


def _reads_as(written: str, text: str) -> bool:
    """Whether this, written as a value, is read as that text and nothing else."""
    try:
        return lined_yaml.read(f"x: {written}\n") == {"x": text} and "\n" not in written
    except lined_yaml.YamlError:
        return False
