"""The ascent behind a talk: damped projected Newton on a sum of logarithms of gains.

One *table* is one talk with everything else held still. Gains are in units of each actor's range:

    g_i(x) = constant_i - sum_k salience_ik loss(x_k - position_ik) - sum_n left_n prod_k (1 - cover_nk x_k)

    maximise  sum_i weight_i log(g_i(x) - rise_i z) + pull z - tie/2 |x - reference|^2   over x in [0, 1]^n

z is a free variable while the smallest gain of those with rise_i = 1 is raised (pull > 0), and 0 otherwise (pull = 0).
The last term, mostly too small to be seen, picks the levels nearest to the references where nothing else decides.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled import kernel, part
from tertius.rules.one_talk_kernel import Table

__all__ = ["DONE", "climb", "gains_at", "loss", "smallest_gain"]

STEPS = 120
HALVINGS = 60
TIP = 1e-2  # distance below which a curve with a < 2 is treated as pointed
NEAR = 1e-8  # squared Newton decrement, per weight of the lightest party, below which the full step is safe
DONE = 1e-24  # and below which there is nothing left to gain: what `enough` should be for a final answer
BLUR = 1e-16  # squared decrement below which rounding hides whether a step is a rise
UNSEEN = 1e-10  # and one that no rise was found for is a maximum as good as rounding lets it be
SHORT = 1e-2  # a step cut to this share of itself, where nothing can be seen to rise, is one too many
KEPT = 0.01  # a step leaves every gain at least this share of itself
STEEPEST = 1e12  # no ridge above this makes sense of a curve


@part
def loss(d: float, a: float, width: float) -> float:
    """|d|^a; at a = 1 with a kink of the given width, so that it has a slope everywhere."""
    if a == 2.0:
        return d * d
    if a == 1.0:
        return math.sqrt(d * d + width * width) - width
    return abs(d) ** a


@part
def loss_slope(d: float, a: float, width: float) -> float:
    """First derivative of `loss`."""
    if a == 2.0:
        return 2.0 * d
    if a == 1.0:
        return d / math.sqrt(d * d + width * width)
    return math.copysign(a * abs(d) ** (a - 1.0), d)


@part
def loss_bend(d: float, a: float, width: float) -> float:
    """Second derivative of `loss`.

    Near the tip of a curve that is infinitely bent there (1 < a < 2) it is slope / d instead, with which a
    step lands on the tip where Newton's own would jump to and fro across it.
    """
    if a == 2.0:
        return 2.0
    if a == 1.0:
        return width * width / (d * d + width * width) ** 1.5
    if a < 2.0 and abs(d) < TIP:
        return a * max(abs(d), 1e-12) ** (a - 2.0)
    return a * (a - 1.0) * abs(d) ** (a - 2.0)


@part
def _gains(table: Table, x: NDArray[np.float64], a: float, width: float) -> None:
    """Fills ``table.gain``."""
    m, n, needs = table.size
    for i in range(m):
        gain = table.constant[i]
        for k in range(n):
            if table.salience[i, k] > 0.0:
                gain -= table.salience[i, k] * loss(x[k] - table.position[i, k], a, width)
        table.gain[i] = gain
    for j in range(needs):
        left = table.left[j]
        for k in range(n):
            left *= 1.0 - table.cover[j, k] * x[k]
        table.gain[table.need_party[j]] -= left


@kernel
def gains_at(table: Table, x: NDArray[np.float64], a: float, width: float) -> float:
    """Fills ``table.gain`` and returns the smallest gain."""
    _gains(table, x, a, width)
    return smallest_gain(table)


@part
def smallest_gain(table: Table) -> float:
    """The smallest of the gains last computed."""
    smallest = np.inf
    for i in range(table.size[0]):
        smallest = min(smallest, table.gain[i])
    return smallest


@part
def _rise(table: Table, y: NDArray[np.float64], pull: float) -> float:
    """How much higher the objective is at ``table.trial``, where the gains were last computed, than at y.

    The gains at y less z are in ``table.before``; both must be inside the domain.
    """
    m, n = table.size[0], table.size[1]
    z = table.trial[n] if pull > 0.0 else 0.0
    rise = pull * (z - y[n]) if pull > 0.0 else 0.0
    for i in range(m):
        rise += table.weight[i] * math.log((table.gain[i] - table.rise[i] * z) / table.before[i])
    for k in range(n):
        middle = 0.5 * (table.trial[k] + y[k]) - table.reference[k]
        rise -= table.tie[0] * (table.trial[k] - y[k]) * middle
    return rise


@part
def _needs_bend(table: Table, y: NDArray[np.float64], z: float) -> None:
    """Adds the needs' part to the slopes of the gains and to the bend (minus the Hessian)."""
    n, needs = table.size[1], table.size[2]
    for j in range(needs):
        i = table.need_party[j]
        share = table.weight[i] / (table.gain[i] - table.rise[i] * z)
        for k in range(n):
            if table.cover[j, k] == 0.0:
                continue
            rest = table.left[j] * table.cover[j, k]
            for other in range(n):
                if other != k:
                    rest *= 1.0 - table.cover[j, other] * y[other]
            table.slope[i, k] += rest
            for other in range(n):
                if other == k or table.cover[j, other] == 0.0:
                    continue
                both = table.left[j] * table.cover[j, k] * table.cover[j, other]
                for third in range(n):
                    if third not in (k, other):
                        both *= 1.0 - table.cover[j, third] * y[third]
                table.bend[k, other] += share * both


@part
def _clear(table: Table, y: NDArray[np.float64], total: int, pull: float) -> None:
    """Starts gradient, bend and slopes with all that is not a gain: the pull on z and the tie-break on x."""
    n = table.size[1]
    for k in range(total):
        table.gradient[k] = -table.tie[0] * (y[k] - table.reference[k]) if k < n else pull
        for other in range(total):
            table.bend[k, other] = table.tie[0] if k == other and k < n else 0.0
        for i in range(table.size[0]):
            table.slope[i, k] = 0.0 if k < n else -table.rise[i]


@part
def _derivatives(table: Table, y: NDArray[np.float64], pull: float, a: float, width: float) -> None:
    """Fills ``table.gradient`` and ``table.bend`` (minus the Hessian) at y, where the gains were last computed."""
    m, n = table.size[0], table.size[1]
    total = n + 1 if pull > 0.0 else n
    z = y[n] if pull > 0.0 else 0.0
    _clear(table, y, total, pull)
    for i in range(m):
        share = table.weight[i] / (table.gain[i] - table.rise[i] * z)
        for k in range(n):
            if table.salience[i, k] > 0.0:
                d = y[k] - table.position[i, k]
                table.slope[i, k] = -table.salience[i, k] * loss_slope(d, a, width)
                table.bend[k, k] += share * table.salience[i, k] * loss_bend(d, a, width)
    _needs_bend(table, y, z)
    for i in range(m):
        share = 1.0 / (table.gain[i] - table.rise[i] * z)
        for k in range(total):
            pushed = table.weight[i] * share * table.slope[i, k]
            table.gradient[k] += pushed
            for other in range(total):
                table.bend[k, other] += pushed * share * table.slope[i, other]


@part
def _factorise(table: Table, total: int, ridge: float) -> bool:
    """Cholesky factor of the bend over the variables that are not held; False if it is not positive definite."""
    for k in range(total):
        for other in range(k + 1):
            if table.held[k] or table.held[other]:
                table.factor[k, other] = 1.0 if k == other else 0.0
                continue
            rest = table.bend[k, other]
            if k == other:
                rest += ridge * (1.0 + abs(rest))
            for c in range(other):
                rest -= table.factor[k, c] * table.factor[other, c]
            if k == other:
                if not rest > 1e-300:
                    return False
                table.factor[k, k] = math.sqrt(rest)
            else:
                table.factor[k, other] = rest / table.factor[other, other]
    return True


@part
def _newton_step(table: Table, total: int) -> float:
    """Solves bend step = gradient over the free variables; returns the squared Newton decrement."""
    ridge = 0.0
    while ridge < STEEPEST and not _factorise(table, total, ridge):
        ridge = max(1e-12, 10.0 * ridge)
    if ridge >= STEEPEST:
        return 0.0
    for k in range(total):
        rest = 0.0 if table.held[k] else table.gradient[k]
        for c in range(k):
            rest -= table.factor[k, c] * table.step[c]
        table.step[k] = rest / table.factor[k, k]
    for k in range(total - 1, -1, -1):
        rest = table.step[k]
        for c in range(k + 1, total):
            rest -= table.factor[c, k] * table.step[c]
        table.step[k] = rest / table.factor[k, k]
    decrement = 0.0
    for k in range(total):
        if not table.held[k]:
            decrement += table.step[k] * table.gradient[k]
    return decrement


@part
def _direction(table: Table, y: NDArray[np.float64], total: int) -> float:
    """The Newton step among the levels that may move; a level at an end of its scale stays if pushed out."""
    n = table.size[1]
    for k in range(total):
        up, at_low, at_high = table.gradient[k], y[k] <= 0.0, y[k] >= 1.0
        table.held[k] = k < n and ((at_low and up <= 0.0) or (at_high and up >= 0.0))
    while True:
        decrement = _newton_step(table, total)
        blocked = False
        for k in range(n):
            out = (y[k] <= 0.0 and table.step[k] < 0.0) or (y[k] >= 1.0 and table.step[k] > 0.0)
            if out and not table.held[k]:
                table.held[k] = True
                blocked = True
        if not blocked:
            return decrement


@part
def _move(table: Table, y: NDArray[np.float64], total: int, length: float) -> tuple[float, bool]:
    """Fills ``table.trial`` with y + length step, kept on the scales.

    Returns the rise that the slope promises, and whether the end of a scale cut the step short.
    """
    promised, cut = 0.0, False
    for k in range(total):
        to = y[k] + length * table.step[k]
        if k < table.size[1]:
            cut |= to < 0.0 or to > 1.0
            to = min(1.0, max(0.0, to))
        promised += table.gradient[k] * (to - y[k])
        table.trial[k] = to
    return promised, cut


@part
def _lightest(table: Table) -> float:
    """The smallest weight in the ascent."""
    lightest = np.inf
    for i in range(table.size[0]):
        lightest = min(lightest, table.weight[i])
    return lightest


@part
def _note_gains(table: Table, z: float) -> None:
    """Notes the gains less z where a step begins."""
    for i in range(table.size[0]):
        table.before[i] = table.gain[i] - table.rise[i] * z


@part
def _enough_left(table: Table, z: float) -> bool:
    """Whether a step leaves enough of each gain: far outside its reach Newton's model means nothing."""
    spare = np.inf
    for i in range(table.size[0]):
        spare = min(spare, table.gain[i] - table.rise[i] * z - KEPT * table.before[i])
    return spare >= 0.0


@kernel
def climb(table: Table, y: NDArray[np.float64], pull: float, a: float, width: float, enough: float) -> bool:
    """Climbs to the maximum from y, which is overwritten. True if it got there.

    The start must lie inside the domain, and the gains must be those at y, before as after.
    """
    n = table.size[1]
    total = n + 1 if pull > 0.0 else n
    lightest = _lightest(table)
    before = np.inf
    for _ in range(STEPS):
        _derivatives(table, y, pull, a, width)
        _note_gains(table, y[n] if pull > 0.0 else 0.0)
        decrement = _direction(table, y, total)
        near = decrement < max(NEAR * lightest, BLUR)
        if decrement < enough * lightest or (near and decrement > 0.25 * before):
            return True
        before = decrement
        length = 1.0
        for _ in range(HALVINGS):
            promised, cut = _move(table, y, total, length)
            _gains(table, table.trial, a, width)
            if _enough_left(table, table.trial[n] if pull > 0.0 else 0.0) and (
                near or (promised >= 0.0 and _rise(table, y, pull) >= 1e-4 * promised)
            ):
                break
            length *= 0.5
        else:
            gains_at(table, y, a, width)
            return decrement < UNSEEN
        if length < SHORT and decrement < UNSEEN:
            gains_at(table, y, a, width)
            return True
        for k in range(total):
            y[k] = table.trial[k]
        if a == 2.0 and length == 1.0 and not cut and (decrement / lightest) ** 2 < enough:
            return True  # the full step squares what is left
    return False
