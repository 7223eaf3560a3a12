"""What is on offer, and how long people wait."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from forms.finding import FindOffers, age_band
from ifd import clock
from ifd.models import ServiceOffer
from ifd.presenters import offers as words
from ifd.presenters import waits as waiting
from ifd.queries import directory
from ifd.queries.waits import public_wait, public_waits
from ifd.web.audience import for_everyone
from ifd.web.public import blueprint
from ifd.web.public.not_found import page_not_found
from triage.directory import EVERYWHERE
from triage.vocabulary import Need
from triage.waits import FEWEST

for _name, _filter in (
    ("offer_ages", words.ages),
    ("offer_places", words.places),
    ("offer_facts", words.facts),
    ("capacity_label", words.capacity_label),
    ("explained", words.explained),
):
    blueprint.add_app_template_filter(_filter, _name)


@blueprint.get("/offers")
@for_everyone
def offers():
    form = FindOffers(request.args)
    form.validate()
    fitting = [offer for offer in directory.current_offers() if _fits(offer, form)]
    heading = f"{len(fitting)} offer{'' if len(fitting) == 1 else 's'}" if fitting else "Nothing found"
    return render_template("public/offers.html", form=form, groups=words.grouped(fitting), heading=heading)


@blueprint.get("/offers/<slug>")
@for_everyone
def offer(slug: str):
    found = directory.find_offer(slug)
    if found is None:
        return page_not_found(slug)
    return render_template(
        "public/offer.html", offer=found, wait=waiting.sentence_of(public_wait(slug, _today()))
    )


@blueprint.get("/waits")
@for_everyone
def waits():
    rows = waiting.public_rows(public_waits(_today()))
    return render_template("public/waits.html", rows=rows, months=waiting.MONTHS, smallest=FEWEST)


def _today() -> date:
    return clock.london_date(clock.now())


def _fits(offer: ServiceOffer, form: FindOffers) -> bool:
    """Whether it fits what was chosen. A choice that is not one of ours rules nothing out."""
    need = form.need.data if not form.need.errors else ""
    band = age_band(form.age.data)
    place = form.place.data if not form.place.errors else ""
    areas = tuple(offer.details["areas"])
    return (
        (not need or offer.kind in words.kinds_for(Need(need)))
        and (band is None or band.meets(offer.min_age, offer.max_age))
        and (not place or areas == EVERYWHERE or place in areas)
    )
