"""The ascent behind a talk: damped projected Newton on a sum of logarithms of gains.

One *subproblem* is one talk with everything else held still. Gains are in units of each actor's range:

    g_i(x) = constant_i - sum_k salience_ik loss(x_k - position_ik) - sum_n left_n prod_k (1 - cover_nk x_k)

    maximise  sum_i weight_i log(g_i(x) - rise_i z) + pull z - tie/2 |x - reference|^2   over x in [0, 1]^n

and, where a deal must be ratified, + log P(x), P(those at home say yes): see `ballots`.

z is a free variable while the smallest gain of those with rise_i = 1 is raised (pull > 0), and 0 otherwise (pull = 0).
The last term, mostly too small to be seen, picks the levels nearest to the references where nothing else decides.

Levels are handed on as the place in `w` at which they begin; `layout` says where the rest lies.
"""

from __future__ import annotations

import math

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    APPROVED,
    BALLOT,
    BEFORE,
    BEND,
    CONSTANT,
    FACTOR,
    GAIN,
    GRADIENT,
    HELD,
    HERE_COVER,
    HERE_POSITION,
    HERE_REFERENCE,
    HERE_SALIENCE,
    ISSUES,
    LEFT,
    LOG_WEIGHT,
    NEED_PARTY,
    OPEN,
    PARTIES,
    RISE,
    SLOPE,
    SOURCES,
    STEP,
    TIE,
    TRIAL,
)
from tertius.rules.bargaining.kernels.talk.ballots import add_ballots, log_approval
from tertius.rules.bargaining.kernels.talk.losses import loss, loss_bend, loss_slope
from tertius.rules.compiled.decorators import kernel

STEPS = 120  # the most in one ascent
HALVINGS = 60  # the most of one step
NEAR = 1e-8  # squared Newton decrement, per weight of the lightest party, below which the full step is safe
DONE = 1e-24  # and below which there is nothing left to gain: what `enough` should be for a final answer
BLUR = 1e-16  # squared decrement below which rounding hides whether a step is a rise
UNSEEN = 1e-10  # and one that no rise was found for is a maximum as good as rounding lets it be
SHORT = 1e-2  # a step cut to this share of itself, where nothing can be seen to rise, is one too many
KEPT_GAIN = 0.01  # a step leaves every gain at least this share of itself
STEEPEST = 1e12  # no ridge above this makes sense of a curve


@kernel
def copy_levels(w: Floats, source: int, target: int, size: int) -> None:
    """Copies `size` entries of `w`; plain loops compile several times faster than slices."""
    for k in range(size):
        w[target + k] = w[source + k]


@kernel
def gains_at(v: Ints, w: Floats, x: int, a: float, width: float) -> float:
    """Fills the gains at the levels x and returns the smallest."""
    rows, n, issues = v[PARTIES] + v[BALLOT], v[OPEN], v[ISSUES]
    gain, constant, cover = v[GAIN], v[CONSTANT], v[HERE_COVER]
    for i in range(rows):
        salience, position = v[HERE_SALIENCE] + i * issues, v[HERE_POSITION] + i * issues
        value = w[constant + i]
        for k in range(n):
            if w[salience + k] > 0.0:
                value -= w[salience + k] * loss(w[x + k] - w[position + k], a, width)
        w[gain + i] = value
    for j in range(v[SOURCES]):
        left = w[v[LEFT] + j]
        for k in range(n):
            left *= 1.0 - w[cover + j * issues + k] * w[x + k]
        if v[v[NEED_PARTY] + j] < rows:
            w[gain + v[v[NEED_PARTY] + j]] -= left
    return smallest_gain(v, w)


@kernel
def smallest_gain(v: Ints, w: Floats) -> float:
    """The smallest of the gains last computed."""
    smallest = math.inf
    for i in range(v[PARTIES]):
        smallest = min(smallest, w[v[GAIN] + i])
    return smallest


@kernel
def _rise(v: Ints, w: Floats, y: int, pull: float) -> float:
    """How much higher the objective is at the trial, where the gains were last computed, than at y.

    The gains at y less z are in `before`; both must be inside the domain.
    """
    m, n, trial = v[PARTIES], v[OPEN], v[TRIAL]
    z = w[trial + n] if pull > 0.0 else 0.0
    rise = pull * (z - w[y + n]) if pull > 0.0 else 0.0
    for i in range(m):
        spare = w[v[GAIN] + i] - w[v[RISE] + i] * z
        rise += w[v[LOG_WEIGHT] + i] * math.log(spare / w[v[BEFORE] + i])
    for k in range(n):
        middle = 0.5 * (w[trial + k] + w[y + k]) - w[v[HERE_REFERENCE] + k]
        rise -= w[v[TIE]] * (w[trial + k] - w[y + k]) * middle
    if v[BALLOT]:
        rise += log_approval(v, w) - w[v[APPROVED]]
    return rise


@kernel
def _source_bend(v: Ints, w: Floats, y: int, z: float, j: int) -> None:
    """Adds one need's part to the slopes of its party's gain and to the bend (minus the Hessian)."""
    n, issues, size = v[OPEN], v[ISSUES], v[ISSUES] + 1
    i, cover, left = v[v[NEED_PARTY] + j], v[HERE_COVER] + j * issues, w[v[LEFT] + j]
    slope, bend = v[SLOPE] + i * size, v[BEND]
    share = w[v[LOG_WEIGHT] + i] / (w[v[GAIN] + i] - w[v[RISE] + i] * z)
    for k in range(n):
        if w[cover + k] == 0.0:
            continue
        rest = left * w[cover + k]
        for other in range(n):
            if other != k:
                rest *= 1.0 - w[cover + other] * w[y + other]
        w[slope + k] += rest
        for other in range(n):
            if other == k or w[cover + other] == 0.0:
                continue
            both = left * w[cover + k] * w[cover + other]
            for third in range(n):
                if third != k and third != other:
                    both *= 1.0 - w[cover + third] * w[y + third]
            w[bend + k * size + other] += share * both


@kernel
def _needs_bend(v: Ints, w: Floats, y: int, z: float) -> None:
    """Adds the part of the parties' needs to the slopes of the gains and to the bend."""
    for j in range(v[SOURCES]):
        if v[v[NEED_PARTY] + j] < v[PARTIES]:
            _source_bend(v, w, y, z, j)


@kernel
def _derivatives(v: Ints, w: Floats, y: int, pull: float, a: float, width: float) -> None:
    """Fills gradient and bend (minus the Hessian) at y, where the gains were last computed."""
    m, n, issues, size = v[PARTIES], v[OPEN], v[ISSUES], v[ISSUES] + 1
    gradient, bend, tie = v[GRADIENT], v[BEND], w[v[TIE]]
    total = n + 1 if pull > 0.0 else n
    z = w[y + n] if pull > 0.0 else 0.0
    for k in range(total):  # all that is not a gain: the pull on z and the tie-break on x
        w[gradient + k] = -tie * (w[y + k] - w[v[HERE_REFERENCE] + k]) if k < n else pull
        for other in range(total):
            w[bend + k * size + other] = tie if k == other and k < n else 0.0
        for i in range(m):
            w[v[SLOPE] + i * size + k] = 0.0 if k < n else -w[v[RISE] + i]
    for i in range(m):
        salience, position, slope = v[HERE_SALIENCE] + i * issues, v[HERE_POSITION] + i * issues, v[SLOPE] + i * size
        share = w[v[LOG_WEIGHT] + i] / (w[v[GAIN] + i] - w[v[RISE] + i] * z)
        for k in range(n):
            if w[salience + k] > 0.0:
                d = w[y + k] - w[position + k]
                w[slope + k] = -w[salience + k] * loss_slope(d, a, width)
                w[bend + k * size + k] += share * w[salience + k] * loss_bend(d, a, width)
    _needs_bend(v, w, y, z)
    for i in range(m):
        slope = v[SLOPE] + i * size
        share = 1.0 / (w[v[GAIN] + i] - w[v[RISE] + i] * z)
        for k in range(total):
            pushed = w[v[LOG_WEIGHT] + i] * share * w[slope + k]
            w[gradient + k] += pushed
            for other in range(total):
                w[bend + k * size + other] += pushed * share * w[slope + other]


@kernel
def _factorise(v: Ints, w: Floats, total: int, ridge: float) -> bool:
    """Cholesky factor of the bend over the variables that are not held; False if it is not positive definite."""
    factor, bend, held, size = v[FACTOR], v[BEND], v[HELD], v[ISSUES] + 1
    for k in range(total):
        row = factor + k * size
        for other in range(k + 1):
            if v[held + k] or v[held + other]:
                w[row + other] = 1.0 if k == other else 0.0
                continue
            rest = w[bend + k * size + other]
            if k == other:
                rest += ridge * (1.0 + abs(rest))
            for c in range(other):
                rest -= w[row + c] * w[factor + other * size + c]
            if k == other:
                if not rest > 1e-300:
                    return False
                w[row + k] = math.sqrt(rest)
            else:
                w[row + other] = rest / w[factor + other * size + other]
    return True


@kernel
def _newton_step(v: Ints, w: Floats, total: int) -> float:
    """Solves bend step = gradient over the free variables; returns the squared Newton decrement."""
    factor, step, gradient, held, size = v[FACTOR], v[STEP], v[GRADIENT], v[HELD], v[ISSUES] + 1
    ridge = 0.0
    while ridge < STEEPEST and not _factorise(v, w, total, ridge):
        ridge = max(1e-12, 10.0 * ridge)
    if ridge >= STEEPEST:
        return 0.0
    for k in range(total):
        rest = 0.0 if v[held + k] else w[gradient + k]
        for c in range(k):
            rest -= w[factor + k * size + c] * w[step + c]
        w[step + k] = rest / w[factor + k * size + k]
    for k in range(total - 1, -1, -1):
        rest = w[step + k]
        for c in range(k + 1, total):
            rest -= w[factor + c * size + k] * w[step + c]
        w[step + k] = rest / w[factor + k * size + k]
    decrement = 0.0
    for k in range(total):
        if not v[held + k]:
            decrement += w[step + k] * w[gradient + k]
    return decrement


@kernel
def _direction(v: Ints, w: Floats, y: int, total: int) -> float:
    """The Newton step among the levels that may move; a level at an end of its scale stays if pushed out."""
    n, step, held = v[OPEN], v[STEP], v[HELD]
    for k in range(total):
        up, at_low, at_high = w[v[GRADIENT] + k], w[y + k] <= 0.0, w[y + k] >= 1.0
        v[held + k] = k < n and ((at_low and up <= 0.0) or (at_high and up >= 0.0))
    while True:
        decrement = _newton_step(v, w, total)
        blocked = False
        for k in range(n):
            out = (w[y + k] <= 0.0 and w[step + k] < 0.0) or (w[y + k] >= 1.0 and w[step + k] > 0.0)
            if out and not v[held + k]:
                v[held + k] = 1
                blocked = True
        if not blocked:
            return decrement


@kernel
def _enough_left(v: Ints, w: Floats, z: float) -> bool:
    """Whether a step leaves enough of each gain: far outside its reach Newton's model means nothing."""
    spare = math.inf
    for i in range(v[PARTIES]):
        spare = min(spare, w[v[GAIN] + i] - w[v[RISE] + i] * z - KEPT_GAIN * w[v[BEFORE] + i])
    return spare >= 0.0


@kernel
def _move(v: Ints, w: Floats, y: int, total: int, length: float) -> tuple[float, bool]:
    """Fills the trial with y + length step, kept on the scales.

    Returns the rise that the slope promises, and whether the end of a scale cut the step short.
    """
    n, trial, step, gradient = v[OPEN], v[TRIAL], v[STEP], v[GRADIENT]
    promised, cut = 0.0, False
    for k in range(total):
        to = w[y + k] + length * w[step + k]
        if k < n:
            cut |= to < 0.0 or to > 1.0
            to = min(1.0, max(0.0, to))
        promised += w[gradient + k] * (to - w[y + k])
        w[trial + k] = to
    return promised, cut


@kernel
def _lightest(v: Ints, w: Floats) -> float:
    """The smallest weight in the ascent."""
    lightest = math.inf
    for i in range(v[PARTIES]):
        lightest = min(lightest, w[v[LOG_WEIGHT] + i])
    return lightest


@kernel
def _note_gains(v: Ints, w: Floats, z: float) -> None:
    """Notes the gains less z where a step begins."""
    for i in range(v[PARTIES]):
        w[v[BEFORE] + i] = w[v[GAIN] + i] - w[v[RISE] + i] * z
    if v[BALLOT]:
        w[v[APPROVED]] = log_approval(v, w)


@kernel
def newton_ascent(v: Ints, w: Floats, y: int, pull: float, a: float, width: float, enough: float) -> int:
    """Climbs to the maximum from y, which is overwritten. 1 if it got there, else 0.

    The start must lie inside the domain, and the gains must be those at y, before as after.
    """
    n, trial = v[OPEN], v[TRIAL]
    total = n + 1 if pull > 0.0 else n
    lightest, earlier = _lightest(v, w), math.inf
    for _ in range(STEPS):
        _derivatives(v, w, y, pull, a, width)
        if v[BALLOT]:
            add_ballots(v, w, y, a, width)
        _note_gains(v, w, w[y + n] if pull > 0.0 else 0.0)
        decrement = _direction(v, w, y, total)
        near = decrement < max(NEAR * lightest, BLUR)
        if decrement < enough * lightest or (near and decrement > 0.25 * earlier):
            return 1
        earlier, length, found, cut = decrement, 1.0, False, False
        for _ in range(HALVINGS):
            promised, cut = _move(v, w, y, total, length)
            gains_at(v, w, trial, a, width)
            found = _enough_left(v, w, w[trial + n] if pull > 0.0 else 0.0) and (
                near or (promised >= 0.0 and _rise(v, w, y, pull) >= 1e-4 * promised)
            )
            if found:
                break
            length *= 0.5
        if not found or (length < SHORT and decrement < UNSEEN):
            gains_at(v, w, y, a, width)
            return int(decrement < UNSEEN)
        copy_levels(w, trial, y, total)
        if a == 2.0 and length == 1.0 and not cut and (decrement / lightest) ** 2 < enough:
            return 1  # the full step squares what is left
    return 0
