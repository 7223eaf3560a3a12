"""The files for running elsewhere, which cannot all be run here, hold together with the code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml
from yamllint import linter
from yamllint.config import YamlLintConfig

from ifd.cli import COMMANDS
from ifd.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
PROCESSES = {"web", "worker", "tick"}
SETTINGS = {name.upper() for name in Settings.model_fields}


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the Containerfile with the whole of what follows it."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text(), flags=re.M).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def test_the_image_runs_an_ifd_command_as_nobody_in_particular():
    said = instructions()
    last_stage = said[max(at for at, (word, _) in enumerate(said) if word == "FROM") :]
    users = [value for word, value in last_stage if word == "USER"]

    assert users, "the image would run as root"
    assert users[-1].isdigit()
    assert int(users[-1]) > 0
    assert [json.loads(value) for word, value in last_stage if word == "CMD"] == [["ifd", "web"]]
    assert {word for word, _ in said} <= {
        "FROM",
        "WORKDIR",
        "COPY",
        "RUN",
        "ENV",
        "USER",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "CMD",
    }
    assert all(":" in value.split()[0] for word, value in said if word == "FROM"), (
        "a base image without a version"
    )


def test_the_image_is_given_no_secret_and_no_data():
    ignored = (ROOT / ".containerignore").read_text().splitlines()

    assert {".env", "var", ".git", ".venv"} <= set(ignored)
    assert (ROOT / ".dockerignore").read_text() == (ROOT / ".containerignore").read_text()
    assert not any(
        re.search(r"KEY|PASSWORD|SECRET", value) for word, value in instructions() if word == "ENV"
    )


def test_compose_runs_every_process_of_ours():
    ours = {
        name: service["command"]
        for name, service in COMPOSE["services"].items()
        if service["image"] == "front-door"
    }

    assert set(ours) == {*PROCESSES, "migrate"}
    for name, command in ours.items():
        assert command == ["ifd", name]
        assert name in COMMANDS
        assert COMPOSE["services"][name]["read_only"]
        assert COMPOSE["services"][name]["cap_drop"] == ["ALL"]
        assert COMPOSE["services"][name]["init"]


def test_compose_sets_only_settings_there_are_and_keeps_what_matters():
    services = COMPOSE["services"]

    assert set(services["web"]["environment"]) <= SETTINGS
    assert {name for service in services.values() for name in service.get("depends_on", {})} <= set(services)
    queue = " ".join(services["valkey"]["command"])
    assert "--appendonly yes" in queue
    assert "--maxmemory-policy noeviction" in queue
    mounted = [
        volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])
    ]
    assert set(mounted) == set(COMPOSE["volumes"])
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_pages_in_a_container_are_reached_from_outside_it_whatever_the_env_file_says():
    web = COMPOSE["services"]["web"]
    [port] = web["ports"]

    assert web["environment"]["HOST"] == "0.0.0.0"
    assert port.endswith(f":{web['environment']['PORT']}")


def test_the_example_unchanged_is_what_is_so_without_it(monkeypatch):
    """But for what production must set, so that copying it changes nothing unseen."""
    lines = re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.M)
    for name, value in lines:
        monkeypatch.setenv(name, value)
    own = {"environment", "public_url", "trusted_proxies", "secret_key"}

    said = load_settings(secret_key="x" * 40).model_dump(exclude=own)

    assert said == {name: Settings.model_fields[name].default for name in said}


def test_the_yaml_is_tidy():
    rules = YamlLintConfig(
        "{extends: default, rules: {line-length: {max: 120}, document-start: disable,"
        " comments: {min-spaces-from-content: 1}}}"
    )

    assert [str(fault) for fault in linter.run((ROOT / "compose.yaml").read_text(), rules)] == []


def test_the_procfile_names_ifd_commands():
    lines = dict(line.split(": ") for line in (ROOT / "Procfile").read_text().splitlines())

    assert set(lines) == {*PROCESSES, "release"}
    for command in lines.values():
        program, name = command.split()
        assert program == "ifd"
        assert name in COMMANDS


def test_there_is_a_unit_for_each_process():
    assert {unit.stem.removeprefix("front-door-") for unit in UNITS} == PROCESSES


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_restarts_always_and_is_shut_in(unit):
    said = read_unit(unit)
    service = said["Service"]

    assert service["execstart"].split()[0].endswith("/.venv/bin/ifd")
    assert service["execstart"].split()[1] == unit.stem.removeprefix("front-door-")
    assert service["restart"] == "always"
    assert service["killmode"] == "control-group"
    assert said["Unit"]["startlimitintervalsec"] == "0"
    assert service["user"] != "root"
    for shut in ("nonewprivileges", "privatetmp", "protecthome", "restrictsuidsgid"):
        assert service[shut] == "yes"
    assert service["protectsystem"] == "strict"
    assert service["capabilityboundingset"] == ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_understands_the_unit(unit, tmp_path):
    """With a program and folder that exist here, since systemd looks for them."""
    checker = shutil.which("systemd-analyze")
    if checker is None:  # not a Debian machine: our own reading above has to do
        assert read_unit(unit).sections()
        return
    copy = tmp_path / unit.name
    text = (
        unit.read_text().replace("/srv/front-door/.venv/bin/ifd", "/bin/true").replace("/srv/front-door", "/")
    )
    copy.write_text(text.replace("User=front-door\nGroup=front-door\n", ""))

    done = subprocess.run([checker, "verify", "--man=no", str(copy)], capture_output=True, text=True)

    assert [line for line in done.stderr.splitlines() if unit.name in line] == []


def test_every_setting_is_in_the_example_and_the_guide():
    example = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    guide = set(re.findall(r"`([A-Z][A-Z_]+)`", (ROOT / "docs" / "running.md").read_text()))

    assert set(example) == SETTINGS | {"POSTGRES_PASSWORD"}
    assert guide >= SETTINGS
    assert len(example) == len(set(example))


def test_the_proxy_hides_figures_and_keeps_no_addresses():
    said = (ROOT / "deploy" / "nginx" / "front-door.conf").read_text()

    assert said.count("{") == said.count("}")
    assert "access_log off;" in said
    assert re.search(r"location = /metrics \{[^}]*deny all;", said)
    for header in ("X-Forwarded-For $remote_addr", "X-Forwarded-Proto https", "Host $host"):
        assert f"proxy_set_header {header};" in said


def test_the_notice_names_everything_in_the_locks():
    notice = (ROOT / "NOTICE").read_text()

    for lock in (ROOT / "requirements").glob("*.lock"):
        for name, version in re.findall(r"^([\w.-]+)==([\w.+-]+)", lock.read_text(), re.M):
            assert f"  {name} {version}: " in notice
    for package, facts in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        if package:
            assert f"  {package.removeprefix('node_modules/')} {facts['version']}: " in notice


def test_the_licence_is_whole():
    licence = (ROOT / "LICENSE").read_text()

    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def read_unit(unit: Path) -> RawConfigParser:
    """A unit as sections and lower-case keys; of a key that is repeated, the last."""
    parser = RawConfigParser(strict=False, interpolation=None)
    parser.read_string(unit.read_text())
    return parser
