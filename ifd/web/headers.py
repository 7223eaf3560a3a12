"""Headers that keep pages private and scripts ours."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request


def send_safe_headers(app: Flask) -> None:
    """A strict content security policy with a nonce; nothing personal is ever stored by a browser or proxy."""

    @app.before_request
    def make_nonce():
        g.csp_nonce = secrets.token_urlsafe(16)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'self' 'nonce-{g.get('csp_nonce', '')}'; style-src 'self'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )
        headers["X-Content-Type-Options"] = "nosniff"
        # Where somebody came from is nobody's business: a link's token must not leak to the next site.
        headers["Referrer-Policy"] = "no-referrer" if request.endpoint != "static" else "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
        if app.settings.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response
