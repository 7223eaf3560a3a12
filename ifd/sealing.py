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
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(purpose)).encrypt(nonce, secret.encode(), whose.encode())
    return urlsafe_b64encode(nonce + sealed).decode()


def unseal(purpose: str, whose: str, sealed: str) -> str:
    """The secret; '' when it was sealed for something else, with another key, or never."""
    try:
        read = urlsafe_b64decode(sealed)
        return AESGCM(_key(purpose)).decrypt(read[:_NONCE], read[_NONCE:], whose.encode()).decode()
    except (InvalidTag, ValueError):
        return ""


def _key(purpose: str) -> bytes:
    return _derive(current_app.settings.secret_key, purpose)


@lru_cache(maxsize=8)
def _derive(secret: str, purpose: str) -> bytes:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"ifd {purpose}".encode())
    return made.derive(secret.encode())
