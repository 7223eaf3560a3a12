"""YAML that remembers its lines, so that a mistake in a rule can be pointed at."""

from __future__ import annotations

from typing import Any

import yaml


class Entry(dict):
    """A mapping that remembers the line it was written on, and the line of each of its fields."""

    line = 0
    lines: dict[str, int] = {}
    twice: tuple[str, ...] = ()


class _LinedLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML that keeps line numbers, and in which `yes` and `no` are words, as they are in our answers."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Entry:
        entry = Entry(super().construct_mapping(node, deep=True))
        entry.line = node.start_mark.line + 1
        entry.lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
        names = [key.value for key, _ in node.value]
        entry.twice = tuple(sorted({str(name) for name in names if names.count(name) > 1}))
        return entry

    def construct_yaml_map(self, node: yaml.MappingNode) -> Entry:
        return self.construct_mapping(node, deep=True)


_LinedLoader.add_constructor("tag:yaml.org,2002:map", _LinedLoader.construct_yaml_map)
_LinedLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _LinedLoader.yaml_implicit_resolvers.items()
}


class YamlError(ValueError):
    """The text is not YAML; `line` says where."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def read(text: str) -> Any:
    """The document in a YAML text, its mappings as `Entry`. Raises `YamlError`."""
    return read_with_marks(text)[1]


def read_with_marks(text: str) -> tuple[yaml.Node | None, Any]:
    """The document, and before it the nodes it was made of, which know where each thing begins and ends."""
    try:
        loader = _LinedLoader(text)
        node = loader.get_single_node()
        _refuse_references(node)
        return node, None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise YamlError(f"this is not YAML: {problem}", mark.line + 1 if mark else 1) from None
    except (ValueError, TypeError, RecursionError) as error:
        raise YamlError(f"a value cannot be read: {error}", 1) from None


def _refuse_references(top: yaml.Node | None) -> None:
    """YAML lets one part stand for another: a few lines could then be read as millions."""
    seen: set[int] = set()
    waiting = [] if top is None else [top]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise YamlError("a sign such as '*name' stands for another part; write it out", node.start_mark.line + 1)
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
