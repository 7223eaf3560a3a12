"""The words of our messages: read from `ifd/data/messages.yaml`, checked whole, filled in with facts alone.

The language is one thing only: `{{name}}` stands for a fact. It cannot loop, look anything up or run code, so
staff may edit the file without risk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

AUDIENCES = ("young_person_under_13", "young_person", "parent_carer", "referrer")
CHANNELS = ("email", "sms")
IN_DOUBT = ("send_again", "ask")

# Facts that stand for themselves in every message, and facts that come with the news.
ALWAYS = frozenset({"area", "phone", "hours", "link"})
WITH_NEWS = frozenset(
    {"reference", "status_code", "organisation", "offer", "by_date", "url", "code", "minutes"}
)

_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_STRAY = re.compile(r"\{\{|\}\}|\{%|\(\(|\)\)")


class WordingError(Exception):
    """The words cannot be used; the message lists everything wrong with them."""


@dataclass(frozen=True, slots=True)
class Words:
    """One message for one channel before its facts are filled in. Text messages have no subject."""

    body: str
    subject: str = ""

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(_FIELD.findall(self.subject) + _FIELD.findall(self.body))

    def filled(self, facts: dict[str, object]) -> Words:
        """With every fact put in. KeyError names one that is not there: nothing half-filled is ever sent."""

        def put(match: re.Match) -> str:
            return str(facts[match.group(1)])

        # A subject is one line, whatever a fact holds.
        return Words(_FIELD.sub(put, self.body), " ".join(_FIELD.sub(put, self.subject).split()))


@dataclass(frozen=True)
class Wording:
    """Every message, checked."""

    version: str
    forget: frozenset[str]
    in_doubt: dict[str, str]
    full: dict[tuple[str, str, str], Words] = field(repr=False)  # news, audience, channel
    neutral: dict[tuple[str, str], Words] = field(repr=False)  # audience, channel
    asked_for: dict[tuple[str, str], Words] = field(repr=False)  # what, channel

    @property
    def news(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(news for news, _audience, _channel in self.full))

    def words(self, template: str, channel: str, is_neutral: bool = False) -> Words:
        """The words of `news.audience`, or of something asked for, by this channel."""
        news, _, audience = template.partition(".")
        if not audience:
            return self.asked_for[news, channel]
        return self.neutral[audience, channel] if is_neutral else self.full[news, audience, channel]

    def policy_in_doubt(self, template: str) -> str:
        """What to do when nobody can say whether a message has left: send_again or ask."""
        return self.in_doubt[template.partition(".")[0]]


@cache
def wording() -> Wording:
    """The words that come with the software."""
    return load_wording((files("ifd") / "data" / "messages.yaml").read_text(encoding="utf-8"))


def load_wording(text: str) -> Wording:
    """Words from YAML text; WordingError lists every mistake and every combination that is missing."""
    document = yaml.safe_load(text)
    reader = _Reader()
    endings = document.get("endings", {})
    full = {
        (news, audience, channel): reader.words(
            said.get(audience), channel, f"{news}.{audience}", endings.get(audience, "")
        )
        for news, said in document.get("news", {}).items()
        for audience in AUDIENCES
        for channel in CHANNELS
    }
    neutral = {
        (audience, channel): reader.words(
            document.get("neutral", {}).get(audience), channel, f"neutral.{audience}"
        )
        for audience in AUDIENCES
        for channel in CHANNELS
    }
    asked_for = {
        (what, channel): reader.words(said, channel, what)
        for what, said in document.get("asked_for", {}).items()
        for channel in CHANNELS
    }
    policies = {
        name: reader.policy(said, name)
        for name, said in {**document.get("news", {}), **document.get("asked_for", {})}.items()
    }
    if reader.mistakes:
        raise WordingError("\n".join(reader.mistakes))
    return Wording(document["version"], frozenset(document["forget"]), policies, full, neutral, asked_for)


class _Reader:
    def __init__(self) -> None:
        self.mistakes: list[str] = []

    def words(self, said: dict | None, channel: str, where: str, ending: str = "") -> Words:
        found = (said or {}).get(channel)
        if not found:
            self.mistakes.append(f"{where} has no words by {channel}.")
            return Words("")
        if channel == "sms":
            words = Words(found.strip())
        else:
            words = Words(
                "\n\n".join(part.strip() for part in (found.get("body", ""), ending) if part),
                found.get("subject", ""),
            )
        self._check(words, f"{where} by {channel}")
        return words

    def policy(self, said: dict, where: str) -> str:
        policy = said.get("in_doubt")
        if policy not in IN_DOUBT:
            self.mistakes.append(f"{where} must say in_doubt: {' or '.join(IN_DOUBT)}.")
        return policy

    def _check(self, words: Words, where: str) -> None:
        for name in sorted(words.fields - ALWAYS - WITH_NEWS):
            self.mistakes.append(f"{where} has the field '{name}', which does not exist.")
        rest = _FIELD.sub("", words.subject + words.body)
        if _STRAY.search(rest):
            self.mistakes.append(f"{where} has brackets that are not a field.")
        if "\n" in words.subject:
            self.mistakes.append(f"{where} has a subject of more than one line.")
