"""Every question of the request form, in the order a person meets them."""

from forms.questions import about, background, contact, happening, professional, safety, sharing, who
from forms.questions.kinds import Option, Page, Pick, PickAny, Question, Tell, Write

__all__ = ["ALL_PAGES", "Option", "Page", "Pick", "PickAny", "Question", "Tell", "Write"]

ALL_PAGES: tuple[Page, ...] = (
    *who.PAGES,
    *safety.PAGES,
    *professional.PAGES,
    *happening.PAGES,
    *about.PAGES,
    *background.PAGES,
    *contact.PAGES,
    *sharing.PAGES,
)
