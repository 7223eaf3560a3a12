"""The rules room: drafts of rules, the checks they must stand, publishing by a second person, and going back."""

from ifd.services.refusing import NotAllowed, NotReady
from ifd.services.rules_room.checks import ask_for_check
from ifd.services.rules_room.drafts import change_draft, name_version, rename, set_aside, start_draft
from ifd.services.rules_room.publishing import propose, publish, roll_back, what_is_missing

__all__ = [
    "NotAllowed",
    "NotReady",
    "ask_for_check",
    "change_draft",
    "name_version",
    "propose",
    "publish",
    "rename",
    "roll_back",
    "set_aside",
    "start_draft",
    "what_is_missing",
]
