"""Everything the environment may say, checked once at start.

A wrong environment is named in one readable list before anything is served; nothing else in the house
reads environment variables.
"""

from __future__ import annotations

import re
import secrets
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
SENTENCES = VAR / "sentences"  # where the classifier's sentence encoder is built, once

_WEB_ADDRESS = re.compile(r"https?://[^\s/?#@]+[^\s]*")
_MAIL_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_PASSWORD_IN_ADDRESS = re.compile(r"//.*@")  # greedy: a password may hold / and @ itself

SHORTEST_SHADOW = {"model_shadow_decisions": 50, "model_shadow_days": 7}

Sender = Literal["mailbox", "smtp", "notify"]


class SettingsError(Exception):
    """The environment cannot be used; `problems` has one sentence for each thing that is wrong."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__(
            "\n".join(
                [
                    "The environment needs mending before the front door can open:",
                    *(f"  - {problem}" for problem in problems),
                ]
            )
        )


class Settings(BaseSettings):
    """The settings of one process. Names are the environment variables, in lower case."""

    model_config = SettingsConfigDict(
        env_file=None, extra="ignore", env_ignore_empty=True, secrets_dir=None, str_strip_whitespace=True
    )

    # Where it runs
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    public_url: str = Field(
        default="", description="the address families see in messages; made from host and port when empty"
    )
    environment: Literal["development", "test", "demo", "production"] = "development"
    trusted_proxies: Annotated[int, Field(ge=0, le=5)] = 0
    web_workers: Annotated[int, Field(ge=1, le=64)] = 2
    web_threads: Annotated[int, Field(ge=1, le=64)] = 4

    # What it keeps things in
    database_url: str = f"sqlite:///{VAR / 'ifd.sqlite3'}"
    redis_url: str = ""
    secret_key: str = ""
    data_key: str = Field(
        default="",
        description="seals second-factor secrets and codes shown once, signs classifiers; SECRET_KEY when empty",
    )

    # Whose door it is
    area_name: str = "Norfolk and Waveney"
    front_door_phone: str = "01632 960 000"
    front_door_hours: str = "Monday to Friday, 8am to 6pm"
    front_door_closes: time = Field(
        default=time(18), description="what is sent after this time, in London, is read on the next working day"
    )
    postcode_areas: Annotated[tuple[str, ...], NoDecode, Field(min_length=1)] = (
        "NR",
        "PE14",
        "PE30",
        "PE31",
        "PE32",
        "PE33",
        "PE34",
        "PE35",
        "PE36",
        "PE37",
        "PE38",
        "IP18",
        "IP19",
        "IP20",
        "IP21",
        "IP22",
        "IP24",
        "IP25",
        "IP26",
    )
    exit_url: str = "https://www.bbc.co.uk/weather"

    # How messages leave
    sender: Sender = "mailbox"
    mail_from: str = "front-door@example.org"
    smtp_host: str = "127.0.0.1"
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = False
    notify_api_key: str = ""
    notify_base_url: str = "https://api.notifications.service.gov.uk"
    notify_email_template_id: str = ""
    notify_sms_template_id: str = ""

    # How long things last
    draft_days: Annotated[int, Field(ge=14, le=90)] = 28
    staff_idle_minutes: Annotated[int, Field(ge=5, le=240)] = 60
    staff_session_hours: Annotated[int, Field(ge=1, le=12)] = 12

    # What the second opinion must stand before a clinician sees it, and from what on it is switched off
    model_shadow_decisions: Annotated[int, Field(ge=0, le=100_000)] = 200
    model_shadow_days: Annotated[int, Field(ge=0, le=365)] = 28
    model_look_seconds: Annotated[float, Field(gt=0, le=30)] = 2
    model_load_seconds: Annotated[float, Field(gt=0, le=120)] = 10
    model_failures: Annotated[int, Field(ge=1, le=20)] = 3

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    rate_limits: bool = True

    @field_validator("postcode_areas", mode="before")
    @classmethod
    def _split_areas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().upper() for part in value.split(",") if part.strip())
        return value

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, value: str) -> str:
        value = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", value)
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        if not value.startswith("sqlite"):
            _require_readable_database(value)
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_scheme(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must start with redis://, rediss:// or unix://")
        try:
            _ = urlsplit(value).port
        except ValueError:
            raise ValueError("cannot be read: is its port a number?") from None
        return value

    @field_validator("public_url", "exit_url", "notify_base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and not _WEB_ADDRESS.fullmatch(value):
            raise ValueError("must be a web address, such as https://door.example.org")
        return value

    @field_validator("mail_from")
    @classmethod
    def _mail_address(cls, value: str) -> str:
        if not _MAIL_ADDRESS.fullmatch(value):
            raise ValueError("must be an e-mail address, such as front-door@example.org")
        return value

    @field_validator(*SHORTEST_SHADOW)
    @classmethod
    def _long_enough(cls, value: int, asked: ValidationInfo) -> int:
        """In the demo nobody is sick, and whoever looks on has no month."""
        shortest = SHORTEST_SHADOW[asked.field_name]
        if value < shortest and asked.data.get("environment") != "demo":
            raise ValueError(f"must be {shortest} or more. Only in the demo it may be less")
        return value

    @model_validator(mode="after")
    def _whole(self) -> Settings:
        problems = []
        if self.environment == "production" and len(self.secret_key) < 32:
            problems.append("SECRET_KEY must be set to at least 32 random characters in production")
        if self.environment == "production" and 0 < len(self.data_key) < 32:
            problems.append("DATA_KEY must be at least 32 random characters in production, or left out")
        if self.environment == "production" and not self.public_url.startswith("https://"):
            problems.append("PUBLIC_URL must be set and start with https:// in production")
        if self.sender == "notify":
            problems += [
                f"{name.upper()} must be set when SENDER is notify"
                for name in ("notify_api_key", "notify_email_template_id", "notify_sms_template_id")
                if not getattr(self, name)
            ]
        if problems:
            raise ValueError("\n".join(problems))
        if not self.secret_key:
            self.secret_key = _local_secret()
        if not self.public_url:
            self.public_url = f"http://{self.host}:{self.port}"
        self.public_url = self.public_url.rstrip("/")
        return self

    @property
    def is_demo(self) -> bool:
        return self.environment == "demo"

    @property
    def is_shadow_shortened(self) -> bool:
        """Whether a version may be shown sooner than is safe with real people: in the demo alone."""
        return self.is_demo and any(getattr(self, name) < shortest for name, shortest in SHORTEST_SHADOW.items())

    @property
    def lasting_key(self) -> str:
        """What is kept for years is sealed and signed with: DATA_KEY where there is one, so that SECRET_KEY can change
        without new telephones for everybody, and without a classifier that is no longer trusted."""
        return self.data_key or self.secret_key

    @property
    def is_secure(self) -> bool:
        """Whether families reach the door over https, so cookies may insist on it."""
        return self.public_url.startswith("https://")


def load_settings(**overrides: object) -> Settings:
    """The settings of this process from its environment, `overrides` winning; SettingsError lists all that is wrong."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_problems(error, overrides)) from None


def _require_readable_database(address: str) -> None:
    """Asks the library that will connect; it is loaded only where there is something to ask."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        make_url(address)
    except (ArgumentError, ValueError):
        raise ValueError("cannot be read: is its port a number?") from None


def _problems(error: ValidationError, overrides: dict[str, object]) -> list[str]:
    """Everything wrong. What depends on several settings is asked only once each is right by itself, so it is
    asked again with the wrong ones as they usually are."""
    wrong = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
    found = [sentence for problem in error.errors() for sentence in _sentences(problem)]
    if wrong:
        try:
            Settings(**{**overrides, **{name: Settings.model_fields[name].default for name in wrong}})
        except ValidationError as more:
            found += [sentence for problem in more.errors() for sentence in _sentences(problem)]
    return found


def _sentences(problem: dict) -> list[str]:
    message = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:
        return message.splitlines()
    name = str(problem["loc"][0]).upper()
    if "KEY" in name or "PASSWORD" in name:
        return [f"{name}: {message}"]
    return [f"{name}: {message} (it is {_PASSWORD_IN_ADDRESS.sub('//', str(problem['input']))!r})"]


def _local_secret() -> str:
    """A secret kept beside the local database, so that restarts on one laptop keep sessions."""
    path = VAR / "secret_key"
    try:
        if not path.exists():
            VAR.mkdir(mode=0o700, exist_ok=True)
            path.write_text(secrets.token_urlsafe(48))
            path.chmod(0o600)
        return path.read_text().strip()
    except OSError as error:
        raise ValueError(f"SECRET_KEY must be set, for none can be kept in {VAR}: {error.strerror}") from None
