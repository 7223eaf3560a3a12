"""Where a WSGI server finds the front door: `gunicorn wsgi:app`."""

from ifd.wsgi import app

__all__ = ["app"]
