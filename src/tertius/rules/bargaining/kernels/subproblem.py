"""One talk with everything else held still: the arrays that `fill_subproblem` fills and `newton_ascent` works on."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled import maker

TIE_WEIGHT = 1e-9  # weight of the distance from the references that no result shows


class Subproblem(NamedTuple):
    """One talk with everything else held still, and the scratch space to settle it.

    Attributes:
        size: Number of parties m, of issues n, of needs j in use; the arrays are as long as the case allows.
        actor: (m,) the parties that care.
        issue: (n,) the issues that some party cares about.
        power: (m,) share of bargaining power; 0 for a party that must only not lose.
        weight: (m,) weight of each logarithm in the ascent under way.
        rise: (m,) 1 for those whose smallest gain z stands for, 0 for those who must only stay above nothing.
        constant: (m,) the part of the gain that the levels do not touch.
        salience: (m, n) scaled salience.
        position: (m, n) position.
        reference: (n,) level without agreement.
        need_party: (j,) whose need.
        left: (j,) weight of the need times what the other talks leave uncovered.
        cover: (j, n) share covered by each issue.
        tie: (1,) weight of the distance from the references.
        gain: (m,) the gains last computed.
        before: (m,) the gains less z where the step under way began.
        slope, gradient, bend, factor, step, trial, held: scratch of the ascent.
        levels, lifted, safe, corner, hidden: scratch of those who call it.
        ideal: (m,) largest gain that leaves nobody below its walk-away value.
        unit: (m,) in what each gain is counted while shares are raised together.
        held_at: (m,) the share at which a party that can rise no further is held.
        best, ideal_from: (n,) scratch of the search for ideals.
    """

    size: NDArray[np.int64]
    actor: NDArray[np.int64]
    issue: NDArray[np.int64]
    power: NDArray[np.float64]
    weight: NDArray[np.float64]
    rise: NDArray[np.float64]
    constant: NDArray[np.float64]
    salience: NDArray[np.float64]
    position: NDArray[np.float64]
    reference: NDArray[np.float64]
    need_party: NDArray[np.int64]
    left: NDArray[np.float64]
    cover: NDArray[np.float64]
    gain: NDArray[np.float64]
    slope: NDArray[np.float64]
    gradient: NDArray[np.float64]
    bend: NDArray[np.float64]
    factor: NDArray[np.float64]
    step: NDArray[np.float64]
    trial: NDArray[np.float64]
    held: NDArray[np.bool_]
    levels: NDArray[np.float64]
    lifted: NDArray[np.float64]
    safe: NDArray[np.float64]
    corner: NDArray[np.float64]
    hidden: NDArray[np.float64]
    tie: NDArray[np.float64]
    before: NDArray[np.float64]
    ideal: NDArray[np.float64]
    unit: NDArray[np.float64]
    held_at: NDArray[np.float64]
    best: NDArray[np.float64]
    ideal_from: NDArray[np.float64]


@maker
def empty_subproblem(actors: int, issues: int, needs: int) -> Any:
    """Scratch space for any talk of a case with so many actors, issues and needs."""
    n = issues + 1
    return Subproblem(
        np.zeros(3, np.int64),
        np.zeros(actors, np.int64),
        np.zeros(issues, np.int64),
        np.zeros(actors),
        np.zeros(actors),
        np.ones(actors),
        np.zeros(actors),
        np.zeros((actors, issues)),
        np.zeros((actors, issues)),
        np.zeros(issues),
        np.zeros(needs, np.int64),
        np.zeros(needs),
        np.zeros((needs, issues)),
        np.zeros(actors),
        np.zeros((actors, n)),
        np.zeros(n),
        np.zeros((n, n)),
        np.zeros((n, n)),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n, np.bool_),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(n),
        np.zeros(actors),
        np.full(1, TIE_WEIGHT),
        np.zeros(actors),
        np.zeros(actors),
        np.ones(actors),
        np.zeros(actors),
        np.zeros(n),
        np.zeros(n),
    )
