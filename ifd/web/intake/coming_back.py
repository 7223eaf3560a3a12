"""Save and come back: a link that opens nothing by itself, and a second factor that only they have."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for

from forms.coming_back import SaveForm, SecondFactor, WhereToSend
from forms.journey import first_page
from ifd import clock
from ifd.database import db
from ifd.models import Draft
from ifd.queries.drafts import draft_of
from ifd.services import drafts
from ifd.services.intake import received_with
from ifd.tokens import keyed_hash, new_token
from ifd.web.audience import for_everyone
from ifd.web.intake import blueprint
from ifd.web.intake.opening import is_let_in, let_in, place, situation_of, with_draft
from ifd.web.protection import limiter

_NOT_RIGHT = "That is not right, or it has run out. Check it, or ask for a new code"


def _of_this_link() -> str:
    return "link:" + keyed_hash("link limit", str((request.view_args or {}).get("token", "")))


def _link_address(token: str) -> str:
    return current_app.settings.public_url + url_for("intake.link", token=token)


@blueprint.route("/<token>/save", methods=["GET", "POST"])
@for_everyone
@limiter.limit("30 per hour", methods=["POST"])
@with_draft
def save(token: str, draft: Draft):
    form = SaveForm(request.form)
    situation = situation_of(draft)
    if request.method == "POST" and form.validate():
        drafts.send_link(draft, form.where.data, form.address, url=_link_address, by="family", at=clock.now())
        db.session.commit()
        return redirect(url_for("intake.saved", token=token), code=303)
    carry_on = place(token, first_page(situation))
    return render_template(
        "intake/save.html", token=token, form=form, carry_on=carry_on, kept_until=draft.expires_at
    )


@blueprint.get("/<token>/saved")
@for_everyone
@with_draft
def saved(token: str, draft: Draft):
    return render_template(
        "intake/saved.html",
        token=token,
        carry_on=place(token, first_page(situation_of(draft))),
        kept_until=draft.expires_at,
    )


@blueprint.post("/<token>/unlock")
@for_everyone
@limiter.limit("30 per hour")
def unlock(token: str):
    """From an address found in a history: on to the birthday, the same for an address that is nothing."""
    at = clock.now()
    draft = draft_of(token, at=at, to_write=True)
    link_token = drafts.unlock_here(draft, at=at) if draft else None
    db.session.commit()
    return redirect(url_for("intake.second_factor", token=link_token or new_token()), code=303)


@blueprint.route("/come-back", methods=["GET", "POST"])
@for_everyone
@limiter.limit("30 per hour", methods=["POST"])
def come_back():
    """A new link, for an address that was sent one before. The answer is the same for every address."""
    form = WhereToSend(request.form)
    if request.method == "POST" and form.validate():
        drafts.send_link_again(form.where.data, form.address, url=_link_address, at=clock.now())
        db.session.commit()
        return redirect(url_for("intake.come_back_asked"), code=303)
    return render_template("intake/come_back.html", form=form)


@blueprint.get("/come-back/asked")
@for_everyone
def come_back_asked():
    return render_template("intake/come_back_asked.html")


@blueprint.route("/come-back/<token>", methods=["GET", "POST"])
@for_everyone
def link(token: str):
    """Looking opens and uses up nothing: mail programs look at links before people do."""
    if request.method == "POST":
        return redirect(url_for("intake.second_factor", token=token), code=303)
    return render_template("intake/link.html", token=token)


@blueprint.post("/come-back/<token>/code")
@for_everyone
@limiter.limit("60 per hour")
@limiter.limit("3 per hour", key_func=_of_this_link)
def code(token: str):
    drafts.send_code(token, at=clock.now())
    db.session.commit()
    flash("If this link still works, we have sent a code to where we sent the link. It can take a minute.")
    return redirect(url_for("intake.second_factor", token=token), code=303)


@blueprint.route("/come-back/<token>/check", methods=["GET", "POST"])
@for_everyone
@limiter.limit("60 per hour", methods=["POST"])
@limiter.limit("20 per hour", key_func=_of_this_link, methods=["POST"])
def second_factor(token: str):
    form = SecondFactor(request.form)
    if request.method == "POST" and form.validate():
        at = clock.now()
        is_opened = drafts.is_opened(token, code=form.digits, birth_date=form.birth_date.data, at=at)
        draft = draft_of(token, at=at) if is_opened else None
        db.session.commit()
        if draft is not None:
            let_in(token)
            is_sent = received_with(draft.submission_key) is not None
            return redirect(place(token, "sent" if is_sent else first_page(situation_of(draft))), code=303)
        form.code.errors = [_NOT_RIGHT]
    return render_template("intake/second_factor.html", token=token, form=form, is_open=is_let_in(token))
