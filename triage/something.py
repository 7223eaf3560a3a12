"""Whether the answer somebody wrote says that there is something, or that there is nothing."""

from __future__ import annotations

_NOTHING = frozenset(
    ["none", "no", "nothing", "never", "n/a", "na", "nil", "none known", "none reported", "not applicable"]
)
# A box filled in to say that nobody knows: as good as empty, and neither a yes nor a no.
_NOT_KNOWN = frozenset([
    "unknown", "not known", "not given", "not asked", "not stated", "not sure", "unsure", "declined", "n/k", "nk",
    "prefer not to say", "don't know", "dont know", "do not know", "i don't know", "?", "-",
])  # fmt: skip


def is_something(answer: str | None) -> bool | None:
    """Whether a written answer says that there is something; None where nobody knows."""
    words = " ".join((answer or "").lower().replace("’", "'").replace("_", " ").split()).rstrip(".")
    return None if not words or words in _NOT_KNOWN else words not in _NOTHING
