"""One actor walks away from another, in versions of a network.

If j walks away from i, every talk that both sit at fails, with its links and threats; what j supplies covers none of
i's needs; j's threats against i fire at their stated probability; stances are untouched, and everyone else settles
anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tertius.case.model import Case, supplies_of
from tertius.rules.arrays import Floats, Network, Versions
from tertius.rules.bargaining.perceived import COVER, STRIKE
from tertius.rules.bargaining.versions import take_away

Pair = tuple[str, str]


class Struck(NamedTuple):
    """What the threats of whoever walks away do: (D,) what they take from the one who is left, and from the holder."""

    damage: Floats
    cost: Floats


def talks_of_both(case: Case, i: str, j: str) -> tuple[str, ...]:
    """The talks that both sit at."""
    return tuple(name for name, talk in case.talks.items() if {i, j} <= set(talk.parties))


def threats_against(case: Case, j: str, i: str) -> list[int]:
    """The rows of the threats of j against i."""
    threats = case.threats.values()
    return [row for row, threat in enumerate(threats) if (threat.holder, threat.target) == (j, i)]


def are_tied(case: Case, i: str, j: str) -> bool:
    """Whether anything changes for i if j walks away from it."""
    return bool(talks_of_both(case, i, j)) or (j, i) in supplies_of(case) or bool(threats_against(case, j, i))


def walk_away(case: Case, network: Network, variants: Versions, rows: slice, i: str, j: str) -> Struck:
    """Makes j walk away from i in some versions.

    Args:
        case: The case.
        network: Its network.
        variants: The versions; they are changed.
        rows: Those in which j walks away.
        i: Who is left.
        j: Who walks away.

    Returns:
        What j's threats do, which strike whatever happens: it is in no payoff of these versions.
    """
    for talk in talks_of_both(case, i, j):
        variants.failed[rows, network.talks.index(talk)] = True
    for need, issue in supplies_of(case).get((j, i), ()):
        place = network.needs.index(need), network.issues.index(issue)
        take_away(network.structure, variants.numbers, rows, COVER, *place)
    damage, cost = np.zeros((2, len(variants.numbers.strike[rows])))
    for row in threats_against(case, j, i):
        damage += variants.numbers.strike[rows, row] * variants.numbers.damage[rows, row]
        cost += variants.numbers.strike[rows, row] * variants.numbers.cost[rows, row]
        # It hangs on no talk any more, so it is no argument in one.
        take_away(network.structure, variants.numbers, rows, STRIKE, row)
    return Struck(damage, cost)


def tied_pairs(case: Case) -> Iterator[Pair]:
    """Yield who may lose by the leaving of whom."""
    yield from ((i, j) for i in case.actors for j in case.actors if i != j and are_tied(case, i, j))
