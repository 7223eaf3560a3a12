"""Who made a model: a signature over its files (Ed25519, RFC 8032), and whose signatures count here."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True)
class Signer:
    """An installation that signs models. Its secret never leaves it; `public` goes with each model."""

    _key: Ed25519PrivateKey

    @classmethod
    def from_secret(cls, secret: str) -> Signer:
        """The same secret is the same signer."""
        made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"ifd model signing")
        return cls(Ed25519PrivateKey.from_private_bytes(made.derive(secret.encode())))

    @property
    def public(self) -> str:
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, content: bytes) -> str:
        return self._key.sign(content).hex()


def is_signed(content: bytes, signature: str, public: str) -> bool:
    """Whether the holder of `public` signed this very content."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True
