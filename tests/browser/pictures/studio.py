"""Where pictures are taken: a made-up area on a fixed day, with secrets that are no secrets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from ifd import clock, tokens
from ifd.database import db
from ifd.synthetic import fill
from tests.browser.journeys.family import Family
from tests.browser.people import sign_in
from tests.browser.pictures.camera import SIZES

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)  # a Tuesday
_REQUESTS, _SEED = 240, 11
EMAILS = {
    "clinician": "clinician@demo.example",
    "lead": "lead@demo.example",
    "call_handler": "calls@demo.example",
    "partner": "tidewater-counselling@demo.example",
    "administrator": "admin@demo.example",
    "analyst": "analyst@demo.example",
}


class NoSecrets:
    """Stands in for `secrets`, so that codes and references are the same in each picture."""

    def __init__(self) -> None:
        self._random = Random(_SEED)
        self.choice = self._random.choice

    def randbelow(self, below: int) -> int:
        return self._random.randrange(below)

    def token_urlsafe(self, length: int) -> str:
        return f"{self._random.getrandbits(length * 6):0{length}x}"


class Studio:
    """Pages as somebody sees them: `visitor()` is a family's, `staff(role)` those of somebody signed in."""

    def __init__(self, app, new_page, monkeypatch) -> None:
        self.app = app
        self.now = NOW
        self._new_page = new_page
        self._staff: dict[str, object] = {}
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(tokens, "secrets", NoSecrets())
        with app.app_context():
            fill.fill(_REQUESTS, seed=_SEED, now=self.now)

    def visitor(self, width: str = "desktop"):
        return self._new_page(viewport=SIZES[width])

    def family(self, whom: str, width: str = "desktop") -> Family:
        """Somebody who has begun a form."""
        family = Family(self.visitor(width), look=lambda _page: None)
        family.begins_for(whom)
        return family

    def staff(self, role: str):
        """The page of this role's person, signed in once."""
        if role not in self._staff:
            self._staff[role] = self.visitor()
            sign_in(self._staff[role], self.app, EMAILS[role])
        return self._staff[role]

    def stores(self, make):
        """What `make()` answers, after what it wrote is stored."""
        with self.app.app_context():
            made = make()
            db.session.commit()
            return made

    def asks(self, question):
        """The first value that the database answers, if any."""
        with self.app.app_context():
            return db.session.scalar(question.limit(1))

    def ago(self, **length: float) -> datetime:
        return self.now - timedelta(**length)
