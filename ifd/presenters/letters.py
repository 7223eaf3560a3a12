"""The messages of a request as staff read of them: what it was, to whom, by what, and what became of it."""

from __future__ import annotations

_NEWS = {
    "received": "'We have your request'",
    "allocated": "'Your request went to a service'",
    "accepted": "'The service said yes'",
    "first_contact": "'The service was in touch'",
    "help_started": "'Help has started'",
    "looking_again": "'We are looking again'",
    "looking_into_it": "'Our team is looking into what helps'",
    "status_code_again": "A new code",
}
_READERS = {
    "young_person_under_13": "the young person",
    "young_person": "the young person",
    "parent_carer": "the parent or carer",
    "referrer": "the referrer",
}
_CHANNELS = {"sms": "text", "email": "e-mail", "post": "letter", "phone": "call"}
_STATES = {
    "pending": "waiting to go",
    "sending": "on its way",
    "sent": "sent",
    "unsendable": "could not be sent",
    "held": "held back",
}


def letter_words(message) -> str:
    """Like: 'We have your request' to the parent or carer, by text: sent."""
    news, _, reader = message.template.partition(".")
    what = _NEWS.get(news, news.replace("_", " ").capitalize())
    to = f" to {_READERS[reader]}" if reader in _READERS else ""
    by = _CHANNELS.get(message.channel, message.channel)
    return f"{what}{to}, by {by}: {_STATES[message.state]}"
