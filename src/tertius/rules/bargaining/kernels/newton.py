"""The ascent behind a talk: damped projected Newton on a sum of logarithms of gains.

One *problem* is one talk with everything else held still. Gains are in units of each actor's range:

    g_i(x) = constant_i - sum_k salience_ik loss(x_k - position_ik) - sum_n left_n prod_k (1 - cover_nk x_k)

    maximise  sum_i weight_i log(g_i(x) - rise_i z) + pull z - tie/2 |x - reference|^2   over x in [0, 1]^n

z is a free variable while the smallest gain of those with rise_i = 1 is raised (pull > 0), and 0 otherwise (pull = 0).
The last term, mostly too small to be seen, picks the levels nearest to the references where nothing else decides.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tertius.rules.bargaining.kernels.subproblem import Subproblem
from tertius.rules.compiled import kernel, part

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
def _gains(problem: Subproblem, x: NDArray[np.float64], a: float, width: float) -> None:
    """Fills ``problem.gain``."""
    m, n, needs = problem.size
    for i in range(m):
        gain = problem.constant[i]
        for k in range(n):
            if problem.salience[i, k] > 0.0:
                gain -= problem.salience[i, k] * loss(x[k] - problem.position[i, k], a, width)
        problem.gain[i] = gain
    for j in range(needs):
        left = problem.left[j]
        for k in range(n):
            left *= 1.0 - problem.cover[j, k] * x[k]
        problem.gain[problem.need_party[j]] -= left


@kernel
def gains_at(problem: Subproblem, x: NDArray[np.float64], a: float, width: float) -> float:
    """Fills ``problem.gain`` and returns the smallest gain."""
    _gains(problem, x, a, width)
    return smallest_gain(problem)


@part
def smallest_gain(problem: Subproblem) -> float:
    """The smallest of the gains last computed."""
    smallest = np.inf
    for i in range(problem.size[0]):
        smallest = min(smallest, problem.gain[i])
    return smallest


@part
def _rise(problem: Subproblem, y: NDArray[np.float64], pull: float) -> float:
    """How much higher the objective is at ``problem.trial``, where the gains were last computed, than at y.

    The gains at y less z are in ``problem.before``; both must be inside the domain.
    """
    m, n = problem.size[0], problem.size[1]
    z = problem.trial[n] if pull > 0.0 else 0.0
    rise = pull * (z - y[n]) if pull > 0.0 else 0.0
    for i in range(m):
        rise += problem.weight[i] * math.log((problem.gain[i] - problem.rise[i] * z) / problem.before[i])
    for k in range(n):
        middle = 0.5 * (problem.trial[k] + y[k]) - problem.reference[k]
        rise -= problem.tie[0] * (problem.trial[k] - y[k]) * middle
    return rise


@part
def _needs_bend(problem: Subproblem, y: NDArray[np.float64], z: float) -> None:
    """Adds the needs' part to the slopes of the gains and to the bend (minus the Hessian)."""
    n, needs = problem.size[1], problem.size[2]
    for j in range(needs):
        i = problem.need_party[j]
        share = problem.weight[i] / (problem.gain[i] - problem.rise[i] * z)
        for k in range(n):
            if problem.cover[j, k] == 0.0:
                continue
            rest = problem.left[j] * problem.cover[j, k]
            for other in range(n):
                if other != k:
                    rest *= 1.0 - problem.cover[j, other] * y[other]
            problem.slope[i, k] += rest
            for other in range(n):
                if other == k or problem.cover[j, other] == 0.0:
                    continue
                both = problem.left[j] * problem.cover[j, k] * problem.cover[j, other]
                for third in range(n):
                    if third not in (k, other):
                        both *= 1.0 - problem.cover[j, third] * y[third]
                problem.bend[k, other] += share * both


@part
def _clear(problem: Subproblem, y: NDArray[np.float64], total: int, pull: float) -> None:
    """Starts gradient, bend and slopes with all that is not a gain: the pull on z and the tie-break on x."""
    n = problem.size[1]
    for k in range(total):
        problem.gradient[k] = -problem.tie[0] * (y[k] - problem.reference[k]) if k < n else pull
        for other in range(total):
            problem.bend[k, other] = problem.tie[0] if k == other and k < n else 0.0
        for i in range(problem.size[0]):
            problem.slope[i, k] = 0.0 if k < n else -problem.rise[i]


@part
def _derivatives(problem: Subproblem, y: NDArray[np.float64], pull: float, a: float, width: float) -> None:
    """Fills ``problem.gradient`` and ``problem.bend`` (minus the Hessian) at y, where the gains were last computed."""
    m, n = problem.size[0], problem.size[1]
    total = n + 1 if pull > 0.0 else n
    z = y[n] if pull > 0.0 else 0.0
    _clear(problem, y, total, pull)
    for i in range(m):
        share = problem.weight[i] / (problem.gain[i] - problem.rise[i] * z)
        for k in range(n):
            if problem.salience[i, k] > 0.0:
                d = y[k] - problem.position[i, k]
                problem.slope[i, k] = -problem.salience[i, k] * loss_slope(d, a, width)
                problem.bend[k, k] += share * problem.salience[i, k] * loss_bend(d, a, width)
    _needs_bend(problem, y, z)
    for i in range(m):
        share = 1.0 / (problem.gain[i] - problem.rise[i] * z)
        for k in range(total):
            pushed = problem.weight[i] * share * problem.slope[i, k]
            problem.gradient[k] += pushed
            for other in range(total):
                problem.bend[k, other] += pushed * share * problem.slope[i, other]


@part
def _factorise(problem: Subproblem, total: int, ridge: float) -> bool:
    """Cholesky factor of the bend over the variables that are not held; False if it is not positive definite."""
    for k in range(total):
        for other in range(k + 1):
            if problem.held[k] or problem.held[other]:
                problem.factor[k, other] = 1.0 if k == other else 0.0
                continue
            rest = problem.bend[k, other]
            if k == other:
                rest += ridge * (1.0 + abs(rest))
            for c in range(other):
                rest -= problem.factor[k, c] * problem.factor[other, c]
            if k == other:
                if not rest > 1e-300:
                    return False
                problem.factor[k, k] = math.sqrt(rest)
            else:
                problem.factor[k, other] = rest / problem.factor[other, other]
    return True


@part
def _newton_step(problem: Subproblem, total: int) -> float:
    """Solves bend step = gradient over the free variables; returns the squared Newton decrement."""
    ridge = 0.0
    while ridge < STEEPEST and not _factorise(problem, total, ridge):
        ridge = max(1e-12, 10.0 * ridge)
    if ridge >= STEEPEST:
        return 0.0
    for k in range(total):
        rest = 0.0 if problem.held[k] else problem.gradient[k]
        for c in range(k):
            rest -= problem.factor[k, c] * problem.step[c]
        problem.step[k] = rest / problem.factor[k, k]
    for k in range(total - 1, -1, -1):
        rest = problem.step[k]
        for c in range(k + 1, total):
            rest -= problem.factor[c, k] * problem.step[c]
        problem.step[k] = rest / problem.factor[k, k]
    decrement = 0.0
    for k in range(total):
        if not problem.held[k]:
            decrement += problem.step[k] * problem.gradient[k]
    return decrement


@part
def _direction(problem: Subproblem, y: NDArray[np.float64], total: int) -> float:
    """The Newton step among the levels that may move; a level at an end of its scale stays if pushed out."""
    n = problem.size[1]
    for k in range(total):
        up, at_low, at_high = problem.gradient[k], y[k] <= 0.0, y[k] >= 1.0
        problem.held[k] = k < n and ((at_low and up <= 0.0) or (at_high and up >= 0.0))
    while True:
        decrement = _newton_step(problem, total)
        blocked = False
        for k in range(n):
            out = (y[k] <= 0.0 and problem.step[k] < 0.0) or (y[k] >= 1.0 and problem.step[k] > 0.0)
            if out and not problem.held[k]:
                problem.held[k] = True
                blocked = True
        if not blocked:
            return decrement


@part
def _move(problem: Subproblem, y: NDArray[np.float64], total: int, length: float) -> tuple[float, bool]:
    """Fills ``problem.trial`` with y + length step, kept on the scales.

    Returns the rise that the slope promises, and whether the end of a scale cut the step short.
    """
    promised, cut = 0.0, False
    for k in range(total):
        to = y[k] + length * problem.step[k]
        if k < problem.size[1]:
            cut |= to < 0.0 or to > 1.0
            to = min(1.0, max(0.0, to))
        promised += problem.gradient[k] * (to - y[k])
        problem.trial[k] = to
    return promised, cut


@part
def _lightest(problem: Subproblem) -> float:
    """The smallest weight in the ascent."""
    lightest = np.inf
    for i in range(problem.size[0]):
        lightest = min(lightest, problem.weight[i])
    return lightest


@part
def _note_gains(problem: Subproblem, z: float) -> None:
    """Notes the gains less z where a step begins."""
    for i in range(problem.size[0]):
        problem.before[i] = problem.gain[i] - problem.rise[i] * z


@part
def _enough_left(problem: Subproblem, z: float) -> bool:
    """Whether a step leaves enough of each gain: far outside its reach Newton's model means nothing."""
    spare = np.inf
    for i in range(problem.size[0]):
        spare = min(spare, problem.gain[i] - problem.rise[i] * z - KEPT * problem.before[i])
    return spare >= 0.0


@kernel
def newton_ascent(
    problem: Subproblem, y: NDArray[np.float64], pull: float, a: float, width: float, enough: float
) -> bool:
    """Climbs to the maximum from y, which is overwritten. True if it got there.

    The start must lie inside the domain, and the gains must be those at y, before as after.
    """
    n = problem.size[1]
    total = n + 1 if pull > 0.0 else n
    lightest = _lightest(problem)
    before = np.inf
    for _ in range(STEPS):
        _derivatives(problem, y, pull, a, width)
        _note_gains(problem, y[n] if pull > 0.0 else 0.0)
        decrement = _direction(problem, y, total)
        near = decrement < max(NEAR * lightest, BLUR)
        if decrement < enough * lightest or (near and decrement > 0.25 * before):
            return True
        before = decrement
        length = 1.0
        for _ in range(HALVINGS):
            promised, cut = _move(problem, y, total, length)
            _gains(problem, problem.trial, a, width)
            if _enough_left(problem, problem.trial[n] if pull > 0.0 else 0.0) and (
                near or (promised >= 0.0 and _rise(problem, y, pull) >= 1e-4 * promised)
            ):
                break
            length *= 0.5
        else:
            gains_at(problem, y, a, width)
            return decrement < UNSEEN
        if length < SHORT and decrement < UNSEEN:
            gains_at(problem, y, a, width)
            return True
        for k in range(total):
            y[k] = problem.trial[k]
        if a == 2.0 and length == 1.0 and not cut and (decrement / lightest) ** 2 < enough:
            return True  # the full step squares what is left
    return False
