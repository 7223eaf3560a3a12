"""A page that is not there: what it may have been, and where to look."""

from __future__ import annotations

from difflib import get_close_matches

from flask import render_template, url_for

from ifd.queries.directory import current_offers
from triage.library import library


def page_not_found(slug: str):
    """A 404 with the pages whose names are nearest to what was asked for."""
    known = {page.slug: (page.title, url_for("public.resource", slug=page.slug)) for page in library()}
    known |= {
        offer.slug: (offer.name, url_for("public.offer", slug=offer.slug)) for offer in current_offers()
    }
    near = get_close_matches(slug[:80], known, n=5, cutoff=0.5)
    return render_template("public/not_found.html", similar=[known[name] for name in near]), 404
