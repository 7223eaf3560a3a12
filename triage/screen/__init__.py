"""The red-flag screen of free text: pure, linear in the length of the text, and never the last word."""

from triage.screen.reader import screen_text
from triage.screen.result import Hit, Reading, ScreenResult

__all__ = ["Hit", "Reading", "ScreenResult", "screen_text"]
