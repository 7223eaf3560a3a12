"""An environment that cannot work is named in one readable list, whichever command meets it."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from ifd.cli import main
from ifd.settings import Settings, SettingsError, load_settings
from tests.setup.test_up import free_port
from triage.screen.lexicon import LexiconError

# For each setting something that it cannot be. Those that take any text are not here.
WRONG = {
    "port": ("many", "0", "65536", "8000.5", "-1"),
    "environment": ("live", "Production"),
    "trusted_proxies": ("-1", "all", "99"),
    "web_workers": ("0", "lots", "1000"),
    "web_threads": ("0", "x"),
    "database_url": ("mysql://x", "postgres:/x", "/tmp/x.db", "sqlite", "sqlite://", "http://x", "postgresql://h:port/x"),
    "redis_url": ("localhost:6379", "http://x", "redis", "redis://h:port"),
    "public_url": ("door.example.org", "ftp://x", "https://", "javascript:alert(1)"),
    "exit_url": ("weather", "javascript:alert(1)", "//x"),
    "sender": ("pigeon", "email"),
    "mail_from": ("front door", "a@b", "x\nBcc: y@example.org"),
    "smtp_port": ("0", "smtp", "70000"),
    "smtp_tls": ("maybe",),
    "notify_base_url": ("api", "ftp://x"),
    "draft_days": ("13", "91", "x"),
    "staff_idle_minutes": ("4", "241", "x"),
    "staff_session_hours": ("0", "13", "x"),
    "model_shadow_decisions": ("49", "many"),
    "model_shadow_days": ("6", "x"),
    "model_look_seconds": ("0", "31", "x"),
    "model_load_seconds": ("0", "121"),
    "model_failures": ("0", "21"),
    "log_level": ("LOUD", "info"),
    "rate_limits": ("perhaps",),
    "postcode_areas": (",", " , ,"),
    "front_door_closes": ("teatime", "25:00"),
}
ANY_TEXT = {
    *("host", "secret_key", "data_key", "area_name", "front_door_phone", "front_door_hours"),
    *("smtp_host", "smtp_user", "smtp_password", "notify_api_key", "notify_email_template_id"),
    "notify_sms_template_id",
}


def test_every_setting_is_tried_here_or_takes_any_text():
    assert set(WRONG) | ANY_TEXT == set(Settings.model_fields)
    assert not set(WRONG) & ANY_TEXT


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_each_wrong_value_is_one_sentence_with_its_name(monkeypatch, name, value):
    monkeypatch.setenv("SECRET_KEY", "x" * 40)
    monkeypatch.setenv(name.upper(), value)
    with pytest.raises(SettingsError) as refused:
        load_settings()

    [problem] = refused.value.problems
    assert problem.startswith(f"{name.upper()}: ")
    assert "\n" not in problem
    assert "Traceback" not in problem


def test_everything_wrong_is_said_at_once(monkeypatch):
    for name, values in WRONG.items():
        monkeypatch.setenv(name.upper(), values[0])
    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert {problem.partition(":")[0] for problem in refused.value.problems} == {name.upper() for name in WRONG}


SHADOWS = [("model_shadow_decisions", 50), ("model_shadow_days", 7)]


@pytest.mark.parametrize(("name", "shortest"), SHADOWS)
@pytest.mark.parametrize("environment", ["development", "test", "production", "nowhere", "demo"])
def test_time_in_shadow_is_shortened_in_the_demo_alone(monkeypatch, name, shortest, environment):
    for key, value in {"SECRET_KEY": "x" * 40, "PUBLIC_URL": "https://x.example", "ENVIRONMENT": environment}.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv(name.upper(), str(shortest - 1))
    if environment == "demo":
        assert load_settings().is_shadow_shortened
    else:
        with pytest.raises(SettingsError) as refused:
            load_settings()
        assert any(said.startswith(f"{name.upper()}: must be {shortest} or more") for said in refused.value.problems)
    monkeypatch.setenv("ENVIRONMENT", "demo")
    monkeypatch.setenv(name.upper(), str(shortest))
    assert not load_settings().is_shadow_shortened
    monkeypatch.setenv(name.upper(), "-1")
    with pytest.raises(SettingsError):
        load_settings()


SECRETS = ("SECRET_KEY", "DATA_KEY", "SMTP_PASSWORD", "NOTIFY_API_KEY", "DATABASE_URL", "REDIS_URL")


@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_is_repeated(monkeypatch, name):
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv(name, "mysql://me:hunter2@x")
    monkeypatch.setenv("PORT", "x")
    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert "hunter2" not in str(refused.value)


COMMANDS = (
    ["up"], ["web"], ["worker"], ["tick"], ["migrate"], ["demo", "--requests", "1"], ["waits"],
    ["what-if", "counselling"],
    ["staff", "add", "a@example.org", "Ada", "--role", "lead"], ["staff", "link", "a@example.org"],
    ["directory"],
)  # fmt: skip
# The others wait for it to come back.
NEED_IT_AT_ONCE = [words for words in COMMANDS if words[0] not in ("web", "worker", "tick")]


def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
    own = {**os.environ, "SECRET_KEY": "x" * 40, **environment}
    return subprocess.run([sys.executable, "-m", "ifd", *words], capture_output=True, text=True, timeout=120, env=own)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: "-".join(words[:2]))
def test_every_command_says_what_is_wrong_and_ends_with_two(words):
    done = run(*words, PORT="0")

    assert done.returncode == 2, done.stderr
    assert "  - PORT: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["postgresql://x:hunter2@127.0.0.1:1/none", "sqlite:////nowhere/at/all.sqlite3"])
@pytest.mark.parametrize("words", NEED_IT_AT_ONCE, ids="-".join)
def test_a_database_that_cannot_be_reached_is_one_sentence(words, address):
    done = run(*words, DATABASE_URL=address, PORT=str(free_port()))

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "database" in done.stderr
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize("address", ["mysql://me:hunter2@home@x", "mysql://me:a/hunter2@x", "redis://:hunter2@h:p"])
def test_a_password_with_signs_of_an_address_is_not_repeated(monkeypatch, address):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.setenv(name, address)
    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert len(refused.value.problems) >= 1
    assert not {"hunter2", "home"} & set(re.split(r"\W+", str(refused.value)))


def test_a_short_data_key_is_named_in_production(monkeypatch):
    for name, value in {"ENVIRONMENT": "production", "SECRET_KEY": "x" * 40, "DATA_KEY": "short",
                        "PUBLIC_URL": "https://door.example.org"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="DATA_KEY must be at least 32"):
        load_settings()


def test_what_depends_on_several_settings_is_in_the_same_list(monkeypatch):
    for name, value in {"PORT": "x", "ENVIRONMENT": "production", "SENDER": "notify", "PUBLIC_URL": "http://x"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    said = "\n".join(refused.value.problems)

    for name in ("PORT", "SECRET_KEY", "PUBLIC_URL", "NOTIFY_API_KEY", "NOTIFY_EMAIL_TEMPLATE_ID"):
        assert name in said
    assert len(refused.value.problems) == 6


def test_without_a_key_and_without_a_place_to_keep_one(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setattr("ifd.settings.VAR", tmp_path / "file" / "var")
    with pytest.raises(SettingsError, match="SECRET_KEY must be set"):
        load_settings()


def test_a_database_that_was_never_prepared_is_told_how(tmp_path):
    done = run("waits", DATABASE_URL=f"sqlite:///{tmp_path}/new.sqlite3")

    assert done.returncode == 2
    assert "ifd migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_lexicon_is_a_sentence_and_not_a_traceback(monkeypatch, tmp_path, capsys):
    file = tmp_path / "one.jsonl"
    file.write_text('{"id": "1", "text": "hello"}\n')

    def broken(*_):
        raise LexiconError(["context.yaml: cannot be read"])

    monkeypatch.setattr("triage.engine.screen_text", broken)
    monkeypatch.setattr(sys, "argv", ["ifd", "decide", str(file)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "context.yaml: cannot be read" in capsys.readouterr().err
