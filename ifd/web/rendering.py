"""What every template can say: addresses, dates in London, the crisis line, and who is signed in."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from flask import Flask, current_app, g, url_for
from flask_login import current_user

from ifd import clock
from ifd.database import AWAY, db
from ifd.models import Staff
from ifd.permissions import may
from ifd.queries.happenings import closures
from triage.calendar import next_open_day

# What is due by the end of a day is due on that day.
_END_OF_DAY = time(23, 59)


def prepare_templates(app: Flask) -> None:
    app.jinja_env.globals.update(asset_url=asset_url, may=may, closed_until=closed_until)
    app.jinja_env.filters.update(long_date=long_date, short_date=short_date, moment=moment, due_day=due_day)

    @app.context_processor
    def always():
        settings = current_app.settings
        return {
            "cspNonce": g.get("csp_nonce", ""),
            "settings": settings,
            "today": clock.london_date(clock.now()),
            "staff": _signed_in(),
        }


def _signed_in() -> Staff | None:
    """Who is signed in. With the database away nobody can say, and the page that says so must be drawn."""
    try:
        return current_user._get_current_object() if current_user and current_user.is_authenticated else None
    except AWAY:
        db.session.rollback()
        return None


@cache
def _built(root: str) -> dict[str, str]:
    manifest = Path(root) / "built" / "manifest.json"
    return json.loads(manifest.read_text()) if manifest.exists() else {}


def asset_url(name: str) -> str:
    """The address of a built asset, named by its content so that it may be kept for a year."""
    return url_for("static", filename="built/" + _built(current_app.static_folder).get(name, name))


def closed_until() -> date | None:
    """The day we open again, while the front door is closed for today; None while somebody still reads today."""
    at = clock.now()
    opens = next_open_day(at, current_app.settings.front_door_closes, closures())
    return opens if opens > clock.london_date(at) else None


def long_date(value: date | datetime | None) -> str:
    """'Monday 3 August 2026', in London."""
    day = _day(value)
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


def short_date(value: date | datetime | None) -> str:
    """'3 Aug 2026', in London."""
    day = _day(value)
    return f"{day.day} {day:%b %Y}" if day else ""


def clock_time(value: datetime | None) -> str:
    """'2:05pm', in London, as the NHS writes times."""
    if value is None:
        return ""
    local = value.astimezone(clock.LONDON)
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def moment(value: datetime | None) -> str:
    """'3 Aug 2026, 2:05pm', in London."""
    return f"{short_date(value)}, {clock_time(value)}" if value else ""


def due_day(value: datetime, now: datetime) -> str:
    """'Tue 3 Aug', in London, unbroken; with the time where that matters: today or tomorrow, before the day's end."""
    day, today = clock.london_date(value), clock.london_date(now)
    words = f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")
    is_soon = day in (today, today + timedelta(days=1))
    is_end_of_day = value.astimezone(clock.LONDON).time() >= _END_OF_DAY
    at = f", {clock_time(value)}" if is_soon and not is_end_of_day else ""
    return f"{words}{at}".replace(" ", "\N{NO-BREAK SPACE}")


def _day(value: date | datetime | None) -> date | None:
    return clock.london_date(value) if isinstance(value, datetime) else value
