"""Make `.venv` hold exactly what a lock file says: `install_python.py prod`, or `dev`.

Needs only Python 3.11 or newer. uv does the work where it can be had, since it is several times faster; plain
pip does the same from the same lock, hashes and all. What is done is remembered by the content of the lock,
so doing it again takes no time. An environment that already holds the dev lock is left alone by `prod`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
TOOLS, ENVIRONMENT = ROOT / ".tools", ROOT / ".venv"
DONE = "installed"
# The lock names everything there is to install: what a package asks for beside it is left out on purpose.
PIP_INSTALL = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]


def main(profile: str) -> None:
    wanted = {name: _digest(name) for name in ("prod", "dev")}
    if _installed() in ([wanted["dev"]] if profile == "dev" else wanted.values()):
        return
    print(f"Installing requirements/{profile}.lock into .venv ...", flush=True)
    _make_environment()
    uv = find_uv()
    if uv:
        where = ["--python", str(python_of(ENVIRONMENT)), "--quiet"]
        run(uv, "pip", "sync", *where, "--require-hashes", LOCKS / f"{profile}.lock")
        run(uv, "pip", "install", *where, "--no-build-isolation", "--no-deps", "--editable", ROOT)
    else:
        run(python_of(ENVIRONMENT), "-c", "import ensurepip; ensurepip.bootstrap(verbosity=-1)")
        run(python_of(ENVIRONMENT), *PIP_INSTALL, "-r", LOCKS / f"{profile}.lock")
        run(python_of(ENVIRONMENT), "-m", "pip", "install", "--quiet", "--no-build-isolation", "--no-deps",
            "--editable", ROOT)
    (ENVIRONMENT / DONE).write_text(wanted[profile])


def find_uv() -> Path | None:
    """The pinned uv, installed beside the project; None where it cannot be had."""
    uv = python_of(TOOLS).with_name("uv")
    return uv if tool("uv") else None


def tool(name: str) -> bool:
    """Whether requirements/NAME.lock is in `.tools`, installing it at first need."""
    done = TOOLS / f"{name}-{hashlib.sha256((LOCKS / f'{name}.lock').read_bytes()).hexdigest()[:16]}"
    if done.exists():
        return True
    if not python_of(TOOLS).exists():
        _make(TOOLS, "--clear")
    command = [python_of(TOOLS), *PIP_INSTALL, "--only-binary", ":all:", "-r", LOCKS / f"{name}.lock"]
    if subprocess.run(command, env=environment(), check=False).returncode:
        print(f"{name} could not be installed here; going on without it.", flush=True)
        return False
    done.touch()
    return True


def python_of(folder: Path) -> Path:
    return folder / "bin" / "python"


def environment() -> dict[str, str]:
    """This process's environment without what would send an installer to another Python."""
    unwanted = ("UV_PYTHON", "VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], env=environment(), cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"This step failed: {' '.join(str(part) for part in command[:4])} ...")


def _make_environment() -> None:
    if not python_of(ENVIRONMENT).exists():
        _make(ENVIRONMENT, "--without-pip")


def _make(folder: Path, how: str) -> None:
    done = subprocess.run([sys.executable, "-m", "venv", how, str(folder)], env=environment(), check=False)
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit("Python cannot make an environment here. On Debian and Ubuntu install python3-venv.")


def _installed() -> str:
    done = ENVIRONMENT / DONE
    return done.read_text() if done.exists() else ""


def _digest(profile: str) -> str:
    """Changes with the lock, with what the project says of itself, and with the Python it runs on."""
    parts = [(LOCKS / f"{profile}.lock").read_bytes(), (ROOT / "pyproject.toml").read_bytes(),
             sysconfig.get_python_version().encode(), str(ROOT).encode()]
    return f"{profile} {hashlib.sha256(b'|'.join(parts)).hexdigest()}"


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("prod", "dev"):
        sys.exit("Say which lock: install_python.py prod, or dev")
    main(sys.argv[1])
