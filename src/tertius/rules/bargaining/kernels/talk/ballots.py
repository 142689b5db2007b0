"""Ratification: P(those at home say yes to the levels of a talk), and its part of the ascent.

An elector is one of the many that a ratifier may be: its numbers drawn from their ranges. It says yes if it gains. Of
each ratifier g, with R electors whose gains are g_r(x),

    P_g(x) = 1/R sum_r S(g_r(x) / s_g),   S(y) = 1 / (1 + exp(-y)),

a count of those who gain, smoothed over s_g, `SMOOTH` times the mean distance between neighbours. The ascent adds
sum_g log P_g to the logarithms of the gains, whose weights sum to 1:

    max  sum_i b_i log(V_i - d_i) + (sum_i b_i) log P(x)      Putnam 1988; Iida 1993
"""

from __future__ import annotations

import math

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    BALLOTS,
    BEND,
    GAIN,
    GRADIENT,
    GROUP,
    HERE_COVER,
    HERE_POSITION,
    HERE_SALIENCE,
    ISSUES,
    LEFT,
    NARROWNESS,
    NEED_PARTY,
    OPEN,
    PARTIES,
    PUSH,
    SOURCES,
    VOTES,
)
from tertius.rules.bargaining.kernels.talk.losses import loss_bend, loss_slope
from tertius.rules.compiled.decorators import kernel

SMOOTH = 1.5  # in mean distances between the gains of neighbours
NARROWEST = 1e-4  # the least that is smoothed over, as a share of the elector's range
WALL = 20.0  # a ratifier without ranges must gain so many of these: what leaves it as it was it does not want
NOBODY = 1e-30  # so that the logarithm of an approval exists


@kernel
def set_ballot(v: Ints, w: Floats) -> None:
    """Fixes over what each ratifier's approval is smoothed, from the gains last computed."""
    first, votes = v[PARTIES], v[VOTES]
    for c in range(first, first + votes):
        low, high, electors = math.inf, -math.inf, 0
        for other in range(first, first + votes):
            if v[v[GROUP] + other] == v[v[GROUP] + c]:
                gain = w[v[GAIN] + other]
                low, high, electors = min(low, gain), max(high, gain), electors + 1
        w[v[NARROWNESS] + c] = max(SMOOTH * (high - low) / electors, NARROWEST)


@kernel
def _says_yes(v: Ints, w: Floats, c: int) -> float:
    """S(g / s) of an elector, at the gains last computed."""
    narrow = w[v[NARROWNESS] + c]
    y = (w[v[GAIN] + c] - (WALL * NARROWEST if narrow <= NARROWEST else 0.0)) / narrow
    if y >= 0.0:
        return 1.0 / (1.0 + math.exp(-y))
    risen = math.exp(y)
    return risen / (1.0 + risen)


@kernel
def _approval_of(v: Ints, w: Floats, group: int) -> tuple[float, int]:
    """The sum of S over the electors of a ratifier, and how many they are."""
    yes, electors = 0.0, 0
    for c in range(v[PARTIES], v[PARTIES] + v[VOTES]):
        if v[v[GROUP] + c] == group:
            yes += _says_yes(v, w, c)
            electors += 1
    return yes, electors


@kernel
def _is_first(v: Ints, c: int) -> bool:
    """Whether no elector of the same ratifier comes before this one."""
    first = True
    for other in range(v[PARTIES], c):
        first &= v[v[GROUP] + other] != v[v[GROUP] + c]
    return first


@kernel
def log_approval(v: Ints, w: Floats) -> float:
    """sum_g log P_g at the gains last computed, those of the electors among them."""
    total = 0.0
    for c in range(v[PARTIES], v[PARTIES] + v[VOTES]):
        if _is_first(v, c):
            yes, electors = _approval_of(v, w, v[v[GROUP] + c])
            total += math.log(max(yes / electors, NOBODY))
    return total


@kernel
def _fill_push(v: Ints, w: Floats, c: int, y: int, a: float, width: float) -> None:
    """Fills the slopes of an elector's gain."""
    n, issues, push = v[OPEN], v[ISSUES], v[PUSH]
    salience, position = v[HERE_SALIENCE] + c * issues, v[HERE_POSITION] + c * issues
    for k in range(n):
        w[push + k] = 0.0
        if w[salience + k] > 0.0:
            w[push + k] -= w[salience + k] * loss_slope(w[y + k] - w[position + k], a, width)
    for j in range(v[SOURCES]):
        if v[v[NEED_PARTY] + j] == c:
            for k in range(n):
                rest = w[v[LEFT] + j] * w[v[HERE_COVER] + j * issues + k]
                for other in range(n):
                    if other != k:
                        rest *= 1.0 - w[v[HERE_COVER] + j * issues + other] * w[y + other]
                w[push + k] += rest


@kernel
def _add_elector(v: Ints, w: Floats, c: int, y: int, a: float, width: float) -> None:
    """An elector's part of the gradient and of the bend; the needs' own curvature is left to the search.

    With Y = sum S: d log P = sum S'/Y dg, and minus its second derivative is
    sum (-S''/Y) dg dg' - S'/Y ddg, beside the square of the first that `add_ballots` adds.
    """
    n, issues, size = v[OPEN], v[ISSUES], v[ISSUES] + 1
    says, s = _says_yes(v, w, c), w[v[NARROWNESS] + c]
    yes, _ = _approval_of(v, w, v[v[GROUP] + c])
    yes = max(yes, NOBODY)
    first = says * (1.0 - says) / (s * yes)
    second = first * (1.0 - 2.0 * says) / s
    _fill_push(v, w, c, y, a, width)
    salience, position = v[HERE_SALIENCE] + c * issues, v[HERE_POSITION] + c * issues
    for k in range(n):
        w[v[GRADIENT] + k] += first * w[v[PUSH] + k]
        w[v[BALLOTS] + k] += first * w[v[PUSH] + k]
        if w[salience + k] > 0.0:
            bent = w[salience + k] * loss_bend(w[y + k] - w[position + k], a, width)
            w[v[BEND] + k * size + k] += first * bent
        for other in range(n):
            w[v[BEND] + k * size + other] -= second * w[v[PUSH] + k] * w[v[PUSH] + other]


@kernel
def add_ballots(v: Ints, w: Floats, y: int, a: float, width: float) -> None:
    """Adds sum_g log P_g to the gradient and to the bend (minus the Hessian), at the gains last computed."""
    first, n, size = v[PARTIES], v[OPEN], v[ISSUES] + 1
    for c in range(first, first + v[VOTES]):
        if _is_first(v, c):
            for k in range(n):
                w[v[BALLOTS] + k] = 0.0
            for other in range(c, first + v[VOTES]):
                if v[v[GROUP] + other] == v[v[GROUP] + c]:
                    _add_elector(v, w, other, y, a, width)
            for k in range(n):
                for other in range(n):
                    w[v[BEND] + k * size + other] += w[v[BALLOTS] + k] * w[v[BALLOTS] + other]
