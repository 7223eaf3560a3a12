"""A form about a record that others may change while it is being filled in."""

from __future__ import annotations

from wtforms import Form, HiddenField


class Versioned(Form):
    """Says which version of the request the page was drawn from, so that two at once are noticed."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version the reader saw; -1, which no request has, when the page does not say."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
