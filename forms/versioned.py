"""A form about a record that others may change while it is being filled in."""

from __future__ import annotations

from wtforms import Form, HiddenField

from forms.typed import whole_number


class Versioned(Form):
    """Says which version of the request the page was drawn from, so that two at once are noticed."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version the reader saw; -1, which no request has, when the page does not say."""
        seen = whole_number(self.version.data)
        return -1 if seen is None else seen
