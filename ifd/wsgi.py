"""What a web server serves: `ifd.wsgi:app`."""

from ifd import create_app

app = create_app()
