"""The telephone desk: a request taken and read back, advice and no more, and 'where is my child's request?'"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

CALL = {
    "immediate_danger": "no",
    "suicidal_thoughts_now": "no",
    "parent_name": "Sol Quillfeather",
    "parent_phone": "07700 900456",
    "parent_email": "sol.quillfeather@example.org",
    "given_name": "Kit",
    "family_name": "Quillfeather",
    "birth_date-day": "12",
    "birth_date-month": "4",
    "birth_date-year": "2014",
}


def answers_what_is_asked(jo) -> None:
    """Fill in whatever of the call this screen asks."""
    for name, said in CALL.items():
        field = jo.page.locator(f'main form [name="{name}"]')
        if not field.count():
            continue
        if field.first.get_attribute("type") == "radio":
            jo.page.locator(f'[name="{name}"][value="{said}"]').check(force=True)
        else:
            field.fill(said)


@pytest.mark.slow
def test_a_request_is_taken_by_telephone_and_found_again(colleague):
    jo = colleague("call handler")
    jo.goes_to("/calls")
    jo.chooses("Parent or carer")
    jo.page.locator("[name=age]").fill("12")
    jo.presses("Begin, with safety first")
    assert jo.page.locator("h1").inner_text() == "Staying safe", "risk comes first"
    # The caller begins with something else: sections are taken in any order.
    jo.follows("About them")
    for _ in range(15):
        if jo.page.locator("h1").inner_text() == "Read back before you send":
            break
        answers_what_is_asked(jo)
        jo.presses("Keep and go on")
    jo.sees("Tell me what is wrong or missing")
    jo.sees("Quillfeather")
    jo.presses("Send the request")
    jo.sees("Your reference is")
    reference, code = jo.page.locator(".ifd-box strong", has_not_text="Say:").all_inner_texts()[:2]
    assert code.isdigit()

    for words in ("Quillfeather", "12 4 2014", "07700 900456", "sol.quillfeather@example.org", reference):
        jo.goes_to("/calls/search")
        jo.page.locator("[name=words]").fill(words)
        jo.presses("Find")
        expect(jo.row_of(reference), f"not found by {words}").to_have_count(1)
        assert words not in jo.page.url


def test_advice_and_no_more_is_recorded(colleague):
    jo = colleague("call handler")
    jo.goes_to("/calls/advice")
    jo.chooses("Professional")
    jo.chooses("Yes, and there was no concern")
    jo.writes("What did you advise?", "Try the worry pages together; call again in two weeks.")
    jo.presses("Record the call")
    expect(jo.page).to_have_url(re.compile("/calls/advice/"))
    jo.does_not_see("There is a problem")
