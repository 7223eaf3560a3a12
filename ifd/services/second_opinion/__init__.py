"""The classifier in the house: how it stands, who may change that, what it is to look at, and where it was wrong.

Nothing here reads or writes a priority, a status, an order or a message of a request.
"""

from ifd.services.second_opinion.falling_back import fall_back
from ifd.services.second_opinion.looks import ask_for_look
from ifd.services.second_opinion.reports import call_wrong, take_back
from ifd.services.second_opinion.standing import (
    mode_gone_back_to,
    name_challenger,
    promote,
    roll_back,
    switch,
    what_bars_promoting,
    what_bars_showing,
)
from ifd.services.second_opinion.training import ask_for_comparison, ask_for_training

__all__ = [
    "ask_for_comparison",
    "ask_for_look",
    "ask_for_training",
    "call_wrong",
    "fall_back",
    "mode_gone_back_to",
    "name_challenger",
    "promote",
    "roll_back",
    "switch",
    "take_back",
    "what_bars_promoting",
    "what_bars_showing",
]
