"""Going through the form as people do, page by page."""

from __future__ import annotations

from tests.reviewing_client import ReviewedResponse, ReviewingClient

# Pages that ask nothing, with a link to carry on.
STOPS = ("help-now", "someone-to-talk-to", "we-will-call", "over-25", "out-of-area")


def begin(client: ReviewingClient, requester: str, **more: str) -> ReviewedResponse:
    """From the start page through one door; the first page."""
    client.get("/request")
    return client.post("/request", data={"requester": requester, **more}, follow_redirects=True)


def token_of(page: ReviewedResponse) -> str:
    return page.request.path.split("/")[2]


def name_of(page: ReviewedResponse) -> str:
    return page.request.path.split("/")[3]


def go_on(client: ReviewingClient, page: ReviewedResponse, **answers) -> ReviewedResponse:
    """Answer this page and continue. Like a browser, it sends the answers to where the form points."""
    return client.submit(page, action=page.page.forms[-1].action, **answers)


def check(client: ReviewingClient, token: str) -> ReviewedResponse:
    """The list of answers to check."""
    return client.get(f"/request/{token}/check")


def send(client: ReviewingClient, checked: ReviewedResponse) -> ReviewedResponse:
    """Send the form from its list of answers."""
    return client.submit(checked, action=f"/request/{token_of(checked)}/send")


def walk(
    client: ReviewingClient, page: ReviewedResponse, answers: dict[str, dict], until: str
) -> tuple[ReviewedResponse, list[str]]:
    """Answer page after page (`answers` by page, others left empty) until the page called `until`."""
    seen = []
    while name_of(page) != until:
        seen.append(name_of(page))
        assert len(seen) < 60, f"going round in circles: {seen}"
        if seen[-1] in STOPS:
            page = client.get(page.page.xpath("//a[contains(., 'Carry on')]/@href")[0], follow_redirects=True)
        else:
            page = go_on(client, page, **answers.get(seen[-1], {}))
        assert page.status_code == 200, page.request.path
    return page, seen
