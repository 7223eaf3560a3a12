"""Asking the solver."""

from __future__ import annotations

import z3

from triage.proof import SolverGaveUp
from triage.proof.answers import Term

_PATIENCE = 60_000
"""Milliseconds for one question. Most take a few."""


def new_solver() -> z3.Solver:
    """A solver for questions of yes and no, which all of ours are."""
    solver = z3.SolverFor("QF_FD")
    solver.set("timeout", _PATIENCE)
    return solver


def checked(solver: z3.Solver, *wishes: Term) -> z3.ModelRef | None:
    """A way in which all of it is true, None when there is none.

    Raises SolverGaveUp when the solver does: then nothing is proved.
    """
    answer = solver.check(*wishes)
    if answer == z3.unknown:
        raise SolverGaveUp(solver.reason_unknown())
    return solver.model() if answer == z3.sat else None
