"""The proof is no proof where it overlooks something: each thing it looks for, in rules or a package without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.proof.broken import OFFERS, failures, rule, rules_with
from triage import package
from triage.directory import EVERYWHERE, Capacity
from triage.facts import FACTS
from triage.proof import SolverGaveUp, differences, fairness, nobody_without, services
from triage.proof.availability import all_with
from triage.proof.danger import DangerIsAnswered, FlagsOnlyRaise
from triage.proof.fairness import WhoTheyAreChangesNothing
from triage.proof.nobody_without import NobodyWithout
from triage.proof.person import _as_many_as_possible
from triage.proof.promise import Proving
from triage.proof.rule_by_rule import EveryRuleCounts
from triage.proof.services import OffersAreForThem
from triage.proof.solving import checked, new_solver
from triage.proof.unknown import UnknownIsNotNo
from triage.rules.loader import load_ruleset
from triage.rules.versions import version
from triage.vocabulary import Flag, OfferKind

WHOLE = version("2026-11-22")
ONE_COUNSELLOR = (
    replace(
        next(offer for offer in OFFERS if offer.kind is OfferKind.COUNSELLING),
        min_age=None,
        max_age=None,
        areas=EVERYWHERE,
        capacity=Capacity.OPEN,
    ),
)
ONLY_COUNSELLING = """\
ruleset: "2030-01-01"
in_force_from: 2030-01-01
owner: Somebody
review: 2031-01-01
sources: {local: Local rules}
reach: {out_of_area: [counselling], over_25: [counselling]}
terms: {}
rules:
  - id: everybody
    title: Everybody
    when: always
    offer: {lead: [counselling]}
    because: Everybody gets it.
    source: local
    fires: [{age: 1}]
    quiet: [{age: 4}]
"""


def sentences(found):
    return {each.sentence for each in found}


def test_a_solver_that_gives_up_has_proved_nothing():
    class Tired:
        def check(self, *_):
            return z3.unknown

        def reason_unknown(self):
            return "timeout"

    with pytest.raises(SolverGaveUp, match=r"gave up \(timeout\), so nothing is proved"):
        checked(Tired())


@given(st.lists(st.sets(st.integers(0, 5), min_size=1, max_size=3), max_size=8))
@settings(max_examples=100, deadline=None)
def test_of_the_person_shown_nothing_more_could_be_left_unsaid(needed):
    """However what must be known hangs together: each thing told is told because something needs it."""
    known = [z3.Bool(f"known {number}") for number in range(6)]
    solver = new_solver()
    solver.add(*(z3.Or([known[number] for number in each]) for each in needed))
    unsaid = [z3.Not(each) for each in known]
    granted = _as_many_as_possible(solver, unsaid)
    assert checked(solver, *granted) is not None
    for wish in set(unsaid) - set(granted):
        assert checked(solver, *granted, wish) is None


# 1. Nobody leaves with nothing


def test_an_offer_that_may_close_tomorrow_is_none():
    found = failures(NobodyWithout, load_ruleset(ONLY_COUNSELLING), "an offer", offers=ONE_COUNSELLOR)
    assert sentences(found) == {
        "The rules offer them nothing when every service that can close is closed."
    }


def test_an_age_without_a_crisis_line_is_found(monkeypatch):
    lines = nobody_without.crisis_contacts
    monkeypatch.setattr(
        nobody_without, "crisis_contacts", lambda age, *others: () if age == 7 else lines(age, *others)
    )
    found = failures(NobodyWithout, WHOLE, "starts now")
    assert found
    assert all(each.sentence.startswith("No crisis line is for age 7") for each in found)


# 2. A red flag only raises


@pytest.mark.parametrize("flag", [Flag.PSYCHOSIS, Flag.NEGLECT])
def test_a_flag_that_is_worse_possible_than_certain_is_found(flag):
    """Also neglect, which a text tells as a fact or not at all."""
    odd = rule("odd", f"needs.anxiety and unknown(flags.{flag})", "raise: urgent")
    found = failures(FlagsOnlyRaise, rules_with(added=odd), flag.label.lower())
    assert sentences(found) == {f"The red flag '{flag.label.lower()}' turned certain lowers the priority."}


# 3. Unknown is not no


def test_silence_below_a_no_is_told_though_it_breaks_no_promise():
    ruleset = rules_with(added=rule("no", "not gp_known", "raise: soon"))
    promise = UnknownIsNotNo(Proving(ruleset, OFFERS))
    [step] = [step for step in promise.steps() if step.says == "GP known"]
    assert list(step.failures()) == []
    assert "Unknown is sometimes less than no for: GP known." in promise.notes()


@pytest.mark.parametrize("name", ["substance_use", "gp_known", "pregnant", "known_to_services", "sen_or_disability"])
def test_every_answer_may_be_the_one_nobody_gave(name):
    ruleset = rules_with(added=rule("either", f"{name} or not {name}", "raise: very_urgent"))
    [failure] = failures(UnknownIsNotNo, ruleset, FACTS[name].label)
    assert "the priority is lower than whatever it might be" in failure.sentence


# 4. Danger is always answered


def test_crisis_help_that_only_a_long_package_cuts_is_found():
    changed = "    when: flags.self_harm\n    offer: {crisis: [crisis_111]}"
    ruleset = rules_with((changed, changed.replace("crisis:", "meanwhile:")))
    [failure] = failures(DangerIsAnswered, ruleset, "the red flag 'self-harm'")
    assert failure.sentence == "With the red flag 'self-harm' crisis help is not always in the package."
    assert "NHS 111 mental health option" not in failure.told[1]


def test_crisis_help_behind_more_crisis_offers_than_a_package_holds_is_found():
    others = "counselling, self_care, safeguarding, out_of_area_signpost, adult_services_signpost, "
    crowd = f"{{crisis: [{others}professional_consultation, crisis_111]}}"
    reach = f"{others}professional_consultation, crisis_111]"
    text = ONLY_COUNSELLING.replace("{lead: [counselling]}", crowd)
    ruleset = load_ruleset(text.replace(": [counselling]", f": [{reach}"))
    found = failures(DangerIsAnswered, ruleset, "thoughts of suicide", offers=ONE_COUNSELLOR)
    assert "With thoughts of suicide crisis help is not always in the package." in sentences(found)


# 5. Every rule counts


@pytest.mark.parametrize("raised", ["soon", "urgent", "very_urgent"])
def test_a_rule_that_asks_no_more_than_another_is_shadowed(raised):
    ruleset = rules_with(added=rule("idle", "safety.suicide_plan_or_intent and age < 9", f"raise: {raised}"))
    [failure] = failures(EveryRuleCounts, ruleset, "idle")
    assert "changes nothing" in failure.sentence


def test_a_rule_that_asks_more_than_another_is_not_shadowed():
    ruleset = rules_with(added=rule("sooner", "safety.suicide_plan_or_intent and age < 9", "raise: emergency"))
    assert failures(EveryRuleCounts, ruleset, "sooner") == []



@pytest.mark.parametrize(("place", "is_shadowed"), [("crisis", False), ("lead", True), ("alongside", True)])
def test_an_offer_counts_where_it_stands_before_the_same_offer_of_another_rule(place, is_shadowed):
    offer = f"offer: {{{place}: [bereavement]}}"
    ruleset = rules_with(added=rule("again", "needs.bereavement and age == 9", offer))
    assert bool(failures(EveryRuleCounts, ruleset, "again")) is is_shadowed


def test_a_rule_for_when_another_service_is_full_counts():
    offer = "offer: {lead: [bereavement or online_counselling]}"
    ruleset = rules_with(added=rule("fallback", "needs.bereavement and age == 15", offer))
    assert failures(EveryRuleCounts, ruleset, "fallback") == []


def test_two_groupings_for_the_same_people_are_named():
    one = rule("one", "needs.sleep and age == 9", "thrive: getting_help\n    starts_now: [sleep]")
    other = rule("other", "age == 9 and needs.sleep", "thrive: getting_more_help")
    found = failures(EveryRuleCounts, rules_with(added=one + other), "rules for exactly the same people")
    assert [each.sentence for each in found] == [
        "Rules 'one' and 'other' hold for exactly the same people and both propose a THRIVE grouping; "
        "let one rule say it."
    ]


def test_the_same_question_put_twice_is_named():
    ask = 'ask: {field: answers.gp_known, question: "GP: with which practice are they registered?"}'
    found = failures(EveryRuleCounts, rules_with(added=rule("again", "unknown(gp_known)", ask)), "questions")
    assert len(found) == 1
    assert "put the same question twice about the answer 'answers.gp_known'" in found[0].sentence


# 6. Nobody is offered what is not for them


def test_a_package_that_offers_what_is_closed_is_found(monkeypatch):
    by_kind = services.by_kind
    monkeypatch.setattr(services, "by_kind", lambda offers: by_kind(all_with(offers, Capacity.OPEN)))
    closed = all_with(OFFERS, Capacity.CLOSED)
    found = failures(OffersAreForThem, WHOLE, "Counselling", offers=closed)
    assert found
    assert all("is not open: age" in each.sentence for each in found)


@pytest.mark.parametrize("limits", [{"min_age": 11}, {"max_age": 17}])
def test_a_package_that_takes_an_unknown_age_for_the_right_one_is_found(monkeypatch, limits):
    monkeypatch.setattr(package, "_surely_suits", lambda offer, person: True)
    offers = (replace(ONE_COUNSELLOR[0], **limits),)
    found = failures(OffersAreForThem, load_ruleset(ONLY_COUNSELLING), "Counselling", offers=offers)
    assert any("is not for this age: age unknown" in each.sentence for each in found)


def test_a_package_that_offers_a_kind_with_no_team_for_some_ages_is_found(monkeypatch):
    monkeypatch.setattr(package, "_cover_every_age", lambda offers: True)
    offers = (replace(ONE_COUNSELLOR[0], min_age=11),)
    found = failures(OffersAreForThem, load_ruleset(ONLY_COUNSELLING), "Counselling", offers=offers)
    assert any("is offered where no open team is for them: age unknown" in each.sentence for each in found)


# 7. Who they are changes nothing


def test_a_reason_may_not_speak_of_what_no_rule_may_read(monkeypatch):
    monkeypatch.setattr(fairness, "ALLOWED", fairness.ALLOWED - {"answers.duration"})
    told = rule("telling", "needs.sleep", "raise: soon")
    told = told.replace("It is broken on purpose.", "It has gone on for {duration}.")
    found = failures(WhoTheyAreChangesNothing, rules_with(added=told), "what the rules read")
    assert "Rule 'telling' reads 'duration', which no rule may turn on." in sentences(found)


def test_a_suggestion_that_changes_with_the_place_is_found(monkeypatch):
    whole = fairness.suggest

    def partial(case, offers, ruleset):
        suggestion = whole(case, offers, ruleset)
        return replace(suggestion, starts_now=()) if case.place == "norwich" else suggestion

    monkeypatch.setattr(fairness, "suggest", partial)
    monkeypatch.setattr(fairness, "_SAMPLES", 1)
    found = sentences(failures(WhoTheyAreChangesNothing, WHOLE, "the same request"))
    assert found
    assert all(each.startswith("The suggestion changes from ") and "norwich" in each for each in found)


# What another version would change


def changed(before, after):
    return {found.sentence: found for found in differences(before, after, OFFERS)}


def test_another_order_at_the_same_place_is_a_difference():
    two, turned = ("offer: {lead: [counselling, bereavement]}", "offer: {lead: [bereavement, counselling]}")
    found = changed(
        *(rules_with(("    offer: {lead: [bereavement]}", f"    {offer}")) for offer in (two, turned))
    )
    assert "Offers stand in another order." in found


def test_an_earlier_place_is_a_difference_of_its_own():
    later = rules_with(("    offer: {lead: [bereavement]}", "    offer: {alongside: [bereavement]}"))
    found = changed(later, WHOLE)
    assert "'Bereavement support' is offered at an earlier place." in found
    assert "'Bereavement support' is offered at a later place." not in found


def test_another_answer_as_evidence_is_a_difference():
    fewer = rules_with(
        ("      - answers.safety.unusual_experiences\n      - answers.safety.immediate_danger\n",
         "      - answers.safety.unusual_experiences\n")
    )  # fmt: skip
    found = changed(WHOLE, fewer)
    told = "The red flag 'perinatal danger' rests no longer on the answer 'answers.safety.immediate_danger'."
    assert found[told].rules == ("flag-perinatal-danger",)
