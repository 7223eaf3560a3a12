"""What made-up people write: sentences from `ifd/data/synthetic/words.yaml`, put together as people do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

import yaml

from triage.vocabulary import Need, Requester

_VOICE = {
    Requester.YOUNG_PERSON: "young_person",
    Requester.PARENT_CARER: "parent",
    Requester.PROFESSIONAL: "professional",
}
_FORMS = {
    "she": {"they": "she", "them": "her", "their": "her", "themself": "herself"},
    "he": {"they": "he", "them": "him", "their": "his", "themself": "himself"},
    "they": {"they": "they", "them": "them", "their": "their", "themself": "themself"},
}
# "they are" and not "they is", for those who use they.
_AGREE = {
    "is": "are",
    "has": "have",
    "does": "do",
    "worries": "worry",
    "gets": "get",
    "says": "say",
    "hits": "hit",
    "cries": "cry",
    "clings": "cling",
    "sees": "see",
    "comes": "come",
    "keeps": "keep",
    "thinks": "think",
    "stays": "stay",
    "checks": "check",
    "asks": "ask",
    "covers": "cover",
    "bangs": "bang",
    "talks": "talk",
}
_SLIPS = (
    ("because", "cos"),
    ("don't", "dont"),
    ("can't", "cant"),
    ("I'm", "im"),
    ("going to", "gonna"),
    ("really", "realy"),
    ("definitely", "definately"),
    ("you", "u"),
    ("and", "n"),
)


@dataclass(frozen=True)
class Speaker:
    """Who writes, and about whom."""

    voice: Requester
    age: int
    name: str
    pronoun: str  # she, he or they
    school: str


@cache
def _words() -> dict:
    return yaml.safe_load((files("ifd") / "data" / "synthetic" / "words.yaml").read_text(encoding="utf-8"))


def needs_spoken_of(voice: Requester, age: int) -> tuple[Need, ...]:
    """The needs that somebody of this voice and age has words for."""
    said = _words()["needs"]
    return tuple(Need(need) for need in said if _fitting(said[need].get(_VOICE[voice], ()), age))


def write(speaker: Speaker, needs: tuple[Need, ...], risk: str, random: Random) -> str:
    """A free text of two to six sentences about `needs`. `risk`: none, denied, thoughts, plan or acute."""
    words, voice = _words(), _VOICE[speaker.voice]
    lines = [
        random.choice(_fitting(words["needs"][need].get(voice, ()), speaker.age) or [""]) for need in needs
    ]
    lines += random.sample(words["effects"][voice], k=random.choice((0, 1, 1, 2)))
    key = {"thoughts": "suicidal_thoughts", "plan": "plans", "acute": "acute", "denied": "denials"}.get(risk)
    if key:
        lines.insert(random.randint(1, len(lines)), random.choice(words[key][voice]))
    if random.random() < 0.4:
        lines.append(random.choice(words["hopes"][voice]))
    text = " ".join(_stop(_fill(line, speaker)) for line in lines if line)
    if speaker.voice is Requester.YOUNG_PERSON and random.random() < 0.3:
        for right, slip in random.sample(_SLIPS, k=3):
            text = re.sub(rf"\b{re.escape(right)}\b", slip, text)
    return text


def _fitting(lines, age: int) -> list[str]:
    found = []
    for line in lines:
        if isinstance(line, str):
            found.append(line)
        elif line.get("from", 0) <= age <= line.get("to", 99):
            found.append(line["text"])
    return found


def _fill(line: str, speaker: Speaker) -> str:
    for word, form in _FORMS[speaker.pronoun].items():
        line = line.replace(f"{{{word}}}", form).replace(f"{{{word.capitalize()}}}", form.capitalize())
    if speaker.pronoun == "they":
        line = re.sub(r"\b([Tt]hey) (\w+)\b", lambda m: f"{m[1]} {_AGREE.get(m[2], m[2])}", line)
    return line.replace("{name}", speaker.name).replace("{school}", speaker.school)


def _stop(line: str) -> str:
    return line if line.endswith((".", "?", "!")) else f"{line}."
