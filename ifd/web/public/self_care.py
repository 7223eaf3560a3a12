"""The self-care library: looking through it, searching it, and its pages."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from forms.finding import FindSelfCare, age_band
from ifd.presenters.self_care import for_whom, foremost, lines_by_band
from ifd.web.audience import for_everyone
from ifd.web.public import blueprint
from ifd.web.public.not_found import page_not_found
from triage import library
from triage.library import Resource
from triage.search_words import what_is_asked
from triage.vocabulary import Need


@blueprint.get("/self-care")
@for_everyone
def self_care():
    """Every page, or those for a topic, an age and a reader: none of which says who somebody is."""
    form = FindSelfCare(request.args)
    form.words.data = ""
    form.validate()
    return _results(form)


@blueprint.post("/self-care")
@for_everyone
def search_self_care():
    """A search in somebody's own words, answered at once so that the words stay out of every address."""
    form = FindSelfCare(request.form)
    if form.validate() and not form.words.data:
        chosen = {name: form[name].data for name in ("need", "age", "who") if form[name].data}
        return redirect(url_for("public.self_care", **chosen), code=303)
    return _results(form)


@blueprint.get("/self-care/<slug>")
@for_everyone
def resource(slug: str):
    page = library.resource(slug)
    if page is None:
        return page_not_found(slug)
    return render_template("public/resource.html", page=page, for_whom=for_whom(page), others=_near(page))


def _results(form: FindSelfCare):
    # Words that are too long to search are read for danger all the same.
    asked = what_is_asked(form.words.data or "").also(_chosen(form, "need"))
    band, who = age_band(form.age.data), _chosen(form, "who")
    pages = [] if form.errors else found(form)
    is_fallback = not pages and not form.errors
    heading = f"{len(pages)} page{'' if len(pages) == 1 else 's'}" if pages else "Nothing found"
    if is_fallback:
        pages = library.matching(asked.needs, band.middle if band else None, who)
    return render_template(
        "public/self_care.html",
        form=form,
        pages=pages,
        is_fallback=is_fallback,
        heading=heading,
        services=foremost(lines_by_band(band, who, asked.needs)) if asked.is_danger else [],
        for_whom=for_whom,
    )


def found(form: FindSelfCare) -> list[Resource]:
    """The pages that fit what was chosen and typed."""
    band = age_band(form.age.data)
    pages = library.search(form.words.data, _chosen(form, "need"), None, _chosen(form, "who"))
    return [page for page in pages if band is None or band.meets(page.min_age, page.max_age)]


def _chosen(form: FindSelfCare, name: str) -> str | None:
    """The choice, or None where there is none or it is not one of the list."""
    return None if name in form.errors else form[name].data or None


def _near(page: Resource) -> list[Resource]:
    """Up to four other pages on the same topics, for the same reader and age."""
    reader = next(iter(sorted(page.audiences)), None)
    age = None if page.max_age is None else ((page.min_age or 0) + page.max_age) // 2
    needs = [need for need in Need if need in page.needs]
    return [other for other in library.matching(needs, age, reader, limit=5) if other is not page][:4]
