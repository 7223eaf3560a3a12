"""Build the styles and scripts that pages use, into ifd/web/static/built/.

The NHS.UK package comes compiled, so there is nothing to compile here, only to make neutral and private: its
licensed typeface and every address outside this site are taken out, and each file is named by its content, so
that browsers may keep it for a year. `manifest.json` says which name stands for which file.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "assets"
PACKAGE = ROOT / "node_modules" / "nhsuk-frontend" / "dist" / "nhsuk"
BUILT = ROOT / "ifd" / "web" / "static" / "built"


class Build:
    """One build into `folder`; `manifest` grows with every file written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, str] = {}

    def run(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._styles()
        self._scripts()
        (self.folder / "manifest.json").write_text(json.dumps(self.manifest, indent=2, sort_keys=True) + "\n")

    def _styles(self) -> None:
        theirs = _read(PACKAGE / "nhsuk-frontend.min.css")
        theirs = re.sub(r"@font-face\s*\{[^}]*\}", "", theirs)
        theirs = re.sub(r"Frutiger W01\s*,\s*", "", theirs)
        image = re.compile(r"url\(/assets/images/([\w.-]+)\)")
        theirs = image.sub(lambda found: f"url({self._image(found[1])})", theirs)
        self._write("ifd.css", f"{theirs}\n{_read(OURS / 'ifd.css')}")

    def _scripts(self) -> None:
        theirs = self._write("nhsuk-frontend.js", _read(PACKAGE / "nhsuk-frontend.min.js"))
        self._write("rules-room.js", _read(OURS / "rules-room.js"))
        leaving = self._write("exit-this-page.js", _read(OURS / "exit-this-page.js"))
        ours = _read(OURS / "ifd.js").replace("nhsuk-frontend.js", theirs)
        self._write("ifd.js", ours.replace("exit-this-page.js", leaving))

    def _image(self, name: str) -> str:
        return self.manifest.get(name) or self._write(name, _read(PACKAGE / "assets" / "images" / name))

    def _write(self, name: str, text: str) -> str:
        """Keep `text` under a name made from what it says; that name."""
        text = re.sub(r"(//|/\*)# sourceMappingURL=\S+( \*/)?", "", text)
        outside = re.search(r"""(@import|url\(|\bfrom\b|\bimport\b)\s*["'(]*\s*(https?:)?//""", text)
        if outside:
            raise SystemExit(f"{name} reaches outside this site: {text[outside.start() :][:80]}")
        stem, dot, ending = name.rpartition(".")
        named = f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}{dot}{ending}"
        (self.folder / named).write_text(text, encoding="utf-8")
        self.manifest[name] = named
        return named


def _read(path: Path) -> str:
    if not path.exists():
        raise SystemExit(f"{path.relative_to(ROOT)} is missing: run `make setup`")
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    Build(BUILT).run()
    sys.stdout.write(f"Assets are in {BUILT.relative_to(ROOT)}\n")
