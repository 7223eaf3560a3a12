"""How names, e-mail addresses and telephone numbers are written down to be searched."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers


def search_name(name: str) -> str:
    """Case-folded, without accents or punctuation: Zoë O'Brien and zoe obrien are found alike."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", "", letters)).strip()[:200]


def search_phone(value: str) -> str:
    """In international form, read as British when no country is given; what cannot be read keeps its digits."""
    try:
        number = phonenumbers.parse(value, "GB")
    except phonenumbers.NumberParseException:
        return re.sub(r"\D", "", value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def search_value(channel: str, value: str) -> str:
    """What a search compares for a contact point of this channel."""
    if channel == "email":
        return value.strip().casefold()
    if channel in ("sms", "phone"):
        return search_phone(value)
    return search_name(value)
