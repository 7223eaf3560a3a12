"""axe-core, put into a page as it stands and asked what is wrong with it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    if not _SOURCE.exists():
        raise RuntimeError("axe-core is not installed: run `make setup`")
    return _SOURCE.read_text(encoding="utf-8") + ";null"


def violations(page, standards: list[str] | None = None) -> list[dict]:
    """What axe finds; by evaluation, since the page's own security policy forbids adding a script."""
    page.wait_for_load_state()  # a page that has only begun to arrive has no heading yet
    page.evaluate(_source())
    options = {"runOnly": {"type": "tag", "values": standards or _STANDARDS}, "resultTypes": ["violations"]}
    return page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)


def assert_accessible(page, standards: list[str] | None = None) -> None:
    found = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in fault["nodes"])
        for fault in violations(page, standards)
    ]
    assert not found, f"{page.url} has {len(found)} accessibility faults:\n  " + "\n  ".join(found)
