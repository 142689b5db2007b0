"""Acceleration: from how the levels moved in the last rounds, where they are heading.

Rounds near a settlement are all but linear: x turns into G(x), and the move f(x) = G(x) - x shrinks by much the same
share again and again. Two rounds with inputs x, x' give a pair of differences

    q = f(x') - f(x),    p = G(x') - G(x),

and the level at which the move vanishes is guessed as G(x') - sum_j <f(x'), q_j> p_j, with the q made orthonormal and
the p changed alike: Anderson's (1965) mixing, or a secant method with several secants.

    kept            how many pairs of differences are kept, and whether a round is noted at all
    began (K)       levels at which the round under way began
    ended (K)       levels at which the round before ended
    moved (K)       how the levels moved in that round
    secant (J, K)   q, differences between moves, orthonormal
    image (J, K)    p, differences between ends
"""

from __future__ import annotations

import math

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    BEGAN,
    ENDED,
    IMAGE,
    ISSUES,
    KEPT,
    MOVED,
    SECANT,
    SECANTS,
)
from tertius.rules.compiled.decorators import kernel

NEW = 1e-3  # a difference of which less than this share is new says nothing
FAR = 0.05  # no level is carried further than this


@kernel
def forget(v: Ints) -> None:
    """Forgets every round."""
    v[v[KEPT]] = v[v[KEPT] + 1] = 0


@kernel
def note_start(v: Ints, w: Floats, x: int) -> None:
    """Notes the levels at which a round begins."""
    for k in range(v[ISSUES]):
        w[v[BEGAN] + k] = w[x + k]


@kernel
def _keep_pair(v: Ints, w: Floats, x: int) -> None:
    """Adds the differences between the round that has just ended at x and the one before."""
    issues, j = v[ISSUES], v[v[KEPT]]
    q, p = v[SECANT] + j * issues, v[IMAGE] + j * issues
    whole, rest = 0.0, 0.0
    for k in range(issues):
        w[q + k] = w[x + k] - w[v[BEGAN] + k] - w[v[MOVED] + k]
        w[p + k] = w[x + k] - w[v[ENDED] + k]
        whole += w[q + k] ** 2
    for other in range(j):
        q_other, p_other, share = v[SECANT] + other * issues, v[IMAGE] + other * issues, 0.0
        for k in range(issues):
            share += w[q + k] * w[q_other + k]
        for k in range(issues):
            w[q + k] -= share * w[q_other + k]
            w[p + k] -= share * w[p_other + k]
    for k in range(issues):
        rest += w[q + k] ** 2
    if rest > NEW * NEW * whole:
        for k in range(issues):
            w[q + k] /= math.sqrt(rest)
            w[p + k] /= math.sqrt(rest)
        v[v[KEPT]] = j + 1


@kernel
def accelerate(v: Ints, w: Floats, x: int) -> bool:
    """Notes the round that has ended at x and moves x to where the levels are heading; False if it stays there."""
    issues = v[ISSUES]
    if v[v[KEPT]] == SECANTS:
        forget(v)
    if v[v[KEPT] + 1] == 1:
        _keep_pair(v, w, x)
    v[v[KEPT] + 1] = 1
    way = v[BEGAN]  # noted anew when the next round begins
    for k in range(issues):
        w[v[MOVED] + k] = w[x + k] - w[v[BEGAN] + k]
        w[v[ENDED] + k] = w[x + k]
        w[way + k] = 0.0
    for j in range(v[v[KEPT]]):
        share = 0.0
        for k in range(issues):
            share += w[v[MOVED] + k] * w[v[SECANT] + j * issues + k]
        for k in range(issues):
            w[way + k] -= share * w[v[IMAGE] + j * issues + k]
    farthest = 0.0
    for k in range(issues):
        farthest = max(farthest, abs(w[way + k]))
    if farthest == 0.0 or farthest > FAR:
        return False
    for k in range(issues):
        w[x + k] = min(1.0, max(0.0, w[x + k] + w[way + k]))
    return True
