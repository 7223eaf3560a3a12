"""The proof of the rule set in force, for every possible person: without it nothing is published."""

from __future__ import annotations

import json
import subprocess
import sys
import time

from triage.directory import reference_directory
from triage.proof import prove
from triage.rules.versions import version, versions

_A_MINUTE = 60


def test_the_rules_in_force_are_proved_within_a_minute():
    steps = []
    started = time.process_time()
    proof = prove(version(versions()[-1]), reference_directory(), lambda *step: steps.append(step))
    assert time.process_time() - started < _A_MINUTE
    assert [failure for each in proof.properties for failure in each.failures] == []
    assert proof.holds
    assert [each.number for each in proof.properties] == [1, 2, 3, 4, 5, 6, 7]
    assert steps[0][0] == 0
    assert steps[-1][:2] == (steps[0][1], steps[0][1])
    never_less = next(note for note in proof.properties[2].notes if "never less than no" in note)
    assert "immediate danger" in never_less
    assert not any("sometimes less" in note for note in proof.properties[2].notes)
    assert any("lantern-children-recovery" in note for note in proof.properties[5].notes)
    json.dumps(proof.to_document())


def test_the_solver_is_loaded_only_when_it_is_asked():
    code = "import sys, triage.proof, ifd.cli.rules, triage.engine; sys.exit('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
