"""The full trace: every rule and every condition, the same truths as the rules that run."""

from __future__ import annotations

from hypothesis import given, settings

from tests.triage.people import DOCUMENTS
from triage import Case
from triage.facts import FACTS, PLACE_OF, Kind, facts_of
from triage.rules.examples import facts_from_example
from triage.rules.language import evaluate, facts_named
from triage.rules.tracing import Tracer
from triage.rules.versions import version, versions

RULES = version(versions()[-1])
TRACE = Tracer(RULES.rules)


def traced(rule_id, **values):
    facts = facts_from_example({name.replace("__", "."): value for name, value in values.items()})
    return next(traced for traced in TRACE(facts) if traced.rule.id == rule_id)


@given(DOCUMENTS)
@settings(max_examples=300, deadline=None)
def test_every_rule_is_traced_with_the_truth_it_has_and_all_it_turned_on(document):
    facts = facts_of(Case.from_document({"id": "1", **document}))
    trace = TRACE(facts)
    assert [traced.rule for traced in trace] == list(RULES.rules)
    for traced in trace:
        assert traced.truth is evaluate(traced.rule.condition, facts)
        assert {finding.fact for finding in traced.findings} == facts_named(traced.rule.condition)
        for finding in traced.findings:
            found = facts[PLACE_OF[finding.fact]]
            assert finding.found is found
            assert (finding.truth is None) is (found is None)
            if FACTS[finding.fact].kind is Kind.TRUTH:
                assert finding.truth is found


def test_a_finding_says_what_was_expected_and_what_was_found():
    young = traced("self-harm-young", age=10, safety__self_harm_last_month="yes")
    assert young.truth is True
    assert ("age", "< 13", 10, True) in young.findings
    assert traced("self-harm-young", age=15, safety__self_harm_last_month="yes").truth is False


def test_a_rule_that_turned_on_something_unknown_says_on_what():
    young = traced("self-harm-young", safety__self_harm_last_month="yes")
    assert young.truth is None
    assert "age" in young.unknown
    assert "safety.self_harm_last_month" not in young.unknown
    older = traced("self-harm-young", age=15)
    assert "safety.self_harm_last_month" in older.unknown
    assert "age" not in older.unknown, "what is known and does not hold is not unknown"
