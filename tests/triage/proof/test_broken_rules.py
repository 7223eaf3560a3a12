"""Each promise, broken on purpose: the proof must find it and show it on a person a clinician can picture."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from tests.triage.proof.broken import OFFERS, failures, rule, rules_with
from triage import package
from triage.case import Case
from triage.proof import fairness, nobody_without
from triage.proof.danger import DangerIsAnswered, FlagsOnlyRaise
from triage.proof.fairness import WhoTheyAreChangesNothing
from triage.proof.nobody_without import NobodyWithout
from triage.proof.rule_by_rule import EveryRuleCounts
from triage.proof.services import OffersAreForThem
from triage.proof.unknown import UnknownIsNotNo
from triage.rules.versions import version
from triage.vocabulary import OfferKind, Priority

WHOLE = version("2026-11-22")


def only(found):
    assert len(found) == 1, [failure.sentence for failure in found]
    return found[0]


# 1. Nobody leaves with nothing


def test_a_person_left_with_nothing_is_found():
    ruleset = rules_with(
        (
            "      no_risk_shown and no_self_harm_shown\n      and (not flags.abuse",
            "      age < 2\n      and (not flags.abuse",
        )
    )
    failure = only(failures(NobodyWithout, ruleset, "an offer"))
    assert failure.told[0].endswith("everything else not known.")
    assert failure.person


def test_a_day_on_which_nothing_starts_is_found(monkeypatch):
    monkeypatch.setattr(
        nobody_without, "starts_now", lambda topics, age, who, priority: () if age == 7 else (1,)
    )
    found = failures(NobodyWithout, WHOLE, "starts now")
    assert found
    assert all("age 7" in failure.sentence for failure in found)


# 2. A red flag only raises


def test_a_flag_that_lowers_the_priority_is_found():
    ruleset = rules_with(added=rule("lowering", "needs.anxiety and not flags.psychosis", "raise: urgent"))
    found = failures(FlagsOnlyRaise, ruleset, "psychosis")
    assert "The red flag 'possible psychosis' turned certain lowers the priority." in {
        each.sentence for each in found
    }
    told = next(each.told for each in found if "certain lowers the priority" in each.sentence)
    assert "needs named: anxiety or worries" in told[0]
    assert any("priority urgent" in line for line in told)
    assert "lowering" in told[-1]


def test_a_flag_that_lowers_the_grouping_is_found():
    ruleset = rules_with(
        (
            "needs.neurodevelopmental and no_risk_shown and long",
            "needs.neurodevelopmental and not at_risk and long",
        )
    )
    sentences = {each.sentence for each in failures(FlagsOnlyRaise, ruleset, "severe self-harm")}
    assert sentences == {"The red flag 'severe self-harm' turned possible lowers the THRIVE grouping."}


def test_a_flag_that_takes_crisis_help_away_is_found():
    ruleset = rules_with(
        (
            "    when: flags.self_harm\n    offer: {crisis",
            "    when: flags.self_harm and age < 9\n    offer: {crisis",
        )
    )
    failure = failures(FlagsOnlyRaise, ruleset, "self-harm")[0]
    assert failure.sentence == "The red flag 'self-harm' turned certain takes crisis help away."
    assert "NHS 111 mental health option" in failure.told[1]
    assert "NHS 111 mental health option" not in failure.told[3]


def test_crisis_help_cut_from_a_long_package_is_found():
    changed = "    when: flags.self_harm\n    offer: {crisis: [crisis_111]}"
    ruleset = rules_with((changed, changed.replace("crisis:", "meanwhile:")))
    failure = failures(FlagsOnlyRaise, ruleset, "self-harm")[0]
    assert failure.sentence == "The red flag 'self-harm' turned certain takes crisis help away."
    assert "NHS 111 mental health option" not in failure.told[3]


# 3. Unknown is not no


def test_an_answer_whose_every_value_is_urgent_but_silence_is_not():
    ruleset = rules_with(added=rule("either", "gp_known or not gp_known", "raise: urgent"))
    failure = only(failures(UnknownIsNotNo, ruleset, "GP known"))
    assert "With the answer 'GP known' unknown" in failure.sentence
    assert "gp_known" not in failure.person
    assert failure.told[-1] == "Were the answer known, the priority would be at least urgent whatever it is."


def test_a_list_of_needs_is_one_answer_of_millions_of_values():
    ruleset = rules_with(added=rule("either", "needs.sleep or not needs.sleep", "raise: very_urgent"))
    assert "'needs'" in only(failures(UnknownIsNotNo, ruleset, "needs")).sentence


def test_an_age_that_makes_everybody_urgent_but_the_unknown():
    ruleset = rules_with(added=rule("aged", "age >= 0", "raise: soon"))
    assert "'age'" in only(failures(UnknownIsNotNo, ruleset, "age")).sentence


def test_refusing_to_say_counts_as_unknown():
    unsure = "    when: unsure.immediate_danger or unsure.feels_unsafe_or_being_hurt or"
    either = "safety.immediate_danger or not safety.immediate_danger or not safety_asked"
    ruleset = rules_with(
        (unsure, unsure.replace("unsure.immediate_danger or ", "")),
        added=rule("either", either, "raise: soon"),
    )
    found = failures(UnknownIsNotNo, ruleset, "immediate danger")
    assert found
    assert any("unsure" in failure.told[0] for failure in found)


# 4. Danger is always answered


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("    raise: emergency\n", "    raise: urgent\n"), "immediate danger"),
        (("    evidence: answers.safety.suicide_plan_or_intent\n    raise: very_urgent",
          "    evidence: answers.safety.suicide_plan_or_intent\n    raise: urgent"), "a plan or intent"),
    ],
)  # fmt: skip
def test_a_lowered_floor_is_found(change, what):
    failure = failures(DangerIsAnswered, rules_with(change), what)[0]
    assert "the priority is not always at least" in failure.sentence
    assert failure.told[0].count(": yes") == 1


def test_crisis_help_that_does_not_reach_everybody_is_found():
    ruleset = rules_with(("  out_of_area: [crisis_111, safeguarding,", "  out_of_area: [safeguarding,"))
    failure = only(failures(DangerIsAnswered, ruleset, "immediate danger"))
    assert "crisis help is not always in the package" in failure.sentence
    assert "living outside the area" in failure.told[0]


# 5. Every rule counts


def test_a_dead_rule_is_found():
    ruleset = rules_with(added=rule("dead", "looked_after and care_leaver", "raise: soon"))
    assert only(failures(EveryRuleCounts, ruleset, "dead")).sentence.startswith("Rule 'dead' can never hold")


def test_a_rule_that_only_an_impossible_request_would_meet_is_dead():
    never = "abuse.sexual and not flags.abuse_or_exploitation"
    ruleset = rules_with(added=rule("never", never, "offer: {lead: [counselling]}"))
    assert "can never hold" in only(failures(EveryRuleCounts, ruleset, "never")).sentence


def test_a_shadowed_rule_is_found_with_what_shadows_it():
    ruleset = rules_with(added=rule("shadowed", "safety.suicide_plan_or_intent and age < 9", "raise: soon"))
    failure = only(failures(EveryRuleCounts, ruleset, "shadowed"))
    assert "changes nothing" in failure.sentence
    assert "'flag-suicide-plan'" in failure.sentence
    assert "a plan or intent to end their life: yes" in failure.told[0]


def test_two_rules_for_the_same_people_are_named():
    offer = "offer: {lead: [counselling]}"
    ruleset = rules_with(added=rule("twin", "needs.bereavement and not not needs.bereavement", offer))
    found = failures(EveryRuleCounts, ruleset, "rules for exactly the same people")
    assert only(found).sentence.startswith("Rules 'bereavement' and 'twin' hold for exactly the same people")


def test_rival_questions_are_named():
    ask = "ask: {field: answers.gp_known, question: 'GP: which one?'}"
    found = failures(
        EveryRuleCounts, rules_with(added=rule("ask-twice", "unknown(gp_known)", ask)), "questions"
    )
    assert "put different questions about the answer 'answers.gp_known'" in only(found).sentence


def test_a_term_nobody_uses_is_named():
    ruleset = rules_with(("terms:\n", "terms:\n  idle:\n    called: they are 3\n    when: age == 3\n"))
    assert "'idle'" in only(failures(EveryRuleCounts, ruleset, "terms")).sentence


# 6. Nobody is offered what is not for them


def test_a_rule_on_a_wrong_age_is_found():
    ruleset = rules_with(added=rule("too-young", "age < 4", "offer: {alongside: [mhst_school]}"))
    failure = only(failures(OffersAreForThem, ruleset, "what 'too-young' offers"))
    assert "which nobody it fires for could have" in failure.sentence
    assert failure.told[0].startswith("A 3-year-old")


@pytest.mark.parametrize(
    ("name", "as_if", "wrong"),
    [
        ("is_for_age", lambda offer, age: True, "is not for this age"),
        ("is_for_place", lambda offer, place: True, "is not for this place"),
        ("is_open", property(lambda offer: True), ""),
    ],
)
def test_a_package_that_forgets_age_or_place_is_found(monkeypatch, name, as_if, wrong):
    monkeypatch.setattr(package.Offer, name, as_if)
    sentences = [failure.sentence for failure in failures(OffersAreForThem, WHOLE, "Counselling")]
    assert any(wrong in sentence for sentence in sentences) is bool(wrong)


def test_a_package_that_forgets_reach_is_found(monkeypatch):
    monkeypatch.setattr("triage.proof.availability.Package", _Boundless)
    sentences = [failure.sentence for failure in failures(OffersAreForThem, WHOLE, "Counselling")]
    assert any("does not reach people beyond the area" in sentence for sentence in sentences)


class _Boundless(package.Package):
    def _add_first(self, kinds, why):
        person, self.person = self.person, replace(self.person, reach=None)
        super()._add_first(kinds, why)
        self.person = person


# 7. Who they are changes nothing


def test_a_fact_that_no_rule_may_turn_on_is_found(monkeypatch):
    monkeypatch.setattr(fairness, "ALLOWED", fairness.ALLOWED - {"answers.pregnant"})
    found = failures(WhoTheyAreChangesNothing, WHOLE, "what the rules read")
    assert {"Rule 'pregnant-under-16' reads 'pregnant', which no rule may turn on."} <= {
        each.sentence for each in found
    }


def test_a_case_that_holds_who_they_are_is_found(monkeypatch):
    monkeypatch.setattr(fairness, "PROTECTED", (*fairness.PROTECTED, fields(Case)[1].name))
    assert (
        "A case holds 'age'" in only(failures(WhoTheyAreChangesNothing, WHOLE, "what a case holds")).sentence
    )


def test_a_suggestion_that_changes_with_who_they_are_is_found(monkeypatch):
    class Partial:
        @staticmethod
        def from_document(document):
            case = Case.from_document(document)
            return replace(case, pregnant="yes", age=14, age_months=None) if "religion" in document else case

    monkeypatch.setattr(fairness, "Case", Partial)
    monkeypatch.setattr(fairness, "fields", lambda _: ())
    found = failures(WhoTheyAreChangesNothing, WHOLE, "the same request")
    assert {each.sentence for each in found} == {"The suggestion changes with 'religion'."}


def test_a_kind_of_help_that_one_place_lacks_is_found():
    one_town = tuple(
        replace(offer, areas=("norwich",)) if offer.kind is OfferKind.COUNSELLING else offer
        for offer in OFFERS
    )
    found = failures(WhoTheyAreChangesNothing, WHOLE, "the place and Counselling", offers=one_town)
    assert "'Counselling' is there in one of" in found[0].sentence


def test_an_area_with_no_services_yet_still_answers_danger():
    assert failures(DangerIsAnswered, WHOLE, "immediate danger", offers=()) == []
    assert failures(NobodyWithout, WHOLE, "an offer", offers=()) == []


def test_a_failure_is_shown_as_the_engine_treats_the_person():
    ruleset = rules_with(("    raise: emergency\n", "    raise: urgent\n"))
    failure = failures(DangerIsAnswered, ruleset, "immediate danger")[0]
    assert failure.person == {"safety.immediate_danger": "yes", "safety_asked": "yes"}
    assert f"priority {Priority.URGENT.label.lower()}" in failure.told[1]
    assert failure.told[2].startswith("By the rules: ")
    assert "danger-now" in failure.told[2]
