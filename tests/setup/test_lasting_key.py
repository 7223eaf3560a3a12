"""What is kept outlives the key that signs sessions."""

from __future__ import annotations

from ifd.sealing import seal, unseal
from ifd.settings import load_settings
from tests.settings import SECRET

OTHER = "another secret for tests only, long enough to pass"


def test_it_is_the_key_for_data_where_there_is_one():
    assert load_settings(secret_key=SECRET).lasting_key == SECRET
    assert load_settings(secret_key=SECRET, data_key=OTHER).lasting_key == OTHER


def test_what_was_sealed_with_it_is_read_after_the_key_of_sessions_changed(app):
    with app.app_context():
        app.settings.data_key = OTHER
        sealed = seal("a test", "somebody", "a secret")

        app.settings.secret_key = "changed since, and long enough to pass as well"
        assert unseal("a test", "somebody", sealed) == "a secret"

        app.settings.data_key = "changed as well, and long enough to pass again"
        assert unseal("a test", "somebody", sealed) == ""
