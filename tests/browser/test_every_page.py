"""Every page a person can reach is accessible and fits a phone: as the public and as each kind of staff.

The browser follows links from the start page, so a page that nothing leads to is found by the last test.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from ifd import clock
from ifd.database import db
from ifd.models import SupportRequest
from ifd.permissions import may
from ifd.services.second_opinion.falling_back import tell_of
from ifd.services.tasks import open_task
from ifd.synthetic import fill
from ifd.web.audience import audience_of
from tests import second_opinions
from tests.browser.people import sign_in
from tests.model_reports import SWAPPED
from triage.lifecycle import Status

ROLES = {
    "clinician": "clinician@demo.example",
    "lead": "lead@demo.example",
    "call_handler": "calls@demo.example",
    "partner": "broadland-childrens-trust@demo.example",
    "administrator": "admin@demo.example",
    "analyst": "analyst@demo.example",
}
_PHONE = {"width": 320, "height": 640}
_DESK = {"width": 1200, "height": 900}
# How many different addresses of one kind of page are looked at.
_OF_A_KIND = 2


@pytest.fixture
def area(app):
    with app.app_context():
        now = clock.now()
        fill.fill(150, seed=5, now=now)
        # Whatever the hour of the run makes of the area, each list has something on it.
        for kind in ("call_back", "safeguarding", "second_hand_back"):
            open_task(kind, about=f"{kind}:every_page", at=now)
        a_second_opinion(now)
        db.session.commit()
    return app


def a_second_opinion(now) -> None:
    """Shown, with a version before it, a challenger, a comparison, figures of this house and something that befell."""
    before, champion, challenger = (second_opinions.version(about={"counterfactual": SWAPPED}) for _ in range(3))
    second_opinions.stand("shadow", before, at=now)
    second_opinions.shown(champion, challenger, at=now)
    second_opinions.compared(champion, challenger, at=now)
    second_opinions.watched(champion, at=now)
    tell_of("slow", "A look took longer than 2 seconds.", champion, at=now)
    waiting = SupportRequest.query.filter_by(status=Status.RECEIVED).limit(5).all()
    for number, request in enumerate(waiting):
        facts = {"abstains": True, "because": "unlike"} if number % 2 else {"phrases": [{"start": 0, "end": 9}]}
        second_opinions.opinion(request, champion, at=now, **facts)


def test_public_pages(area, page, axe):
    visited = look_at_all(area, page, axe, "/", may_open=lambda audience: audience == "everyone")
    assert visited >= {
        "public.home",
        "public.help_now",
        "public.self_care",
        "public.resource",
        "public.offers",
        "public.offer",
        "public.waits",
        "intake.start",
        "status.find",
    }


@pytest.mark.parametrize("role", ROLES)
def test_staff_pages(area, page, axe, role):
    sign_in(page, area, ROLES[role])
    visited = look_at_all(area, page, axe, "/staff", may_open=lambda audience: audience != "everyone")
    missed = [
        endpoint
        for endpoint in pages_for(area, ROLES[role])
        if endpoint not in visited and endpoint not in _ONLY_IN_A_STATE | _FILES
    ]
    assert not missed, f"no link leads a {role} to {missed}"


# What is taken away as a file is no page.
_FILES = {"vignettes.as_csv", "vignettes.as_json"}

# Pages that only somebody in a certain state is led to; each is seen in a journey.
_ONLY_IN_A_STATE = {
    *("rules.draft", "rules.draft_changes", "rules.set_aside", "rules.text", "rules.edit_rule", "rules.add_one"),
    *("rules.remove_one", "rules.examples", "rules.try_it", "rules.proof", "rules.difference", "rules.replay"),
    *("rules.propose", "rules.publish", "rules.go_back", "rules.check", "rules.rename"),
    "signin.second_factor",
    "signin.set_up_second_factor",
    "signin.begin",
    "clinic.reopen",
    "clinic.take_over",
    "partner.first_contact",
    "partner.help_started",
    "clinic.accepted",
    "clinic.first_contact",
    "clinic.help_started",
    "calls.take",
    "calls.section",
    "calls.crisis",
    "calls.check",
    "calls.sent",
    "calls.set_aside",
    "calls.advice_given",
    "calls.where",
}


def pages_for(app, email: str) -> set[str]:
    """The endpoints with a page that this person may open."""
    from ifd.models import Staff

    with app.app_context():
        staff = Staff.query.filter_by(email=email).one()
        audiences = {
            rule.endpoint: audience_of(app, rule.endpoint)
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and rule.endpoint != "static"
        }
        return {
            endpoint
            for endpoint, audience in audiences.items()
            if isinstance(audience, tuple) and any(may(staff, permission) for permission in audience)
        }


def look_at_all(app, page, axe, start: str, may_open) -> set[str]:
    """Follow links from `start`; the endpoints seen. Fails with all that is wrong on any of the pages."""
    waiting, seen, kinds, wrong = [start], {start}, {}, []
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(app, address)
        if (
            endpoint is None
            or kinds.get(endpoint, 0) >= _OF_A_KIND
            or not may_open(audience_of(app, endpoint))
        ):
            continue
        kinds[endpoint] = kinds.get(endpoint, 0) + 1
        answer = page.goto(address)
        assert answer.status == 200, f"{address} answered {answer.status}"
        for look in (axe, fits_a_phone):
            try:
                look(page)
            except AssertionError as fault:
                wrong.append(str(fault).splitlines())
        for link in page.eval_on_selector_all(
            "a[href]:not([download])", "links => links.map(link => link.getAttribute('href'))"
        ):
            target = urlsplit(link)
            if target.netloc or not target.path.startswith("/") or link.startswith("/assets"):
                continue
            address = target.path + (f"?{target.query}" if target.query else "")
            if address not in seen:
                seen.add(address)
                waiting.append(address)
    assert not wrong, "\n".join(line for fault in wrong for line in fault)
    return set(kinds)


def endpoint_of(app, address: str) -> str | None:
    try:
        return app.url_map.bind("localhost").match(urlsplit(address).path, "GET")[0]
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None


def fits_a_phone(page) -> None:
    page.set_viewport_size(_PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= _PHONE["width"], f"{page.url} is {width} wide on a phone"
    page.set_viewport_size(_DESK)

