"""Proof before publishing: what holds for every possible person, and whom a change would treat differently.

The rules are translated to formulas over every combination of answers and words, unknown included, and a solver
looks for somebody for whom a promise of the front door is broken. It either finds the smallest such person or
shows that there is none. Only this package knows the solver, and only once it is asked to prove.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from triage.directory import Offer
from triage.proof.report import Difference, Failure, Proof, Property
from triage.rules.ruleset import RuleSet

__all__ = [
    "Difference",
    "Failure",
    "NoAnswer",
    "Proof",
    "Property",
    "SolverGaveUp",
    "SolverMissing",
    "differences",
    "prove",
]

Say = Callable[[int, int, str], None]
"""Told how far the work has come: steps done, steps in all, and what is being done, in English."""


class NoAnswer(RuntimeError):
    """Nothing was proved, and nothing was shown to be wrong; the message says what to do."""


class SolverGaveUp(NoAnswer):
    """A question took the solver longer than it may."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The solver gave up ({why}), so nothing is proved. Try again on a quieter machine; if it gives up "
            "again, the rule changed last may be too involved."
        )


class SolverMissing(NoAnswer):
    """The solver is not installed; the message says how to install it."""

    def __init__(self) -> None:
        super().__init__(
            "The proof needs the solver z3, which is not installed. "
            "Install it with: pip install 'integrated-front-door[proof]'."
        )


def quiet(done: int, total: int, step: str) -> None:
    """Nobody watches."""


def prove(ruleset: RuleSet, offers: Sequence[Offer], say: Say = quiet) -> Proof:
    """Whether the seven properties hold for everybody. Raises `NoAnswer` when nothing is proved."""
    _need_solver()
    from triage.proof.properties import prove_all

    return prove_all(ruleset, offers, say)


def differences(
    before: RuleSet, after: RuleSet, offers: Sequence[Offer], say: Say = quiet
) -> tuple[Difference, ...]:
    """Each way in which somebody would be treated differently, with the smallest such person; none when equal.

    Raises `SolverMissing` without the solver.
    """
    _need_solver()
    from triage.proof.differing import all_differences

    return all_differences(before, after, offers, say)


def _need_solver() -> None:
    try:
        import z3  # noqa: F401
    except ImportError:
        raise SolverMissing from None
