"""Every picture of `docs/guides/screenshots.yaml` can be taken, of a page that opens and is accessible."""

from __future__ import annotations

import re
from itertools import groupby

import pytest
import yaml

from tests.browser.pictures.camera import KEPT_IN, Camera
from tests.browser.pictures.family_scenes import SCENES as OF_FAMILIES
from tests.browser.pictures.rules_scenes import SCENES as OF_RULES
from tests.browser.pictures.second_opinion_scenes import SCENES as OF_SECOND_OPINIONS
from tests.browser.pictures.staff_scenes import SCENES as OF_STAFF
from tests.browser.pictures.studio import Studio

LIST = KEPT_IN.parent / "screenshots.yaml"
PICTURES = yaml.safe_load(LIST.read_text(encoding="utf-8"))["screenshots"]
GUIDES = {guide: list(pictures) for guide, pictures in groupby(PICTURES, lambda each: each["guide"])}
SCENES = {**OF_FAMILIES, **OF_STAFF, **OF_RULES, **OF_SECOND_OPINIONS}


@pytest.fixture
def studio(app, new_page, monkeypatch):
    return Studio(app, new_page, monkeypatch)


@pytest.fixture
def camera(tmp_path):
    return Camera(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("guide", GUIDES)
def test_the_pictures_of_a_guide(studio, camera, axe, guide):
    for picture in GUIDES[guide]:
        page = _page_of(picture, studio)
        assert _is_at(page, picture["url"]), f"{picture['name']} is of {page.url}, not of {picture['url']}"
        axe(page)
        taken = camera.take(page, picture["name"], picture["width"])
        assert taken.read_bytes().startswith(b"\x89PNG")
        if picture["as"] == "nobody":
            page.context.close()


def _page_of(picture: dict, studio: Studio):
    """The page as the picture wants it: by its steps, or simply by its address."""
    if scene := SCENES.get(picture["name"]):
        return scene(studio)
    page = studio.visitor(picture["width"]) if picture["as"] == "nobody" else studio.staff(picture["as"])
    assert page.goto(picture["url"]).status == 200
    return page


def _is_at(page, address: str) -> bool:
    """`address` as in the list: `{token}` and the like stand for anything."""
    pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", address))
    return re.search(f"//[^/]+{pattern}$", page.url) is not None


def test_no_scene_is_forgotten():
    assert set(SCENES) <= {picture["name"] for picture in PICTURES}
