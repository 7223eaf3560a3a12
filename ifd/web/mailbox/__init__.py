"""The mailbox door: what was sent, where sending goes to a table instead of to people."""

from flask import Blueprint

blueprint = Blueprint("mailbox", __name__)

from ifd.web.mailbox import views  # noqa: E402,F401  views register themselves on the blueprint
