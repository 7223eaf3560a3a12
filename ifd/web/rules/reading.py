"""Rules to be read: as sentences, one by one, by offer, and the words they are made of."""

from __future__ import annotations

from flask import abort, g, render_template
from flask import request as http

from forms.rules import FindForm
from ifd.permissions import may
from ifd.presenters import rules as told
from ifd.presenters.rule_words import facts_told, glossary, terms_behind
from ifd.queries import rule_sets
from ifd.web.audience import for_staff
from ifd.web.rules import blueprint
from ifd.web.rules.draft_shown import drafts_with
from ifd.web.rules.shown import shown_or_404
from triage.rules import versions
from triage.rules.telling import THREE_TRUTHS


@blueprint.get("", defaults={"name": None})
@blueprint.get("/versions/<name>")
@for_staff("read_rules")
def room(name: str | None):
    """Every rule as sentences, in groups; or those that were looked for."""
    shown = shown_or_404(name)
    form = FindForm(http.args)
    form.effect.choices += [*told.EFFECTS.items()]
    looked_for = form.looked_for()
    found = told.chosen(shown.read, **looked_for)
    return render_template(
        "rules/room.html",
        shown=shown,
        form=form,
        is_narrowed=bool(looked_for),
        found=found,
        groups=told.grouped(found),
        overdue=[one for one in shown.read if one.is_overdue],
        of_two_texts=[one for one in rule_sets.of_two_texts() if one == shown.name],
        altered=[one for one in versions.altered() if one == shown.name],
        three_truths=THREE_TRUTHS,
    )


@blueprint.get("/rule/<rule_id>", defaults={"name": None})
@blueprint.get("/versions/<name>/rule/<rule_id>")
@for_staff("read_rules")
def rule(name: str | None, rule_id: str):
    """One rule: its sentence, its text, its examples, where it comes from."""
    shown = shown_or_404(name)
    one = shown.by_id.get(rule_id) or abort(404)
    places = list(shown.by_id)
    at = places.index(rule_id)
    return render_template(
        "rules/rule.html",
        shown=shown,
        one=one,
        outline=told.outline(one.rule, shown.terms),
        terms=terms_behind(one.rule, shown.terms),
        written=shown.as_written(rule_id),
        before=shown.by_id[places[at - 1]] if at else None,
        after=shown.by_id[places[at + 1]] if at + 1 < len(places) else None,
        drafts=drafts_with(rule_id) if may(g.staff, "draft_rules") else [],
        three_truths=THREE_TRUTHS,
    )


@blueprint.get("/offers", defaults={"name": None})
@blueprint.get("/versions/<name>/offers")
@for_staff("read_rules")
def offers(name: str | None):
    """Each kind of offer with the rules that lead to it."""
    shown = shown_or_404(name)
    return render_template("rules/offers.html", shown=shown, tables=told.by_offer(shown.read))


@blueprint.get("/words", defaults={"name": None})
@blueprint.get("/versions/<name>/words")
@for_staff("read_rules")
def words(name: str | None):
    """The terms of the rule set, every fact, and the three truth values."""
    shown = shown_or_404(name)
    return render_template(
        "rules/words.html",
        shown=shown,
        terms=glossary(shown.terms, shown.rules),
        facts=facts_told(),
        three_truths=THREE_TRUTHS,
    )
