"""The settings of an application under test."""

from __future__ import annotations

import os

SECRET = "a secret for tests only, long enough to pass"


def forget_environment() -> None:
    """Tests see nobody's environment but their own."""
    from ifd.settings import Settings

    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)


def settings_for(database_url: str, redis_url: str = "", **others: object):
    from ifd.settings import load_settings

    return load_settings(
        **{
            "environment": "test",
            "database_url": database_url,
            "redis_url": redis_url,
            "secret_key": SECRET,
            "rate_limits": False,
            **others,
        }
    )
