"""Looking for somebody among all possible people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import z3

from triage.proof.answers import Sent, Term
from triage.proof.person import Someone, smallest
from triage.proof.solving import checked, new_solver


class Search:
    """One solver for every question: it holds what is possible, and a question only for as long as it is asked."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.solver = new_solver()
        self.solver.add(*sent.rules())

    @contextmanager
    def given(self, *terms: Term) -> Iterator[z3.Solver]:
        """The solver while these hold as well."""
        self.solver.push()
        try:
            self.solver.add(*terms)
            yield self.solver
        finally:
            self.solver.pop()

    def is_possible(self, *terms: Term) -> bool:
        with self.given(*terms) as solver:
            return checked(solver) is not None

    def somebody(self, *terms: Term) -> Someone | None:
        """The smallest person for whom all of this is true; None when there is nobody."""
        with self.given(*terms) as solver:
            return None if checked(solver) is None else smallest(solver, self.sent)


Change = Sequence[tuple[Term, Term]]
"""Variables, and what stands in their place."""


def changed(term: Term, change: Change) -> Term:
    """The same formula about somebody who differs in this."""
    return z3.substitute(term, *change)


def lowered(before: Sequence[Term], after: Sequence[Term]) -> Term:
    """Whether some level that was reached before is not reached after."""
    return z3.Or([z3.And(was, z3.Not(now)) for was, now in zip(before, after, strict=True)])
