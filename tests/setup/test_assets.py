"""What the asset build leaves out, and how leaving this page quickly works in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.servers.web import LiveServer

BUILT = Path(__file__).resolve().parents[2] / "ifd" / "web" / "static" / "built"
MANIFEST = json.loads((BUILT / "manifest.json").read_text())


def test_styles_reach_nowhere_outside():
    styles = (BUILT / MANIFEST["ifd.css"]).read_text()

    assert "@font-face" not in styles
    assert "Frutiger" not in styles
    assert re.findall(r"https?://[^\s)\"']+", styles) == []
    pictures = set(re.findall(r"url\(([^)]+)\)", styles))
    assert pictures
    assert all((BUILT / picture).exists() for picture in pictures)


def test_every_file_is_named_by_its_content():
    for name, built in MANIFEST.items():
        stem, _, ending = name.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}\.[0-9a-f]{{12}}\.{ending}", built)
        assert (BUILT / built).exists()


def test_no_lock_names_a_registry():
    root = BUILT.parents[3]
    for lock in [*root.glob("requirements/*.lock"), root / "package-lock.json",
                 root / "tests" / "browser_package" / "package-lock.json"]:
        said = lock.read_text()
        assert '"resolved"' not in said
        assert "index-url" not in said
        assert "find-links" not in said
        if lock.suffix == ".lock":
            assert "://" not in said
            assert "--hash=sha256:" in said


EXIT = '<div><a href="https://weather.example/" rel="noreferrer" data-ifd-exit-link>Leave this page</a></div>'


@pytest.fixture
def visit(browser):
    """Opens a page with the exit link; what lies outside is answered by a page of our own."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(**options)
        contexts.append(context)
        context.route("https://weather.example/**", lambda route: route.fulfill(
            content_type="text/html", body="<!doctype html><title>Weather</title><h1>Weather</h1>"))
        page = context.new_page()
        page.goto(server.url + "/before")
        page.goto(server.url)
        return page

    app = Flask(__name__, static_folder=str(BUILT), static_url_path="/assets/built")
    app.add_url_rule("/", "page", lambda: f"""<!doctype html><html lang="en"><head><title>About me</title>
        <link rel="stylesheet" href="/assets/built/{MANIFEST["ifd.css"]}"></head>
        <body class="js-enabled nhsuk-frontend-supported">
        <main><h1>Private words</h1>{EXIT}<input id="words"></main>
        <script type="module" src="/assets/built/{MANIFEST["ifd.js"]}"></script></body></html>""")
    app.add_url_rule("/before", "before", lambda: "<!doctype html><title>Before</title>")
    with LiveServer(app) as server:
        yield open_page
        for context in contexts:
            context.close()


def test_leaving_by_the_link_replaces_the_page(visit):
    page = visit()

    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url("https://weather.example/")
    page.go_back()

    assert page.title() == "Before"


def test_leaving_works_without_scripts(visit):
    page = visit(java_script_enabled=False)

    page.get_by_role("link", name="Leave this page").click()

    page.wait_for_url("https://weather.example/")


def test_leaving_by_shift_three_times_even_while_typing(visit):
    page = visit()
    page.locator("#words").fill("he is coming")

    page.keyboard.press("Shift")
    assert page.get_by_role("status").inner_text() == "Press Shift 2 more times to leave this page."
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")

    page.wait_for_url("https://weather.example/")


def test_shift_for_capital_letters_leaves_nobody_out(visit):
    page = visit()
    page.locator("#words").focus()

    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")

    assert page.title() == "About me"
    assert page.locator("#words").input_value() == "ABC"


def test_on_paper_what_is_folded_is_open(browser):
    ours = (BUILT.parents[3] / "assets" / "ifd.css").read_text()
    context = browser.new_context()
    page = context.new_page()
    page.set_content(f"<style>{ours}</style><details><summary>By age</summary><p>83%</p></details>")
    figure = page.locator("p")
    assert not figure.is_visible()
    page.emulate_media(media="print")
    assert figure.is_visible()
    context.close()
