"""Acceleration: from how the levels moved in the last rounds, where they are heading.

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

SECANTS = 4  # pairs of differences that are kept
NEW = 1e-3  # a difference of which less than this share is new says nothing
FAR = 0.05  # nothing carries a level further than this


class History(NamedTuple):
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
def empty_history(issues: int) -> Any:
    """A history with no round on it."""
    return History(
        np.zeros(2, np.int64),
        np.zeros(issues),
        np.zeros(issues),
        np.zeros(issues),
        np.zeros((SECANTS, issues)),
        np.zeros((SECANTS, issues)),
    )


@part
def forget(history: History) -> None:
    """Forgets every round."""
    history.kept[0] = history.kept[1] = 0


@part
def note_start(history: History, x: NDArray[np.float64]) -> None:
    """Notes the levels at which a round begins."""
    for k in range(x.size):
        history.start[k] = x[k]


@part
def _keep_pair(history: History, x: NDArray[np.float64]) -> None:
    """Adds the differences between the round that has just ended at x and the one before."""
    j = history.kept[0]
    whole, rest = 0.0, 0.0
    for k in range(x.size):
        history.q[j, k] = x[k] - history.start[k] - history.move[k]
        history.p[j, k] = x[k] - history.end[k]
        whole += history.q[j, k] ** 2
    for other in range(j):
        share = 0.0
        for k in range(x.size):
            share += history.q[j, k] * history.q[other, k]
        for k in range(x.size):
            history.q[j, k] -= share * history.q[other, k]
            history.p[j, k] -= share * history.p[other, k]
    for k in range(x.size):
        rest += history.q[j, k] ** 2
    if rest > NEW * NEW * whole:
        for k in range(x.size):
            history.q[j, k] /= np.sqrt(rest)
            history.p[j, k] /= np.sqrt(rest)
        history.kept[0] = j + 1


@part
def _note_end(history: History, x: NDArray[np.float64]) -> None:
    """Notes the round that has ended at x."""
    if history.kept[0] == SECANTS:
        forget(history)
    if history.kept[1] == 1:
        _keep_pair(history, x)
    history.kept[1] = 1
    for k in range(x.size):
        history.move[k] = x[k] - history.start[k]
        history.end[k] = x[k]


@part
def accelerate(history: History, x: NDArray[np.float64]) -> bool:
    """Notes the round that has ended at x and moves x to where the levels are heading; False if it stays there."""
    _note_end(history, x)
    way = history.start  # noted anew when the next round begins
    for k in range(x.size):
        way[k] = 0.0
    for j in range(history.kept[0]):
        share = 0.0
        for k in range(x.size):
            share += history.move[k] * history.q[j, k]
        for k in range(x.size):
            way[k] -= share * history.p[j, k]
    farthest = 0.0
    for k in range(x.size):
        farthest = max(farthest, abs(way[k]))
    if farthest == 0.0 or farthest > FAR:
        return False
    for k in range(x.size):
        x[k] = min(1.0, max(0.0, x[k] + way[k]))
    return True
