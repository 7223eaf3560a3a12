"""A text in short, in its own words: sentences are chosen and shown as they stand; nothing is ever written anew."""

from triage.summarising.choosing import InShort, Told, in_short
from triage.summarising.sentences import sentences

__all__ = ["InShort", "Told", "in_short", "sentences"]
