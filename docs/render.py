"""Writes the parts of the documents that are made from data: `python docs/render.py`, or `--check` to compare.

The hazard table comes from hazards.yaml and the life cycle from the table of moves, so that neither can say
something else than its source.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

from triage.lifecycle_diagram import diagram, staying

DOCS = Path(__file__).resolve().parent
_HEAD = """# Hazards

Written from [hazards.yaml](hazards.yaml) by `python docs/render.py`: change that file, not this one.

This is the maker's list to begin from. **No clinician has reviewed it and nothing in it is scored.** Severity and
likelihood belong to the clinical safety officers: the maker's under DCB0129, the trust's under DCB0160. Each
control names the code that holds it and the tests that fail when it is taken away.
"""


def hazards() -> str:
    """One table for the overview, then each hazard."""
    found = yaml.safe_load((DOCS / "hazards.yaml").read_text(encoding="utf-8"))["hazards"]
    rows = [
        f"| [{each['id']}](#{each['id'].lower()}) | {each['hazard']} | {each['effect']} |" for each in found
    ]
    table = "\n".join(["| id | hazard | what could come of it |", "| --- | --- | --- |", *rows])
    return "\n".join([_HEAD, table, "", *(_one(each) for each in found)]).rstrip() + "\n"


def _one(hazard: dict) -> str:
    return "\n".join(
        [
            f'## <a id="{hazard["id"].lower()}"></a>{hazard["id"]}: {hazard["hazard"]}',
            "",
            f"- **How it could happen:** {hazard['causes']}.",
            f"- **What could come of it:** {hazard['effect']}.",
            f"- **What holds it back:** {' '.join(hazard['control'].split())}",
            f"- **In the code:** {', '.join(f'`{path}`' for path in hazard['code'])}",
            f"- **Tests:** {', '.join(f'`{test}`' for test in hazard['tests'])}",
            f"- **What is left:** {' '.join(hazard['residual'].split())}",
            "",
        ]
    )


def architecture() -> str:
    """The document as it is, with the diagram between its marks as it should be."""
    path = DOCS / "architecture.md"
    made = f"<!-- lifecycle -->\n```mermaid\n{diagram()}\n```\n\n{staying()}\n<!-- /lifecycle -->"
    return re.sub(
        r"<!-- lifecycle -->.*<!-- /lifecycle -->",
        lambda _: made,
        path.read_text(encoding="utf-8"),
        flags=re.S,
    )


RENDERED = {"hazards.md": hazards, "architecture.md": architecture}


def stale() -> list[str]:
    """The documents that say something else than their source."""
    return [
        name
        for name, render in RENDERED.items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != render()
    ]


def main(arguments: list[str]) -> int:
    old = stale()
    if "--check" in arguments:
        for name in old:
            print(f"docs/{name} is not what its source says: run python docs/render.py")
        return 1 if old else 0
    for name in old:
        (DOCS / name).write_text(RENDERED[name](), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
