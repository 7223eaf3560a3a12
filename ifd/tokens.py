"""Random tokens and short codes, and the keyed hashes that are all we keep of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import current_app

# No letter or digit that is mistaken for another on the telephone or in handwriting.
_READABLE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_token() -> str:
    """256 random bits, for a link."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits, for a second factor that people type."""
    return f"{secrets.randbelow(1_000_000):06}"


def new_reference() -> str:
    """What families quote: `7K3F-92QH`. It is not a secret and opens nothing by itself."""
    letters = "".join(secrets.choice(_READABLE) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def keyed_hash(purpose: str, *parts: str) -> str:
    """A hash that only this installation can make: a copy of the database alone cannot test guesses."""
    key = current_app.settings.secret_key.encode()
    return hmac.new(
        key, "\x1f".join((purpose, *parts)).encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()


def is_match(stored: str, purpose: str, *parts: str) -> bool:
    """Whether `parts` are what `stored` was made from, in constant time; an empty hash matches nothing."""
    return bool(stored) and hmac.compare_digest(stored, keyed_hash(purpose, *parts))
