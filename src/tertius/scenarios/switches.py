"""In which draws a change makes the talks settle in another way, so that what differs there is no effect of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tertius.rules.arrays import Flags, Floats, Numbers
from tertius.rules.bargaining.network_rule import start_at
from tertius.scenarios.branches import ALIKE
from tertius.scenarios.scenarios import Scenario

LOOKED_INTO = 16
"""So many draws are settled once more, each from where the other version settles."""


def switches(before: Scenario, after: Scenario) -> Flags:
    """(D,) whether the second version settles elsewhere in a draw if the search starts where the first one settles.

    Only the first `LOOKED_INTO` draws are looked into, and none where a rule decides that starts nowhere. A draw that
    does not come to rest is no switch.

    Args:
        before: A version of a case, settled over its draws.
        after: Another, settled under the same theory in the same draws.
    """
    case, draws = after.case, min(LOOKED_INTO, after.draws)
    if not after.theory.rule.talks or not case.talks:
        return np.zeros(0, np.bool_)
    numbers, scales = after.numbers, np.array([entry.scale[1] - entry.scale[0] for entry in case.issues.values()])
    anew = after.settle(after.versions(np.arange(draws)))
    found = np.zeros(draws, np.bool_)
    for draw in range(draws):
        start = _start(before, after, Numbers(*(array[draw] for array in numbers)), draw)
        one = after.versions(np.array([draw]))
        followed = after.theory.settle_variants(case, after.network, one, after.threads, start=start)
        moved = (np.abs(followed.levels[0] - anew.levels[draw]) > ALIKE * scales).any()
        other = (followed.agreed[0] != anew.agreed[draw]).any()
        rests = before.many.settled[draw] and anew.settled[draw] and followed.settled[0]
        found[draw] = rests and (moved or other)
    return found


def _start(before: Scenario, after: Scenario, numbers: Numbers, draw: int) -> Floats:
    """(K,) the levels at which the first version settles in a draw, for a search in the second one."""
    levels = dict(zip(before.case.issues, map(float, before.many.levels[draw]), strict=True))
    return start_at(after.case, replace(after.network, numbers=numbers), levels)
