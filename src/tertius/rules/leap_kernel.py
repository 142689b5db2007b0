"""Leaps: from how the levels moved in the last rounds, where they are heading.

Rounds near a settlement are all but linear: x turns into G(x), and the move f(x) = G(x) - x shrinks by much the same
share again and again. Two rounds with inputs x, x' give a pair of differences

    q = f(x') - f(x),    p = G(x') - G(x),

and the level at which the move vanishes is guessed as G(x') - sum_j <f(x'), q_j> p_j, with the q made orthonormal and
the p changed alike: Anderson's (1965) mixing, or a secant method with several secants.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled import maker, part

__all__ = ["Trail", "empty_trail", "forget", "leap", "note_start"]

SECANTS = 4  # pairs of differences that are kept
NEW = 1e-3  # a difference of which less than this share is new says nothing
FAR = 0.05  # no leap carries a level further than this


class Trail(NamedTuple):
    """The last rounds.

    Attributes:
        kept: (2,) how many pairs of differences are kept, and whether a round is noted at all.
        start: (K,) levels at which the round under way began.
        end: (K,) levels at which the round before ended.
        move: (K,) how the levels moved in that round.
        q: (J, K) differences between moves, orthonormal.
        p: (J, K) differences between ends.
    """

    kept: NDArray[np.int64]
    start: NDArray[np.float64]
    end: NDArray[np.float64]
    move: NDArray[np.float64]
    q: NDArray[np.float64]
    p: NDArray[np.float64]


@maker
def empty_trail(issues: int) -> Any:
    """A trail with no round on it."""
    return Trail(
        np.zeros(2, np.int64),
        np.zeros(issues),
        np.zeros(issues),
        np.zeros(issues),
        np.zeros((SECANTS, issues)),
        np.zeros((SECANTS, issues)),
    )


@part
def forget(trail: Trail) -> None:
    """Forgets every round."""
    trail.kept[0] = trail.kept[1] = 0


@part
def note_start(trail: Trail, x: NDArray[np.float64]) -> None:
    """Notes the levels at which a round begins."""
    for k in range(x.size):
        trail.start[k] = x[k]


@part
def _keep_pair(trail: Trail, x: NDArray[np.float64]) -> None:
    """Adds the differences between the round that has just ended at x and the one before."""
    j = trail.kept[0]
    whole, rest = 0.0, 0.0
    for k in range(x.size):
        trail.q[j, k] = x[k] - trail.start[k] - trail.move[k]
        trail.p[j, k] = x[k] - trail.end[k]
        whole += trail.q[j, k] ** 2
    for other in range(j):
        share = 0.0
        for k in range(x.size):
            share += trail.q[j, k] * trail.q[other, k]
        for k in range(x.size):
            trail.q[j, k] -= share * trail.q[other, k]
            trail.p[j, k] -= share * trail.p[other, k]
    for k in range(x.size):
        rest += trail.q[j, k] ** 2
    if rest > NEW * NEW * whole:
        for k in range(x.size):
            trail.q[j, k] /= np.sqrt(rest)
            trail.p[j, k] /= np.sqrt(rest)
        trail.kept[0] = j + 1


@part
def _note_end(trail: Trail, x: NDArray[np.float64]) -> None:
    """Notes the round that has ended at x."""
    if trail.kept[0] == SECANTS:
        forget(trail)
    if trail.kept[1] == 1:
        _keep_pair(trail, x)
    trail.kept[1] = 1
    for k in range(x.size):
        trail.move[k] = x[k] - trail.start[k]
        trail.end[k] = x[k]


@part
def leap(trail: Trail, x: NDArray[np.float64]) -> bool:
    """Notes the round that has ended at x and moves x to where the levels are heading; False if it stays there."""
    _note_end(trail, x)
    way = trail.start  # noted anew when the next round begins
    for k in range(x.size):
        way[k] = 0.0
    for j in range(trail.kept[0]):
        share = 0.0
        for k in range(x.size):
            share += trail.move[k] * trail.q[j, k]
        for k in range(x.size):
            way[k] -= share * trail.p[j, k]
    farthest = 0.0
    for k in range(x.size):
        farthest = max(farthest, abs(way[k]))
    if farthest == 0.0 or farthest > FAR:
        return False
    for k in range(x.size):
        x[k] = min(1.0, max(0.0, x[k] + way[k]))
    return True
