"""Short secrets where others could read them: sealed they say nothing, and moved elsewhere they open nothing."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

_NONCE = 12


def seal(purpose: str, whose: str, secret: str) -> str:
    """`secret` as text that only this installation can read, for this purpose and this thing alone."""
    return urlsafe_b64encode(seal_bytes(purpose, whose, secret)).decode()


def unseal(purpose: str, whose: str, sealed: str) -> str:
    """The secret; '' when it was sealed for something else, with another key, or never."""
    try:
        return unseal_bytes(purpose, whose, urlsafe_b64decode(sealed)) or ""
    except ValueError:
        return ""


def seal_bytes(purpose: str, whose: str, secret: str) -> bytes:
    """The same as bytes, for a column of the database."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, secret.encode(), whose.encode())


def unseal_bytes(purpose: str, whose: str, sealed: bytes) -> str | None:
    try:
        return AESGCM(_key(purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], whose.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def _key(purpose: str) -> bytes:
    return _derive(current_app.settings.lasting_key, purpose)


@lru_cache(maxsize=8)
def _derive(secret: str, purpose: str) -> bytes:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"ifd {purpose}".encode())
    return made.derive(secret.encode())
