"""The code of a request just sent, for the browser that sent it to show again: sealed, and the newest few alone.

A session is signed, but anyone at the same screen can read it; and a browser drops one that grows too large.
"""

from __future__ import annotations

from flask import session

from ifd.sealing import seal, unseal

_NEWEST = 8
_PURPOSE = "status code"


def remember(form: int, code: str) -> None:
    """Keep the code of the request that this form became."""
    kept = {**session.get("codes", {}), str(form): seal(_PURPOSE, str(form), code)}
    session["codes"] = {key: kept[key] for key in sorted(kept, key=int)[-_NEWEST:]}


def forget(form: int) -> None:
    session["codes"] = {key: code for key, code in session.get("codes", {}).items() if key != str(form)}


def recall(form: int) -> str:
    """The code; '' where another browser sent it, or long ago."""
    return unseal(_PURPOSE, str(form), session.get("codes", {}).get(str(form), ""))
