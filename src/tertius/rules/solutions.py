"""Solutions: at which point of its zone of agreement a talk settles, everything else given.

A talk may name its own; the others take that of the run.
"""

from __future__ import annotations

from dataclasses import dataclass

from tertius.case.parse.origin import closest
from tertius.errors import UsageError

__all__ = ["DEFAULT", "SOLUTIONS", "Solution", "solution_named", "theory_name"]


@dataclass(frozen=True)
class Solution:
    """A published solution of the bargaining problem.

    Attributes:
        key: Its name in cases and on the command line.
        meaning: What it asks for, in a clause.
        reference: Who published it.
    """

    key: str
    meaning: str
    reference: str


SOLUTIONS: dict[str, Solution] = {
    solution.key: solution
    for solution in (
        Solution("nash", "each talk maximises the product of its parties' gains", "Nash 1950"),
        Solution(
            "kalai-smorodinsky",
            "each party goes the same share of the way to the best it could hope for",
            "Kalai & Smorodinsky 1975; Imai 1983",
        ),
        Solution(
            "egalitarian",
            "every party gains the same share of its range",
            "Kalai 1977; Imai 1983",
        ),
    )
}


DEFAULT = "nash"


def theory_name(rule: str, solution: str) -> str:
    """``hold``; with another solution than the default ``hold+egalitarian``."""
    return rule if solution == DEFAULT else f"{rule}+{solution}"


def solution_named(name: str) -> Solution:
    """The solution of that name; a `UsageError` says which there are."""
    if name not in SOLUTIONS:
        hint = closest(name, SOLUTIONS)
        known = f"the solutions are {', '.join(SOLUTIONS)}"
        raise UsageError(f"there is no solution '{name}': {f'{hint} ({known})' if hint else known}")
    return SOLUTIONS[name]
