"""The steps of signing in as Ruth, a clinician."""

from __future__ import annotations

import re

import pyotp

from ifd import clock

EMAIL, PASSWORD = "ruth@example.org", "otter lantern gravel"
SECRET = pyotp.random_base32()
SIGN_IN, CODE = "/staff/sign-in", "/staff/second-factor"


def code_now() -> str:
    return pyotp.TOTP(SECRET).at(clock.now())


def give_password(client, email=EMAIL, password=PASSWORD):
    return client.submit(client.get(SIGN_IN), SIGN_IN, follow_redirects=False, email=email, password=password)


def give_code(client, code=None):
    return client.submit(client.get(CODE), CODE, follow_redirects=False, code=code or code_now())


def sign_out(client):
    return client.submit(client.get("/staff"), "/staff/sign-out", follow_redirects=False)


def is_in(client) -> bool:
    return client.get("/staff").status_code == 200


def body_without_tokens(page, email: str) -> str:
    return re.sub(r'(nonce|value)="[^"]{20,}"', "", page.get_data(as_text=True)).replace(email, "")
